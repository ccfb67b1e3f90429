//! Builds the tree: blocks of one type together, in the order in which the types first appear.

use std::collections::HashMap;

use super::super::arena::{Flags, NodeKind};
use super::super::builder::{Builder, Draft, Text};
use super::super::embedded::{MAX_LEVEL, may_be_json};
use super::body::{Block, Item};
use super::lex::Lexed;
use super::template;
use super::value::{Key, Value};
use crate::source::Span;

/// Blocks of the outermost level without labels that may be written in several parts.
const IN_PARTS: [&str; 2] = ["locals", "terraform"];

/// The block of the outermost level that may stand several times with the same label.
const REPEATED: &str = "provider";

/// The tree of the file that consists of `items`.
pub(super) fn build(text: &str, lexed: Lexed, items: &[Item]) -> Draft {
    // Real files need one node for every 20 to 40 bytes.
    let builder = Builder::with_capacity(text.len() / 24 + 1);
    let mut tree = Tree { text, builder, level: 0 };
    let whole = items.iter().map(extent).reduce(Span::join).unwrap_or_default();
    tree.builder.begin(NodeKind::Object, whole.start as usize);
    for group in tree.groups(items.iter()) {
        tree.outermost(&group);
    }
    tree.builder.end(whole.end as usize, text);
    let mut draft = tree.builder.finish();
    draft.comments = lexed.comments;
    draft
}

/// From the first to the last byte of an item.
fn extent(item: &Item) -> Span {
    match item {
        Item::Argument { name, value } => name.join(value.span()),
        Item::Block(block) => block.span(),
    }
}

impl Block {
    fn span(&self) -> Span {
        Span::new(self.name.start as usize, self.end)
    }
}

impl Value {
    fn span(&self) -> Span {
        match self {
            Self::Null(span)
            | Self::Bool(span)
            | Self::Number(span)
            | Self::Template(span)
            | Self::Array(span, _)
            | Self::Object(span, _)
            | Self::Encoded(span, _)
            | Self::Expression(span) => *span,
        }
    }
}

