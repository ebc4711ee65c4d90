//! What the course claims is true in the engine: every manifest is accepted or refused as said, every check holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]
#![allow(clippy::print_stdout, reason = "the counts are part of what is tested")]

use std::fs;
use std::path::Path;

use kubedrill::content::{Library, manuscripts};
use kubedrill::course::ROWS;
use kubedrill::proof::coverage::{RowCount, table};
use kubedrill::proof::{self, Proof};

#[test]
fn the_course_is_proven() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let proof = proof::of(&manuscripts(&content));
    let tally = &proof.tally;
    println!(
        "objects accepted {}, refused on purpose {}, fragments {}, kinds not served {}; checks {}, claims {}",
        tally.accepted, tally.refused, tally.fragments, tally.unserved, tally.checks, tally.claims
    );
    for row in ROWS {
        let claims = tally.claims_of_row.get(&row).copied().unwrap_or_default();
        let (checked, sections) = tally.sections.get(&row).copied().unwrap_or_default();
        println!("{row}: {claims} claims, {checked} of {sections} sections with a check");
    }
    let told: Vec<String> = proof.problems.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} problems:\n{}", told.len(), told.join("\n"));
}

#[test]
fn the_table_of_what_is_covered_is_current_and_no_row_lacks_anything() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut library = Library::empty();
    library.add_user(&content, None);
    let (course, _) = library.whole();
    let tally = proof::of(&manuscripts(&content)).tally;
    let catalog = library.catalog();
    let mut lacking = Vec::new();
    for row in ROWS {
        let count = RowCount::of(row, catalog, &course, &tally);
        let few = count.cards < 6 || count.questions < 5 || count.labs == 0 || count.claims == 0;
        if few || count.applying * 3 < count.questions {
            lacking.push(format!("{row}: {count:?}"));
        }
    }
    let file = content.join("COVERAGE.md");
    let table = table(catalog, &course, &tally);
    println!("{table}");
    if std::env::var_os("KUBEDRILL_WRITE").is_some() {
        fs::write(&file, &table).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(written, table, "KUBEDRILL_WRITE=1 cargo test --test proof writes it anew");
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

/// Proves one chapter with this section.
fn of_section(text: &str) -> Proof {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("chapters")).unwrap();
    let head = "+++\nid = \"mine\"\nnumber = 90\ntitle = \"Mine\"\nrows = [\"V1\"]\n+++\n\n## A section {#a row=V1}\n\nText.\n\n";
    fs::write(dir.path().join("chapters/a.md"), format!("{head}{text}")).unwrap();
    proof::of(&manuscripts(dir.path()))
}

#[track_caller]
fn told(text: &str, line: usize, words: &str) {
    let proof = of_section(text);
    let [problem] = &proof.problems[..] else { panic!("{:?}", proof.problems) };
    assert!(problem.message.contains(words), "{problem}");
    assert_eq!(problem.line, line, "{problem}");
}

const SERVICE: &str = "```yaml title=\"s.yaml\"\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n  - port: 80\n    targetPort: 8080\n```\n";

#[test]
fn what_holds_is_confirmed() {
    let text = format!(
        "{SERVICE}\n```check\ngiven pod default/web-0 app=web listens 8080\ngiven pod default/client\n\
         default/client reaches web:80\ndefault/client resolves web to service default/web at try 1\n\
         Service default/web has spec.ports[0].protocol \"TCP\"\nservice default/web has pods default/web-0\n\
         not default/client reaches web:81\ndefault/client may reach default/web-0:9999\n```\n"
    );
    let proof = of_section(&text);
    assert_eq!(proof.problems, []);
    assert_eq!((proof.tally.checks, proof.tally.claims, proof.tally.accepted), (1, 6, 1));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let check = |claim: &str| format!("{SERVICE}\n```check\ngiven pod default/client\n{claim}\n```\n");
    told(&check("default/client reaches web:80"), 27, "it is refused");
    told(&check("not default/client resolves web to service default/web"), 27, "is said not to");
    told(&check("default/nobody reaches web:80"), 27, "there is no Pod");
    told(&check("not default/nobody reaches web:80"), 27, "there is no Pod");
    told(&check("Service default/web has spec.ports[0].targetPort 80"), 27, "it is 8080");
    told(&check("refused port"), 27, "accepts it");
    told(
        "```check\nwith nowhere.yaml\ngiven pod default/a\ndefault/a gets refused from default/a:1\n```\n",
        12,
        "no manifest",
    );
    told(&SERVICE.replace("port: 80\n", "port: 80000\n"), 13, "refuses this manifest");
    told(&SERVICE.replace("  - port", "\t- port"), 22, "not YAML");
}

