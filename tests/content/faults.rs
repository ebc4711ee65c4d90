//! Every kind of fault: its line, its words, its hint, and whether the item survives it.

use kubedrill::content::{parse_chapter, parse_items};
use kubedrill::course::Problem;

use crate::golden::{CHAPTER, ITEMS};

/// `line: message | hint` of each problem must hold the given parts, in this order and no other problem.
fn expect(problems: &[Problem], wanted: &[(usize, &str, &str)], case: &str) {
    let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), wanted.len(), "{case}: {found:#?}");
    for (problem, (line, message, hint)) in problems.iter().zip(wanted) {
        assert_eq!(problem.line, *line, "{case}: {problem}");
        assert!(problem.message.contains(message), "{case}: {problem} lacks {message}");
        assert!(problem.hint.as_deref().unwrap_or_default().contains(hint), "{case}: {problem} lacks {hint}");
    }
}

/// A basic card whose lines are: 1 header, 2 id, 3 row, 4 kind, 5 front, 6 back, 7 explanation, 8 source.
const CARD: &str = "[[card]]\nid = \"a\"\nrow = \"V1\"\nkind = \"basic\"\nfront = \"F\"\nback = \"B\"\nexplanation = \"E\"\nsource = \"S\"\n";

/// The card with one line replaced, and how many items are left.
fn card(line: usize, with: &str, left: usize, wanted: &[(usize, &str, &str)]) {
    let mut lines: Vec<&str> = CARD.lines().collect();
    lines[line - 1] = with;
    let text = lines.join("\n");
    let (items, problems) = parse_items("c.toml", &text);
    expect(&problems, wanted, with);
    assert_eq!(items.len(), left, "{with}");
}

#[test]
fn keys_and_types() {
    card(2, "id = \"A b\"", 0, &[(2, "`A b` is not an id", "lowercase")]);
    card(2, "", 0, &[(1, "card has no `id`", "add `id")]);
    card(3, "row = \"V9\"", 0, &[(3, "unknown row `V9`", "did you mean `V1`")]);
    card(3, "row = 3", 0, &[(3, "`row` of card `a` must be a text", "")]);
    card(4, "kind = \"basci\"", 0, &[(4, "unknown kind `basci`", "did you mean `basic`")]);
    card(5, "front = \"\"", 0, &[(5, "`front` of card `a` is empty", "")]);
    card(5, "front = \"<!---->\"", 1, &[(5, "HTML", "backquotes")]);
    card(
        5,
        "front = \"[](#)\"",
        0,
        &[(5, "`front` of card `a` shows nothing", ""), (5, "out of the course", "")],
    );
    card(
        6,
        "bakc = \"B\"",
        0,
        &[(1, "card `a` has no `back`", "`bakc`"), (6, "unknown key `bakc`", "`back`")],
    );
    card(7, "explanation = [\"E\"]", 0, &[(7, "must be a text in quotes, not array", "")]);
    card(8, "", 0, &[(1, "has no `source`", "")]);
    card(8, "source = \"S\"\nextra = 1", 1, &[(9, "unknown key `extra`", "")]);
    card(
        8,
        "source = \"S\"\nsection = \"ports\"",
        1,
        &[(9, "`section` of card `a` is `ports`", "chapter#section")],
    );
    card(8, "source = \"S\u{202e}\"", 1, &[(8, "U+202E", "")]);
    card(8, "source = \"S\\u001b\"", 1, &[(8, "U+001B", "")]);
    card(8, "source = \"S\u{1b}[2J\"", 1, &[(8, "U+001B", "")]);
    card(8, "source = \"S\"\nid = \"b\"", 0, &[(9, "duplicate key", "")]);
    card(1, "[[crad]]", 0, &[(1, "unknown `crad`", "`[[card]]`")]);
    card(1, "[card]", 0, &[(1, "`card` is not a list", "[[card]]")]);
    card(1, "x = 1\n[[card]]", 1, &[(1, "unknown `x` outside", "")]);
}

#[test]
fn toml_that_is_none() {
    card(5, "front = \"F", 0, &[(5, "not TOML at column 11", "")]);
    card(5, "front = F", 0, &[(5, "not TOML at column 9", "")]);
    card(5, "front", 0, &[(5, "not TOML at column 6", "")]);
}

