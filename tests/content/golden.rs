//! A small course, read to the last value.

use kubedrill::content::{markdown, parse_chapter, parse_items};
use kubedrill::course::Item;
use kubedrill::course::*;

pub const CHAPTER: &str = r#"+++
id = "tiny"
number = 21
title = "A tiny chapter"
rows = ["V1", "V2"]
+++

An opening with *emphasis*, **strong**, `code`
and a second line.[^a]

## Ports and more {#ports row=V1 ask=v1-q}

- one
- two
  1. nested

> [!TIP]
> Quick: [there](#second), or [DNS](dns#names).

| a | b |
|---|--:|
| 1 | `x` |

```yaml title="web.yaml" wrong="no name"
kind: Service
```

## The second {#second row=V2}

### A heading

```figure title="Boxes"
┌─┐
└─┘
```

Hard\
break.

[^a]: Kubernetes documentation: Service
"#;

pub const ITEMS: &str = r#"
[[card]]
id = "v1-basic"
row = "V1"
kind = "basic"
front = "Front?"
back = "Back."
explanation = "Because."
source = "Kubernetes documentation: Service"
section = "tiny#ports"

[[card]]
id = "v1-cloze"
row = "V1"
kind = "cloze"
text = "A {{b|hint}} `{{c}}`."
explanation = "Because."
source = "S"

[[card]]
id = "v1-typed"
row = "V1"
kind = "typed"
front = "Name?"
answer = ["db.prod", "db.prod.svc"]
compare = "dns-name"
explanation = "Because."
source = "S"

[[question]]
id = "v1-q"
row = "V1"
kind = "single"
applying = true
stem = "Which?"
manifest = """
a: 1
"""
right = "Right"
wrong = [
  { text = "Wrong", why = "No." },
  { text = "Wronger", why = "Never." },
]
explanation = "Because."
source = "S"

[[question]]
id = "v1-multiple"
row = "V1"
kind = "multiple"
stem = "Which?"
right = ["A", "B"]
wrong = [{ text = "C", why = "No." }]
explanation = "Because."
source = "S"

[[question]]
id = "v1-asked"
row = "V1"
kind = "typed"
stem = "Port?"
answer = "80"
compare = "port"
explanation = "Because."
source = "S"

[[question]]
id = "v1-order"
row = "V1"
kind = "order"
stem = "Order?"
steps = ["first", "second", "third"]
explanation = "Because."
source = "S"

[[question]]
id = "v1-line"
row = "V1"
kind = "line"
stem = "Which line?"
manifest = """
ports:
- port: 80
  targetPort: htp
"""
language = "yaml"
wrong_line = "targetPort: htp"
fix = "  targetPort: http"
explanation = "Because."
source = "S"
"#;

fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned(), look: Look::default(), link: None }
}

fn looking(word: &str, look: Look) -> Inline {
    Inline::Text { text: word.to_owned(), look, link: None }
}

fn linked(word: &str, chapter: Option<&str>, section: &str) -> Inline {
    let link = Link { chapter: chapter.map(str::to_owned), section: Some(section.to_owned()) };
    Inline::Text { text: word.to_owned(), look: Look::default(), link: Some(link) }
}

fn paragraph(words: &str) -> Vec<Block> {
    vec![Block::Paragraph(vec![text(words)])]
}

#[test]
fn the_chapter_is_read_as_written() {
    let (chapter, problems) = parse_chapter("tiny.md", CHAPTER);
    assert_eq!(problems, []);
    let chapter = chapter.unwrap();
    let code = Look { code: true, ..Look::default() };
    assert_eq!((chapter.id.as_str(), chapter.number, chapter.title.as_str()), ("tiny", 21, "A tiny chapter"));
    assert_eq!(chapter.rows, [Row::find("V1").unwrap(), Row::find("V2").unwrap()]);
    assert_eq!(
        chapter.opening,
        [Block::Paragraph(vec![
            text("An opening with "),
            looking("emphasis", Look { emphasis: true, ..Look::default() }),
            text(", "),
            looking("strong", Look { strong: true, ..Look::default() }),
            text(", "),
            looking("code", code),
            text(" and a second line."),
            Inline::Footnote("a".to_owned()),
        ])]
    );
    // Opening 10 words, titles 3 + 2, list 3, note 4, table 4, heading 2, last line 2.
    assert_eq!(chapter.words, 30);
    assert_eq!(chapter.sources["a"], [text("Kubernetes documentation: Service")]);
    let [ports, second] = chapter.sections.as_slice() else { panic!("{:?}", chapter.sections) };
    assert_eq!(
        (ports.id.as_str(), ports.title.as_str(), ports.row),
        ("ports", "Ports and more", chapter.rows[0])
    );
    assert_eq!(ports.ask, Some(ItemId::new("v1-q")));
    let nested = Block::List { start: Some(1), items: vec![paragraph("nested")] };
    let mut two = paragraph("two");
    two.push(nested);
    assert_eq!(
        ports.blocks,
        [
            Block::List { start: None, items: vec![paragraph("one"), two] },
            Block::Quote {
                note: Some(Note::Tip),
                blocks: vec![Block::Paragraph(vec![
                    text("Quick: "),
                    linked("there", None, "second"),
                    text(", or "),
                    linked("DNS", Some("dns"), "names"),
                    text("."),
                ])],
            },
            Block::Table {
                align: vec![Align::Left, Align::Right],
                head: vec![vec![text("a")], vec![text("b")]],
                rows: vec![vec![vec![text("1")], vec![looking("x", code)]]],
            },
            Block::Code {
                language: "yaml".to_owned(),
                title: Some("web.yaml".to_owned()),
                wrong: Some("no name".to_owned()),
                text: "kind: Service\n".to_owned(),
            },
        ]
    );
    assert_eq!((second.ask.clone(), second.row), (None, chapter.rows[1]));
    assert_eq!(
        second.blocks,
        [
            Block::Heading { level: 3, line: vec![text("A heading")] },
            Block::Figure { title: Some("Boxes".to_owned()), text: "┌─┐\n└─┘\n".to_owned() },
            Block::Paragraph(vec![text("Hard"), Inline::Break, text("break.")]),
        ]
    );
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let dos = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(parse_chapter("x", &dos(CHAPTER)), parse_chapter("x", CHAPTER));
    assert_eq!(parse_items("x", &dos(ITEMS)), parse_items("x", ITEMS));
}

