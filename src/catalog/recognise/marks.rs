//! Marks of Genesys configuration in text that could not be read.

use memchr::memmem;

use super::super::Catalog;

/// Words that hardly any other file has.
const WORDS: [&str; 10] = [
    "genesyscloud_",
    "\"/api/v2/",
    "trunkMetabase",
    "phoneMetaBase",
    "startUpRef",
    "startUpTaskActions",
    "flowSequenceItemList",
    "\"requestUrlTemplate\"",
    "externalTrunkBases",
    "trunk_media_codec",
];

/// Whether a text that does not parse was meant to be Genesys configuration: it has a word that hardly any other file
/// has, begins with a flow type, or says `kind:` of a kind with files of the team's own.
pub fn looks_like_genesys(catalog: &Catalog, text: &str) -> bool {
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if WORDS.into_iter().any(has) || text.contains("selfUri") && has("/api/v2/") {
        return true;
    }
    text.lines().any(|line| {
        let key = line.trim_start_matches('\u{feff}').split_once(':');
        key.is_some_and(|(key, value)| is_mark(catalog, key, value))
    })
}

/// Whether a line of the outermost level marks a flow or a file of the team's own.
fn is_mark(catalog: &Catalog, key: &str, value: &str) -> bool {
    let unquote = |text: &str| text.trim_matches(['"', '\'', ',', '{', ' ', '\t', '\r']).to_owned();
    let is_outermost = !key.starts_with([' ', '\t']) || key.trim_start().starts_with(['"', '{']);
    if !is_outermost || key.len() > 64 {
        return false;
    }
    let key = unquote(key);
    // A JSON text on one line has its other entries behind.
    let first = |value: &str| value.split([',', '}']).next().unwrap_or(value).trim().to_owned();
    let opens = value.trim().is_empty() || value.trim_start().starts_with(['{', '#']);
    let is_flow = opens && catalog.index.flow_types.contains_key(&key.to_lowercase());
    is_flow || key == "kind" && catalog.index.own.contains_key(&unquote(&first(value)))
}
