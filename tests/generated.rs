//! Every maker of questions, held against a second way to the answer: what the learner sees - stem, manifests, options - is
//! read again as text, and judged by small evaluators of our own that share nothing with `network` nor with the makers.
//!
//! `cargo test` makes 40 questions of each maker and level; `KUBEDRILL_GENERATED=667` makes 2,001 of each maker.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

#[path = "generated/asked.rs"]
mod asked;
#[path = "generated/cluster.rs"]
mod cluster;
#[path = "generated/dns.rs"]
mod dns;
#[path = "generated/facts.rs"]
mod facts;
#[path = "generated/guess.rs"]
mod guess;
#[path = "generated/http.rs"]
mod http;
#[path = "generated/kubectl.rs"]
mod kubectl;
#[path = "generated/policy.rs"]
mod policy;
#[path = "generated/service.rs"]
mod service;

use std::collections::BTreeMap;

use asked::Asked;
use kubedrill::{
    cluster::{LoadOptions, Source, load},
    course::{Answer, QuestionKind, plain_text},
    generate::{Insight, Level, Toggle, generated, insight, makers, of_id, toggles, ways, what_if},
    network::trace::{Effect, Hop},
};

/// For each choice, whether it is right; `None` where this question is not asked so.
type Second = fn(&Asked) -> Vec<bool>;

const SECOND: &[(&str, Second)] = &[
    ("policy-reach", policy::reach),
    ("policy-pods", policy::pods),
    ("policy-addresses", policy::addresses),
    ("policy-blocks", policy::blocks),
    ("policy-opens", policy::opens),
    ("policy-choice", policy::choice),
    ("policy-types", policy::types),
    ("dns-shortest", dns::shortest),
    ("dns-gives", dns::gives),
    ("dns-stateful", dns::stateful),
    ("dns-first", dns::first),
    ("dns-records", dns::records),
    ("dns-headless", dns::headless),
    ("service-type", service::types),
    ("service-reach", service::reach),
    ("service-endpoints", service::empty),
    ("service-named-port", service::named_port),
    ("service-traffic", service::traffic),
    ("ingress-backend", http::backend),
    ("gateway-status", http::status),
    ("gateway-accepted", http::accepted),
    ("ingress-path-type", http::path_type),
    ("gateway-migration", http::migration),
    ("kubectl-command", kubectl::command),
    ("kubectl-makes", kubectl::makes),
    ("kubectl-output", service::empty),
];

