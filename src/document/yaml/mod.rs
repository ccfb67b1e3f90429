//! YAML into the arena, from the events of `granit-parser`. Nothing outside this module knows that crate.

mod explain;
mod scalar;

use granit_parser::{Event, Parser, ScalarStyle, Tag};

use super::arena::{Flags, NodeKind, RawNode};
use super::builder::{Builder, Draft, Text};
use super::token::{self, Neutral};
use super::{MAX_DEPTH, SyntaxError, embedded};
use crate::source::Span;

/// Reads the documents of the YAML stream `text`, up to the first error.
pub(super) fn read(text: &str) -> (Vec<Draft>, Option<SyntaxError>) {
    let tokens = token::find(text);
    if tokens.is_empty() {
        return Reader::new(text, None).read(text);
    }
    let neutral = Neutral::new(text, &tokens);
    let Some(neutral) = &neutral else { return Reader::new(text, None).read(text) };
    let (drafts, error) = Reader::new(text, Some(neutral)).read(&neutral.text);
    if error.is_some() {
        // What looks like a token may have been a flow mapping after all.
        let as_written = Reader::new(text, None).read(text);
        if as_written.1.is_none() {
            return as_written;
        }
    }
    (drafts, error)
}

/// What YAML takes for blanks and line breaks.
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// An anchored node.
#[derive(Clone, Copy)]
struct Anchor {
    node: u32,
    /// `None` while it is still open.
    extent: Option<Extent>,
}

/// How much a value is when aliases in it are followed.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// Levels of containers.
    height: usize,
    /// Number of nodes.
    nodes: u64,
}

impl Extent {
    const SCALAR: Self = Self { height: 0, nodes: 1 };
}

/// A collection that is being read.
struct Frame {
    /// The anchor it carries, 0 for none.
    anchor: usize,
    start: usize,
    /// Where its last child ends.
    end: usize,
    extent: Extent,
    has_merge_key: bool,
}

