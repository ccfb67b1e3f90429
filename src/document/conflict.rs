//! Merge conflicts that were left in a text: the commonest reason for which a file in git does not parse.

use super::SyntaxError;
use crate::source::{Span, offset};

/// How git begins the lines around the two sides, in this order.
const MARKS: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];

/// What is wrong with a text that does not parse: a conflict, where one is left in it.
pub(super) fn explain(text: &str, error: SyntaxError) -> SyntaxError {
    let Some(span) = find(text) else { return error };
    SyntaxError {
        span,
        message: "a merge conflict is left here".to_owned(),
        help: Some(format!(
            "keep one of the two sides, and remove the lines that begin with `{}`, `{}` and `{}`",
            MARKS[0], MARKS[1], MARKS[2]
        )),
        opened: None,
    }
}

/// The line that begins the first conflict which has both sides and an end.
fn find(text: &str) -> Option<Span> {
    let mut first = None;
    let mut wanted = MARKS.iter();
    let mut mark = wanted.next()?;
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        let whole = line.trim_end();
        if is_mark(whole, mark) {
            first = first.or(Some(Span { start: offset(begin), end: offset(begin + whole.len()) }));
            match wanted.next() {
                Some(next) => mark = next,
                None => return first,
            }
        }
        begin += line.len();
    }
    None
}

fn is_mark(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
