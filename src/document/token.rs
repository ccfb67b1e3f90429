//! `{{token}}` placeholders: what Archy puts values in for before it reads a flow.

use super::arena::{Flags, NodeKind, RawNode};
use super::{Document, Node};

/// The placeholders of `text`, as ranges from the first `{` to behind the last `}`, in order: on one line, and
/// without braces or a `: ` in between, so that a flow mapping inside a flow mapping is none.
pub(super) fn find(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut behind = 0;
    for start in memchr::memmem::find_iter(bytes, b"{{") {
        // Of `{{{x}}}` the inner two count.
        let start = start + usize::from(bytes.get(start + 2) == Some(&b'{'));
        if start < behind {
            continue;
        }
        let name = &bytes[start + 2..];
        let Some(len) = name.iter().position(|byte| matches!(byte, b'{' | b'}' | b'\n' | b'\r'))
        else {
            break;
        };
        let is_closed = name[len..].starts_with(b"}}");
        let is_name = len > 0 && !name[..len].windows(2).any(|pair| pair == b": ");
        if is_closed && is_name {
            behind = start + len + 4;
            found.push((start, behind));
        }
    }
    found
}

/// Flags every scalar of `nodes` that holds one of `tokens`, which are in the order of the text.
pub(super) fn flag(nodes: &mut [RawNode], tokens: &[(usize, usize)]) {
    if tokens.is_empty() {
        return;
    }
    for node in nodes.iter_mut().filter(|node| !node.is_container()) {
        let first = tokens.partition_point(|token| token.0 < node.start as usize);
        if tokens.get(first).is_some_and(|token| token.1 <= node.end as usize) {
            node.flags = node.flags.with(Flags::TOKEN);
        }
    }
}

/// A text in which no token can be taken for a YAML flow mapping, byte for byte as long as the original.
#[derive(Debug)]
pub(super) struct Neutral {
    pub(super) text: String,
    /// The characters of two bytes that stand for `{{` and `}}`.
    marks: [char; 2],
}

impl Neutral {
    /// `text` with marks for the braces of `tokens`; `None` where it leaves no character to mark them with.
    pub(super) fn new(text: &str, tokens: &[(usize, usize)]) -> Option<Self> {
        let marks = unused_characters(text)?;
        let mut neutral = String::with_capacity(text.len());
        let mut behind = 0;
        for &(start, end) in tokens {
            neutral.push_str(&text[behind..start]);
            neutral.push(marks[0]);
            neutral.push_str(&text[start + 2..end - 2]);
            neutral.push(marks[1]);
            behind = end;
        }
        neutral.push_str(&text[behind..]);
        Some(Self { text: neutral, marks })
    }

    /// What was read from the neutral text, with its braces again.
    pub(super) fn restore(&self, text: &str) -> String {
        text.replace(self.marks[0], "{{").replace(self.marks[1], "}}")
    }
}

/// Two letters of two bytes each that do not occur in `text`.
fn unused_characters(text: &str) -> Option<[char; 2]> {
    let letters = || '\u{100}'..='\u{7ff}';
    let mut is_used = [false; 0x800];
    for letter in text.chars().filter(|c| letters().contains(c)) {
        is_used[letter as usize] = true;
    }
    let mut unused = letters().rev().filter(|&c| !is_used[c as usize]);
    Some([unused.next()?, unused.next()?])
}

/// A `{{token}}` of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'d> {
    /// What stands between the braces, without white space around it.
    pub name: &'d str,
    /// The value that it stands in, or in the key of.
    pub node: Node<'d>,
    /// Whether it stands in the key.
    pub is_in_key: bool,
}

/// A container on the way through the nodes.
struct Around {
    /// Behind its last node.
    end: u32,
    is_object: bool,
    /// How many keys, values and elements there were so far.
    children: u32,
    /// The last key.
    key: u32,
}

impl Document {
    /// The placeholders of the document, in the order of the text; those of an anchor once, where it stands.
    pub fn tokens(&self) -> Vec<Token<'_>> {
        let mut found = Vec::new();
        let mut open: Vec<Around> = Vec::new();
        for (at, node) in (0_u32..).zip(&self.nodes) {
            while open.last().is_some_and(|around| around.end <= at) {
                open.pop();
            }
            let (mut is_key, mut key) = (false, RawNode::NOWHERE);
            if let Some(around) = open.last_mut() {
                is_key = around.is_object && around.children.is_multiple_of(2);
                around.children += 1;
                if is_key {
                    around.key = at;
                }
                key = if around.is_object { around.key } else { RawNode::NOWHERE };
            }
            if node.is_container() {
                let is_object = node.kind == NodeKind::Object;
                open.push(Around { end: node.next, is_object, children: 0, key });
            } else if node.flags.has(Flags::TOKEN) {
                let value = || Node { document: self, at, key, via: RawNode::NOWHERE };
                let node = if is_key { Node::behind_key(self, at) } else { value() };
                let text = self.scalar_text(at);
                found.extend(find(text).into_iter().map(|(start, end)| Token {
                    name: text[start + 2..end - 2].trim(),
                    node,
                    is_in_key: is_key,
                }));
            }
        }
        found
    }
}
