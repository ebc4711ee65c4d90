//! The reasons of a decision: which policies isolate, which item of which rule allows, which rules nearly did.

use super::{
    Ground, Verdict,
    example::{cluster, decide},
};

const CLUSTER: &str = "
    ns shop team: red
    pod shop/web 10.1.0.1 app: web
    pod shop/db 10.1.0.3 app: db
    policy shop/deny podSelector: {}, policyTypes: [Ingress, Egress]
    policy shop/db podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24}}]}, {from: [{podSelector: {matchLabels: {app: api}}}, {podSelector: {matchLabels: {app: web}}}], ports: [{port: 1}, {port: 5432}]}]
    policy shop/web podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{ports: [{port: 5432}]}]
";

#[test]
fn the_rule_and_its_items_are_named() {
    let decision = decide(&cluster(CLUSTER), "shop/web", "shop/db", "5432");
    assert_eq!((decision.verdict, decision.ingress.ground), (Verdict::Allow, Ground::AllowedByRule));
    let names = |names: &[super::PolicyName]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&decision.ingress.isolating), ["shop/db", "shop/deny"]);
    assert_eq!(names(&decision.egress.isolating), ["shop/deny", "shop/web"]);
    let rules = |side: &super::Side| side.allowing.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(rules(&decision.ingress), ["shop/db ingress[1].from[1].ports[1]"]);
    assert_eq!(rules(&decision.egress), ["shop/web egress[0].ports[0]"]);
    assert!(decision.ingress.near_misses.is_empty());
}

#[test]
fn a_denial_names_the_rules_that_nearly_allowed() {
    let decision = decide(&cluster(CLUSTER), "shop/web", "shop/db", "80");
    assert_eq!(
        (decision.verdict, decision.ingress.ground, decision.egress.ground),
        (Verdict::Deny, Ground::NoRuleAllows, Ground::NoRuleAllows)
    );
    let near: Vec<_> = decision
        .ingress
        .near_misses
        .iter()
        .map(|near| (near.rule.to_string(), near.peer_matches, near.port_matches))
        .collect();
    assert_eq!(
        near,
        [
            ("shop/db ingress[0]".to_owned(), false, true),
            ("shop/db ingress[1].from[1]".to_owned(), true, false)
        ]
    );
}

#[test]
fn no_policy_speaks_about_an_outside_address() {
    let decision = decide(&cluster(CLUSTER), "192.0.2.1", "shop/db", "80");
    assert_eq!((decision.verdict, decision.egress.ground), (Verdict::Allow, Ground::NotAPod));
    assert_eq!(decision.ingress.allowing[0].to_string(), "shop/db ingress[0].from[0]");
}
