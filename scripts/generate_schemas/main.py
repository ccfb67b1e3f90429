"""What is written for which kind."""

import sys

from . import api, files, kind_file, kinds, properties, terraform
from .facts import TRUNK_KEYS_FROM_CODE
from .fields import Owner


def main(usage):
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    if len(arguments) != 1:
        sys.exit(usage)
    written = files.Files()
    data = files.Data(arguments[0])
    catalogue = kinds.all_kinds(data.resources)
    for kind in catalogue:
        add_kind(written, data, kind, catalogue)
    add_properties(written, data)
    if "--check" in sys.argv:
        sys.exit(written.differences() or 0)
    written.write()


def add_kind(written, data, kind, catalogue):
    if kind.model:
        written.add_json(f"{kind.slug}/api.schema.json", api.ApiSchema(kind.slug, data.models).document(kind.model))
    if kind.resource:
        owner = Owner(data, kind.resource, "", kind.model)
        schema = terraform.TerraformSchema(kind.slug, owner)
        written.add_json(f"{kind.slug}/terraform.schema.json", schema.document())
    if not kind.is_written_by_hand:
        written.add(f"{kind.slug}/kind.yaml", kind_file.KindFile(kind, data, catalogue).text())


def add_properties(written, data):
    # Each model of phone has properties of its own, and the data knows those of one.
    other_models = {"x-unknown": "near"}
    for subject, more, rest in [("trunk", TRUNK_KEYS_FROM_CODE, {}), ("phone", {}, other_models)]:
        document = properties.properties_document(f"{subject}-properties", more | data.properties(subject), rest)
        written.add_json(f"common/{subject}-properties.schema.json", document)
