"""What the attributes of a Terraform resource or of a block mean to rules: types, units, whether there are several."""

import re

# What a name says of its unit: ending -> unit.
UNITS = {
    "_milliseconds": "ms",
    "_ms": "ms",
    "_seconds": "s",
    "_sec": "s",
    "_minutes": "min",
    "_hours": "h",
    "_days": "d",
}

TYPES = {
    "Boolean": "bool",
    "List of String": "list(string)",
    "Map of String": "map",
    "Number": "double",
    "Set of String": "list(string)",
    "String": "string",
}


def is_block(fact):
    return "Block" in fact["type"] or "Object" in fact["type"]


def is_single_block(fact):
    return is_block(fact) and ("Max: 1" in re.split(", ", fact["type"]) or fact["type"] == "Block, Optional")


def is_list(fact):
    """Whether the attribute holds several values, each of which a path reaches by `*`."""
    return fact["type"].startswith(("List of", "Set of", "Map of")) or (is_block(fact) and not is_single_block(fact))


def is_deprecated(fact):
    return "Deprecated" in fact["type"]


def value_type(fact):
    return TYPES[fact["type"].split(",")[0]]


def unit_of(name, fact):
    """The unit and the name without it; (None, name) where the name says none."""
    if value_type(fact) == "double":
        for ending, unit in UNITS.items():
            if name.endswith(ending):
                return unit, name.removesuffix(ending).removesuffix("_in")
    return None, name


def path_to(blocks, attribute_path):
    """The path that rules read, of an attribute at a dotted path: `*` behind every block and list of which there are
    several. None where the provider has no such attribute."""
    steps, at = [], ""
    names = attribute_path.split(".")
    for position, name in enumerate(names):
        if name == "*":
            break
        fact = blocks.get(at, {}).get(name)
        if fact is None:
            return None
        steps.append(name)
        if is_list(fact):
            steps.append("*")
        at = ".".join(names[: position + 1])
    return ".".join(steps)
