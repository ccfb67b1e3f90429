"""JSON with the places of its keys and values."""

import json
from dataclasses import dataclass

SPACE = " \t\r\n"
STRING = json.decoder.scanstring


@dataclass
class Value:
    path: tuple
    at: int
    end: int
    value: object
    """The text, number or word; None for what holds others (and for `null`)."""
    key_at: int
    """Where the key of this value begins (its quotation mark), or -1."""
    members: int = -1
    """How many values this one holds, or -1 where it is a plain one."""


def skip(text, at):
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def read_value(text, at, path, key_at, out):
    value = Value(path, at, at, None, key_at)
    out.append(value)
    if text[at] in "{[":
        value.members = 0
        value.end = read_members(text, at, path, value, out)
    elif text[at] == '"':
        value.value, value.end = STRING(text, at + 1)
    else:
        value.value, value.end = json.JSONDecoder().raw_decode(text, at)
    return value.end


def read_members(text, at, path, holder, out):
    closing = {"{": "}", "[": "]"}[text[at]]
    at = skip(text, at + 1)
    while text[at] != closing:
        key, key_at = holder.members, -1
        if closing == "}":
            key_at = at
            key, at = STRING(text, at + 1)
            at = skip(text, skip(text, at) + 1)
        holder.members += 1
        at = skip(text, read_value(text, at, (*path, key), key_at, out))
        if text[at] == ",":
            at = skip(text, at + 1)
    return at + 1


def read(text):
    """All values, outermost first; none where the text is not JSON."""
    try:
        json.loads(text)
    except ValueError:
        return []
    out = []
    read_value(text, skip(text, 0), (), -1, out)
    return out


def at(values, *path):
    """The value at a path, or None."""
    return next((value for value in values if value.path == path), None)
