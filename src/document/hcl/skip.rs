//! Finds where templates end: strings in quotes, heredocs, and the `${…}` in them, however they are nested.

use super::super::MAX_DEPTH;

/// Why a template has no end, by byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The string whose quote is at `quote` is not closed in front of `end`, where its line or the text ends.
    Quoted { quote: usize, end: usize },
    /// The `${` or `%{` here is not closed.
    Interpolation { start: usize },
    /// The heredoc that begins here is not closed.
    Heredoc { start: usize },
    /// The comment that begins here is not closed.
    Comment { start: usize },
    /// One more template inside templates than are read begins here.
    TooDeep { start: usize },
}

/// How a heredoc begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeredocOpener {
    pub(super) start: usize,
    /// Whether it is `<<-`, which takes the common indentation away.
    pub(super) is_indented: bool,
    /// The closing word.
    word: (usize, usize),
    /// Behind the line break.
    pub(super) content: usize,
}

/// What is being skipped.
#[derive(Clone, Copy, Debug)]
enum Mode {
    Quoted {
        quote: usize,
    },
    Heredoc(HeredocOpener),
    /// The expression between `${` and `}`, with so many braces open in it.
    Code {
        start: usize,
        braces: usize,
    },
}

/// Behind the string whose opening quote is at `quote`.
pub(super) fn quoted(bytes: &[u8], quote: usize) -> Result<usize, Fault> {
    skip(bytes, quote + 1, Mode::Quoted { quote })
}

/// Behind the interpolation or directive whose `$` or `%` is at `start`.
pub(super) fn interpolation(bytes: &[u8], start: usize) -> Result<usize, Fault> {
    skip(bytes, start + 2, Mode::Code { start, braces: 0 })
}

/// Behind the closing word of a heredoc.
pub(super) fn heredoc(bytes: &[u8], opener: HeredocOpener) -> Result<usize, Fault> {
    skip(bytes, opener.content, Mode::Heredoc(opener))
}

/// Behind the comment whose `/*` is at `start`.
pub(super) fn block_comment(bytes: &[u8], start: usize) -> Result<usize, Fault> {
    let end = memchr::memmem::find(&bytes[start + 2..], b"*/");
    end.map(|len| start + 2 + len + 2).ok_or(Fault::Comment { start })
}

/// Where the line of the byte at `at` ends: its line feed, or the end of the text.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |len| at + len)
}

/// Reads `<<WORD` and the end of its line at `start`.
pub(super) fn heredoc_opener(bytes: &[u8], start: usize) -> Option<HeredocOpener> {
    let is_indented = bytes.get(start + 2) == Some(&b'-');
    let word = start + 2 + usize::from(is_indented);
    let line = line_end(bytes, word);
    let text = bytes[word..line].strip_suffix(b"\r").unwrap_or(&bytes[word..line]);
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | 0x80..);
    let is_word = text.iter().all(is_part)
        && text.first().is_some_and(|byte| !matches!(byte, b'-' | b'0'..=b'9'));
    let opener =
        HeredocOpener { start, is_indented, word: (word, word + text.len()), content: line + 1 };
    (is_word && line < bytes.len()).then_some(opener)
}

/// Whether `${` or `%{` stands at `at`.
pub(super) fn opens(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at], b'$' | b'%') && bytes.get(at + 1) == Some(&b'{')
}

/// Whether `$${` or `%%{` stands at `at`, which are the characters `${` and `%{`.
pub(super) fn is_escaped_opener(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at], b'$' | b'%')
        && bytes.get(at + 1) == Some(&bytes[at])
        && bytes.get(at + 2) == Some(&b'{')
}

