//! Text that is too long to be shown.

/// `text` in at most `longest` characters, with an ellipsis for its middle.
pub(crate) fn clipped(text: &str, longest: usize) -> String {
    let count = text.chars().count();
    if count <= longest {
        return text.to_owned();
    }
    let kept = longest.saturating_sub(1);
    let tail = kept / 2;
    let head: String = text.chars().take(kept - tail).collect();
    let tail: String = text.chars().skip(count - tail).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_loses_its_middle() {
        assert_eq!(clipped("abcdefghij", 10), "abcdefghij");
        assert_eq!(clipped("abcdefghijk", 5), "ab…jk");
        assert_eq!(clipped("größer als", 6), "grö…ls");
        assert_eq!(clipped("abc", 0), "…");
    }
}
