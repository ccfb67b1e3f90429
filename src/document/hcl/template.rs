//! The text of strings and heredocs as Terraform's JSON syntax has it: escapes decoded, `${…}` and `$${` as written.

use super::super::escape;
use super::super::text_map::{MapBuilder, TextMap};
use super::skip::{self, heredoc_opener};

/// A stretch of text that was read from the bytes `from` up to `to`.
pub(super) struct Piece<'t> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) text: &'t str,
}

/// An escape that there is not, by its backslash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadEscape(pub(super) usize);

/// Reads the string or heredoc that is written from `start` up to `end`, piece by piece.
pub(super) fn read(
    text: &str,
    (start, end): (usize, usize),
    mut each: impl FnMut(Piece<'_>),
) -> Result<(), BadEscape> {
    if text[start..].starts_with('"') {
        return quoted(text, (start + 1, end - 1), &mut each);
    }
    let (content, is_indented) = heredoc(text, (start, end));
    if is_indented {
        indented(text, content, &mut each);
    } else {
        each(Piece { from: content.0, to: content.1, text: &text[content.0..content.1] });
    }
    Ok(())
}

/// The bytes between the first and the last line of a heredoc, and whether its indentation is taken away.
pub(super) fn heredoc(text: &str, (start, end): (usize, usize)) -> ((usize, usize), bool) {
    let Some(opener) = heredoc_opener(text.as_bytes(), start) else { return ((end, end), false) };
    let last_line = text[..end].rfind('\n').map_or(end, |at| at + 1);
    ((opener.content, last_line.max(opener.content)), opener.is_indented)
}

fn quoted(
    text: &str,
    (start, end): (usize, usize),
    each: &mut impl FnMut(Piece<'_>),
) -> Result<(), BadEscape> {
    let bytes = &text.as_bytes()[..end];
    let mut verbatim = start;
    let mut at = start;
    while let Some(found) = memchr::memchr3(b'\\', b'$', b'%', &bytes[at..]).map(|len| at + len) {
        if bytes[found] != b'\\' {
            at = behind_mark(bytes, found);
            continue;
        }
        let (character, len) = escape::hcl(&bytes[found..]).ok_or(BadEscape(found))?;
        if found > verbatim {
            each(Piece { from: verbatim, to: found, text: &text[verbatim..found] });
        }
        at = found + len;
        each(Piece { from: found, to: at, text: character.encode_utf8(&mut [0; 4]) });
        verbatim = at;
    }
    if end > verbatim {
        each(Piece { from: verbatim, to: end, text: &text[verbatim..end] });
    }
    Ok(())
}

/// Behind the `${…}`, `$${` or lone `$` at `at`.
fn behind_mark(bytes: &[u8], at: usize) -> usize {
    if skip::is_escaped_opener(bytes, at) {
        at + 3
    } else if skip::opens(bytes, at) {
        skip::interpolation(bytes, at).unwrap_or(bytes.len())
    } else {
        at + 1
    }
}

/// Lines without the indentation that all of them have; lines of an interpolation are none.
fn indented(text: &str, (start, end): (usize, usize), each: &mut impl FnMut(Piece<'_>)) {
    let starts = line_starts(&text.as_bytes()[..end], start);
    let lines = || {
        let ends = starts.iter().skip(1).copied().chain([end]);
        starts.iter().copied().zip(ends).map(|(from, to)| (from, &text[from..to]))
    };
    let indentation = |line: &str| line.chars().take_while(|c| matches!(c, ' ' | '\t')).count();
    let has_text = |line: &&str| !line.trim_ascii().is_empty();
    let common = lines().map(|(_, line)| line).filter(has_text).map(indentation).min();
    for (from, line) in lines() {
        let taken = indentation(line).min(common.unwrap_or(0));
        let text = &line[taken..];
        each(Piece { from: from + taken, to: from + line.len(), text });
    }
}

/// Where the lines of a heredoc's content begin.
fn line_starts(bytes: &[u8], start: usize) -> Vec<usize> {
    let mut starts = vec![start];
    let mut at = start;
    while let Some(found) = memchr::memchr3(b'\n', b'$', b'%', &bytes[at..]).map(|len| at + len) {
        if bytes[found] == b'\n' {
            at = found + 1;
            starts.push(at);
        } else {
            at = behind_mark(bytes, found);
        }
    }
    if starts.last() == Some(&bytes.len()) {
        starts.pop();
    }
    starts
}

/// The expressions in the `${…}` of the string or heredoc that is written from `start` up to `end`, by their bytes,
/// without the marks that take blanks away.
pub(super) fn interpolations(text: &str, (start, end): (usize, usize)) -> Vec<(usize, usize)> {
    let bytes = &text.as_bytes()[..end];
    let mut found = Vec::new();
    let mut at = start + 1;
    while let Some(mark) = memchr::memchr2(b'$', b'%', &bytes[at..]).map(|len| at + len) {
        at = behind_mark(bytes, mark);
        if bytes[mark] == b'$' && skip::opens(bytes, mark) && at > mark + 2 {
            let inner = &text[mark + 2..at - 1];
            let code = inner.strip_prefix('~').unwrap_or(inner);
            let from = mark + 2 + inner.len() - code.len();
            found.push((from, from + code.strip_suffix('~').unwrap_or(code).len()));
        }
    }
    found
}

/// The map of a string or heredoc that does not read as it is written.
pub(in super::super) fn map(text: &str, span: (usize, usize)) -> MapBuilder {
    let mut map = MapBuilder::default();
    let mut each = |piece: Piece<'_>| map.piece(piece.from, piece.to, piece.text.len());
    // What cannot be read is no node.
    let _ = read(text, span, &mut each);
    map
}

/// The map of the expression `e`, written from `start` up to `end`, that reads `${e}`.
pub(in super::super) fn expression_map((start, end): (usize, usize)) -> TextMap {
    let mut map = MapBuilder::default();
    map.piece(start, start, "${".len());
    map.piece(start, end, end - start);
    map.piece(end, end, "}".len());
    map.finish()
}
