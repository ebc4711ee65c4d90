//! Figures that the engine draws, line by line; and that they come out the same wherever the course goes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]

use std::fs;
use std::path::Path;

use kubedrill::content::parse_chapter;
use kubedrill::course::{Block, Chapter, Drawing};
use kubedrill::figure::lines;

fn chapter() -> Chapter {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/figures/chapters/01-figures.md");
    let (chapter, problems) = parse_chapter("01-figures.md", &fs::read_to_string(file).unwrap());
    assert_eq!(problems, []);
    chapter.unwrap()
}

fn drawings(chapter: &Chapter) -> Vec<&Drawing> {
    let blocks = chapter.sections.iter().flat_map(|section| &section.blocks);
    blocks
        .filter_map(|block| if let Block::Drawn(drawing) = block { Some(drawing.as_ref()) } else { None })
        .collect()
}

/// The figure of a chapter whose only section has these fences.
fn drawn(fences: &str) -> Result<Vec<String>, String> {
    let head =
        "+++\nid = \"a\"\nnumber = 1\ntitle = \"A\"\nrows = [\"V1\"]\n+++\n\n## A {#a row=V1}\n\nText.\n\n";
    let (chapter, problems) = parse_chapter("a.md", &format!("{head}{fences}"));
    assert_eq!(problems, []);
    lines(drawings(&chapter.unwrap())[0])
}

#[test]
fn who_reaches_whom_is_a_table_with_a_box_for_each_namespace() {
    let chapter = chapter();
    insta::assert_snapshot!("reach", lines(drawings(&chapter)[0]).unwrap().join("\n"));
}

#[test]
fn the_way_of_a_packet_is_told_hop_by_hop() {
    let chapter = chapter();
    insta::assert_snapshot!("way", lines(drawings(&chapter)[1]).unwrap().join("\n"));
}

#[test]
fn clients_can_stand_on_their_nodes_and_wide_tables_explain_their_signs() {
    let pods = "given pod dev/a listens 8080 on node-1 at 10.244.1.5\ngiven pod dev/b listens 8080 on node-2 at 10.244.2.5\n";
    let table =
        drawn(&format!("```reach title=\"T\"\nby node\n{pods}to dev/a:8080 dev/b:8080\n```\n")).unwrap();
    insta::assert_snapshot!("nodes", table.join("\n"));
    let to = "dev/a:8080 dev/a:8081 dev/a:8082 dev/b:8080 dev/b:8081 dev/b:8082 nowhere:80";
    let table = drawn(&format!("```reach title=\"T\"\n{pods}to {to}\n```\n")).unwrap();
    insta::assert_snapshot!("wide", table.join("\n"));
    assert!(table.iter().all(|line| line.chars().count() <= 76));
}

#[test]
fn a_figure_follows_its_manifests() {
    let figure = |policy: &str| {
        drawn(&format!(
            "```scene title=\"p.yaml\"\n{policy}```\n\n```reach title=\"T\"\nwith p.yaml\ngiven pod a/x\ngiven pod a/y listens 80\nfrom a/x\nto a/y:80\n```\n"
        ))
        .unwrap()
        .join("\n")
    };
    let policy = |spec: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p, namespace: a}}\nspec: {spec}\n"
        )
    };
    assert!(figure(&policy("{podSelector: {}}")).contains("✗ time-out"));
    assert!(figure(&policy("{podSelector: {}, ingress: [{}]}")).contains("✓ yes"));
}

#[test]
fn what_is_not_there_is_no_figure() {
    let reach = |lines: &str| drawn(&format!("```reach title=\"T\"\n{lines}```\n")).unwrap_err();
    assert!(reach("with gone.yaml\nto a/b:80\n").contains("`gone.yaml`"));
    assert!(reach("given pod a/b\nto a/c:80\n").contains("there is no Pod a/c"));
    assert!(reach("given pod a/b at nowhere\nto a/b:80\n").contains("cluster can not be made"));
}
