//! The syllabus: the topics (one per chapter) and their rows, which every section, card and question names.

use std::fmt;

struct TopicInfo {
    id: &'static str,
    title: &'static str,
    short: &'static str,
    number: u32,
}

struct RowInfo {
    code: &'static str,
    title: &'static str,
    topic: u8,
}

/// A topic of the course: what one chapter teaches and one bar of mastery shows. Ordered as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(u8);

/// A row of the syllabus, such as `V3` (`NodePort`). Ordered as in the syllabus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(u8);

/// All topics in the order of reading.
pub const TOPICS: [Topic; TOPIC_TABLE.len()] = {
    let mut topics = [Topic(0); TOPIC_TABLE.len()];
    let mut index = 0;
    while index < TOPIC_TABLE.len() {
        #[expect(clippy::cast_possible_truncation, reason = "a table of eleven")]
        let number = index as u8;
        topics[index] = Topic(number);
        index += 1;
    }
    topics
};

/// All rows in the order of the syllabus.
pub const ROWS: [Row; ROW_TABLE.len()] = {
    let mut rows = [Row(0); ROW_TABLE.len()];
    let mut index = 0;
    while index < ROW_TABLE.len() {
        #[expect(clippy::cast_possible_truncation, reason = "a table of thirty")]
        let number = index as u8;
        rows[index] = Row(number);
        index += 1;
    }
    rows
};

impl Topic {
    /// The topic of this id (`dns`), if there is one.
    pub fn find(id: &str) -> Option<Self> {
        TOPICS.into_iter().find(|topic| topic.id() == id)
    }

    pub fn id(self) -> &'static str {
        TOPIC_TABLE[usize::from(self.0)].id
    }

    pub fn title(self) -> &'static str {
        TOPIC_TABLE[usize::from(self.0)].title
    }

    /// A title of at most 15 columns, for tables and bars.
    pub fn short(self) -> &'static str {
        TOPIC_TABLE[usize::from(self.0)].short
    }

    /// The number of its chapter.
    pub fn number(self) -> u32 {
        TOPIC_TABLE[usize::from(self.0)].number
    }

    pub fn rows(self) -> impl Iterator<Item = Row> {
        ROWS.into_iter().filter(move |row| row.topic() == self)
    }
}

impl Row {
    /// The row of this code (`V3`), if there is one. Capital and small letters are equal.
    pub fn find(code: &str) -> Option<Self> {
        ROWS.into_iter().find(|row| row.code().eq_ignore_ascii_case(code))
    }

    pub fn code(self) -> &'static str {
        ROW_TABLE[usize::from(self.0)].code
    }

    pub fn title(self) -> &'static str {
        ROW_TABLE[usize::from(self.0)].title
    }

    pub fn topic(self) -> Topic {
        Topic(ROW_TABLE[usize::from(self.0)].topic)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

const fn topic(number: u32, id: &'static str, title: &'static str, short: &'static str) -> TopicInfo {
    TopicInfo { id, title, short, number }
}

const fn row(code: &'static str, topic: u8, title: &'static str) -> RowInfo {
    RowInfo { code, title, topic }
}

const TOPIC_TABLE: [TopicInfo; 11] = [
    topic(1, "network-model", "The network model", "Network model"),
    topic(2, "services", "Services", "Services"),
    topic(3, "endpoints", "Headless Services and endpoints", "Endpoints"),
    topic(4, "dns", "DNS and CoreDNS", "DNS"),
    topic(5, "network-policy", "NetworkPolicy", "NetworkPolicy"),
    topic(6, "policy-patterns", "Policy patterns and tests", "Policy patterns"),
    topic(7, "ingress", "Ingress", "Ingress"),
    topic(8, "gateway", "Gateway API", "Gateway API"),
    topic(9, "cni", "CNI", "CNI"),
    topic(10, "troubleshooting", "Troubleshooting", "Troubleshooting"),
    topic(11, "exam-craft", "Exam craft", "Exam craft"),
];

const ROW_TABLE: [RowInfo; 31] = [
    row("N1", 0, "The network model"),
    row("N2", 0, "Pod networking"),
    row("V1", 1, "Service: what it is"),
    row("V2", 1, "ClusterIP"),
    row("V3", 1, "NodePort"),
    row("V4", 1, "LoadBalancer"),
    row("V5", 1, "ExternalName"),
    row("V6", 2, "Headless"),
    row("V7", 2, "Endpoints and EndpointSlices"),
    row("V8", 2, "Traffic policies and affinity"),
    row("D1", 3, "DNS names"),
    row("D2", 3, "CoreDNS"),
    row("D3", 3, "DNS troubleshooting"),
    row("P1", 4, "NetworkPolicy: the model"),
    row("P2", 4, "Selecting"),
    row("P3", 5, "Patterns"),
    row("P4", 5, "Testing a policy"),
    row("I1", 6, "Ingress controllers"),
    row("I2", 6, "Ingress resource"),
    row("I3", 6, "TLS with Ingress"),
    row("G1", 7, "Gateway API"),
    row("G2", 7, "From Ingress to Gateway API"),
    row("K1", 8, "CNI"),
    row("K2", 8, "CNI plugins"),
    row("T1", 9, "Troubleshooting Pods"),
    row("T2", 9, "Troubleshooting Services"),
    row("T3", 9, "Troubleshooting DNS"),
    row("T4", 9, "Troubleshooting policies"),
    row("T5", 9, "Troubleshooting Ingress and Gateway"),
    row("E1", 10, "Exam craft"),
    row("E2", 10, "A multi-tier application"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_ids_are_unique_and_every_topic_has_rows() {
        for topic in TOPICS {
            assert_eq!(Topic::find(topic.id()), Some(topic));
            assert!(topic.rows().next().is_some(), "{} has no row", topic.id());
            assert!(topic.short().len() <= 15, "{} is too long for a table", topic.short());
        }
        for row in ROWS {
            assert_eq!(Row::find(row.code()), Some(row));
        }
        assert_eq!(Row::find("v3"), Row::find("V3"));
        assert_eq!(Row::find("Z9"), None);
    }
}
