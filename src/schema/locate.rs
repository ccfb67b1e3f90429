//! From the path of an instance back to its node, at a cost that does not grow with the number of errors.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::{Items, Node, NodeKind};
use crate::text::is_secret_key;

/// A value that an error is about, and how people would name it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'d> {
    pub(crate) node: Node<'d>,
    /// Position in the array around it, from 0.
    pub(crate) index: Option<usize>,
    /// The nearest key on the way to the value, its own included, also that of the string around a document.
    pub(crate) key: Option<&'d str>,
    /// Whether a key on the way says that the value must not be shown.
    pub(crate) is_secret: bool,
}

/// Finds places by path. Errors come mostly in document order, so the way to the last one is kept.
pub(crate) struct Locator<'d> {
    /// The way to the last place, the root first.
    way: Vec<Level<'d>>,
}

struct Level<'d> {
    /// The path's segment that led here, as written in the path.
    segment: String,
    place: Place<'d>,
    children: Children<'d>,
}

/// What is remembered of a value's children for the next lookup among them.
enum Children<'d> {
    None,
    /// The next element and its position.
    Elements(usize, Items<'d>),
    /// The entries of a large object.
    Entries(BTreeMap<&'d str, Node<'d>>),
}

/// Objects with more entries than this are indexed.
const WORTH_INDEXING: usize = 64;

impl<'d> Locator<'d> {
    /// Finds places by their paths from `root`; `around` is the string that it stands in.
    pub(crate) fn new(root: Node<'d>, around: Option<Place<'d>>) -> Self {
        let key = root.key().or(around.and_then(|place| place.key));
        let is_secret =
            around.is_some_and(|place| place.is_secret) || key.is_some_and(is_secret_key);
        let place = Place { node: root, index: None, key, is_secret };
        Self { way: vec![Level { segment: String::new(), place, children: Children::None }] }
    }

    /// The place at `path`, a JSON Pointer from the root; as far as it leads.
    pub(crate) fn find(&mut self, path: &str) -> Option<Place<'d>> {
        let segments = || path.split('/').skip(1);
        let shared = 1 + self.way[1..]
            .iter()
            .zip(segments())
            .take_while(|(level, segment)| level.segment == *segment)
            .count();
        self.way.truncate(shared);
        for segment in segments().skip(shared - 1) {
            let place = self.way.last_mut()?.child(segment)?;
            self.way.push(Level { segment: segment.to_owned(), place, children: Children::None });
        }
        self.way.last().map(|level| level.place)
    }
}

impl<'d> Level<'d> {
    fn child(&mut self, segment: &str) -> Option<Place<'d>> {
        let parent = self.place;
        if parent.node.kind() == NodeKind::Array {
            let index = segment.parse().ok()?;
            let node = self.element(index)?;
            return Some(Place { node, index: Some(index), ..parent });
        }
        let node = self.entry(&unescaped(segment))?;
        let key = node.key();
        let is_secret = parent.is_secret || key.is_some_and(is_secret_key);
        Some(Place { node, index: None, key, is_secret })
    }

    fn element(&mut self, index: usize) -> Option<Node<'d>> {
        let (next, mut items) = match &self.children {
            Children::Elements(next, items) if *next <= index => (*next, items.clone()),
            _ => (0, self.place.node.items()),
        };
        let found = items.nth(index - next);
        self.children = Children::Elements(index + 1, items);
        found
    }

    fn entry(&mut self, key: &str) -> Option<Node<'d>> {
        let object = self.place.node;
        if object.len() <= WORTH_INDEXING {
            return object.get(key);
        }
        if let Children::Entries(entries) = &self.children {
            return entries.get(key).copied();
        }
        let named = object.members().filter_map(|member| Some((member.key()?, member)));
        let entries: BTreeMap<_, _> = named.collect();
        let found = entries.get(key).copied();
        self.children = Children::Entries(entries);
        found
    }
}

/// A segment of a JSON Pointer without its escapes.
pub(crate) fn unescaped(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}
