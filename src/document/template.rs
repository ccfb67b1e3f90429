//! Templates of Terraform around another notation, `flow.yaml.tftpl`: `${…}` stands for a value that only Terraform knows,
//! `%{…}` begins and ends what it repeats or leaves out.

/// The end of the name of a template.
const SUFFIX: &str = ".tftpl";

/// The name that a template would have without being one; `None` for files that are none.
pub(super) fn inner_name(path: &str) -> Option<&str> {
    path.strip_suffix(SUFFIX)
}

/// The expressions and directives of a template, as ranges from their sign to behind the closing brace, in order. What is not
/// closed on its line goes on to the end of the line. `$${` and `%%{` are those characters themselves.
pub(super) fn expressions(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut behind = 0;
    for at in memchr::memchr2_iter(b'$', b'%', bytes) {
        let is_open = bytes.get(at + 1) == Some(&b'{');
        let is_escaped = at > behind && bytes[at - 1] == bytes[at];
        if at >= behind && is_open && !is_escaped {
            behind = end(bytes, at);
            found.push((at, behind));
        }
    }
    found
}

/// Behind the brace that closes the expression which begins at `at`.
fn end(bytes: &[u8], at: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, byte) in bytes[at + 1..].iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'\n' | b'\r' => return at + 1 + offset,
            _ => continue,
        }
        if depth == 0 {
            return at + 2 + offset;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn expressions_are_found_with_what_they_hold() {
        let found = |text: &'static str| -> Vec<&str> {
            expressions(text).into_iter().map(|(start, end)| &text[start..end]).collect()
        };
        assert_eq!(found("a ${x} b%{ if y ~}c"), ["${x}", "%{ if y ~}"]);
        assert_eq!(found("${jsonencode({a = 1})}!"), ["${jsonencode({a = 1})}"]);
        assert_eq!(found("$${x} %%{y} 100% $5 ${"), ["${"]);
        assert_eq!(found("${open\nnext ${x}"), ["${open", "${x}"]);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in r"([${}%#~\n\r a-c\u{e9}]){0,40}") {
            let found = expressions(&text);
            prop_assert!(found.is_sorted_by(|a, b| a.1 <= b.0));
            prop_assert!(found.iter().all(|&(start, end)| text.get(start..end).is_some()));
        }
    }
}
