"""The fields and references of one resource, or of one of its blocks."""

import re

from .blocks import is_block, is_deprecated, is_list, is_single_block, path_to, unit_of, value_type
from .facts import API_PLACES, API_REFERENCES, REFERENCE_NAMES, TERRAFORM_DEFAULTS, TERRAFORM_JSON, TERRAFORM_LIMITS
from .names import camel, plural, singular, snake, title

# Keys of the API that say when and by whom, and what all kinds have.
BOOKKEEPING = {"createdBy", "dateCreated", "dateModified", "id", "modifiedBy", "name", "selfUri", "version"}

API_TYPES = {
    "bool": "bool",
    "datetime": "string",
    "float": "double",
    "int": "int",
    "LocalDateTime": "string",
    "object": "map",
    "str": "string",
}

# Kinds of which a listing holds those in use alone: that one is not listed does not mean that it does not exist.
LISTED_IN_PART = {"group", "user"}


class Owner:
    """What has the fields: a resource, or a block that is a record."""

    def __init__(self, data, resource, block, model):
        self.data = data
        self.resource = resource
        self.block = block
        self.model_name = model
        self.model = data.models.get(model, {}) if model else {}
        self.blocks = data.blocks(resource) if resource else {}
        self.attributes = self.blocks.get(block, {})

    def at(self, name):
        """The dotted path of an attribute from the resource on."""
        return f"{self.block}.{name}".lstrip(".")

    def api_key(self, name):
        """What the API calls an attribute."""
        known = API_PLACES.get((self.resource, self.at(name)))
        several = plural(camel(name))
        return known or (several if several in self.model and camel(name) not in self.model else camel(name))

    def inner(self, name):
        """The block that is the attribute `name`, as a record."""
        fields, model = self.model, None
        for key in self.api_key(name).split("."):
            fact = fields.get(key)
            model = snake(element(fact["type"])) if fact else None
            fields = self.data.models.get(model, {})
        return Owner(self.data, self.resource, self.at(name), model)

    def path(self, dotted):
        """The path that rules read of an attribute at a dotted path from the resource on."""
        whole = path_to(self.blocks, dotted)
        if whole and self.block:
            skipped = path_to(self.blocks, self.block)
            return whole.removeprefix(f"{skipped}.")
        return whole