/// What stands under one key of a body.
enum Group<'i> {
    Argument(Span, &'i Value),
    /// Blocks of one type, and the key that they stand under.
    Blocks(Span, Vec<&'i Block>),
    /// `dynamic` blocks, and the label that they stand under.
    Dynamic(Span, Vec<&'i Block>),
}

struct Tree<'t> {
    text: &'t str,
    builder: Builder,
    /// How many `jsonencode` are around.
    level: usize,
}

impl Tree<'_> {
    /// The items of a body by what they are called, in the order in which that first appears. Arguments of one name
    /// stand each for itself, and so are found to be repeated.
    fn groups<'i>(&self, items: impl Iterator<Item = &'i Item>) -> Vec<Group<'i>> {
        let mut groups = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for item in items {
            let block = match item {
                Item::Argument { name, value } => {
                    groups.push(Group::Argument(*name, value));
                    continue;
                }
                Item::Block(block) => block,
            };
            let (key, is_dynamic) = self.key_of(block);
            let name = self.text[key.range()].trim_matches('"');
            let place = *places.entry(name).or_insert(groups.len());
            match groups.get_mut(place) {
                None if is_dynamic => groups.push(Group::Dynamic(key, vec![block])),
                None => groups.push(Group::Blocks(key, vec![block])),
                Some(Group::Dynamic(_, blocks)) if is_dynamic => blocks.push(block),
                Some(Group::Blocks(key, _)) if is_dynamic => {
                    groups[place] = Group::Dynamic(*key, vec![block]);
                }
                Some(Group::Blocks(_, blocks)) => blocks.push(block),
                // What the dynamic ones come to is not known, so neither is the whole.
                Some(Group::Dynamic(..) | Group::Argument(..)) => {}
            }
        }
        groups
    }

    /// The key that a block stands under, and whether it is a `dynamic` one, which stands under its label.
    fn key_of(&self, block: &Block) -> (Span, bool) {
        match block.labels[..] {
            [label] if &self.text[block.name.range()] == "dynamic" => (label, true),
            _ => (block.name, false),
        }
    }

    /// Blocks of the outermost level: an object by their labels, or their body.
    fn outermost(&mut self, group: &Group<'_>) {
        let Group::Blocks(key, blocks) = group else { return self.group(group) };
        let (labelled, plain): (Vec<&Block>, Vec<&Block>) =
            blocks.iter().copied().partition(|block| !block.labels.is_empty());
        if !plain.is_empty() {
            self.key(*key);
            if IN_PARTS.contains(&&self.text[key.range()]) {
                self.merged(&plain);
            } else {
                self.each(&plain, 0);
            }
        }
        if !labelled.is_empty() {
            self.key(labelled[0].name);
            self.by_label(&labelled, 0);
        }
    }

    /// One object with the items of all `blocks`.
    fn merged(&mut self, blocks: &[&Block]) {
        self.begin(NodeKind::Object, blocks);
        self.body(blocks.iter().flat_map(|block| &block.items));
        self.end(blocks);
    }

    /// An object with the label number `level` of `blocks` as keys.
    fn by_label(&mut self, blocks: &[&Block], level: usize) {
        self.begin(NodeKind::Object, blocks);
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut labels: Vec<Vec<&Block>> = Vec::new();
        for &block in blocks {
            let label = self.text[block.labels[level].range()].trim_matches('"');
            let place = *places.entry(label).or_insert(labels.len());
            match labels.get_mut(place) {
                Some(others) => others.push(block),
                None => labels.push(vec![block]),
            }
        }
        for blocks in labels {
            self.under_label(&blocks, level);
        }
        self.end(blocks);
    }

    /// Blocks that have the label number `level` in common. Where it is the last one, each has an entry of its own, so
    /// that the second is found to be repeated.
    fn under_label(&mut self, blocks: &[&Block], level: usize) {
        let (last, others): (Vec<&Block>, Vec<&Block>) =
            blocks.iter().copied().partition(|block| block.labels.len() == level + 1);
        let may_repeat = last.first().is_some_and(|it| &self.text[it.name.range()] == REPEATED);
        if last.len() > 1 && may_repeat {
            self.key(last[0].labels[level]);
            self.each(&last, level + 1);
        } else {
            for block in last {
                self.key(block.labels[level]);
                self.merged(&[block]);
            }
        }
        if let Some(first) = others.first() {
            self.key(first.labels[level]);
            self.by_label(&others, level + 1);
        }
    }

    /// An array with one object for each of `blocks`, in which the labels from the number `level` on are keys.
    fn each(&mut self, blocks: &[&Block], level: usize) {
        self.begin(NodeKind::Array, blocks);
        for &block in blocks {
            let labels = block.labels.get(level..).unwrap_or_default();
            for label in labels {
                self.begin(NodeKind::Object, &[block]);
                self.key(*label);
            }
            self.merged(&[block]);
            for _ in labels {
                self.end(&[block]);
            }
        }
        self.end(blocks);
    }

    fn body<'i>(&mut self, items: impl Iterator<Item = &'i Item>) {
        let items: Vec<&Item> = items.collect();
        for group in self.groups(items.iter().copied()) {
            self.group(&group);
        }
        let blocks = items.into_iter().filter_map(|item| match item {
            Item::Block(block) => Some(block).filter(|block| self.key_of(block).1),
            Item::Argument { .. } => None,
        });
        self.dynamic(&blocks.collect::<Vec<_>>());
    }

    /// What `dynamic` blocks hold besides what they run over, under the key `dynamic` and their labels.
    fn dynamic(&mut self, blocks: &[&Block]) {
        let Some(first) = blocks.first() else { return };
        let mut by_label: Vec<(&str, Vec<&Block>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for &block in blocks {
            let label = self.text[self.key_of(block).0.range()].trim_matches('"');
            let place = *places.entry(label).or_insert(by_label.len());
            match by_label.get_mut(place) {
                Some((_, others)) => others.push(block),
                None => by_label.push((label, vec![block])),
            }
        }
        self.key(first.name);
        self.begin(NodeKind::Object, blocks);
        for (_, blocks) in by_label {
            self.key(self.key_of(blocks[0]).0);
            self.begin(NodeKind::Array, &blocks);
            for block in &blocks {
                self.begin(NodeKind::Object, &[block]);
                let text = self.text;
                self.body(block.items.iter().filter(|item| !is_for_each(text, item)));
                self.end(&[block]);
            }
            self.end(&blocks);
        }
        self.end(blocks);
    }

    fn group(&mut self, group: &Group<'_>) {
        match group {
            Group::Argument(name, value) => {
                self.key(*name);
                self.value(value);
            }
            Group::Blocks(key, blocks) => {
                self.key(*key);
                self.each(blocks, 0);
            }
            Group::Dynamic(key, blocks) => {
                self.key(*key);
                self.expression(self.iterated(blocks[0]));
            }
        }
    }

    /// What a `dynamic` block runs over.
    fn iterated(&self, block: &Block) -> Span {
        let found = block.items.iter().find_map(|item| match item {
            Item::Argument { name, value } => {
                (&self.text[name.range()] == "for_each").then(|| value.span())
            }
            Item::Block(_) => None,
        });
        found.unwrap_or(block.span())
    }

    fn begin(&mut self, kind: NodeKind, blocks: &[&Block]) {
        self.builder.begin(kind, blocks.first().map_or(0, |block| block.name.start as usize));
    }

    fn end(&mut self, blocks: &[&Block]) {
        self.builder.end(blocks.last().map_or(0, |block| block.end), self.text);
    }

    /// A name or label as a key.
    fn key(&mut self, span: Span) {
        let text = if self.text[span.range()].starts_with('"') {
            self.template_text(span)
        } else {
            verbatim(span)
        };
        self.note_key(span, text);
    }

    fn note_key(&mut self, span: Span, text: Text) {
        self.scalar(NodeKind::String, Flags::NONE, span, text);
        self.builder.note_key(self.text);
    }

    fn scalar(&mut self, kind: NodeKind, flags: Flags, span: Span, text: Text) {
        self.builder.scalar(kind, flags, (span.start as usize, span.end as usize), text);
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null(span) => {
                self.scalar(NodeKind::Null, Flags::NONE, *span, verbatim(*span));
            }
            Value::Bool(span) => {
                let is_true = &self.text[span.range()] == "true";
                let flags = if is_true { Flags::TRUE } else { Flags::NONE };
                self.scalar(NodeKind::Bool, flags, *span, verbatim(*span));
            }
            Value::Number(span) => {
                let is_float = self.text[span.range()].contains(['.', 'e', 'E']);
                let kind = if is_float { NodeKind::Float } else { NodeKind::Int };
                self.scalar(kind, Flags::NONE, *span, verbatim(*span));
            }
            Value::Template(span) => self.template(*span),
            Value::Array(span, elements) => {
                self.builder.begin(NodeKind::Array, span.start as usize);
                for element in elements {
                    self.value(element);
                }
                self.builder.end(span.end as usize, self.text);
            }
            Value::Object(span, entries) => {
                self.builder.begin(NodeKind::Object, span.start as usize);
                for (key, value) in entries {
                    self.entry_key(key);
                    self.value(value);
                }
                self.builder.end(span.end as usize, self.text);
            }
            Value::Encoded(span, inner) => self.encoded(*span, inner),
            Value::Expression(span) => self.expression(*span),
        }
    }

    fn entry_key(&mut self, key: &Key) {
        match key {
            Key::Word(span) | Key::Quoted(span) => self.key(*span),
            Key::Expression(span) => {
                let text = self.expression_text(*span);
                self.note_key(*span, text);
            }
        }
    }

    fn template(&mut self, span: Span) {
        let text = self.template_text(span);
        let range = text.start..text.start + text.len;
        let is_side = text.flags.has(Flags::SIDE);
        let cooked = if is_side { &self.builder.draft.side[range] } else { &self.text[range] };
        let may_be_json = may_be_json(cooked);
        self.scalar(NodeKind::String, Flags::NONE, span, text);
        if may_be_json {
            self.builder.note_maybe_json();
        }
    }

    /// The text of a string or heredoc: as it is written, if it reads so.
    fn template_text(&mut self, span: Span) -> Text {
        let (start, end) = (span.start as usize, span.end as usize);
        if self.text[start..].starts_with('"') {
            if memchr::memchr(b'\\', &self.text.as_bytes()[start..end]).is_none() {
                return Text { start: start + 1, len: end - start - 2, flags: Flags::NONE };
            }
        } else if let (content, false) = template::heredoc(self.text, (start, end)) {
            return Text { start: content.0, len: content.1 - content.0, flags: Flags::NONE };
        }
        let side = &mut self.builder.draft.side;
        let from = side.len();
        // Escapes have been checked.
        let _ = template::read(self.text, (start, end), |piece| side.push_str(piece.text));
        let flags = Flags::SIDE.with(Flags::TEMPLATE);
        Text { start: from, len: side.len() - from, flags }
    }

    fn expression(&mut self, span: Span) {
        let text = self.expression_text(span);
        self.scalar(NodeKind::String, Flags::NONE, span, text);
    }

    /// `${e}` for the expression `e`.
    fn expression_text(&mut self, span: Span) -> Text {
        let side = &mut self.builder.draft.side;
        let start = side.len();
        side.push_str("${");
        side.push_str(&self.text[span.range()]);
        side.push('}');
        let flags = Flags::SIDE.with(Flags::EXPRESSION);
        Text { start, len: side.len() - start, flags }
    }

    /// An expression with the document that it encodes.
    fn encoded(&mut self, span: Span, inner: &Value) {
        self.expression(span);
        if self.level == MAX_LEVEL {
            return;
        }
        let node = self.builder.next_node() - 1;
        let level = self.level + 1;
        let mut tree = Tree { text: self.text, builder: Builder::default(), level };
        tree.value(inner);
        self.builder.draft.encoded.push((node, tree.builder.finish()));
    }
}

fn is_for_each(text: &str, item: &Item) -> bool {
    matches!(item, Item::Argument { name, .. } if &text[name.range()] == "for_each")
}

fn verbatim(span: Span) -> Text {
    Text { start: span.start as usize, len: span.len(), flags: Flags::NONE }
}
