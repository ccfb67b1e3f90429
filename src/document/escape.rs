//! The backslash escapes of strings: of JSON, of double-quoted YAML scalars, and of HCL.

/// The character that the JSON escape at the beginning of `bytes` stands for, and the length of the escape in bytes.
/// `None` for an unknown or broken one, and for half a surrogate pair.
pub(super) fn json(bytes: &[u8]) -> Option<(char, usize)> {
    let character = match bytes.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(bytes),
        _ => return None,
    };
    Some((character, 2))
}

/// As [`json`], for the escapes of YAML, which are those of JSON and more. An escaped line break is none of them.
pub(super) fn yaml(bytes: &[u8]) -> Option<(char, usize)> {
    let character = match bytes.get(1)? {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'v' => '\u{b}',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'\t' => '\t',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return Some((char::from_u32(hex(bytes.get(2..4)?)?)?, 4)),
        b'U' => return Some((char::from_u32(hex(bytes.get(2..10)?)?)?, 10)),
        _ => return json(bytes),
    };
    Some((character, 2))
}

/// As [`json`], for the escapes of HCL, which writes characters beyond U+FFFF with eight digits.
pub(super) fn hcl(bytes: &[u8]) -> Option<(char, usize)> {
    let character = match bytes.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return Some((char::from_u32(hex(bytes.get(2..6)?)?)?, 6)),
        b'U' => return Some((char::from_u32(hex(bytes.get(2..10)?)?)?, 10)),
        _ => return None,
    };
    Some((character, 2))
}

/// `\uXXXX`, or the two of a surrogate pair.
fn unicode(bytes: &[u8]) -> Option<(char, usize)> {
    let first = hex(bytes.get(2..6)?)?;
    if !(0xd800..0xdc00).contains(&first) {
        return Some((char::from_u32(first)?, 6));
    }
    if bytes.get(6..8)? != b"\\u" {
        return None;
    }
    let second = hex(bytes.get(8..12)?)?;
    let low = second.checked_sub(0xdc00).filter(|&low| low < 0x400)?;
    Some((char::from_u32(0x10000 + ((first - 0xd800) << 10) + low)?, 12))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| Some(value << 4 | char::from(digit).to_digit(16)?))
}
