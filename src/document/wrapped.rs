//! Architect's exports, `*.i3InboundFlow` and the like: the configuration of a flow, which is JSON, percent-encoded, in
//! base64. They are told by what they hold; by their name only where they hold something else.

use std::sync::Arc;

use base64::Engine as _;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::SyntaxError;
use super::layout::lay_out;
use crate::source::{Source, Span};

/// The least that a text has to be to be taken for a wrapped one, in bytes: shorter ones are words.
const MIN_BYTES: usize = 16;

/// What to do about a file that does not decode.
const HELP: &str =
    "an export of Architect is one run of base64 over percent-encoded JSON; export the flow again";

/// Whether the name is that of an Architect export.
pub(super) fn is_export(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.as_bytes());
    extension.is_some_and(|name| name.len() > 2 && name[..2].eq_ignore_ascii_case(b"i3"))
}

/// What `source` wraps: a source of the same path whose text is the decoded one, laid out in lines. `None` where it
/// wraps nothing, so that its text is to be read as it is.
///
/// # Errors
/// Why a text that is wrapped, or that is named as if it were, does not decode; places are those of the file.
pub fn unwrap(source: &Source) -> Result<Option<Arc<Source>>, SyntaxError> {
    let text = source.text();
    let is_plain = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    if is_plain || !(is_export(source.path()) || is_wrapped(text)) {
        return Ok(None);
    }
    let json = lay_out(&decode(text)?);
    if json.len() as u64 > Source::MAX_BYTES {
        return Err(broken(Span::at(0), "it decodes to more than 4 GiB"));
    }
    Ok(Some(Arc::new(Source::decoded(source.path(), json))))
}

/// Whether a text is one run of base64 that stands for `{` or for `%7B`, which is `{` percent-encoded.
fn is_wrapped(text: &str) -> bool {
    let run = text.trim_start_matches('\u{feff}').trim();
    let begin = run.get(..4).and_then(|begin| engine(&STANDARD).decode(begin).ok());
    let is_json =
        begin.is_some_and(|bytes| bytes.starts_with(b"{") || bytes.eq_ignore_ascii_case(b"%7B"));
    is_json
        && run.len() >= MIN_BYTES
        && run.bytes().all(|byte| is_base64(byte) || byte.is_ascii_whitespace())
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte)
}

fn engine(alphabet: &Alphabet) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, config)
}

/// The JSON text that a text in base64 stands for.
fn decode(text: &str) -> Result<String, SyntaxError> {
    let odd = text.char_indices().find(|&(_, letter)| {
        letter != '\u{feff}'
            && !letter.is_ascii_whitespace()
            && !u8::try_from(letter).is_ok_and(is_base64)
    });
    if let Some((at, letter)) = odd {
        let message = format!("`{}` is no character of base64", letter.escape_debug());
        return Err(broken(Span::new(at, at + letter.len_utf8()), &message));
    }
    let run: Vec<u8> = text.bytes().filter(|byte| is_base64(*byte)).collect();
    if run.is_empty() {
        return Err(broken(Span::at(0), "the file is empty"));
    }
    let is_url_safe = run.iter().any(|byte| b"-_".contains(byte));
    let alphabet = if is_url_safe { &URL_SAFE } else { &STANDARD };
    let bytes = engine(alphabet)
        .decode(&run)
        .map_err(|_| broken(Span::at(text.trim_end().len()), "the base64 breaks off"))?;
    let begin = bytes.trim_ascii_start().first();
    let json = match begin {
        Some(b'%') => percent_encoding::percent_decode(&bytes).collect(),
        _ => bytes,
    };
    String::from_utf8(json).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("it decodes to no text: byte {at} belongs to no character");
        broken(Span::at(0), &message)
    })
}

fn broken(span: Span, message: &str) -> SyntaxError {
    SyntaxError { span, message: message.to_owned(), help: Some(HELP.to_owned()), opened: None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

    const FLOW: &str = r#"{"name": "Größe ✓", "n": [1, {}, []], "s": "a \"b\", {c}"}"#;

    fn wrap(json: &str) -> String {
        BASE64_STANDARD.encode(utf8_percent_encode(json, NON_ALPHANUMERIC).to_string())
    }

    fn unwrapped(path: &str, text: &str) -> Result<Option<String>, String> {
        let found = unwrap(&Source::new(path, text));
        found.map(|found| found.map(|source| source.text().to_owned())).map_err(|error| {
            let before = text.get(..error.span.start as usize).unwrap_or_default();
            format!("{}: {}", before.len(), error.message)
        })
    }

    #[test]
    fn a_wrapped_flow_is_known_by_what_it_holds() {
        let expected = "{\n  \"name\": \"Größe ✓\",\n  \"n\": [\n    1,\n    {},\n    []\n  ],\n  \"s\": \"a \\\"b\\\", {c}\"\n}\n";
        let wrapped = wrap(FLOW);
        let lines: Vec<&str> =
            wrapped.as_bytes().chunks(76).map(|line| str::from_utf8(line).unwrap()).collect();
        let in_lines = format!("\u{feff}{}\r\n", lines.join("\r\n"));
        let without_padding = wrapped.trim_end_matches('=').to_owned();
        let not_percent_encoded = BASE64_STANDARD_NO_PAD.encode(FLOW);
        for text in [wrapped, in_lines, without_padding, not_percent_encoded] {
            for path in ["a.i3WorkFlow", "a.txt", "a.json"] {
                assert_eq!(unwrapped(path, &text), Ok(Some(expected.to_owned())), "{path}");
            }
        }
    }

    #[test]
    fn what_wraps_nothing_is_left_as_it_is() {
        for text in
            ["", "a: 1", "JTdC", "eyJhIjoxfQ", "name", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"]
        {
            assert_eq!(unwrapped("a.yaml", text), Ok(None), "{text}");
        }
        for text in [FLOW, " {}", "\u{feff}[1]"] {
            assert_eq!(unwrapped("a.i3InboundFlow", text), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_a_broken_export_lacks_is_said_at_the_byte() {
        let said = |text: &str| unwrapped("a.i3InboundFlow", text).unwrap_err();
        assert_eq!(said(""), "0: the file is empty");
        assert_eq!(said("JTdCJTI\u{0}"), "7: `\\0` is no character of base64");
        assert_eq!(said("JTdC{}"), "4: `{` is no character of base64");
        assert_eq!(said("JTdCJ\n"), "5: the base64 breaks off");
        let bytes = BASE64_STANDARD.encode(b"{\"a\xff");
        assert_eq!(said(&bytes), "0: it decodes to no text: byte 3 belongs to no character");
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in ".{0,60}") {
            let _ = unwrapped("a.i3InboundFlow", &text);
            let _ = unwrapped("a.json", &text);
            let _ = unwrapped("a.i3InboundFlow", &BASE64_STANDARD.encode(&text));
        }
    }
}