class Fields:
    """Fields of an owner by name, each with its keys as `kind.yaml` spells them, and the records that they need."""

    def __init__(self, owner, references, wants_records, skipped=()):
        self.owner = owner
        self.skipped = skipped
        self.fields = {}
        self.references = {}
        self.records = {}
        inner = {path: kind for path, kind in references.items() if "." in path.removeprefix(f"{owner.block}.")}
        for path, kind in references.items():
            if path not in inner:
                self.add_reference(path, kind)
        for name, fact in owner.attributes.items():
            if fact["mode"] != "Read-Only" and not self.is_reference(name, references):
                self.add_attribute(name, fact, references, wants_records)
        for path, kind in inner.items():
            if not any(path.startswith(f"{record.owner.block}.") for record in self.records.values()):
                self.add_reference(path, kind)
        self.add_settings_of_the_api()

    def is_reference(self, name, references):
        """Whether an attribute refers: by itself, by the values of a map, or as a block that does little but refer, by its
        `id`."""
        at = self.owner.at(name)
        refers_by_id = is_block(self.owner.attributes[name]) and f"{at}.id" in references
        return at in references or f"{at}.*" in references or refers_by_id

    # ---- Attributes ----

    def add_attribute(self, name, fact, references, wants_records):
        if is_block(fact):
            self.add_block(name, fact, references, wants_records)
            return
        unit, bare = unit_of(name, fact)
        api_name, api_type = self.api_place(name)
        embedded = TERRAFORM_JSON.get((self.owner.resource, self.owner.at(name)))
        ty = "duration" if unit else value_type(fact)
        if embedded is not None:
            ty = "any" if embedded.get("type") != "object" else "map"
        elif ty == "double" and api_type == "int":
            ty = "int"
        keys = {"type": ty, "unit": unit, "terraform": name}
        if api_name and (api_type is None or is_compatible(ty, api_type)):
            keys["api"] = api_name
        default = TERRAFORM_DEFAULTS.get((self.owner.resource, self.owner.at(name)))
        keys["default"] = default
        keys["summary"] = self.summary(bare, name, fact, default)
        self.add(camel(bare if camel(bare) not in self.fields else name), keys)

    def add_block(self, name, fact, references, wants_records):
        api_name, api_type = self.api_place(name)
        keys = {"type": "map" if is_single_block(fact) else "list(any)", "terraform": name}
        if api_type and (api_type in ("map", "any")) == is_single_block(fact):
            keys["api"] = api_name
        keys["summary"] = self.summary(name, name, fact, None)
        if wants_records and name != "timeouts":
            record = camel(name) if is_single_block(fact) else singular(camel(name))
            inner = self.owner.inner(name)
            within = {path: kind for path, kind in references.items() if path.startswith(f"{inner.block}.")}
            self.records[record] = Fields(inner, within, wants_records=False)
            keys["type"] = record if is_single_block(fact) else f"list({record})"
        self.add(camel(name), keys)

    def add(self, name, keys):
        if name not in self.references:
            self.fields[name] = {key: value for key, value in keys.items() if value is not None}

    def summary(self, bare, name, fact, default):
        parts = [title(bare)]
        limits = TERRAFORM_LIMITS.get((self.owner.resource, self.owner.block, name), {})
        values = fact.get("enum") or limits.get("enum") or []
        if 0 < len(values) <= 6:
            parts.append(listed(values))
        if default is not None:
            parts.append(f"{yaml_scalar(default)} where it is not set")
        if is_deprecated(fact):
            parts.append("deprecated")
        return "; ".join(parts)

    # ---- References ----

    def add_reference(self, path, kind):
        owner = self.owner
        read = owner.path(path)
        if read is None:
            return
        summary = reference_summary(owner, path)
        keys = {"kind": kind, "terraform": read, "api": self.api_reference(path, kind), "summary": summary}
        names = path.removesuffix(".*").split(".")
        candidates = [reference_name(names[-depth:], "*" in read) for depth in range(1, len(names) + 1)]
        if names[-1] == "id" and len(names) > 1:
            candidates = [reference_name(names[-depth:-1], "*" in read) for depth in range(2, len(names) + 1)]
        if known := REFERENCE_NAMES.get((owner.resource, path)):
            candidates = [known]
        free = [name for name in candidates if name not in self.fields and name not in self.references]
        self.references[(free or [candidates[-1] + "Target"])[0]] = {k: v for k, v in keys.items() if v is not None}

    def api_reference(self, path, kind):
        """Where the API keeps a reference: `flow.id`, `skills.*.id`, or the id itself."""
        name = path.removeprefix(f"{self.owner.block}.")
        fact = self.owner.attributes.get(name)
        if (owner_path := API_PLACES.get((self.owner.resource, path))) and self.owner.model:
            return owner_path
        if fact is None or kind in LISTED_IN_PART:
            return None
        bare = re.sub("_ids?$", "", name)
        star = ".*" if is_list(fact) else ""
        for key in [camel(bare), plural(camel(bare)) if star else camel(bare), camel(name)]:
            there = self.owner.model.get(key)
            if there and there["type"].startswith("list[") == bool(star):
                inner = element(there["type"])
                if inner == "str":
                    return key + star
                if "id" in self.owner.data.models.get(snake(inner), {}):
                    return f"{key}{star}.id"
        return None

    # ---- What the API alone has ----

    def api_place(self, name):
        """The path in the API and the type there; the type is None where the path leads into another model."""
        key = self.owner.api_key(name)
        if "." in key:
            return key, None
        fact = self.owner.model.get(key)
        return (key, api_type(fact["type"])) if fact else (None, None)

    def add_settings_of_the_api(self):
        places = [keys.get("api", "") for keys in [*self.fields.values(), *self.references.values()]]
        left_out = {place.split(".")[0] for place in places} | BOOKKEEPING | set(self.skipped)
        for key, fact in sorted(self.owner.model.items()):
            if key in left_out or key in self.fields or key in self.references:
                continue
            if kind := API_REFERENCES.get((self.owner.model_name, key)):
                name = reference_name([snake(key)], False)
                self.references[name] = {"kind": kind, "api": key, "summary": title(snake(name))}
                continue
            values = fact.get("enum") or []
            unit, bare = unit_of(snake(key), {"type": "Number"}) if fact["type"] == "int" else (None, snake(key))
            summary = title(bare) + (f"; {listed(values)}" if 0 < len(values) <= 6 else "")
            ty = "duration" if unit else api_type(fact["type"])
            self.add(camel(bare) if unit else key, {"type": ty, "unit": unit, "api": key, "summary": summary})


def element(name):
    """The type inside `list[…]`."""
    found = re.fullmatch(r"list\[(.+)\]", name)
    return found.group(1) if found else name


def api_type(name):
    """The type of a field of a model, in the words of kind.yaml."""
    if name.startswith("list["):
        inner = api_type(element(name))
        return f"list({'any' if inner == 'map' else inner})"
    return API_TYPES.get(name, "map")


def is_compatible(terraform, api):
    numbers = {"double", "int", "duration"}
    return terraform == api or (terraform in numbers and api in numbers) or terraform == "any"


def reference_name(names, is_many):
    """The name of a reference at the end of a path: `live_voice_flow_id` -> `liveVoiceFlow`."""
    *around, last = names
    bare = re.sub("_ids?$", "", last)
    words = [singular(camel(name)) for name in around] + [camel(bare)]
    name = words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])
    return plural(name) if is_many else name


def reference_summary(owner, path):
    inner = path.removeprefix(f"{owner.block}.").removesuffix(".*")
    around, _, last = inner.rpartition(".")
    if last == "id":
        around, _, last = around.rpartition(".")
    bare = re.sub("_id(s?)$", r"\1", last)
    return title(bare) + (f", in `{around}`" if around else "")


def listed(values):
    *others, last = [str(value) for value in values]
    return f"{', '.join(others)} or {last}" if others else last


def yaml_scalar(value):
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
