"""JSON Schemas of the Terraform form: from what the provider says about its resources.

Only what a value is in the end is described. That `${…}` stands for any value, that null is the same as leaving an
attribute out, and that Terraform converts texts, numbers and booleans, is known to the validator.
"""

import hashlib
import json
import re

from .api import unfamiliar_value
from .blocks import is_block, is_deprecated
from .facts import TERRAFORM_JSON, TERRAFORM_LIMITS, TERRAFORM_META, TERRAFORM_MORE
from .files import BASE, DIALECT, MARK


class TerraformSchema:
    """The schema of one kind, with a definition for each block of its resource."""

    def __init__(self, kind, owner):
        self.kind = kind
        self.resource = owner.resource
        self.blocks = owner.blocks
        self.owners = {path: owner_of(owner, path) for path in self.blocks}
        self.names = self.definition_names()

    def definition_names(self):
        """By block path: the name of its definition, which blocks that are all the same share."""
        same = {}
        for path in filter(None, self.blocks):
            same.setdefault(self.shape(path), []).append(path)
        paths_of_each = [sorted(paths, key=lambda path: (path.count("."), path)) for paths in same.values()]
        return {path: paths[0].replace(".", "-") for paths in paths_of_each for path in paths}

    def shape(self, path):
        """A digest of everything that makes the schema of a block."""
        attributes = dict(sorted(self.blocks[path].items()))
        inner = {name: self.shape(f"{path}.{name}") for name, fact in attributes.items() if is_block(fact)}
        special = [sorted(facts.items()) for facts in self.special_facts(path)]
        return hashlib.sha256(json.dumps([attributes, inner, special]).encode()).hexdigest()

    def special_facts(self, path):
        """What the tables say of the attributes of a block."""
        limits = {key[2]: fact for key, fact in TERRAFORM_LIMITS.items() if key[:2] == (self.resource, path)}
        texts = {key[1]: fact for key, fact in TERRAFORM_JSON.items() if key[0] == self.resource}
        embedded = {name: texts[f"{path}.{name}"] for name in self.blocks[path] if f"{path}.{name}" in texts}
        familiar = {name: self.values_of_the_api(path, name) for name in self.blocks[path]}
        return [limits, embedded, TERRAFORM_MORE.get((self.resource, path), {}), familiar]

    def values_of_the_api(self, path, name):
        """The values that the API has for the same setting, where the provider says nothing: the provider passes them on.
        The lists are those of one release, so that another value is only unfamiliar."""
        fact = self.blocks[path][name]
        known = "enum" in fact or "enum" in TERRAFORM_LIMITS.get((self.resource, path, name), {})
        if known or fact["type"].split(",")[0] != "String":
            return None
        there = self.owners[path].model.get(self.owners[path].api_key(name), {})
        return there.get("enum") if there.get("type") == "str" else None

    def document(self):
        first = {name: path for path, name in sorted(self.names.items(), reverse=True)}
        definitions = {name: self.block(path) for name, path in sorted(first.items())}
        schema = {
            "$schema": DIALECT,
            "$id": f"{BASE}/{self.kind}/terraform.schema.json",
            "$comment": MARK,
            "type": "object",
            **self.block(""),
        }
        return {**schema, "$defs": definitions} if definitions else schema

    def block(self, path):
        attributes = self.blocks[path]
        properties = {name: self.attribute(path, name, fact) for name, fact in attributes.items()}
        properties |= TERRAFORM_MORE.get((self.resource, path), {})
        if path == "":
            properties["id"] = {"type": "string"}
            properties |= {name: True for name in TERRAFORM_META}
        else:
            properties |= {"//": True, "dynamic": True}
        schema = {"properties": dict(sorted(properties.items())), "additionalProperties": False}
        return schema | self.required(attributes)

    @staticmethod
    def required(attributes):
        """A required block may also be written by `dynamic`; a required attribute may not."""
        names = sorted(name for name, fact in attributes.items() if fact["mode"] == "Required")
        blocks = [name for name in names if is_block(attributes[name])]
        schema = {"required": [name for name in names if name not in blocks]} if names != blocks else {}
        if blocks:
            schema |= {"if": {"not": {"required": ["dynamic"]}}, "then": {"required": blocks}}
        return schema

    def attribute(self, path, name, fact):
        if fact["mode"] == "Read-Only":
            return READ_ONLY
        at = f"{path}.{name}".lstrip(".")
        embedded = TERRAFORM_JSON.get((self.resource, at))
        if embedded is not None:
            return {"type": "string", "contentMediaType": "application/json", "contentSchema": embedded}
        if is_block(fact):
            return self.block_place(at, fact)
        limits = {"enum": fact["enum"]} if "enum" in fact else {}
        limits |= TERRAFORM_LIMITS.get((self.resource, path, name), {})
        schema = limited(VALUE_TYPES[fact["type"].split(",")[0]], limits, fact["mode"] == "Required")
        if familiar := self.values_of_the_api(path, name):
            schema = schema | {"allOf": [unfamiliar_value(familiar)]}
        return schema | {"deprecated": True} if is_deprecated(fact) else schema

    def block_place(self, path, fact):
        """Blocks are written as a list of objects; one block may also be the object itself. An optional block may be left
        out, however many there have to be where there is one."""
        definition = {"$ref": f"#/$defs/{self.names[path]}"}
        place = {"type": ["array", "object"], **definition, "items": {"type": "object", **definition}}
        for word, keyword in [("Min", "minItems"), ("Max", "maxItems")]:
            limit = re.search(rf"{word}: (\d+)", fact["type"])
            if limit and (word == "Max" or fact["mode"] == "Required"):
                place[keyword] = int(limit.group(1))
        return place


def owner_of(owner, path):
    """The owner of a block at a dotted path."""
    for name in filter(None, path.split(".")):
        owner = owner.inner(name)
    return owner


TEXTS = {"type": "array", "items": {"type": "string"}}
VALUE_TYPES = {
    "Boolean": {"type": "boolean"},
    "List of String": TEXTS,
    "Map of String": {"type": "object", "additionalProperties": {"type": "string"}},
    "Number": {"type": "number"},
    "Set of String": TEXTS,
    "String": {"type": "string"},
}
READ_ONLY = {"not": {}, "readOnly": True, "x-severity": "warning", "x-message": "only the platform sets this: leave it out"}


def limited(schema, limits, is_required):
    """The limits hold for each element of a list. An optional value that is not set may also be written as an empty
    string."""
    if "items" in schema:
        return schema | {"items": limited(schema["items"], limits, True)}
    if "enum" not in limits:
        return schema | limits
    values = limits["enum"] if is_required else [*limits["enum"], ""]
    return limits | {"enum": values}
