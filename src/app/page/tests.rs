use proptest::prelude::*;

use super::*;
use crate::course::{Align, Inline, Look};

fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned(), look: Look::default(), link: None }
}

fn shown(page: &Page) -> String {
    page.lines.iter().map(|line| line.text().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn paragraphs_wrap_at_spaces_and_long_words_break() {
    let page = Page::of(&[Block::Paragraph(vec![text("a name cluster.local.verylong here")])], 10);
    assert_eq!(shown(&page), "a name\ncluster.lo\ncal.verylo\nng here");
}

#[test]
fn wide_characters_count_two_columns() {
    let page = Page::of(&[Block::Paragraph(vec![text("網路 網路")])], 5);
    assert_eq!(shown(&page), "網路\n網路");
}

#[test]
fn lists_hang_and_number() {
    let item = |words: &str| vec![Block::Paragraph(vec![text(words)])];
    let page =
        Page::of(&[Block::List { start: Some(9), items: vec![item("first of all"), item("second")] }], 10);
    assert_eq!(shown(&page), "9.  first\n    of all\n10. second");
}

#[test]
fn tables_shrink_by_wrapping() {
    let table = Block::Table {
        align: vec![Align::Left, Align::Right],
        head: vec![vec![text("type")], vec![text("n")]],
        rows: vec![vec![vec![text("one two three")], vec![text("10")]]],
    };
    assert_eq!(
        shown(&Page::of(std::slice::from_ref(&table), 40)),
        "type            n\n─────────────  ──\none two three  10"
    );
    assert_eq!(shown(&Page::of(&[table], 12)), "type       n\n────────  ──\none two   10\nthree");
}

#[test]
fn shell_blocks_copy_what_is_typed() {
    let code = Block::Code {
        language: "sh".to_owned(),
        title: None,
        wrong: None,
        text: "$ kubectl get svc\nNAME\n$ exit\n".to_owned(),
    };
    assert_eq!(Page::of(&[code], 40).codes, ["kubectl get svc\nexit"]);
}

#[test]
fn footnotes_are_numbered_by_first_use() {
    let line = vec![
        text("a"),
        Inline::Footnote("x".into()),
        Inline::Footnote("y".into()),
        Inline::Footnote("x".into()),
    ];
    let page = Page::of(&[Block::Paragraph(line)], 40);
    assert_eq!(shown(&page), "a[1][2][1]");
    assert_eq!(page.footnotes, ["x", "y"]);
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_page(words in "[a-z網 ]{0,60}", width in 2_usize..30) {
        let cells = vec![vec![text(&words)], vec![text("ab")]];
        let blocks = [
            Block::Paragraph(vec![text(&words)]),
            Block::List { start: None, items: vec![vec![Block::Paragraph(vec![text(&words)])]] },
            Block::Code { language: "yaml".into(), title: None, wrong: None, text: words.clone() },
        ];
        let page = Page::of(&blocks, width + 4);
        for line in &page.lines {
            prop_assert!(columns(&line.text()) <= width + 4, "{:?}", line.text());
        }
        let table = Block::Table { align: vec![], head: cells.clone(), rows: vec![cells] };
        for line in &Page::of(&[table], width + 8).lines {
            prop_assert!(columns(line.text().trim_end()) <= width + 8, "{:?}", line.text());
        }
    }
}

#[test]
fn the_signs_of_a_figure_have_their_colours() {
    let figure = Block::Figure { title: None, text: "web ─▶ ✓ yes  ✗ no\n".to_owned() };
    let page = Page::of(&[figure], 40);
    assert_eq!(shown(&page), "web ─▶ ✓ yes  ✗ no");
    let roles: Vec<(&str, Role)> =
        page.lines[0].runs.iter().map(|run| (run.text.as_str(), run.role)).collect();
    assert!(roles.contains(&("✓", Role::Good)) && roles.contains(&("✗", Role::Bad)), "{roles:?}");
    assert_eq!(roles[0], ("web ─▶ ", Role::Figure));
}
