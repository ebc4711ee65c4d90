//! Quantities: `500m`, `2`, `1.5Gi`.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>

/// An amount in thousandths. Larger than any quantity that the API takes is cut off there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Quantity {
    thousandths: i128,
    /// Written with `Ki`, `Mi`, ...
    binary: bool,
}

const BINARY: [(&str, u32); 6] = [("Ei", 60), ("Pi", 50), ("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10)];
/// With the power of ten by which they multiply thousandths.
const DECIMAL: [(&str, u32); 7] = [("E", 21), ("P", 18), ("T", 15), ("G", 12), ("M", 9), ("k", 6), ("", 3)];

impl Quantity {
    pub fn whole(number: usize) -> Self {
        let number = i128::try_from(number).unwrap_or(i128::MAX / 1_000);
        Self { thousandths: number.saturating_mul(1_000), binary: false }
    }

    /// Reads a quantity; finer than a thousandth is rounded up, as the API does.
    pub fn read(text: &str) -> Option<Self> {
        let end = text
            .find(|one: char| !one.is_ascii_digit() && !matches!(one, '.' | '+' | '-'))
            .unwrap_or(text.len());
        let (number, suffix) = text.split_at(end);
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        if number.is_empty() || whole.len() > 20 || part.len() > 9 || number == "." {
            return None;
        }
        let sign = if whole.starts_with('-') { -1 } else { 1 };
        let digits: i128 = format!("{}{part}", whole.trim_start_matches(['+', '-'])).parse().ok()?;
        let scale = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
        if let Some((_, power)) = BINARY.iter().find(|(name, _)| *name == suffix) {
            let thousandths = digits.checked_mul(1_000)?.checked_mul(1 << power)?;
            return Some(Self { thousandths: sign * ceil(thousandths, scale), binary: true });
        }
        let factor = match suffix {
            "m" => 1,
            "u" | "n" => {
                return Some(Self {
                    thousandths: sign * ceil(digits, scale * if suffix == "u" { 1_000 } else { 1_000_000 }),
                    binary: false,
                });
            }
            _ => match suffix.strip_prefix(['e', 'E']).and_then(|power| power.parse::<u32>().ok()) {
                Some(power) if power <= 18 => 10_i128.checked_pow(power + 3)?,
                _ => 10_i128.checked_pow(DECIMAL.iter().find(|(name, _)| *name == suffix)?.1)?,
            },
        };
        Some(Self { thousandths: sign * ceil(digits.checked_mul(factor)?, scale), binary: false })
    }

    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let binary = if self.thousandths == 0 { other.binary } else { self.binary };
        Self { thousandths: self.thousandths.saturating_add(other.thousandths), binary }
    }

    pub fn exceeds(self, other: Self) -> bool {
        self.thousandths > other.thousandths
    }
}

fn ceil(number: i128, by: i128) -> i128 {
    number.div_euclid(by) + i128::from(number.rem_euclid(by) != 0)
}

/// The shortest form with the largest unit that divides it.
impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let amount = self.thousandths;
        if self.binary && amount != 0 && amount % 1_000 == 0 {
            let whole = amount / 1_000;
            if let Some((name, power)) = BINARY.iter().find(|(_, power)| whole % (1_i128 << power) == 0) {
                return write!(f, "{}{name}", whole >> power);
            }
            return write!(f, "{whole}");
        }
        let fits = |power: &u32| amount != 0 && amount % 10_i128.pow(*power) == 0;
        match DECIMAL.iter().find(|(_, power)| fits(power)) {
            Some((name, power)) => write!(f, "{}{name}", amount / 10_i128.pow(*power)),
            None if amount == 0 => f.write_str("0"),
            None => write!(f, "{amount}m"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_and_written_in_their_shortest_form() {
        for (text, canonical) in [
            ("500m", "500m"),
            ("0.5", "500m"),
            ("2", "2"),
            ("2000m", "2"),
            ("1024Mi", "1Gi"),
            ("1.5Gi", "1536Mi"),
            ("1000", "1k"),
            ("1e3", "1k"),
            ("0", "0"),
            ("100u", "1m"),
            ("3M", "3M"),
        ] {
            assert_eq!(Quantity::read(text).unwrap().to_string(), canonical, "{text}");
        }
        for wrong in ["", "x", "1.2.3", "5 Gi", "Gi", ".", "99999999999999999999999"] {
            assert!(Quantity::read(wrong).is_none(), "{wrong}");
        }
    }
}
