//! What a plain scalar is under the core schema of YAML 1.2 (§10.3.2), where `yes` and `on` are strings.

use super::super::arena::{Flags, NodeKind};

/// The kind of the plain scalar `text`, and [`Flags::TRUE`] for true.
pub(super) fn resolve(text: &str) -> (NodeKind, Flags) {
    let kind = match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
        "true" | "True" | "TRUE" => return (NodeKind::Bool, Flags::TRUE),
        "false" | "False" | "FALSE" => NodeKind::Bool,
        _ if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => {
            number(text).unwrap_or(NodeKind::String)
        }
        _ => NodeKind::String,
    };
    (kind, Flags::NONE)
}

fn number(text: &str) -> Option<NodeKind> {
    if let Some(digits) = text.strip_prefix("0x") {
        return all(digits, |byte| byte.is_ascii_hexdigit()).then_some(NodeKind::Int);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return all(digits, |byte| matches!(byte, b'0'..=b'7')).then_some(NodeKind::Int);
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(NodeKind::Float);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if all(unsigned, |byte| byte.is_ascii_digit()) {
        return Some(NodeKind::Int);
    }
    let is_float = matches!(unsigned, ".inf" | ".Inf" | ".INF") || is_decimal(unsigned);
    is_float.then_some(NodeKind::Float)
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let exponent = exponent.map(|text| text.strip_prefix(['-', '+']).unwrap_or(text));
    let is_digit = |byte: u8| byte.is_ascii_digit();
    all(&digits, is_digit) && exponent.is_none_or(|text| all(text, is_digit))
}

/// Whether `text` has at least one byte, and `is_one` holds for each.
fn all(text: &str, is_one: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(texts: &[&str]) -> Vec<NodeKind> {
        texts.iter().map(|text| resolve(text).0).collect()
    }

    #[test]
    fn core_schema_words() {
        assert_eq!(kinds(&["", "~", "null", "Null", "NULL"]), [NodeKind::Null; 5]);
        assert_eq!(kinds(&["true", "True", "TRUE", "false"]), [NodeKind::Bool; 4]);
        assert_eq!(resolve("TRUE").1, Flags::TRUE);
        let strings = ["yes", "no", "on", "off", "y", "nULL", "tRUE", "nan", "inf", "-", "+", "."];
        assert_eq!(kinds(&strings), [NodeKind::String; 12]);
    }

    #[test]
    fn core_schema_numbers() {
        let ints = ["0", "-0", "+12", "007", "0x1F", "0o17", "123456789012345678901234567890"];
        assert_eq!(kinds(&ints), [NodeKind::Int; 7]);
        let floats = ["1.", ".5", "-.5", "1e3", "1.5E-3", ".inf", "-.INF", "+.Inf", ".NaN"];
        assert_eq!(kinds(&floats), [NodeKind::Float; 9]);
        let strings = [
            "0x", "0xg", "0o8", "-0x1", "1_000", "1.2.3", "1e", "e3", ".e3", "12:30", "-.nan",
            "1-2",
        ];
        assert_eq!(kinds(&strings), [NodeKind::String; 12]);
    }
}
