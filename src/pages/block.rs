//! What pages are made of, whatever they are written in.

/// A piece of a page.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// A heading: 1 for the page, 2 for its parts.
    Heading(u8, String),
    /// A paragraph or several, in Markdown.
    Text(String),
    /// Names with what they stand for.
    Facts(Vec<(&'static str, String)>),
    /// A list.
    Items(Vec<String>),
    /// Rows of cells below their heads.
    Table(Vec<&'static str>, Vec<Vec<String>>),
    /// Text as it is, in a language.
    Code(&'static str, String),
}