#[test]
fn commands_are_typed_into_the_shell() {
    let shown = "```sh\n$ echo one two\none two\n$ echo three > file\n```\n\n";
    let proof = of_section(&format!("{shown}```check\nlesson\n$ echo a   b\n> a b\n! false\n```\n"));
    assert_eq!(proof.problems, []);
    told(&format!("{shown}```check\n$ false\n```\n"), 19, "ends with 1");
    told(&format!("{shown}```check\n$ echo a\n> b\n```\n"), 19, "does not print");
    told("```sh\n$ echo a\n$ nosuchprogram\n```\n\n```check\nlesson\n```\n", 18, "nosuchprogram");
    told("```sh\n$ echo 'open\n```\n", 13, "is no command");
    let proof = of_section("```sh\n$ nosuchprogram\n```\n\n```check\nlesson except nosuch\n```\n");
    assert_eq!(proof.problems, []);
}

#[test]
fn a_figure_that_can_not_be_drawn_is_told_with_its_line() {
    let figure = |lines: &str| format!("{SERVICE}\n```reach title=\"T\"\n{lines}```\n");
    let good =
        "with s.yaml\ngiven pod default/web-0 app=web listens 8080\ngiven pod default/client\nto web:80\n";
    let proof = of_section(&figure(good));
    assert_eq!((proof.problems.as_slice(), proof.tally.figures), (&[][..], 1));
    told(
        &figure("with t.yaml\ngiven pod default/a\nto default/a:80\n"),
        25,
        "no manifest here has the title `t.yaml`",
    );
    told(&figure("given pod default/a\nfrom default/b\nto default/a:80\n"), 25, "there is no Pod default/b");
    told(&figure("given pod default/a\nto web:eighty-one!\n"), 25, "is no port");
    told(&figure("given pod default/a\nto example.com:80\n"), 25, "is not known");
    let many: Vec<String> = (1..30).map(|port| format!("default/a:{}", 30_000 + port)).collect();
    told(&figure(&format!("given pod default/a\nto {}\n", many.join(" "))), 25, "columns wide");
    // Two alike: each is told where it stands.
    let twice = figure("given pod default/a\nto default/b:80\n").repeat(2);
    let lines: Vec<usize> = of_section(&twice).problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [25, 42]);
}

#[test]
fn a_wrong_choice_that_is_right_is_found() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("questions")).unwrap();
    let question = |wrong: &str| {
        format!(
            "[[question]]\nid = \"a\"\nrow = \"D1\"\nkind = \"single\"\nstem = \"Which name?\"\nright = \"`db.prod`\"\n\
             wrong = [\n{{ text = \"`{wrong}`\", why = \"w\" }},\n{{ text = \"`db`\", why = \"w\" }},\n]\n\
             explanation = \"E\"\nsource = \"S\"\ncheck = '''\ngiven pod shop/client\ngiven service prod/db 5432\n\
             shop/client resolves CHOICE to service prod/db\n'''\n"
        )
    };
    let file = dir.path().join("questions/a.toml");
    fs::write(&file, question("prod.db")).unwrap();
    assert_eq!(proof::of(&manuscripts(dir.path())).problems, []);
    fs::write(&file, question("db.prod.svc")).unwrap();
    let proof = proof::of(&manuscripts(dir.path()));
    assert_eq!(proof.problems.len(), 1, "{:?}", proof.problems);
    assert!(proof.problems[0].message.contains("a wrong choice is right"), "{:?}", proof.problems);
    assert_eq!(proof.problems[0].line, 16);
}
