//! The simple rules: each turns a text into a form in which equal answers are the same.

/// Small letters, single spaces, straight quotes: a keyboard or a copied page may set others.
pub(super) fn text(text: &str) -> String {
    let straight = text.chars().map(|letter| match letter {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' => '"',
        other => other,
    });
    let lower = straight.collect::<String>().to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without capitals (RFC 4343) and without the dot that marks a name as complete.
pub(super) fn dns_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    // A dot alone is the root, not an empty name.
    match name.strip_suffix('.') {
        Some(rest) if !rest.is_empty() && !rest.ends_with('.') => rest.to_owned(),
        _ => name,
    }
}

/// Without the protocol where it is the default one, TCP.
pub(super) fn port(port: &str) -> String {
    let port = port.to_ascii_lowercase();
    match port.strip_suffix("/tcp") {
        Some(number) if !number.is_empty() => number.to_owned(),
        _ => port,
    }
}

/// Digits without leading zeros and thousands separators (`,`, `_`, spaces); what is no number is compared as text.
pub(super) fn number(number: &str) -> String {
    let (sign, rest) = match number.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, part) = rest.split_once('.').unwrap_or((rest, "0"));
    let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let Some(whole) = without_separators(whole).filter(|_| is_digits(part)) else {
        return text(number);
    };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    match (whole, part.trim_end_matches('0')) {
        ("0", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

/// A separator stands before groups of exactly three digits: `1,5` is no 15, but perhaps a comma for a point.
fn without_separators(number: &str) -> Option<String> {
    let is_separator = |letter: char| matches!(letter, ',' | '_' | '\'') || letter.is_whitespace();
    let groups: Vec<&str> = number.split(is_separator).collect();
    let is_digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped =
        groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    (is_grouped && groups.iter().all(is_digits)).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use crate::course::Equality;

    fn check(rule: Equality, equal: &[(&str, &str)], different: &[(&str, &str)]) {
        for (a, b) in equal {
            assert!(rule.equal(a, b), "{rule:?}: {a:?} should equal {b:?}");
        }
        for (a, b) in different {
            assert!(!rule.equal(a, b), "{rule:?}: {a:?} should not equal {b:?}");
        }
    }

    #[test]
    fn text_and_exact() {
        check(
            Equality::Text,
            &[("ClusterIP", "clusterip"), ("a b", " A \t B "), ("it's \"x\"", "it’s “x”")],
            &[("a b", "ab"), ("a", "")],
        );
        check(Equality::Exact, &[("None", " None ")], &[("None", "none"), ("a b", "a  b")]);
    }

    #[test]
    fn names_in_dns() {
        check(
            Equality::DnsName,
            &[("db.prod.svc.cluster.local", "DB.prod.svc.cluster.local."), (".", ".")],
            &[("db.prod", "db.prod.."), ("db.prod", "db.prod.svc"), (".", "")],
        );
    }

    #[test]
    fn numbers() {
        check(
            Equality::Number,
            &[
                ("30000", "30,000"),
                ("30000", "30_000"),
                ("30000", "30 000"),
                ("30000", "030000"),
                ("1000000", "1,000,000"),
                ("0", "-0"),
                ("0.5", "00.50"),
                ("5", "+5"),
                ("30000-32767", " 30000-32767"),
            ],
            &[
                ("15", "1,5"),
                ("30000", "3,0000"),
                ("5", "-5"),
                ("5", "5s"),
                ("0", ""),
                ("5", "5."),
                ("1000", "1,,000"),
            ],
        );
    }

    #[test]
    fn ports() {
        check(
            Equality::Port,
            &[("80", "80/TCP"), ("80/tcp", "80/TCP"), ("53/UDP", "53/udp"), ("80:30080/TCP", "80:30080")],
            &[("53", "53/UDP"), ("80", "8080"), ("", "/tcp")],
        );
    }
}