#[test]
fn one_fault_does_not_take_the_others_along() {
    let bad = CARD.replace("\"a\"", "\"b\"").replace("back", "bakc");
    let text = format!("{CARD}\n{bad}\n{}", CARD.replace("\"a\"", "\"c\""));
    let (items, problems) = parse_items("c.toml", &text);
    let ids: Vec<&str> = items.iter().map(|item| item.id().as_str()).collect();
    assert_eq!(ids, ["a", "c"]);
    expect(&problems, &[(10, "card `b` has no `back`", ""), (15, "unknown key `bakc`", "")], "middle");
}

#[test]
fn ids_are_used_once() {
    let (items, problems) = parse_items("c.toml", &format!("{CARD}\n{CARD}"));
    expect(&problems, &[(11, "the id `a` is used twice", "line 2")], "twice");
    assert_eq!(items.len(), 1);
}

#[test]
fn problems_in_texts_of_several_lines_have_their_own_line() {
    let broken = "front = \"\"\"\nok\n\n[web](https://x.y)\n\n```yml\nx\n```\n\"\"\"";
    card(5, broken, 1, &[(8, "out of the course", ""), (10, "unknown language `yml`", "`yaml`")]);
    card(5, "front = \"a\\n\\n# b\"", 1, &[(7, "heading", "")]);
}

/// The item of the golden file with `from` replaced; problems must be as wanted.
fn change(from: &str, to: &str, left: usize, wanted: &[(usize, &str, &str)]) {
    assert_eq!(ITEMS.matches(from).count(), 1, "{from} is not unique");
    let (items, problems) = parse_items("i.toml", &ITEMS.replace(from, to));
    expect(&problems, wanted, to);
    assert_eq!(items.len(), left, "{to}");
}

#[test]
fn cloze_texts() {
    let cloze = "A {{b|hint}} `{{c}}`.";
    change(cloze, "A b", 7, &[(16, "no hidden words", "{{...}}")]);
    change(cloze, "A {{b", 7, &[(16, "`{{` without `}}`", "close")]);
    change(cloze, "A {{}}", 7, &[(16, "hides nothing", "")]);
    change(cloze, "A {{b {{c}}", 7, &[(16, "inside", "")]);
    change(&format!("\"{cloze}\""), "'''\nx\n{{b'''", 7, &[(18, "`{{` without", "")]);
}

#[test]
fn typed_answers() {
    change("compare = \"dns-name\"", "compare = \"dns-nmae\"", 7, &[(26, "unknown `compare`", "`dns-name`")]);
    change("compare = \"port\"", "", 7, &[(57, "has no `compare`", "")]);
    change("answer = \"80\"", "answer = []", 7, &[(62, "empty list", "")]);
    change("answer = \"80\"", "answer = [\"80\", \"80\"]", 8, &[(62, "accepts `80` twice", "")]);
    change("answer = \"80\"", "answer = \"8\\n0\"", 7, &[(62, "several lines", "")]);
    change("answer = \"80\"", "answer = 80", 7, &[(62, "must be a text in quotes, not integer", "")]);
}

#[test]
fn choices() {
    change("right = \"Right\"\n", "", 7, &[(30, "has no `right`", "")]);
    change("right = \"Right\"", "right = [\"R\", \"S\"]", 7, &[(39, "has 2 right choices", "multiple")]);
    change(
        "right = \"Right\"",
        "right = \"Wrong\"",
        7,
        &[(41, "two choices of question `v1-q` are equal", "")],
    );
    change(
        "  { text = \"Wronger\", why = \"Never.\" },\n",
        "",
        7,
        &[(40, "too few wrong choices: 1", "at least 2")],
    );
    change("\"Wronger\", why = \"Never.\"", "\"Wronger\"", 8, &[(42, "does not say why", "")]);
    change(
        "\"Wronger\", why",
        "\"Wronger\", wyh",
        8,
        &[(42, "does not say why", ""), (42, "unknown key `wyh`", "`why`")],
    );
    change(
        "text = \"Wronger\"",
        "test = \"Wronger\"",
        7,
        &[
            (42, "has no `text`", "`test`"),
            (42, "unknown key `test`", "`text`"),
            (42, "unknown key `why`", ""),
        ],
    );
    change("[{ text = \"C\", why = \"No.\" }]", "[]", 7, &[(53, "too few wrong choices: 0", "")]);
    change("[{ text = \"C\", why = \"No.\" }]", "[\"C\"]", 7, &[(53, "must be a table", "")]);
    change("[\"A\", \"B\"]", "[\"A\"]", 7, &[(53, "too few wrong choices: 1", "")]);
    change("applying = true", "applying = \"yes\"", 7, &[(34, "must be true or false", "")]);
    change("kind = \"multiple\"", "kind = \"multi\"", 7, &[(50, "unknown kind `multi`", "")]);
}

