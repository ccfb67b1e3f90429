//! Secrets whose key stands beside them rather than in front: `{"name": "client_secret", "value": …}`, and Terraform's
//! `variable "client_secret" { default = … }`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::value::secret_parts;
use crate::text::is_secret_key;

/// The longest block of a variable that is read, in bytes.
const BLOCK: usize = 4 * 1024;

/// A name in front of its value, a value in front of its name, and a variable or output of Terraform.
static PAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let quote = r#"(?:\\*["'])?"#;
    let name = format!(r"{quote}(?i:name|key|header|field|id){quote}\s*[:=]\s*{quote}");
    let value =
        format!(r"{quote}(?i:value|text|default|data|lit|initialValue:\s+lit){quote}\s*[:=]");
    let word = r"([A-Za-z0-9_.-]{3,128})";
    // Between the two may stand a few members on one line.
    let member =
        r#"\s*,?\s*"[^"\n]{1,64}"\s*:\s*(?:"[^"\n]{0,200}"|[A-Za-z0-9.+-]+|\{[^{}\n]{0,200}\})"#;
    let next = format!(r"(?:{member}){{0,4}}\s*,?\s*");
    let name_first = format!(r"{name}{word}{quote}{next}{value}");
    let value_first = format!(r"({value})[^,\n]+[,\n]\s*{name}{word}");
    Regex::new(&format!(r"{name_first}|{value_first}")).ok()
});

static BLOCKS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\b(?:variable|output)\s+"([^"\n]{1,256})"\s*\{"#).ok());

static DEFAULT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)(?:^|[{;])\s*(default|value)\s*=").ok());

/// The secret parts of `text`, which may break off anywhere.
pub(super) fn secret_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for found in PAIR.iter().flat_map(|pair| pair.captures_iter(text)) {
        let is_secret =
            |group: usize| found.get(group).is_some_and(|name| is_secret_key(name.as_str()));
        let whole = found.get(0).map_or(0..0, |all| all.range());
        if is_secret(1) {
            ranges.extend(secret_parts(text, whole.start, whole.end));
        } else if let Some(value) = found.get(2).filter(|_| is_secret(3)) {
            ranges.extend(secret_parts(text, value.start(), value.end()));
        }
    }
    for found in BLOCKS.iter().flat_map(|blocks| blocks.captures_iter(text)) {
        let is_secret = found.get(1).is_some_and(|name| is_secret_key(name.as_str()));
        let Some(all) = found.get(0).filter(|_| is_secret) else { continue };
        let end = crate::source::floor_boundary(text, (all.end() + BLOCK).min(text.len()));
        let block = &text[all.end() - 1..end];
        let block = &block[..block.find("\n}").unwrap_or(block.len())];
        for default in DEFAULT.iter().flat_map(|default| default.captures_iter(block)) {
            let Some((key, whole)) = default.get(1).zip(default.get(0)) else { continue };
            let start = all.end() - 1;
            ranges.extend(secret_parts(text, start + key.start(), start + whole.end()));
        }
    }
    ranges
}
