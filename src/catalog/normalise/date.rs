//! Dates: ISO 8601 days and moments as days since 1970-01-01.

/// The day that a text names, in UTC: `2023-12-31`, `2023-12-31T10:00:00Z`, `2023-12-31T23:30:00.000-05:00`, and as
/// RFC 5545 writes it, `20231231`, `20231231T100000Z`.
pub fn date(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(day) = compact(text) {
        return Some(day);
    }
    let day = day(text.get(..10)?)?;
    let Some(time) = text.get(10..).filter(|time| !time.is_empty()) else { return Some(day) };
    let minutes = minutes(time.strip_prefix(['T', 't', ' '])?)?;
    Some(day + minutes.div_euclid(24 * 60))
}

/// `YYYYMMDD`, and a time of six digits or none.
fn compact(text: &str) -> Option<i64> {
    let (digits, time) = text.split_at_checked(8)?;
    let is_time = time.is_empty()
        || time
            .strip_prefix('T')
            .map(|clock| clock.strip_suffix('Z').unwrap_or(clock))
            .is_some_and(|clock| number(clock, 6).is_some());
    number(digits, 8).filter(|_| is_time)?;
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, of_month) = rest.split_at_checked(2)?;
    day(&format!("{year}-{month}-{of_month}"))
}

/// `YYYY-MM-DD`, a day that the calendar has.
fn day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let [year, month, day] =
        [number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?];
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=length).contains(&day).then(|| days_from_civil(year, month, day))
}

/// Days since 1970-01-01 in the Gregorian calendar, counting years from March so that leap days come last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Minutes of the day in UTC, possibly outside of the day: `10:00`, `10:00:00.123Z`, `23:30:00-05:00`.
fn minutes(time: &str) -> Option<i64> {
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_at);
    let offset = match zone {
        "" | "Z" | "z" => 0,
        zone => {
            let (sign, digits) = zone.split_at(1);
            let (hours, minutes) = digits.split_once(':').or_else(|| digits.split_at_checked(2))?;
            let minutes = if minutes.is_empty() { 0 } else { number(minutes, 2)? };
            let offset = number(hours, 2)? * 60 + minutes;
            if sign == "-" { -offset } else { offset }
        }
    };
    let mut parts = clock.splitn(3, ':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |second| number(second.split('.').next()?, 2))?;
    let is_clock = hour < 24 && minute < 60 && second <= 60;
    is_clock.then_some(hour * 60 + minute - offset)
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(date("1970-01-01"), Some(0));
        assert_eq!(date("1969-12-31"), Some(-1));
        assert_eq!(date("2000-02-29"), Some(11_016));
        assert_eq!(date("2023-12-31"), Some(19_722));
        assert_eq!(date("2023-12-31T10:00:00Z"), Some(19_722));
    }

    #[test]
    fn moments_count_in_utc() {
        assert_eq!(date("2023-12-31T23:30:00.000-05:00"), Some(19_723));
        assert_eq!(date("2023-12-31T00:30:00+0100"), Some(19_721));
        assert_eq!(date("2023-12-31 00:30"), Some(19_722));
    }

    #[test]
    fn days_are_also_written_without_hyphens() {
        assert_eq!(date("20231231"), Some(19_722));
        assert_eq!(date("20231231T225959Z"), Some(19_722));
        assert_eq!(date("20231231T225959"), Some(19_722));
    }

    #[test]
    fn what_is_no_date_has_none() {
        for text in [
            "",
            "2023",
            "2023-02-29",
            "2023-13-01",
            "2023-1-1",
            "2023-12-31x",
            "2023-12-31T",
            "2023-12-31T25:00Z",
            "31.12.2023",
            "20231331",
            "20231231T25",
            "20231231Z",
            "2023-12-3é",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
