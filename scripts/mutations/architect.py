"""What is broken in flow configuration, as Architect exports it (`.i3*`) and as the API returns it."""

import base64
import json
import urllib.parse
from dataclasses import dataclass

from . import flows, read_json
from .mutant import File, operator, replace

EXPORTS = ("Flow", "Message", "decoded.json")


@dataclass
class Export(File):
    """An Architect export; its text is what it holds, laid out in lines as reports have it."""

    def encode(self, text):
        return base64.b64encode(urllib.parse.quote(text, safe="").encode())


def open_export(path, raw):
    """The export of a file's bytes, or None where it holds something else."""
    try:
        text = urllib.parse.unquote(base64.b64decode(raw, validate=False).decode("ascii"), errors="strict")
        return Export(path, json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n")
    except ValueError:
        return None


def read(file):
    values = read_json.read(file.text)
    return values if read_json.at(values, "flowSequenceItemList") else []


@operator("flow configuration: a path to no action", EXPORTS)
def dangling(file):
    for value in read(file):
        # The modules that it calls are copied into an export, and are flows of their own.
        if value.path[-1:] == ("nextAction",) and value.value and "commonModules" not in value.path:
            new = json.dumps("ffffffff" + value.value[8:])
            yield replace(file, value.at, json.dumps(value.value), new, "dangling-flow-reference", hides=(*flows.START, "call-data-failure"))


@operator("flow configuration: a default language that is not supported", EXPORTS)
def language(file):
    values = read(file)
    default = read_json.at(values, "defaultLanguage")
    if default and default.value:
        yield replace(file, default.at, json.dumps(default.value), '"tlh"', "default-language-unsupported")


@operator("flow configuration: a slash in the name", EXPORTS)
def refused_name(file):
    name = read_json.at(read(file), "name")
    if name and name.value and name.value.isascii():
        old = json.dumps(name.value)
        yield replace(file, name.at, old, old[:4] + "/" + old[4:], "flow-name-refused", hides=("ambiguous-identity",))


@operator("flow configuration: a value that is no JSON", EXPORTS)
def broken(file):
    values = read(file)
    for value in values[len(values) // 2 :]:
        if value.members == -1 and value.key_at > 0:
            yield replace(file, value.at, file.text[value.at : value.end], "@", "syntax", hides=("*",))
            return
