//! JSON into the arena: iterative, so that nesting costs heap and never the stack.

mod explain;
mod scan;

use super::arena::{Flags, NodeKind};
use super::builder::{Builder, Draft, Text};
use super::{MAX_DEPTH, SyntaxError};

/// Reads the JSON texts that `text` consists of, up to the first error. A text of whitespace alone holds none.
pub(super) fn read(text: &str) -> (Vec<Draft>, Option<SyntaxError>) {
    let mut reader = Reader::new(text);
    let mut drafts = Vec::new();
    loop {
        reader.skip_whitespace();
        if reader.at == text.len() {
            return (drafts, None);
        }
        match reader.json_text() {
            Ok(()) => drafts.push(reader.builder.finish()),
            Err(fault) => return (drafts, Some(reader.explain(fault))),
        }
    }
}

/// Reads a text that is one JSON text; `None` where it is not.
pub(super) fn read_one(text: &str) -> Option<Draft> {
    let mut reader = Reader::new(text);
    reader.skip_whitespace();
    reader.json_text().ok()?;
    reader.skip_whitespace();
    (reader.at == text.len()).then(|| reader.builder.finish())
}

/// Where reading stopped, and what was expected there.
#[derive(Clone, Copy, Debug)]
struct Fault {
    at: usize,
    expected: Expected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Value,
    /// A key, or the end of the object where none is there yet.
    Key,
    Colon,
    /// A comma or the end of the container.
    Separator,
    /// Whitespace between one JSON text and the next.
    Space,
    /// Digits of the number that begins here.
    Digit {
        number: usize,
    },
    /// More of the string whose quote is here.
    StringEnd {
        quote: usize,
    },
    Escape,
    /// No container, for it would be one too many.
    Shallower,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Value,
    FirstElement,
    FirstKey,
    Key,
    AfterValue,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    builder: Builder,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        // Real exports need one node for every 10 to 30 bytes.
        let builder = Builder::with_capacity(text.len() / 24 + 1);
        Self { text, bytes: text.as_bytes(), at, builder }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fault(&self, expected: Expected) -> Fault {
        Fault { at: self.at, expected }
    }

    /// Reads one JSON text.
    fn json_text(&mut self) -> Result<(), Fault> {
        let mut state = State::Value;
        loop {
            self.skip_whitespace();
            state = match state {
                State::FirstElement if self.peek() == Some(b']') => self.close(),
                State::FirstElement | State::Value => self.value()?,
                State::FirstKey if self.peek() == Some(b'}') => self.close(),
                State::FirstKey | State::Key => self.key()?,
                State::AfterValue => self.separator()?,
            };
            if self.builder.depth() == 0 {
                return self.space();
            }
        }
    }

    /// What stands behind a value inside a container.
    fn separator(&mut self) -> Result<State, Fault> {
        let container = self.builder.innermost().unwrap_or_default();
        let is_object = self.builder.draft.nodes[container as usize].kind == NodeKind::Object;
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(if is_object { State::Key } else { State::Value })
            }
            Some(b'}') if is_object => Ok(self.close()),
            Some(b']') if !is_object => Ok(self.close()),
            _ => Err(self.fault(Expected::Separator)),
        }
    }

    /// After a root that is a word or number, another one needs space in between.
    fn space(&self) -> Result<(), Fault> {
        let is_word =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_');
        let touches = self.at > 0 && is_word(&self.bytes[self.at - 1]);
        let continues = touches && self.bytes.get(self.at).is_some_and(is_word);
        if continues { Err(self.fault(Expected::Space)) } else { Ok(()) }
    }

    fn close(&mut self) -> State {
        self.at += 1;
        self.builder.end(self.at, self.text);
        State::AfterValue
    }

    fn key(&mut self) -> Result<State, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.fault(Expected::Key));
        }
        let start = self.at;
        let text = self.string()?;
        self.builder.scalar(NodeKind::String, Flags::NONE, (start, self.at), text);
        self.builder.note_key(self.text);
        self.skip_whitespace();
        if self.peek() != Some(b':') {
            return Err(self.fault(Expected::Colon));
        }
        self.at += 1;
        Ok(State::Value)
    }

    fn value(&mut self) -> Result<State, Fault> {
        match self.peek() {
            Some(b'"') => self.string_value()?,
            Some(b'{') => return self.open(NodeKind::Object, State::FirstKey),
            Some(b'[') => return self.open(NodeKind::Array, State::FirstElement),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", NodeKind::Bool, Flags::TRUE)?,
            Some(b'f') => self.word("false", NodeKind::Bool, Flags::NONE)?,
            Some(b'n') => self.word("null", NodeKind::Null, Flags::NONE)?,
            _ => return Err(self.fault(Expected::Value)),
        }
        Ok(State::AfterValue)
    }

    fn open(&mut self, kind: NodeKind, state: State) -> Result<State, Fault> {
        if self.builder.depth() == MAX_DEPTH {
            return Err(self.fault(Expected::Shallower));
        }
        self.builder.begin(kind, self.at);
        self.at += 1;
        Ok(state)
    }

    fn string_value(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let text = self.string()?;
        self.builder.scalar(NodeKind::String, Flags::NONE, (start, self.at), text);
        if super::embedded::may_be_json(self.text_slice(text)) {
            self.builder.note_maybe_json();
        }
        Ok(())
    }

    fn text_slice(&self, text: Text) -> &str {
        let range = text.start..text.start + text.len;
        if text.flags.has(Flags::SIDE) {
            &self.builder.draft.side[range]
        } else {
            &self.text[range]
        }
    }

    fn word(&mut self, word: &str, kind: NodeKind, flags: Flags) -> Result<(), Fault> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.fault(Expected::Value));
        }
        self.plain_scalar(kind, flags, word.len());
        Ok(())
    }

    /// Adds the scalar that is written in the next `len` bytes.
    fn plain_scalar(&mut self, kind: NodeKind, flags: Flags, len: usize) {
        let text = Text { start: self.at, len, flags: Flags::NONE };
        self.builder.scalar(kind, flags, (self.at, self.at + len), text);
        self.at += len;
    }
}