fn skip(bytes: &[u8], from: usize, first: Mode) -> Result<usize, Fault> {
    let mut modes = vec![first];
    let mut at = from;
    while let Some(mode) = modes.last_mut() {
        let step = match mode {
            Mode::Quoted { quote } => in_quotes(bytes, at, *quote),
            Mode::Heredoc(opener) => in_heredoc(bytes, at, opener),
            Mode::Code { start, braces } => in_code(bytes, at, *start, braces),
        };
        match step.map_err(|fault| outermost(&modes, fault))? {
            Step::Go(to) => at = to,
            Step::End(to) => {
                at = to;
                modes.pop();
            }
            Step::Begin(inner, to) => {
                // An expression in a string in an expression: every second one is a level.
                if modes.len() == 2 * MAX_DEPTH {
                    return Err(Fault::TooDeep { start: at });
                }
                at = to;
                modes.push(inner);
            }
        }
    }
    Ok(at)
}

/// What to say of a template inside of which the text breaks: that its expression has no end. The quote that would end
/// the string around it begins another one there.
fn outermost(modes: &[Mode], fault: Fault) -> Fault {
    let mut codes = modes.iter().filter_map(|mode| match mode {
        Mode::Code { start, .. } => Some(*start),
        _ => None,
    });
    match codes.next() {
        Some(start) if !matches!(fault, Fault::TooDeep { .. }) => Fault::Interpolation { start },
        _ => fault,
    }
}

/// What comes of the bytes at one place.
enum Step {
    Go(usize),
    End(usize),
    Begin(Mode, usize),
}

/// What `$` or `%` at `at` of a template is.
fn mark(bytes: &[u8], at: usize) -> Step {
    if is_escaped_opener(bytes, at) {
        Step::Go(at + 3)
    } else if opens(bytes, at) {
        Step::Begin(Mode::Code { start: at, braces: 0 }, at + 2)
    } else {
        Step::Go(at + 1)
    }
}

fn in_quotes(bytes: &[u8], at: usize, quote: usize) -> Result<Step, Fault> {
    let is_told = |byte: &u8| matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n');
    let found = bytes[at..].iter().position(is_told).map(|len| at + len);
    let Some(at) = found else { return Err(Fault::Quoted { quote, end: bytes.len() }) };
    match bytes[at] {
        b'"' => Ok(Step::End(at + 1)),
        b'\n' => Err(Fault::Quoted { quote, end: at }),
        b'\\' if bytes.get(at + 1).is_some_and(|&byte| byte != b'\n') => Ok(Step::Go(at + 2)),
        b'\\' => Ok(Step::Go(at + 1)),
        _ => Ok(mark(bytes, at)),
    }
}

fn in_heredoc(bytes: &[u8], at: usize, opener: &HeredocOpener) -> Result<Step, Fault> {
    if bytes[at - 1] == b'\n' {
        let line = &bytes[at..line_end(bytes, at)];
        if line.trim_ascii() == &bytes[opener.word.0..opener.word.1] {
            return Ok(Step::End(at + line.trim_ascii_end().len()));
        }
    }
    match memchr::memchr3(b'$', b'%', b'\n', &bytes[at..]).map(|len| at + len) {
        None => Err(Fault::Heredoc { start: opener.start }),
        Some(at) if bytes[at] == b'\n' => Ok(Step::Go(at + 1)),
        Some(at) => Ok(mark(bytes, at)),
    }
}

fn in_code(bytes: &[u8], at: usize, start: usize, braces: &mut usize) -> Result<Step, Fault> {
    let Some(&byte) = bytes.get(at) else { return Err(Fault::Interpolation { start }) };
    let behind = bytes.get(at + 1);
    Ok(match byte {
        b'"' => Step::Begin(Mode::Quoted { quote: at }, at + 1),
        b'}' if *braces == 0 => Step::End(at + 1),
        b'{' => {
            *braces += 1;
            Step::Go(at + 1)
        }
        b'}' => {
            *braces -= 1;
            Step::Go(at + 1)
        }
        b'#' => Step::Go(line_end(bytes, at)),
        b'/' if behind == Some(&b'/') => Step::Go(line_end(bytes, at)),
        b'/' if behind == Some(&b'*') => Step::Go(block_comment(bytes, at)?),
        b'<' if behind == Some(&b'<') => match heredoc_opener(bytes, at) {
            Some(opener) => Step::Begin(Mode::Heredoc(opener), opener.content),
            None => Step::Go(at + 2),
        },
        _ => Step::Go(at + 1),
    })
}
