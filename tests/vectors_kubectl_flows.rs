//! Whole sequences of commands, step by step, as a genuine control plane answered them.
//!
//! Compared cell by cell (columns are parted by two blanks or more, whatever their width), placeholders against anything of
//! their kind; rows of a table and parts of a list whose order is random in a real cluster as sets. Where the vectors note
//! what a current server or client says instead, that is wanted.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests are tests")]

#[path = "support/vectors.rs"]
mod vectors;

mod flows;

use std::collections::BTreeMap;

use flows::{compare::differences, left_out::LEFT_OUT, newer::newer, world};
use serde_json::Value;
use vectors::vectors;

/// What the steps of one flow came to.
#[derive(Default)]
struct Count {
    agree: usize,
    left_out: BTreeMap<String, &'static str>,
    differ: Vec<String>,
}

fn run_flow(flow: &Value, count: &mut Count) {
    let id = flow["id"].as_str().unwrap();
    let mut session = world::session();
    for (number, step) in flow["steps"].as_array().unwrap().iter().enumerate() {
        let line = step["cmd"].as_str().unwrap();
        let now = format!("2026-11-22T09:{:02}:{:02}Z", 10 + number / 60, number % 60);
        let reply = session.run(line, &now);
        let place = format!("{id}/{number}");
        // To look at one step: DUMP=flow/number.
        if std::env::var("DUMP").is_ok_and(|wanted| wanted.split(',').any(|one| one == place)) {
            println!("=== {place}\n{}{}", reply.stdout(), reply.stderr());
        }
        if let Some((.., why)) = LEFT_OUT.iter().find(|(flow, at, _)| *flow == id && at.contains(&number)) {
            count.left_out.insert(place, why);
            continue;
        }
        let wanted = newer(id, number, step);
        let mut faults = differences(line, &wanted.stdout, &reply.stdout());
        faults.extend(differences(line, &wanted.stderr, &reply.stderr()));
        if wanted.exit != u64::from(reply.status) {
            faults.push(format!("exit {} instead of {}", reply.status, wanted.exit));
        }
        if faults.is_empty() {
            count.agree += 1;
        } else {
            count.differ.push(format!(
                "{place} $ {}\n    {}",
                line.lines().next().unwrap_or_default(),
                faults.join("\n    ")
            ));
        }
    }
}

#[test]
fn steps_agree_with_a_genuine_control_plane() {
    compare("flows_1.20.json", 712);
}

/// Some of the same flows, recorded again with the client of 1.36.
#[test]
fn steps_agree_with_the_client_of_today() {
    compare("flows_1.20_kubectl_1.36.json", 105);
}

fn compare(file: &str, steps: usize) {
    let Some(vectors) = vectors(&format!("kubectl/{file}")) else { return };
    let mut count = Count::default();
    let only = std::env::var("FLOW").ok();
    for flow in vectors.as_array().unwrap() {
        if only.as_deref().is_none_or(|only| flow["id"] == only) {
            run_flow(flow, &mut count);
        }
    }
    let all = count.agree + count.left_out.len() + count.differ.len();
    println!(
        "{file}: {all} steps: {} agree, {} left out, {} differ",
        count.agree,
        count.left_out.len(),
        count.differ.len()
    );
    for (place, why) in &count.left_out {
        println!("  left out {place}: {why}");
    }
    assert!(count.differ.is_empty(), "{} differ:\n{}", count.differ.len(), count.differ.join("\n"));
    assert!(only.is_some() || all >= steps, "{all} steps were run, not {steps}");
    assert!(
        only.is_some() || count.agree * 100 >= all * 95,
        "{} of {all} agree: less than 95 %",
        count.agree
    );
}
