//! Paths as relative URI references.

use std::fmt::Write as _;

/// `path`, relative with `/` between its segments, as a relative reference (RFC 3986): everything but unreserved
/// characters percent-encoded, so that spaces, `#`, `?` and `%` in file names are no syntax.
pub(super) fn relative_uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    // A first segment with a colon would read as a scheme.
    if path.split('/').next().is_some_and(|first| first.contains(':')) {
        uri.push_str("./");
    }
    for &byte in path.as_bytes() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&byte);
        if is_plain {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::relative_uri;

    #[test]
    fn what_would_be_syntax_is_encoded() {
        assert_eq!(relative_uri("a b/f#1%.yaml"), "a%20b/f%231%25.yaml");
        assert_eq!(relative_uri("M\u{fc}ller?.json"), "M%C3%BCller%3F.json");
        assert_eq!(relative_uri("c:x/y.json"), "./c:x/y.json");
        assert_eq!(relative_uri("../x/y:z.json"), "../x/y:z.json");
    }
}
