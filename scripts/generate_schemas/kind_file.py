"""kind.yaml of a kind that is not written by hand."""

from . import kinds
from .facts import API_STATUS, MORE_FIELDS, MORE_REFERENCES, RENAMED_REFERENCES, WITHOUT_RECORDS
from .fields import Fields, Owner, yaml_scalar
from .files import MARK, PREFIX


class KindFile:
    """The text of one kind.yaml."""

    def __init__(self, kind, data, catalogue):
        self.kind = kind
        self.data = data
        self.slugs = {other.resource: other.slug for other in catalogue if other.resource}
        owner = Owner(data, kind.resource, "", kind.model)
        wants_records = kind.slug not in WITHOUT_RECORDS
        self.fields = Fields(owner, self.references(), wants_records, API_STATUS.get(kind.slug, ()))

    def references(self):
        """Dotted path of an attribute -> the slug it refers to."""
        known = dict(self.data.references.get(self.kind.resource, {}))
        for (resource, path), target in RENAMED_REFERENCES.items():
            if resource == self.kind.resource:
                known.pop(path, None)
        more = {path: target for (resource, path), target in MORE_REFERENCES.items() if resource == self.kind.resource}
        slugs = {path: self.slugs.get(target.removeprefix(PREFIX)) for path, target in (known | more).items()}
        return {path: slug for path, slug in sorted(slugs.items()) if slug}

    def text(self):
        lines = [f"# {MARK}", f"kind: {self.kind.slug}", f"title: {quoted(self.kind.title)}"]
        if self.kind.docs:
            lines.append(f"docs: {self.kind.docs}")
        lines += ["forms:", *self.forms(), "identity:", *self.identity()]
        lines += self.group("fields", self.fields_of(self.fields, is_kind=True), "")
        lines += self.group("references", self.references_of(self.fields), "")
        if self.fields.records:
            lines.append("records:")
            for name, record in sorted(self.fields.records.items()):
                lines.append(f"  {name}:")
                lines += self.group("fields", self.fields_of(record, is_kind=False), "    ")
                lines += self.group("references", self.references_of(record), "    ")
        return "\n".join(lines) + "\n"

    def forms(self):
        lines = []
        if api := self.kind.api:
            keys = {"self-uri": flow(api.self_uri), "keys": flow(api.keys)}
            inner = ", ".join(f"{key}: {value}" for key, value in keys.items() if value != "[]")
            lines.append(f"  api: {{ {inner} }}")
        if self.kind.resource:
            lines.append(f"  terraform: {{ type: {PREFIX}{self.kind.resource} }}")
        return lines

    def identity(self):
        lines = []
        if self.kind.api:
            name = self.api_name()
            lines.append("  api: { id: id, name: " + name + " }" if name else "  api: { id: id }")
        if self.kind.resource:
            name = self.terraform_name()
            lines.append("  terraform: { name: " + name + " }" if name else "  terraform: {}")
        return lines

    def api_name(self):
        return kinds.API_NAMES.get(self.kind.slug, "name")

    def terraform_name(self):
        return kinds.name_of(self.kind, self.data.blocks(self.kind.resource))

    def fields_of(self, fields, is_kind):
        found = dict(fields.fields)
        if is_kind and "name" in found:
            places = {"terraform": self.kind.resource and self.terraform_name(), "api": self.kind.api and self.api_name()}
            places = {form: place for form, place in places.items() if place}
            found["name"] = {"type": "string", **places, "summary": "The name"}
        if is_kind:
            found |= MORE_FIELDS.get(self.kind.slug, {})
        return {name: self.entry(keys) for name, keys in sorted(found.items())}

    def references_of(self, fields):
        return {name: self.entry(keys) for name, keys in sorted(fields.references.items())}

    @staticmethod
    def entry(keys):
        order = ["type", "kind", "unit", "path", "api", "terraform", "default", "summary"]
        known = [(key, keys[key]) for key in order if key in keys]
        places = {key: value for key, value in known if key in ("api", "terraform")}
        if len(places) == 2 and len(set(places.values())) == 1:
            known = [("path", value) if key == "api" else (key, value) for key, value in known if key != "terraform"]
        shown = {"summary": quoted, "default": terraform_default}
        return "{ " + ", ".join(f"{key}: {shown.get(key, str)(value)}" for key, value in known) + " }"

    @staticmethod
    def group(name, entries, indent):
        if not entries:
            return []
        return [f"{indent}{name}:", *(f"{indent}  {key}: {entry}" for key, entry in entries.items())]


def terraform_default(value):
    return "{ terraform: " + yaml_scalar(value) + " }"


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def flow(texts):
    """A list of addresses or keys, one of which stands alone."""
    quoted_texts = [quoted(text) if "{" in text else text for text in texts]
    return quoted_texts[0] if len(quoted_texts) == 1 and "/" in texts[0] else "[" + ", ".join(quoted_texts) + "]"
