//! Expressions of Architect, as far as names in them go: `If(Flow.Tries > 3, "Flow.x is no name here", State.Next)`.

/// What asks whether something is there, in lower case and without blanks.
const ASKING: [&str; 7] =
    ["isset(", "isnotset(", "isnotsetorempty(", "not_set", "==\"\"", "!=\"\"", "<>\"\""];

/// The names with a scope that an expression mentions, in the order of the text: `Flow.Tries`, `State.Next`. The text
/// of string literals and comments holds none; what stands behind the second dot (`Flow.Caller.name`) is a property.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    Words { text, at: 0, strings: Strings::Skipped }.filter(|name| name.contains('.'))
}

/// The names that any text mentions, whatever it is: what stands between quotes is looked into.
pub(super) fn mentions(text: &str) -> impl Iterator<Item = &str> {
    let is_worth = text.contains('.');
    let text = if is_worth { text } else { "" };
    Words { text, at: 0, strings: Strings::Read }.filter(|name| name.contains('.'))
}

/// Whether an expression asks if something is there: `IsSet(Flow.Queue)`, `Flow.Name != ""`. What Architect itself writes
/// between the parts of a text, `If(IsNotSetOrEmpty(ToDisplayString(x)), "", " ")`, asks nothing.
pub(super) fn asks(text: &str) -> bool {
    let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let plain = plain.to_lowercase().replace("isnotsetorempty(todisplaystring(", "");
    ASKING.into_iter().any(|sign| plain.contains(sign))
}

/// Whether an expression asks how much is there: `Count(Flow.Orders) > 0`.
pub(super) fn measures(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["count(", "length("].into_iter().any(|sign| lower.contains(sign))
}

/// Whether a text is an id as the platform makes them: a random UUID, not one that somebody thought of.
pub(super) fn is_id(text: &str) -> bool {
    let is_fit = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        14 => matches!(byte, b'1'..=b'5'),
        19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_fit)
}

/// The literal in `Function("literal")`, where that is all the expression says. Names of functions have no case.
pub(super) fn only_argument<'t>(text: &'t str, function: &str) -> Option<&'t str> {
    let text = text.trim();
    let name = text.get(..function.len())?;
    let rest = text.get(function.len()..)?.trim_start();
    let inside = rest.strip_prefix('(')?.strip_suffix(')')?.trim();
    let literal = inside.strip_prefix('"')?.strip_suffix('"')?;
    (name.eq_ignore_ascii_case(function) && !literal.contains(['"', '\\'])).then_some(literal)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strings {
    Skipped,
    Read,
}

/// Names, each with at most one dot in it.
struct Words<'t> {
    text: &'t str,
    at: usize,
    strings: Strings,
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let rest = self.text.get(self.at..)?;
            let first = rest.chars().next()?;
            if first == '"' && self.strings == Strings::Skipped {
                self.at += string_len(rest);
            } else if rest.starts_with("/*") && self.strings == Strings::Skipped {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if rest.starts_with("//") && self.strings == Strings::Skipped {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if is_letter(first) {
                return Some(self.name(rest));
            } else if first.is_ascii_digit() {
                self.at += run(rest);
            } else {
                self.at += first.len_utf8();
            }
        }
    }
}

impl<'t> Words<'t> {
    /// The name at the beginning of `rest`; goes behind it and all its properties.
    fn name(&mut self, rest: &'t str) -> &'t str {
        let scope = run(rest);
        let behind =
            |at: usize| rest.get(at..).and_then(|rest| rest.strip_prefix('.')).map_or(0, run);
        let name = match behind(scope) {
            0 => scope,
            len => scope + 1 + len,
        };
        let mut end = name;
        while name > scope && behind(end) > 0 {
            end += 1 + behind(end);
        }
        self.at += end;
        &rest[..name]
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

/// How many bytes of letters and digits there are at the beginning.
fn run(text: &str) -> usize {
    text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len())
}

/// How many bytes a string literal takes, with its quotes.
fn string_len(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        names(text).collect()
    }

    #[test]
    fn names_are_found_outside_of_strings_and_comments() {
        assert_eq!(
            read(r#"If(Flow.Tries > 3, "no Flow.x, \" Flow.y", State.Next) // Task.z"#),
            ["Flow.Tries", "State.Next"]
        );
        assert_eq!(read("Task.a /* Task.b */ + Task.c"), ["Task.a", "Task.c"]);
    }

    #[test]
    fn properties_and_functions_are_no_names() {
        assert_eq!(read("Flow.json.conversation.id"), ["Flow.json"]);
        assert_eq!(
            read("Count(Chat.Guest.customFields[Task.at].value)"),
            ["Chat.Guest", "Task.at"]
        );
        assert_eq!(read("Lower(Contains(1.5, true))"), [""; 0]);
        assert_eq!(read("ToPhoneNumber(flow.Ani).e164"), ["flow.Ani"]);
    }

    #[test]
    fn an_expression_asks_whether_something_is_there() {
        for text in [
            "!IsSet(Flow.a)",
            "isNotSetOrEmpty( Flow.a )",
            "Flow.a != \"\"",
            "Flow.a == ToQueue(NOT_SET)",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in
            ["Flow.a > 1", "Append(If(IsNotSetOrEmpty(ToDisplayString(Flow.a)), \"\", \" \"))"]
        {
            assert!(!asks(text), "{text}");
        }
    }

    #[test]
    fn ids_are_those_of_the_platform() {
        assert!(is_id("f7a1fbaf-53ff-4154-a3c6-d6aebad50395"));
        for text in
            ["", "00000000-0000-0000-0000-000000000000", "f7a1fbaf-53ff-4154-a3c6-d6aebad5039"]
        {
            assert!(!is_id(text), "{text}");
        }
    }

    #[test]
    fn broken_text_ends() {
        assert_eq!(read("Flow.x \"never closed Flow.y"), ["Flow.x"]);
        assert_eq!(read("Flow.x /* never closed"), ["Flow.x"]);
        assert_eq!(read("Flow. .x Flow"), [""; 0]);
        assert_eq!(read("Flow.größe"), ["Flow.größe"]);
    }

    #[test]
    fn a_lookup_by_name_says_the_name() {
        assert_eq!(only_argument("FindQueue(\"Billing\")", "FindQueue"), Some("Billing"));
        assert_eq!(only_argument(" findqueue( \"Billing\" ) ", "FindQueue"), Some("Billing"));
        for text in ["FindQueue(Flow.x)", "FindQueue(\"a\" + \"b\")", "FindQueueById(\"a\")", "F"] {
            assert_eq!(only_argument(text, "FindQueue"), None, "{text}");
        }
    }
}
