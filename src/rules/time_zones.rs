//! The time zones that have a name, for rules about the hours at which something is done.
//!
//! `time_zones.txt` lists them one a line, in the order of their bytes: the zones and links of the IANA database, release 2025b
//! (<https://www.iana.org/time-zones>, in the public domain), old names that are kept for compatibility among them.

static NAMES: &str = include_str!("time_zones.txt");

/// Whether a text is the name of a time zone, in the case of the database.
pub(crate) fn is_time_zone(text: &str) -> bool {
    NAMES.lines().any(|name| name == text)
}

#[cfg(test)]
mod tests {
    use super::{NAMES, is_time_zone};

    #[test]
    fn the_names_are_sorted_and_each_is_there_once() {
        let names: Vec<_> = NAMES.lines().collect();
        assert!(names.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn cities_regions_and_old_names_are_known() {
        for name in
            ["Europe/Berlin", "US/Eastern", "UTC", "Etc/GMT+3", "America/North_Dakota/New_Salem"]
        {
            assert!(is_time_zone(name), "{name}");
        }
        for name in ["Europe/Munich", "Berlin", "CST", "europe/berlin", "GMT+2", "", "Europe"] {
            assert!(!is_time_zone(name), "{name}");
        }
    }
}
