//! When a typed answer equals an accepted one: the rule that is stated with the question.

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

    /// Whether `typed` says the same as `accepted` under this rule. Leading and trailing spaces never matter.
    pub fn equal(self, accepted: &str, typed: &str) -> bool {
        accepted.trim() == typed.trim()
    }
}