/// Questions of each maker and level.
fn count() -> u64 {
    std::env::var("KUBEDRILL_GENERATED").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

fn check(family: &str) {
    for maker in makers().filter(|maker| maker.name.starts_with(family)) {
        let second = SECOND
            .iter()
            .find(|(name, _)| *name == maker.name)
            .unwrap_or_else(|| panic!("{} has no second way", maker.name))
            .1;
        let mut rights: BTreeMap<String, usize> = BTreeMap::new();
        let mut made = 0;
        for level in Level::ALL {
            for seed in 0..count() {
                let one = generated(maker, level, seed)
                    .unwrap_or_else(|| panic!("{} level {level:?} seed {seed}: nothing", maker.name));
                let asked = Asked::of(&one);
                let found = second(&asked);
                let right: Vec<bool> = asked.choices.iter().map(|choice| choice.right).collect();
                assert_eq!(found, right, "{}\n{}", one.question.id, asked.text());
                asked.reads_well();
                facts::hold(maker.name, &asked);
                *rights.entry(asked.first_right()).or_default() += 1;
                made += 1;
            }
        }
        // One that is nearly always answered in the same way teaches to guess.
        let most = rights.values().max().copied().unwrap_or(0);
        println!("{}: {made} questions, the most frequent answer {} %", maker.name, most * 100 / made);
        assert!(most * 10 < made * 8, "{}: {rights:?}", maker.name);
    }
}

#[test]
fn policies() {
    check("policy-");
}

#[test]
fn dns_names() {
    check("dns-");
}

#[test]
fn services() {
    check("service-");
}

#[test]
fn doors() {
    check("ingress-");
    check("gateway-");
}

#[test]
fn commands() {
    check("kubectl-");
}

/// What is offered again and again has to be right at times, and what a level is for has to come.
#[test]
fn no_option_is_dead_and_every_kind_comes() {
    let seen = |name: &str, level: Level, judge: &dyn Fn(&Asked) -> bool| {
        let maker = kubedrill::generate::find(name).unwrap();
        (0..60).filter(|seed| judge(&Asked::of(&generated(maker, level, *seed).unwrap()))).count()
    };
    let key = |words: &'static str| move |asked: &Asked| asked.first_right().contains(words);
    let stem = |words: &'static str| move |asked: &Asked| asked.stem.contains(words);
    for level in Level::ALL {
        assert!(seen("service-traffic", level, &key("refused")) > 2, "{level:?}");
        for end in ["gets through", "dropped: ingress", "dropped: egress", "neither"] {
            assert!(seen("policy-reach", level, &key(end)) > 2, "{end} {level:?}");
        }
        assert!(seen("dns-records", level, &stem("Which name has the SRV record")) > 5, "{level:?}");
        assert_eq!(seen("policy-pods", level, &|asked| asked.choices.len() < 3), 0, "{level:?}");
    }
    let short = |asked: &Asked| {
        let left_out = |option: &str| !asked.shown.contains(option);
        asked.shown.contains("expose") && (left_out("--target-port") || left_out("--name"))
    };
    assert!(seen("kubectl-makes", Level::HARD, &short) > 10);
    assert!(seen("kubectl-makes", Level::HARD, &|asked| !asked.shown.contains("--replicas")) > 10);
}

#[test]
fn every_maker_has_a_second_way_and_a_row() {
    for maker in makers() {
        assert!(SECOND.iter().any(|(name, _)| *name == maker.name), "{}", maker.name);
        assert!(maker.row().is_some() && !maker.mistakes.is_empty(), "{}", maker.name);
    }
    assert_eq!(SECOND.len(), makers().count());
}

#[test]
fn a_question_is_made_again_from_its_id() {
    for maker in makers() {
        for level in Level::ALL {
            let one = generated(maker, level, 41).unwrap();
            let again = of_id(&one.question.id).unwrap();
            assert_eq!(again, one);
            assert_eq!(again.manifests(), one.manifests());
        }
    }
    assert!(
        of_id(&"gen-policy-reach-99-1-0000000000000001".into()).is_none(),
        "another version is another question"
    );
}

/// Its manifests are good as they are: the tools load them without a word.
#[test]
fn manifests_load_without_warnings() {
    for maker in makers() {
        for level in Level::ALL {
            for seed in 0..10 {
                let one = generated(maker, level, seed).unwrap();
                let text = one.manifests();
                let loaded = load(
                    &[Source { name: "question.yaml", bytes: text.as_bytes() }],
                    &LoadOptions::default(),
                );
                let loaded =
                    loaded.unwrap_or_else(|problems| panic!("{}: {problems:#?}\n{text}", one.question.id));
                assert!(loaded.warnings.is_empty(), "{}: {:?}", one.question.id, loaded.warnings);
                assert!(loaded.skipped.is_empty(), "{}: {:?}", one.question.id, loaded.skipped);
            }
        }
    }
}

/// The mistakes that a wrong answer stands for are those that the question tells.
#[test]
fn a_wrong_choice_is_a_mistake_and_the_others_were_avoided() {
    for maker in makers() {
        let question = generated(maker, Level::MIDDLE, 5).unwrap().question;
        let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &question.kind else {
            panic!()
        };
        let wrong = choices.iter().position(|choice| !choice.right).unwrap();
        let (made, avoided) = question.mistakes(&Answer::Choices(vec![wrong]));
        assert_eq!(made, [choices[wrong].mistake.unwrap()], "{}", question.id);
        assert!(!avoided.contains(&made[0]));
        let right: Vec<usize> = (0..choices.len()).filter(|index| choices[*index].right).collect();
        assert!(question.is_right(&Answer::Choices(right.clone())));
        let (made, avoided) = question.mistakes(&Answer::Choices(right));
        assert!(made.is_empty() && !avoided.is_empty());
    }
}

#[test]
fn after_the_answer_there_is_a_picture_and_what_if_changes_it() {
    let maker = kubedrill::generate::find("policy-pods").unwrap();
    let mut changed = 0;
    for seed in 0..20 {
        let question = generated(maker, Level::MIDDLE, seed).unwrap().question;
        let Some(Insight::Matrix { rows, names, .. }) = insight(&question) else { panic!("no matrix") };
        assert_eq!(rows.len(), names.len());
        let all = toggles(&question);
        let policies: Vec<Toggle> =
            all.iter().filter(|toggle| matches!(toggle, Toggle::Policy { .. })).cloned().collect();
        assert!(!policies.is_empty());
        let Some(Insight::Matrix { rows: open, .. }) = what_if(&question, &policies) else {
            panic!("no matrix")
        };
        assert!(open.concat().chars().all(|sign| sign != 'X'), "without policies all is open");
        assert_eq!(what_if(&question, &[]), insight(&question));
        changed +=
            all.iter().filter(|one| what_if(&question, &[(*one).clone()]) != insight(&question)).count();
    }
    assert!(changed > 40, "only {changed} toggles change anything");
    for maker in makers() {
        for seed in 0..5 {
            let question = generated(maker, Level::HARD, seed).unwrap().question;
            if let Some(Insight::Hops(ways)) = insight(&question) {
                assert!(ways.iter().all(|way| !way.hops.is_empty()), "{}", plain_text(&question.stem));
            }
        }
    }
}

#[test]
fn every_packet_can_be_followed_and_what_is_asked_about_comes_first() {
    let mut followed = 0;
    for maker in makers() {
        for seed in 0..5 {
            let question = generated(maker, Level::MIDDLE, seed).unwrap().question;
            let found = ways(&question, &[]);
            followed += found.len();
            assert!(found.iter().all(|way| !way.hops.is_empty()), "{}", question.id);
            let Some(Insight::Matrix { names, rows, .. }) = insight(&question) else { continue };
            assert_eq!(found.len(), names.len() * (names.len() - 1), "{}", question.id);
            let place = |text: &str| names.iter().position(|name| name == text).unwrap();
            for way in &found {
                let (from, to) = (place(&way.from), place(way.to.split(',').next().unwrap()));
                let open = !way.hops.iter().any(|hop| hop.effect == Effect::Dropped);
                assert_eq!(rows[from].as_bytes()[to] == b'.', open, "{}: {way:?}", question.id);
            }
            if matches!(maker.name, "policy-reach" | "policy-blocks" | "policy-opens") {
                let stem = plain_text(&question.stem);
                let to = found[0].to.split(',').next().unwrap();
                let (from, to) = (stem.rfind(found[0].from.as_str()), stem.rfind(to));
                assert!(from.is_some() && from < to, "{stem}\n{:?}", found[0]);
            }
        }
    }
    println!("{followed} ways");
    assert!(followed > 500, "only {followed}");
}

#[test]
fn a_rule_taken_away_changes_the_way_of_the_packet() {
    let maker = kubedrill::generate::find("policy-blocks").unwrap();
    for seed in 0..10 {
        let question = generated(maker, Level::EASY, seed).unwrap().question;
        let policies: Vec<Toggle> =
            toggles(&question).into_iter().filter(|one| matches!(one, Toggle::Policy { .. })).collect();
        let stopped = |without: &[Toggle]| ways(&question, without)[0].hops.iter().any(Hop::stops);
        assert!(stopped(&[]), "it is blocked: {}", question.id);
        let open = ways(&question, &policies);
        let dropped = open.iter().flat_map(|way| &way.hops).any(|hop| hop.effect == Effect::Dropped);
        assert!(!dropped, "without policies nothing is dropped");
    }
}
