//! JSON Pointers (RFC 6901) as lists of segments, so that no key can be mistaken for a path.

use std::fmt;

/// One step of a [`Pointer`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// The value behind a key of an object.
    Key(String),
    /// An element of an array, from 0.
    Index(usize),
}

/// The way from the root of a document to one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(pub Vec<Segment>);

impl Pointer {
    /// Reads the string form; every segment becomes a key or, where it is a plain number, an index.
    /// `None` where the text is neither empty nor begins with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let segment = |part: &str| match part.parse() {
            Ok(index) if part == "0" || !part.starts_with(['0', '+']) => Segment::Index(index),
            _ => Segment::Key(part.replace("~1", "/").replace("~0", "~")),
        };
        Some(Self(text.strip_prefix('/')?.split('/').map(segment).collect()))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| match segment {
            Segment::Key(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Index(index) => write!(f, "/{index}"),
        })
    }
}