#[test]
fn cards_and_questions_of_every_kind_are_read() {
    let (items, problems) = parse_items("tiny.toml", ITEMS);
    assert_eq!(problems, []);
    let ids: Vec<&str> = items.iter().map(|item| item.id().as_str()).collect();
    let all = "v1-basic v1-cloze v1-typed v1-q v1-multiple v1-asked v1-order v1-line";
    assert_eq!(ids, all.split(' ').collect::<Vec<_>>());
    let [Item::Card(basic), Item::Card(cloze), Item::Card(typed), questions @ ..] = items.as_slice() else {
        panic!("{items:?}")
    };
    assert_eq!(
        *basic,
        Card {
            id: ItemId::new("v1-basic"),
            row: Row::find("V1").unwrap(),
            kind: CardKind::Basic { front: paragraph("Front?"), back: paragraph("Back.") },
            explanation: paragraph("Because."),
            source: "Kubernetes documentation: Service".to_owned(),
            section: Some("tiny#ports".to_owned()),
        }
    );
    let shown = |text: &str| ClozePart::Shown(text.to_owned());
    let hidden = |words: &str, hint: Option<&str>| ClozePart::Hidden {
        words: words.to_owned(),
        hint: hint.map(str::to_owned),
    };
    let parts = vec![shown("A "), hidden("b", Some("hint")), shown(" `"), hidden("c", None), shown("`.")];
    let CardKind::Cloze { parts: read, hidden, shown } = &cloze.kind else { panic!("a cloze") };
    assert_eq!(*read, parts);
    assert!(plain_text(hidden).contains("[…]") || plain_text(hidden).contains('['));
    assert!(!plain_text(shown).contains('['));
    assert_eq!(
        typed.kind,
        CardKind::Typed {
            front: paragraph("Name?"),
            answers: vec!["db.prod".to_owned(), "db.prod.svc".to_owned()],
            compare: Equality::DnsName,
        }
    );
    let kinds: Vec<QuestionKind> = questions
        .iter()
        .map(|item| match item {
            Item::Question(question) => question.kind.clone(),
            Item::Card(card) => panic!("{card:?}"),
        })
        .collect();
    let right = |words: &str| Choice { text: paragraph(words), right: true, why: None, mistake: None };
    let wrong = |words: &str, why: &str| Choice {
        text: paragraph(words),
        right: false,
        why: Some(paragraph(why)),
        mistake: None,
    };
    assert_eq!(
        kinds,
        [
            QuestionKind::Single {
                choices: vec![right("Right"), wrong("Wrong", "No."), wrong("Wronger", "Never.")]
            },
            QuestionKind::Multiple { choices: vec![right("A"), right("B"), wrong("C", "No.")] },
            QuestionKind::Typed { answers: vec!["80".to_owned()], compare: Equality::Port },
            QuestionKind::Order { steps: vec![paragraph("first"), paragraph("second"), paragraph("third")] },
            QuestionKind::Line {
                lines: ["ports:", "- port: 80", "  targetPort: htp"].map(str::to_owned).to_vec(),
                wrong: 2,
                fix: "  targetPort: http".to_owned(),
            },
        ]
    );
    let Item::Question(first) = &questions[0] else { panic!() };
    assert!(first.applying);
    assert_eq!(
        first.manifest,
        Some(Block::Code {
            language: "yaml".to_owned(),
            title: None,
            wrong: None,
            text: "a: 1\n".to_owned(),
        })
    );
}

#[test]
fn control_characters_become_signs() {
    let (blocks, problems) = markdown("a \u{1b}[2J &#27;b\n\n```sh\nx\u{7}\ty\u{202e}\n```\n");
    assert_eq!(
        blocks,
        [
            Block::Paragraph(vec![text("a ␛[2J ␛b")]),
            Block::Code {
                language: "sh".to_owned(), title: None, wrong: None, text: "x␇  y�\n".to_owned()
            },
        ]
    );
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1, 4]);
}