#[test]
fn orders_and_wrong_lines() {
    let steps = "[\"first\", \"second\", \"third\"]";
    change(steps, "[\"a\", \"b\"]", 7, &[(72, "has 2 steps", "three to eight")]);
    change(steps, "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\"]", 7, &[(72, "has 9 steps", "")]);
    change(steps, "[\n\"a\",\n\"b\",\n\"a\"]", 7, &[(75, "two steps", "")]);
    change(
        "wrong_line = \"targetPort: htp\"",
        "wrong_line = \"targetPort: http\"",
        7,
        &[(87, "is not in the manifest", "did you mean `targetPort: htp`")],
    );
    change(
        "- port: 80\n  targetPort: htp",
        "- targetPort: htp\n  targetPort: htp\n  targetPort: htp",
        7,
        &[(88, "more than once", "")],
    );
    change(
        "fix = \"  targetPort: http\"",
        "fix = \"  targetPort: htp\"",
        7,
        &[(88, "`fix` of question", "")],
    );
    change("fix = \"  targetPort: http\"", "fix = \"targetPort: htp\"", 7, &[(88, "`fix` of question", "")]);
    change(
        "manifest = \"\"\"\nports:\n- port: 80\n  targetPort: htp\n\"\"\"\n",
        "",
        7,
        &[(76, "has no `manifest`", ""), (81, "unknown key `language`", "")],
    );
    change("language = \"yaml\"", "language = \"yml\"", 8, &[(86, "unknown language `yml`", "`yaml`")]);
}

/// The golden chapter with `from` replaced.
fn chapter(from: &str, to: &str, wanted: &[(usize, &str, &str)]) {
    assert_eq!(CHAPTER.matches(from).count(), 1, "{from} is not unique");
    let (chapter, problems) = parse_chapter("c.md", &CHAPTER.replace(from, to));
    expect(&problems, wanted, to);
    assert!(chapter.is_some(), "{to}");
}

#[test]
fn sections() {
    chapter("{#ports row=V1 ask=v1-q}", "", &[(11, "names no row", "row=V1"), (11, "has no id", "{#id")]);
    chapter(
        "row=V2}",
        "row=V8}",
        &[(5, "no section teaches row V2", ""), (28, "row V8 is not among", "`rows`")],
    );
    chapter("row=V2}", "row=W2}", &[(5, "no section teaches row V2", ""), (28, "unknown row `W2`", "")]);
    chapter(
        "#second row",
        "#ports row",
        &[(18, "no such section", ""), (28, "two sections have the id `ports`", "")],
    );
    chapter("#ports row", "#Ports row", &[(11, "`Ports` is not an id", "lowercase")]);
    chapter("ask=v1-q", "aks=v1-q", &[(11, "unknown or repeated `aks`", "`ask`")]);
    chapter("ask=v1-q", "ask=V1_q", &[(11, "`V1_q` is not an id", "")]);
    chapter("ask=v1-q", "ask=v1-q ask=v1-r .c", &[(11, "`.c`", ""), (11, "`ask`", "")]);
    chapter("## The second {", "## {", &[(28, "without a title", "")]);
    chapter("### A heading", "## B {#b row=V2}", &[(28, "section `The second` is empty", "")]);
    chapter("### A heading", "# A heading", &[(30, "`#` heading", "front matter")]);
    chapter("- one\n", "- ## one\n", &[(13, "section inside a list", "")]);
}

