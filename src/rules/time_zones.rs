//! The time zones that have a name, for rules about the hours at which something is done: those that schemas know too.

static SCHEMA: &str = include_str!("../../schemas/common/time-zone.schema.json");

/// Whether a text is the name of a time zone, in the case of the IANA database (<https://www.iana.org/time-zones>), of which
/// the schema lists zones and links, one a line.
pub(crate) fn is_time_zone(text: &str) -> bool {
    let mut names = SCHEMA.lines().filter_map(|line| {
        line.trim_start().trim_end_matches(',').strip_prefix('"')?.strip_suffix('"')
    });
    !text.is_empty() && names.any(|name| name == text)
}

#[cfg(test)]
mod tests {
    use super::is_time_zone;

    #[test]
    fn cities_regions_and_old_names_are_known() {
        let names = [
            "Europe/Berlin",
            "US/Eastern",
            "UTC",
            "Etc/GMT+3",
            "America/North_Dakota/New_Salem",
            "Zulu",
        ];
        for name in names {
            assert!(is_time_zone(name), "{name}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        let others =
            ["Europe/Munich", "Berlin", "CST", "europe/berlin", "GMT+2", "", "Europe", "enum"];
        for other in others {
            assert!(!is_time_zone(other), "{other}");
        }
    }
}
