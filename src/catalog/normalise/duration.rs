//! Durations: `2m`, `500ms`, `1h30m`, `PT1M30S`, `{seconds: 10}`, `P0D0H0M40S0F` of Architect, and bare numbers of a known unit, as milliseconds.

use crate::document::{Node, NodeKind};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The milliseconds that a text stands for. A bare number counts `unit_ms` milliseconds each; without a unit only zero
/// has a meaning. Months and years have no length, so ISO 8601 durations with them have none either.
pub fn duration(text: &str, unit_ms: Option<i64>) -> Option<i64> {
    let text = text.trim();
    if let Some(iso) = text.strip_prefix(['P', 'p']) {
        return iso_8601(iso);
    }
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let amount = match unit_ms {
            Some(unit) => amount(digits, unit)?,
            None => amount(digits, 1).filter(|&zero| zero == 0)?,
        };
        return Some(if negative { -amount } else { amount });
    }
    pairs(text, |unit| match unit {
        "ms" => Some(1),
        "s" | "sec" => Some(SECOND),
        "m" | "min" => Some(MINUTE),
        "h" => Some(HOUR),
        "d" => Some(DAY),
        _ => None,
    })
}

/// A number of units, rounded to milliseconds.
pub(super) fn of_double(number: f64, unit_ms: i64) -> Option<i64> {
    #[expect(clippy::cast_precision_loss, reason = "units are at most a day in milliseconds")]
    super::whole((number * unit_ms as f64).round())
}

/// An object of amounts by unit, as Archy writes them.
pub(super) fn of_amounts(object: Node<'_>) -> Option<i64> {
    let mut total: i64 = 0;
    for member in object.members() {
        let unit = match member.key()?.to_ascii_lowercase().as_str() {
            "milliseconds" => 1,
            "seconds" => SECOND,
            "minutes" => MINUTE,
            "hours" => HOUR,
            "days" => DAY,
            _ => return None,
        };
        let part = match member.kind() {
            NodeKind::Int => member.as_i64()?.checked_mul(unit)?,
            NodeKind::Float => of_double(member.as_f64()?, unit)?,
            _ => return None,
        };
        total = total.checked_add(part)?;
    }
    (!object.is_empty()).then_some(total)
}

/// What stands behind the `P`: `1DT2H`, `T90S`, `2W`.
fn iso_8601(text: &str) -> Option<i64> {
    let upper = text.to_ascii_uppercase();
    // Architect's own: days to seconds without a `T`, and fractions, which are not known to be anything but none.
    if let Some(amounts) = upper.strip_suffix("0F") {
        return pairs(amounts, |unit| match unit {
            "D" => Some(DAY),
            "H" => Some(HOUR),
            "M" => Some(MINUTE),
            "S" => Some(SECOND),
            _ => None,
        });
    }
    let (date, time) =
        upper.split_once('T').map_or((upper.as_str(), None), |(date, time)| (date, Some(time)));
    let days = match date {
        "" => None,
        date => Some(pairs(date, |unit| match unit {
            "D" => Some(DAY),
            "W" => Some(7 * DAY),
            _ => None,
        })?),
    };
    let clock = match time {
        None => None,
        Some(time) => Some(pairs(time, |unit| match unit {
            "H" => Some(HOUR),
            "M" => Some(MINUTE),
            "S" => Some(SECOND),
            _ => None,
        })?),
    };
    match (days, clock) {
        (None, None) => None,
        (days, clock) => days.unwrap_or(0).checked_add(clock.unwrap_or(0)),
    }
}

/// The sum of amounts, each followed by its unit, from large units to small ones.
fn pairs(text: &str, milliseconds: impl Fn(&str) -> Option<i64>) -> Option<i64> {
    let mut rest = text;
    let mut total: i64 = 0;
    let mut last_unit = i64::MAX;
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, behind) = rest.split_at(unit_at);
        let unit_end = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(unit_end);
        let unit = milliseconds(unit)?;
        if unit >= last_unit {
            return None;
        }
        last_unit = unit;
        total = total.checked_add(amount(number, unit)?)?;
        rest = behind.trim_start();
    }
    (last_unit != i64::MAX).then_some(total)
}

/// A decimal number of units in milliseconds; fractions of a millisecond are cut off.
fn amount(number: &str, unit: i64) -> Option<i64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let parse = |digits: &str| if digits.is_empty() { Some(0) } else { digits.parse::<i64>().ok() };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    // Nine digits of a day are less than a microsecond; further ones cannot make a millisecond.
    let digits = fraction.get(..9).unwrap_or(fraction);
    let scale = 10_i64.pow(u32::try_from(digits.len()).ok()?);
    let part = parse(digits)?.checked_mul(unit)? / scale;
    parse(whole)?.checked_mul(unit)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_of_a_duration_is_read() {
        for (text, milliseconds) in [
            ("2m", 120_000),
            ("500ms", 500),
            ("1h30m", 5_400_000),
            ("1h 30m", 5_400_000),
            ("1.5s", 1_500),
            ("40s", 40_000),
            ("0", 0),
            ("PT1M30S", 90_000),
            ("P1D", 86_400_000),
            ("P1DT12H", 129_600_000),
            ("P2W", 1_209_600_000),
            ("PT0.5S", 500),
            ("P0D0H0M40S0F", 40_000),
            ("P1D2H3M4S0F", 93_784_000),
        ] {
            assert_eq!(duration(text, None), Some(milliseconds), "{text}");
        }
    }

    #[test]
    fn a_bare_number_needs_a_unit() {
        assert_eq!(duration("40", Some(1_000)), Some(40_000));
        assert_eq!(duration("-1", Some(1_000)), Some(-1_000));
        assert_eq!(duration("40", None), None);
        assert_eq!(of_double(1.5, 1_000), Some(1_500));
    }

    #[test]
    fn what_is_no_duration_has_none() {
        for text in [
            "",
            "m",
            "2x",
            "2m2m",
            "1s1h",
            "P",
            "PT",
            "P1M",
            "P0D0H0M1S5F",
            "P0F",
            "P1Y0F",
            "P1Y",
            "1m90",
            "99999999999999999999s",
            "9223372036854775807d",
            "1.2.3s",
            ".",
        ] {
            assert_eq!(duration(text, Some(1)), None, "{text}");
        }
        assert_eq!(of_double(f64::INFINITY, 1), None);
        assert_eq!(of_double(f64::NAN, 1), None);
    }
}
