"""Terraform's native syntax, read just far enough to say where blocks, arguments and their values are."""

import re
from dataclasses import dataclass, field

WORD = re.compile(r"[A-Za-z_][\w-]*")
SPACE = re.compile(r"(?:\s|#[^\n]*|//[^\n]*|/\*.*?\*/)+", re.S)
HEREDOC = re.compile(r"<<-?([A-Za-z_]\w*)\r?\n.*?^[ \t]*\1\b", re.S | re.M)
OPEN, CLOSE = "([{", ")]}"


@dataclass
class Argument:
    key: str
    at: int
    value: str
    start: int

    @property
    def end(self):
        return self.start + len(self.value)

    @property
    def plain(self):
        """The text of a string literal without any expression, or None."""
        inner = self.value[1:-1]
        quoted = len(self.value) > 1 and self.value[0] == self.value[-1] == '"'
        return inner if quoted and not re.search(r'["\\]|\$\{|%\{', inner) else None


@dataclass
class Block:
    type: str
    at: int
    labels: list = field(default_factory=list)
    """Text and offset (behind the quotation mark) of each label."""
    arguments: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    body: int = 0
    """The offset behind the opening brace."""

    def get(self, key):
        return next((argument for argument in self.arguments if argument.key == key), None)

    def walk(self):
        """The block and all blocks inside it."""
        yield self
        for block in self.blocks:
            yield from block.walk()


class Unreadable(Exception):
    pass


def string_end(text, at):
    """The offset behind the string that begins at `at`; expressions inside it may hold strings of their own."""
    at += 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(("${", "%{"), at):
            at = value_end(text, at + 2, inside=1)
        elif text[at] == '"':
            return at + 1
        else:
            at += 1
    raise Unreadable


def value_end(text, at, inside=0):
    """The offset behind the value that begins at `at`: a line's end outside of all brackets."""
    depth, last = inside, at
    while at < len(text):
        space = SPACE.match(text, at)
        if space:
            if depth == 0 and "\n" in space.group():
                return last
            at = space.end()
            continue
        heredoc = HEREDOC.match(text, at)
        if heredoc:
            at = last = heredoc.end()
            continue
        if text[at] == '"':
            at = last = string_end(text, at)
            continue
        if text[at] in CLOSE:
            if depth == 0:
                return last
            depth -= 1
            if inside and depth == 0:
                return at + 1
        elif text[at] in OPEN:
            depth += 1
        at = last = at + 1
    return last


def skip(text, at):
    space = SPACE.match(text, at)
    return space.end() if space else at


def read_body(text, at, block):
    """Reads arguments and blocks until the closing brace; the offset behind it."""
    while True:
        at = skip(text, at)
        if at >= len(text) or text[at] == "}":
            return at + 1
        word = WORD.match(text, at)
        if not word:
            raise Unreadable
        behind = skip(text, word.end())
        if text.startswith("=", behind) and not text.startswith("==", behind):
            start = skip(text, behind + 1)
            end = value_end(text, start)
            block.arguments.append(Argument(word.group(), at, text[start:end], start))
            at = end
            continue
        inner = Block(word.group(), at)
        while behind < len(text) and text[behind] == '"':
            end = string_end(text, behind)
            inner.labels.append((text[behind + 1 : end - 1], behind + 1))
            behind = skip(text, end)
        if not text.startswith("{", behind):
            raise Unreadable
        inner.body = behind + 1
        at = read_body(text, behind + 1, inner)
        block.blocks.append(inner)


def read(text):
    """The blocks of a file; none where it cannot be read."""
    file = Block("", 0)
    try:
        read_body(text, 0, file)
    except (Unreadable, RecursionError):
        return []
    return file.blocks
