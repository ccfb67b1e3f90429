"""JSON Schemas of the telephony properties of trunks and phones: from what exports say about each of them."""

from .api import near_misses, unfamiliar_value
from .files import BASE, DIALECT, MARK


def properties_document(name, facts, rest):
    """The schema of a map of properties; `rest` is what is said of the keys that are not in `facts`."""
    known = {key: property_schema(schema) for key, schema in sorted(facts.items())}
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}/common/{name}.schema.json",
        "$comment": MARK,
        "type": ["object", "null"],
        "allOf": [
            {"properties": known},
            {
                "properties": {key: True for key in known},
                "additionalProperties": False,
                "x-severity": "warning",
                "x-variant-severity": "error",
                **rest,
            },
        ],
        "$defs": {"value": near_misses(["default", "instance"]) | {"x-variant-severity": "error"}},
    }


def property_schema(schema):
    value = {
        "type": ["object", "null"],
        "properties": {"instance": instance(schema)},
        "allOf": [{"$ref": "#/$defs/value"}],
    }
    return {
        "type": ["object", "null"],
        "properties": {"value": value},
        "allOf": [{"required": ["value"], "x-severity": "warning"}],
    }


def instance(schema):
    """The value itself: a type and limits from the exports. Lists of values are those of one organisation, so that
    another value is only unfamiliar. A text that is not set is empty."""
    kept = {key: schema[key] for key in ("minimum", "maximum", "minItems", "uniqueItems") if key in schema}
    if "type" in schema:
        kept["type"] = [schema["type"], "null"]
    if "enum" in schema:
        kept["allOf"] = [unfamiliar_value(schema["enum"])]
    if "pattern" in schema:
        kept["pattern"] = f"^$|{schema['pattern']}"
    if "items" in schema:
        items = {"type": schema["items"]["type"]}
        if "enum" in schema["items"]:
            items["allOf"] = [{"enum": schema["items"]["enum"], "x-severity": "warning"}]
        kept["items"] = items
    return kept
