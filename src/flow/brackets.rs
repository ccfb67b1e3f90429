//! Whether the brackets and quotes of an expression are closed.

/// Whether each parenthesis, bracket and quote is closed, in one of the ways to read a backslash in a string literal.
pub(super) fn is_balanced(expression: &str) -> bool {
    [Backslash::Escapes, Backslash::Letter]
        .into_iter()
        .any(|backslash| closes(expression, backslash))
}

/// What a backslash in a string literal is. No document says that it escapes nothing else than a quote.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Backslash {
    Escapes,
    Letter,
}

fn closes(text: &str, backslash: Backslash) -> bool {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '"' => match string_len(rest, backslash) {
                Some(len) => len,
                None => return false,
            },
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        match first {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.pop() != Some(first) => return false,
            _ => {}
        }
        rest = rest.get(len..).unwrap_or_default();
    }
    open.is_empty()
}

/// How many bytes a string literal takes, with its quotes; `None` where it is not closed.
fn string_len(text: &str, backslash: Backslash) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = backslash == Backslash::Escapes,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::is_balanced;

    #[test]
    fn what_is_opened_is_closed() {
        for text in [
            "",
            "Flow.a",
            "Append(\"(\", Flow.a[0])",
            "\"say \\\"hello\\\"\"",
            r#"Append("C:\", Flow.a)"#,
            "\"say \"\"hello\"\"\"",
            "Flow.a // it's (",
            "Flow.a /* ( */ + (1)",
            "\"http://a\"",
        ] {
            assert!(is_balanced(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_closed_is_found() {
        for text in ["(", ")", "Append(\"a\", Flow.a", "Flow.a == \"gold", "(Flow.a[0)]", "a))("] {
            assert!(!is_balanced(text), "{text}");
        }
    }
}