struct Reader<'t> {
    /// The text as it is written.
    text: &'t str,
    neutral: Option<&'t Neutral>,
    builder: Builder,
    frames: Vec<Frame>,
    /// By the number that the parser gives them.
    anchors: Vec<Option<Anchor>>,
    drafts: Vec<Draft>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, neutral: Option<&'t Neutral>) -> Self {
        // Real flows need one node for every 20 to 60 bytes.
        let builder = Builder::with_capacity(text.len() / 40 + 1);
        let (frames, anchors, drafts) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, neutral, builder, frames, anchors, drafts }
    }

    /// Reads `text`: the reader's own, or the neutral one.
    fn read(mut self, text: &str) -> (Vec<Draft>, Option<SyntaxError>) {
        let options = granit_parser::options! {
            emit_unresolved_aliases: true,
            block_nesting_limit: MAX_DEPTH + 1,
            flow_nesting_limit: MAX_DEPTH + 1,
            // A block of comments is as long as its author likes.
            max_buffered_comment_events: usize::MAX,
            // YAML's own limit is 1,024; real keys can hold whole expressions.
            simple_key_max_lookahead: 8192,
        };
        for event in Parser::new_from_str_with_options(text, options) {
            let outcome = match event {
                Ok((event, span)) => match span.byte_range() {
                    Some(range) => self.event(text, event, (range.start, range.end)),
                    None => Ok(()),
                },
                Err(error) => Err(explain::error(self.text, &error)),
            };
            if let Err(error) = outcome {
                return (self.drafts, Some(error));
            }
        }
        self.trailing_comments();
        (self.drafts, None)
    }

    fn event(&mut self, read: &str, event: Event, span: (usize, usize)) -> Result<(), SyntaxError> {
        match event {
            Event::Scalar(cooked, style, anchor, tag) => {
                self.note_anchor(anchor, Some(Extent::SCALAR));
                self.scalar(read, &cooked, style, tag.as_deref(), span);
            }
            Event::SequenceStart(_, anchor, _) => self.begin(NodeKind::Array, anchor, span)?,
            Event::MappingStart(_, anchor, _) => self.begin(NodeKind::Object, anchor, span)?,
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::UnresolvedAlias(name) => return Err(explain::unknown_anchor(&name, span)),
            Event::Comment(..) => self.builder.draft.comments.push(Span::new(span.0, span.1)),
            Event::DocumentEnd => {
                let mut draft = self.builder.finish();
                // A comment can be reported behind the node that follows it.
                draft.comments.sort_unstable();
                self.drafts.push(draft);
            }
            _ => {}
        }
        Ok(())
    }

    /// Comments behind the last document belong to it.
    fn trailing_comments(&mut self) {
        let comments = std::mem::take(&mut self.builder.draft.comments);
        if let Some(last) = self.drafts.last_mut() {
            last.comments.extend(comments);
        }
    }

    fn note_anchor(&mut self, anchor: usize, extent: Option<Extent>) {
        if anchor != 0 {
            let node = self.builder.next_node();
            self.anchors.resize(self.anchors.len().max(anchor + 1), None);
            self.anchors[anchor] = Some(Anchor { node, extent });
        }
    }

    /// What the container around a child learns of it when it is complete.
    fn child_ends(&mut self, end: usize, extent: Extent) {
        if let Some(frame) = self.frames.last_mut() {
            frame.end = frame.end.max(end);
            frame.extent.height = frame.extent.height.max(extent.height + 1);
            frame.extent.nodes = frame.extent.nodes.saturating_add(extent.nodes);
        } else {
            self.builder.draft.expanded = extent.nodes;
        }
    }

    fn begin(
        &mut self,
        kind: NodeKind,
        anchor: usize,
        (start, end): (usize, usize),
    ) -> Result<(), SyntaxError> {
        if self.builder.depth() == MAX_DEPTH {
            return Err(explain::too_deep(Span::new(start, end)));
        }
        self.note_anchor(anchor, None);
        self.builder.begin(kind, start);
        let extent = Extent { height: 1, nodes: 1 };
        self.frames.push(Frame { anchor, start, end, extent, has_merge_key: false });
        Ok(())
    }

    fn end(&mut self, (start, end): (usize, usize)) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.has_merge_key {
            self.mark_merge_keys();
        }
        // Block collections end with an empty event in front of whatever comes next.
        let end = if end > start { end } else { frame.end.max(frame.start) };
        self.builder.end(end, self.text);
        if let Some(anchor) = self.anchors.get_mut(frame.anchor).and_then(Option::as_mut) {
            anchor.extent = Some(frame.extent);
        }
        self.child_ends(end, frame.extent);
    }

    fn alias(&mut self, anchor: usize, span: (usize, usize)) -> Result<(), SyntaxError> {
        let range = Span::new(span.0, span.1);
        let name = self.text.get(span.0 + 1..span.1).unwrap_or_default();
        let Some(anchor) = self.anchors.get(anchor).copied().flatten() else {
            return Err(explain::unknown_anchor(name, span));
        };
        let Some(extent) = anchor.extent else {
            let opened = self.builder.draft.nodes[anchor.node as usize].start as usize;
            return Err(explain::cycle(name, range, opened));
        };
        if self.builder.depth() + extent.height > MAX_DEPTH {
            return Err(explain::too_deep(range));
        }
        let is_key = self.builder.is_key_due();
        self.builder.alias(span, anchor.node);
        if is_key {
            self.builder.note_key(self.text);
        }
        self.child_ends(span.1, extent);
        Ok(())
    }

    fn scalar(
        &mut self,
        read: &str,
        cooked: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: (usize, usize),
    ) {
        let is_key = self.builder.is_key_due();
        let is_empty = style == ScalarStyle::Plain && span.0 == span.1;
        let (text, span) = if is_empty {
            let at = if is_key { span.0 } else { self.empty_place(span.0) };
            (Text { start: at, len: 0, flags: Flags::NONE }, (at, at))
        } else {
            (self.keep(read, cooked), self.trimmed(cooked, style, span))
        };
        let is_string = style != ScalarStyle::Plain || tag.is_some_and(is_string_tag);
        let plain = if is_empty { "" } else { cooked };
        let (kind, flags) =
            if is_string { (NodeKind::String, Flags::NONE) } else { scalar::resolve(plain) };
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let flags = if is_block { flags.with(Flags::BLOCK) } else { flags };
        self.builder.scalar(kind, flags, span, text);
        if is_key {
            self.builder.note_key(self.text);
            if let Some(frame) = self.frames.last_mut() {
                frame.has_merge_key |= cooked == "<<" && style == ScalarStyle::Plain;
            }
        } else if kind == NodeKind::String && embedded::may_be_json(cooked) {
            self.builder.note_maybe_json();
        }
        self.child_ends(span.1, Extent::SCALAR);
    }

    /// The text of a scalar: a slice of the source where the parser lent one of what it read.
    fn keep(&mut self, read: &str, cooked: &str) -> Text {
        let offset = (cooked.as_ptr() as usize).wrapping_sub(read.as_ptr() as usize);
        let is_slice = offset.checked_add(cooked.len()).is_some_and(|end| end <= read.len());
        if is_slice && !cooked.is_empty() {
            return Text { start: offset, len: cooked.len(), flags: Flags::NONE };
        }
        let side = &mut self.builder.draft.side;
        let start = side.len();
        match self.neutral {
            Some(neutral) => side.push_str(&neutral.restore(cooked)),
            None => side.push_str(cooked),
        }
        Text { start, len: side.len() - start, flags: Flags::SIDE }
    }

    /// The span of a scalar, of a block scalar without the blank lines at its end.
    fn trimmed(
        &self,
        cooked: &str,
        style: ScalarStyle,
        (start, end): (usize, usize),
    ) -> (usize, usize) {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return (start, end);
        }
        if cooked.trim_matches(SPACE).is_empty() {
            // Nothing but its header, behind which it stands. The parser begins it there or behind the blank lines.
            let is_header = self.text[start..].starts_with(['|', '>']);
            let line = self.text[start..].find(['\n', '\r']).filter(|_| is_header);
            let at = self.text[..start + line.unwrap_or(0)].trim_end_matches(SPACE).len();
            return (at, at);
        }
        let written = self.text.get(start..end).unwrap_or_default();
        let text = written.trim_end_matches(SPACE).len();
        let blanks = written[text..].find(['\n', '\r']).unwrap_or(written.len() - text);
        (start, start + text + blanks)
    }

    /// Where a value stands that is not there: behind its `:` or `-`, or its anchor or tag.
    fn empty_place(&self, at: usize) -> usize {
        let is_mapping = self.builder.innermost().is_some_and(|container| {
            self.builder.draft.nodes[container as usize].kind == NodeKind::Object
        });
        if is_mapping && self.text[at..].starts_with(':') {
            return at + 1;
        }
        let first = self.frames.last().map_or(0, |frame| frame.start);
        self.text[..at].trim_end_matches(SPACE).len().max(first.min(at))
    }

    /// Marks the merge keys of the innermost mapping that name mappings, and the mapping.
    fn mark_merge_keys(&mut self) {
        let nodes = &self.builder.draft.nodes;
        let is_merge = |&key: &u32| {
            let node = &nodes[key as usize];
            let is_plain =
                node.end - node.start == 2 && self.text[node.start as usize..].starts_with("<<");
            is_plain && names_mappings(nodes, node.next)
        };
        let keys: Vec<u32> = self.builder.keys().iter().copied().filter(is_merge).collect();
        let container = self.builder.innermost().filter(|_| !keys.is_empty());
        for at in keys.into_iter().chain(container) {
            let node = &mut self.builder.draft.nodes[at as usize];
            node.flags = node.flags.with(Flags::MERGE);
        }
    }
}

/// Whether the node `at` is a mapping or a sequence of mappings.
fn names_mappings(nodes: &[RawNode], at: u32) -> bool {
    let resolved = |at: u32| {
        let node = &nodes[at as usize];
        if node.flags.has(Flags::ALIAS) { node.a } else { at }
    };
    let at = resolved(at);
    match nodes[at as usize].kind {
        NodeKind::Object => true,
        NodeKind::Array => super::arena::child_positions(nodes, at)
            .all(|child| nodes[child as usize].kind == NodeKind::Object),
        _ => false,
    }
}

/// `!!str` and the non-specific `!` make a string of what would read as a number or such.
fn is_string_tag(tag: &Tag) -> bool {
    tag.core_suffix() == Some("str")
        || tag.handle().is_empty() && tag.suffix() == "!"
        || tag.handle() == "!" && tag.suffix().is_empty()
}