#[test]
fn links_and_footnotes() {
    chapter("(#second)", "(#secnod)", &[(18, "no such section", "did you mean `second`")]);
    chapter("(#second)", "(https://kubernetes.io)", &[(18, "out of the course", "")]);
    chapter("(#second)", "(../dns.md)", &[(18, "out of the course", "")]);
    chapter(
        "line.[^a]",
        "line.[^b]",
        &[(9, "footnote `b` is not defined", ""), (40, "footnote `a` is never used", "")],
    );
    chapter("[^a]: Kub", "[^a]: K\n\n[^a]: Kub", &[(42, "`a` is defined twice", "")]);
    chapter("[^a]: Kubernetes documentation: Service", "[^a]:", &[(40, "names no source", "")]);
    chapter("[^a]: Kub", "[^a]: - Kub", &[(40, "more than a paragraph", ""), (40, "names no source", "")]);
    chapter("Hard\\", "`[^x]` is code\\", &[]);
}

#[test]
fn what_cannot_be_shown() {
    chapter("Hard\\", "<br>\\", &[(37, "HTML", "")]);
    chapter("Hard\\", "<div>\\", &[(37, "HTML", ""), (38, "HTML", "")]);
    chapter("Hard\\", "![p](p.png)\\", &[(37, "pictures", "figure")]);
    chapter("Hard\\", "a\u{1b}]0;x\u{7}\\", &[(37, "U+001B", "")]);
    chapter("Hard\\", "a &#x9b;\\", &[(37, "U+009B", "")]);
    chapter("[!TIP]", "[!TPI]", &[(17, "unknown kind of note `TPI`", "[!TIP]")]);
    chapter("[!TIP]", "[!IMPORTANT]", &[(17, "unknown kind of note", "[!NOTE]")]);
    chapter("```yaml title", "``` title", &[(24, "unknown language `title=\"web.yaml\"`", "")]);
    chapter(
        "```yaml title=\"web.yaml\" wrong=\"no name\"",
        "```",
        &[(24, "code without a language", "yaml, sh")],
    );
    chapter("yaml title=", "yaml tilte=", &[(24, "unknown `tilte`", "`title`")]);
    chapter("yaml title=", "yml title=", &[(24, "unknown language `yml`", "`yaml`")]);
    chapter("Hard\\", "x\n\n    indented\n", &[(39, "code without a language", "")]);
    chapter("figure title=\"Boxes\"", "figure", &[(32, "figure without a title", "")]);
    chapter("└─┘", "└─┘\t", &[(34, "tab in a figure", "")]);
    chapter("└─┘", &"─".repeat(76), &[]);
    chapter("└─┘", &"─".repeat(77), &[(34, "77 columns wide, 76", "")]);
    let deep = "> ".repeat(30) + "x";
    chapter("Hard\\", &deep, &[(37, "nested too deeply", "")]);
}

/// The golden chapter with `from` replaced so that nothing can be read.
fn no_chapter(from: &str, to: &str, wanted: &[(usize, &str, &str)]) {
    assert!(CHAPTER.contains(from), "{from}");
    let (chapter, problems) = parse_chapter("c.md", &CHAPTER.replacen(from, to, 1));
    expect(&problems, wanted, to);
    assert_eq!(chapter, None, "{to}");
}

#[test]
fn front_matter() {
    no_chapter("+++\nid", "id", &[(1, "without front matter", "+++")][..]);
    no_chapter("\n+++\n", "\n", &[(1, "not closed", "")]);
    no_chapter("id = \"tiny\"\n", "", &[(1, "the front matter has no `id`", "")]);
    no_chapter("number = 21", "number = \"21\"", &[(3, "must be a whole number", "")]);
    no_chapter("number = 21", "number = 0", &[(3, "must be a whole number", "")]);
    no_chapter("number = 21", "number = -1", &[(3, "must be a whole number", "")]);
    no_chapter("number = 21", "number = 21 21", &[(3, "not TOML at column 10", "")]);
    no_chapter("\"V1\", \"V2\"", "\"V1\", \"W2\"", &[(5, "unknown row `W2`", "")]);
    no_chapter(
        "title = \"A",
        "titel = \"A",
        &[(1, "no `title`", "`titel`"), (4, "unknown key `titel`", "`title`")],
    );
    no_chapter("title = \"A tiny chapter\"", "title = \" \"", &[(4, "is empty", "")]);
    chapter("title = \"A", "author = \"me\"\ntitle = \"A", &[(4, "unknown key `author`", "")]);
    chapter("\"V1\", \"V2\"", "\"V1\", \"V2\", \"V3\"", &[(5, "no section teaches row V3", "")]);
}
