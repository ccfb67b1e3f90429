"""JSON Schemas of the API form: from the models of the Platform API."""

import re

from .facts import API_KEYS, API_LIMITS, API_NEAR_MISSES, API_NESTED, API_REQUIRED, EXTRA_SETTINGS, PROPERTIES
from .files import BASE, DIALECT, MARK
from .names import snake

PRIMITIVES = {
    "str": ["string"],
    "datetime": ["string"],
    "LocalDateTime": ["string"],
    "int": ["integer"],
    "float": ["number"],
    "bool": ["boolean"],
    "object": None,
}


class ApiSchema:
    """The schema of one kind, with a definition for each model that it is made of."""

    def __init__(self, kind, models):
        self.kind = kind
        self.models = models
        self.definitions = {}

    def document(self, model):
        typed = self.typed_properties(model)
        known = sorted([*typed, *API_KEYS.get(self.kind, [])])
        return {
            "$schema": DIALECT,
            "$id": f"{BASE}/{self.kind}/api.schema.json",
            "$comment": MARK,
            "type": "object",
            "required": API_REQUIRED.get(self.kind, ["name"]),
            "allOf": [{"properties": typed}, near_misses(known)],
            "$defs": dict(sorted(self.definitions.items())),
        }

    def typed_properties(self, model):
        typed = {name: self.field(model, name, fact) for name, fact in self.models[model].items()}
        if self.kind in PROPERTIES:
            typed["properties"] = {"$ref": PROPERTIES[self.kind]}
        for name, definition in EXTRA_SETTINGS.get(self.kind, {}).items():
            typed[name] = {"$ref": f"{BASE}/common/extra-settings.schema.json#/$defs/{definition}"}
        for (kind, name), nested in API_NESTED.items():
            if kind == self.kind:
                items = {"$ref": f"{BASE}/{nested}/api.schema.json"}
                typed[name] = {"type": ["array", "null"], "items": items}
        return dict(sorted(typed.items()))

    def field(self, model, name, fact):
        schema = self.type_of(fact["type"])
        schema.update(API_LIMITS.get((self.kind, model, name), {}))
        if "enum" in fact:
            schema["allOf"] = [unfamiliar_value(fact["enum"])]
        return schema

    def type_of(self, name):
        inner = re.fullmatch(r"list\[(.+)\]|dict\(str, (.+)\)", name)
        if inner and inner.group(1):
            return {"type": ["array", "null"], "items": self.type_of(inner.group(1))}
        if inner:
            return {"type": ["object", "null"], "additionalProperties": self.type_of(inner.group(2))}
        if name in PRIMITIVES:
            return {"type": [*PRIMITIVES[name], "null"]} if PRIMITIVES[name] else {}
        return {"$ref": f"#/$defs/{self.definition(snake(name))}"}

    def definition(self, model):
        """The definition of a model; one that has an address of its own is only referred to, by its id."""
        fields = self.models.get(model, {})
        name = "reference" if not fields or "selfUri" in fields else model
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = REFERENCE if name == "reference" else self.model(model, fields)
        return name

    def model(self, model, fields):
        properties = {name: self.field(model, name, fact) for name, fact in sorted(fields.items())}
        schema = {"type": ["object", "null"], "properties": properties}
        is_closed = model in API_NEAR_MISSES.get(self.kind, [])
        return schema | {"allOf": [near_misses(sorted(fields))]} if is_closed else schema


REFERENCE = {
    "type": ["object", "null"],
    "properties": {
        "id": {"type": ["string", "null"]},
        "name": {"type": ["string", "null"]},
        "selfUri": {"type": ["string", "null"]},
    },
}


def near_misses(known):
    """The platform adds keys at any time: an unknown key is worth a word only where it looks like a known one."""
    return {
        "properties": {name: True for name in known},
        "additionalProperties": False,
        "x-severity": "warning",
        "x-unknown": "near",
    }


def unfamiliar_value(values):
    return {"enum": [*values, "", None], "x-severity": "warning"}
