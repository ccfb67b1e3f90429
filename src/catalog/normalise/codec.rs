//! Codecs: `PCMU`, `audio/pcmu`, `audio/PCMU` and `G.711u` are one.

use std::borrow::Cow;

/// The media types of RFC 3551 and the IANA registry that Genesys Cloud names, and other spellings of them, without
/// separators and in lower case.
const SPELLINGS: [(&str, &[&str]); 12] = [
    (
        "audio/pcmu",
        &[
            "pcmu",
            "g711u",
            "g711ulaw",
            "g711mulaw",
            "g711mu",
            "g711µ",
            "g711µlaw",
            "g711μlaw",
            "ulaw",
            "mulaw",
        ],
    ),
    ("audio/pcma", &["pcma", "g711a", "g711alaw", "alaw"]),
    ("audio/opus", &["opus"]),
    ("audio/g722", &["g722"]),
    ("audio/g729", &["g729", "g729a", "g729ab", "g729b"]),
    ("audio/l16", &["l16", "linear16", "pcm16"]),
    ("audio/gsm", &["gsm"]),
    ("audio/ilbc", &["ilbc"]),
    ("audio/amr", &["amr"]),
    ("audio/amr-wb", &["amrwb", "g7222"]),
    ("audio/g726-32", &["g72632", "g726"]),
    ("audio/telephone-event", &["telephoneevent"]),
];

/// The one spelling of a codec: a media type in lower case, without parameters. What is not known keeps its letters.
/// `None` for text that names nothing.
pub fn codec(text: &str) -> Option<Cow<'static, str>> {
    let name = name(text);
    let letters: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() {
        return None;
    }
    let known = SPELLINGS.iter().find(|(_, spellings)| spellings.contains(&letters.as_str()));
    Some(match known {
        Some((canonical, _)) => Cow::Borrowed(*canonical),
        None => Cow::Owned(format!("audio/{}", name.to_lowercase())),
    })
}

/// The subtype: without `audio/`, and without clock rate, channels and parameters (`opus/48000/2;fmtp`).
fn name(text: &str) -> &str {
    let text = text.trim();
    let prefix = text.get(..6).filter(|prefix| prefix.eq_ignore_ascii_case("audio/"));
    let subtype = prefix.map_or(text, |_| &text[6..]);
    subtype.split(['/', ';']).next().unwrap_or(subtype).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_codec_are_one() {
        for text in [
            "PCMU",
            "audio/pcmu",
            "audio/PCMU",
            "G.711u",
            "G711U",
            "g711ulaw",
            "G.711 µ-law",
            "PCMU/8000",
            " pcmu ",
        ] {
            assert_eq!(codec(text).as_deref(), Some("audio/pcmu"), "{text}");
        }
        for (text, canonical) in [
            ("G.711a", "audio/pcma"),
            ("opus/48000/2", "audio/opus"),
            ("audio/opus;stereo=0", "audio/opus"),
            ("audio/L16", "audio/l16"),
            ("audio/G726-32", "audio/g726-32"),
            ("G.729", "audio/g729"),
            ("audio/x-truespeech", "audio/x-truespeech"),
            ("SILK", "audio/silk"),
        ] {
            assert_eq!(codec(text).as_deref(), Some(canonical), "{text}");
        }
    }

    #[test]
    fn text_without_letters_names_no_codec() {
        assert_eq!(codec(""), None);
        assert_eq!(codec("audio/"), None);
        assert_eq!(codec("--"), None);
    }

    #[test]
    fn one_spelling_is_its_own() {
        for (canonical, _) in SPELLINGS {
            assert_eq!(codec(canonical).as_deref(), Some(canonical));
        }
    }
}
