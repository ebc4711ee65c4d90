//! When a typed answer equals an accepted one: the rule that is stated with the question.

mod command;
mod kubectl_flags;
mod plain;
mod resources;
mod words;

/// A rule of comparison; the names are those of `compare` in course files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Equality {
    Text,
    Exact,
    DnsName,
    Number,
    Port,
    Command,
}

impl Equality {
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Exact, Self::DnsName, Self::Number, Self::Port, Self::Command];

    /// The name in course files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Exact => "exact",
            Self::DnsName => "dns-name",
            Self::Number => "number",
            Self::Port => "port",
            Self::Command => "command",
        }
    }

    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// The rule in words, as the learner is told it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Text => "capitals and extra spaces do not matter",
            Self::Exact => "must be the same to the letter",
            Self::DnsName => "a DNS name: capitals and a trailing dot do not matter",
            Self::Number => "a number",
            Self::Port => "a port: 80 and 80/TCP are the same",
            Self::Command => {
                "a command: k = kubectl; the order of flags and their short or long form do not matter"
            }
        }
    }

    /// Whether `typed` says the same as `accepted` under this rule. Leading and trailing spaces never matter. Total: no
    /// text makes it fail, and every text equals itself.
    pub fn equal(self, accepted: &str, typed: &str) -> bool {
        let (accepted, typed) = (accepted.trim(), typed.trim());
        match self {
            Self::Text => plain::text(accepted) == plain::text(typed),
            Self::Exact => accepted == typed,
            Self::DnsName => plain::dns_name(accepted) == plain::dns_name(typed),
            Self::Number => plain::number(accepted) == plain::number(typed),
            Self::Port => plain::port(accepted) == plain::port(typed),
            Self::Command => command::equal(accepted, typed),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_rule_is_reflexive_and_symmetric_on_any_text(a in any::<String>(), b in any::<String>()) {
            for rule in Equality::ALL {
                prop_assert!(rule.equal(&a, &a), "{rule:?}: {a:?}");
                prop_assert_eq!(rule.equal(&a, &b), rule.equal(&b, &a));
            }
        }

        #[test]
        fn every_rule_stands_texts_that_look_like_answers(
            a in "[ 0-9,._/kn\\-='\"\\\\|>a-c]{0,24}",
            b in "[ 0-9,._/kn\\-='\"\\\\|>a-c]{0,24}",
        ) {
            for rule in Equality::ALL {
                let padded = format!(" {a}\t");
                prop_assert!(rule.equal(&a, &padded));
                prop_assert_eq!(rule.equal(&a, &b), rule.equal(&b, &a));
            }
        }
    }

    #[test]
    fn rules_are_found_by_name() {
        for rule in Equality::ALL {
            assert_eq!(Equality::find(rule.name()), Some(rule));
            assert!(!rule.in_words().is_empty());
        }
        assert_eq!(Equality::find("dns"), None);
    }
}
