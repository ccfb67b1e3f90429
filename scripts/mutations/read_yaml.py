"""Archy's YAML, line by line: every `key: value` with its path, as long as it is written in block style."""

import re
from dataclasses import dataclass

LINE = re.compile(r"^( *)((?:- +)*)(?:(\"?)([A-Za-z_][\w .-]*?)\3:(?:[ \t]+(\S.*?))?)?[ \t]*\r?$")


@dataclass
class Line:
    path: tuple
    """Keys from the top; an element of a list is its number."""
    key: str
    at: int
    """Where the key begins."""
    value: str
    """What stands behind the colon, quotation marks included, or nothing."""
    start: int
    """Where the value begins."""
    line: int
    """Where the line begins."""
    indent: int
    """The column of the key, or of the dash before it."""

    @property
    def text(self):
        return self.value[1:-1] if self.value[:1] == '"' == self.value[-1:] else self.value


def read(text):
    """The lines with keys; none where the file holds what this cannot follow (block text, flow style over lines)."""
    out, open_keys, numbers, offset = [], [], {}, 0
    for line in text.splitlines(keepends=True):
        begin, offset = offset, offset + len(line)
        line = line.rstrip("\r\n")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = LINE.match(line)
        if not match or not (match[2] or match[4]) or re.match(r"[|>][+-]?\d?$", match[5] or ""):
            return []
        column = len(match[1])
        while open_keys and open_keys[-1][0] >= column and not (
            open_keys[-1][0] == column and match[2] and not isinstance(open_keys[-1][1], int)
        ):
            open_keys.pop()
        for _ in re.finditer(r"- +", match[2]):
            parent = tuple(key for _, key in open_keys)
            numbers[parent] = numbers.get(parent, -1) + 1
            open_keys.append((column, numbers[parent]))
            column += 2
        if not match[4]:
            continue
        column = match.start(4) - len(match[3])
        open_keys.append((column, match[4]))
        out.append(
            Line(
                tuple(key for _, key in open_keys), match[4], begin + column, match[5] or "",
                begin + match.start(5) if match[5] else begin + len(line), begin, len(match[1]),
            )
        )
    return out
