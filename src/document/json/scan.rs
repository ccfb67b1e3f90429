//! Whitespace, strings and numbers.

use super::super::arena::{Flags, NodeKind};
use super::super::builder::Text;
use super::super::escape;
use super::{Expected, Fault, Reader};

const SPACES: [u8; 8] = [b' '; 8];

impl Reader<'_> {
    /// Moves to the next byte that is not whitespace.
    pub(super) fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
            // Indentation comes in long runs.
            while self.bytes[self.at..].first_chunk() == Some(&SPACES) {
                self.at += SPACES.len();
            }
        }
    }

    /// Reads a string from its opening quote.
    pub(super) fn string(&mut self) -> Result<Text, Fault> {
        let quote = self.at;
        let start = quote + 1;
        let end = plain_run(self.bytes, start);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Text { start, len: end - start, flags: Flags::NONE });
        }
        self.escaped_string(quote, end)
    }

    /// Reads a string that holds escapes, into the side buffer; its first `\` or its end is at `at`.
    fn escaped_string(&mut self, quote: usize, mut at: usize) -> Result<Text, Fault> {
        let side = &mut self.builder.draft.side;
        let start = side.len();
        let mut from = quote + 1;
        loop {
            let fault = |expected| Fault { at, expected };
            match self.bytes.get(at) {
                Some(b'"') => {
                    side.push_str(&self.text[from..at]);
                    self.at = at + 1;
                    return Ok(Text { start, len: side.len() - start, flags: Flags::SIDE });
                }
                Some(b'\\') => {
                    side.push_str(&self.text[from..at]);
                    let (character, len) =
                        escape::json(&self.bytes[at..]).ok_or_else(|| fault(Expected::Escape))?;
                    side.push(character);
                    from = at + len;
                    at = plain_run(self.bytes, from);
                }
                _ => return Err(fault(Expected::StringEnd { quote })),
            }
        }
    }

    /// Reads a number.
    pub(super) fn number(&mut self) -> Result<(), Fault> {
        let number = self.at;
        let mut end = number + usize::from(self.bytes[number] == b'-');
        let mut kind = NodeKind::Int;
        end = match self.bytes.get(end) {
            Some(b'0') => end + 1,
            _ => self.digits(number, end)?,
        };
        if self.bytes.get(end) == Some(&b'.') {
            kind = NodeKind::Float;
            end = self.digits(number, end + 1)?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(end) {
            kind = NodeKind::Float;
            let sign = matches!(self.bytes.get(end + 1), Some(b'+' | b'-'));
            end = self.digits(number, end + 1 + usize::from(sign))?;
        }
        self.plain_scalar(kind, Flags::NONE, end - number);
        Ok(())
    }

    /// The end of the digits at `from`, of which there must be one.
    fn digits(&self, number: usize, from: usize) -> Result<usize, Fault> {
        let len = self.bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if len == 0 {
            return Err(Fault { at: from, expected: Expected::Digit { number } });
        }
        Ok(from + len)
    }
}

/// The first `"`, `\` or control character at or behind `from`, else the end of the text.
fn plain_run(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(word) = bytes[at..].first_chunk() {
        let stops = stops(u64::from_le_bytes(*word));
        if stops != 0 {
            return at + stops.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    at + bytes[at..].iter().take_while(is_plain).count()
}

/// The high bit of every byte of `word` at which a plain run stops; bits above the first one set may be wrong.
fn stops(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES * 0x80;
    let is_zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let quotes = is_zero(word ^ (ONES * u64::from(b'"')));
    let backslashes = is_zero(word ^ (ONES * u64::from(b'\\')));
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    (quotes | backslashes | controls) & HIGHS
}

#[cfg(test)]
mod tests {
    use super::plain_run;

    #[test]
    fn a_plain_run_ends_at_the_first_special_byte_wherever_it_stands() {
        for special in [b'"', b'\\', 0, 0x1f, b'\n', b'\t'] {
            for at in 0..40 {
                let mut bytes = "é".repeat(20).into_bytes();
                bytes[at] = special;
                assert_eq!(plain_run(&bytes, 0), at, "{special} at {at}");
                assert_eq!(plain_run(&bytes, at), at);
            }
        }
        assert_eq!(plain_run(b"0123456789\x7f\xff", 3), 12);
    }
}
