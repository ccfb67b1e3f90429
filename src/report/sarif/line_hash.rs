//! The hash by which GitHub follows an alert from one upload to the next, `primaryLocationLineHash`.
//!
//! GitHub's upload action computes it itself and complains about every value that differs, so this is its algorithm
//! to the letter (`src/fingerprints.ts` of github/codeql-action): the hash of a line is a polynomial in 37 over the
//! 100 UTF-16 code units from the beginning of the line on, spaces and tabs left out, every line ending one line
//! feed, the end of the file a unit 65535 and zeros after that; then a colon and how often that hash has come up.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// Units that a hash covers.
const WINDOW: usize = 100;

/// The base of the polynomial.
const BASE: u64 = 37;

/// The unit that stands for the end of the file.
const END_OF_FILE: u64 = 65_535;

/// The hash of each of the `lines` (from 1, ascending) of `text`, read once.
pub(super) fn line_hashes(text: &str, lines: &[u32]) -> BTreeMap<u32, String> {
    let mut hashes = LineHashes::new(lines);
    let mut is_behind_return = false;
    for unit in text.encode_utf16() {
        let is_second_half = is_behind_return && unit == 10;
        is_behind_return = false;
        match unit {
            9 | 32 => {}
            10 if is_second_half => {}
            13 => {
                is_behind_return = true;
                hashes.push(10);
            }
            unit => hashes.push(u64::from(unit)),
        }
    }
    hashes.push(END_OF_FILE);
    (0..WINDOW).for_each(|_| hashes.push_padding());
    hashes.found
}

/// A rolling hash over the last [`WINDOW`] units.
struct LineHashes<'l> {
    lines: &'l [u32],
    window: [u64; WINDOW],
    /// For each unit of the window: the line it begins, 0 for none.
    begins: [u32; WINDOW],
    at: usize,
    hash: u64,
    /// What the oldest unit of the window was multiplied with by the time it leaves.
    oldest: u64,
    line: u32,
    is_line_start: bool,
    counts: FxHashMap<u64, u32>,
    found: BTreeMap<u32, String>,
}

impl<'l> LineHashes<'l> {
    fn new(lines: &'l [u32]) -> Self {
        Self {
            lines,
            window: [0; WINDOW],
            begins: [0; WINDOW],
            at: 0,
            hash: 0,
            oldest: (0..WINDOW).fold(1, |power: u64, _| power.wrapping_mul(BASE)),
            line: 0,
            is_line_start: true,
            counts: FxHashMap::default(),
            found: BTreeMap::new(),
        }
    }

    fn push(&mut self, unit: u64) {
        self.finish_oldest();
        if self.is_line_start {
            self.line += 1;
            self.begins[self.at] = self.line;
        }
        self.is_line_start = unit == 10;
        self.roll(unit);
    }

    fn push_padding(&mut self) {
        self.finish_oldest();
        self.roll(0);
    }

    /// Where the oldest unit of the window begins a line, the hash of that line is complete.
    fn finish_oldest(&mut self) {
        let line = std::mem::take(&mut self.begins[self.at]);
        if line == 0 {
            return;
        }
        let count = self.counts.entry(self.hash).or_default();
        *count += 1;
        if self.lines.binary_search(&line).is_ok() {
            self.found.insert(line, format!("{:x}:{count}", self.hash));
        }
    }

    fn roll(&mut self, unit: u64) {
        let leaving = std::mem::replace(&mut self.window[self.at], unit);
        let kept = self.hash.wrapping_mul(BASE).wrapping_sub(self.oldest.wrapping_mul(leaving));
        self.hash = kept.wrapping_add(unit);
        self.at = (self.at + 1) % WINDOW;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<String> {
        let all: Vec<u32> = (1..100).collect();
        line_hashes(text, &all).into_values().collect()
    }

    /// The expected values of these tests are those of the action's own tests.
    #[test]
    fn an_empty_file_has_one_line() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
    }

    #[test]
    fn blanks_do_not_count() {
        let expected =
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(hashes(" a\nb\n  \t\tc\n d"), expected);
    }

    #[test]
    fn all_line_endings_are_one() {
        let expected = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        assert_eq!(hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n"), expected);
        assert_eq!(hashes(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"), expected);
    }

    #[test]
    fn equal_lines_are_counted() {
        let expected = [
            "a7f2ff13bc495cf2:1",
            "a7f2ff13bc495cf2:2",
            "a7f2ff13bc495cf2:3",
            "a7f2ff13bc495cf2:4",
            "a7f2ff13bc495cf2:5",
            "a7f2ff13bc495cf2:6",
            "a7f2ff1481e87703:1",
            "a9cf91f7bbf1862b:1",
            "55ec222b86bcae53:1",
            "cc97dc7b1d7d8f7b:1",
            "c129715d7a2bc9a3:1",
        ];
        assert_eq!(hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10)), expected);
    }

    #[test]
    fn only_the_lines_asked_for_are_kept() {
        assert_eq!(line_hashes("a\nb\nc", &[2]).len(), 1);
    }
}
