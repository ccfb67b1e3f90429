"""What is broken in the text of JSON and YAML files, and in listings of the API."""

import json

from . import actions, read_json, read_yaml
from .mutant import insert, operator, replace


@operator("a comma too many in JSON", ".json")
def comma(file):
    values = actions.read(file) or listed(file)
    for value in values[len(values) // 2 :]:
        if value.members == -1 and value.key_at > 0 and file.text[value.end : value.end + 1] == ",":
            yield insert(file, value.end, ",", "syntax", ",", hides=("*",)).pointed(value.end + 1)
            return


@operator("a key given twice in JSON", ".json")
def key_twice(file):
    values = actions.read(file) or listed(file)
    for value in values[1:]:
        if value.members == -1 and value.key_at > 0 and file.text[value.end : value.end + 1] == ",":
            text = f" {file.text[value.key_at : value.end]},"
            yield insert(file, value.end + 1, text, "duplicate-key", '"')
            return


@operator("a bracket for a value in YAML", (".yaml", ".yml"))
def bracket(file):
    for line in read_yaml.read(file.text):
        if line.value and line.key == "name":
            yield replace(file, line.start, line.value, "]", "syntax", hides=("*",))


@operator("a key given twice in YAML", (".yaml", ".yml"))
def yaml_key_twice(file):
    for line in read_yaml.read(file.text):
        if line.value and line.key == "name" and "{{" not in line.value:
            indent = " " * (line.at - line.line)
            text = f"{indent}{line.key}: {line.value}\n"
            end = file.text.find("\n", line.start) + 1
            if end:
                yield insert(file, end, text, "duplicate-key", line.key)


def listed(file):
    values = read_json.read(file.text)
    return values if read_json.at(values, "entities") and read_json.at(values, "pageCount") else []


@operator("a listing that breaks off", ".json")
def truncated(file):
    values = listed(file)
    pages = read_json.at(values, "pageCount")
    number, total = read_json.at(values, "pageNumber"), read_json.at(values, "total")
    if pages and number and total and pages.value == number.value == 1:
        yield replace(file, pages.at, json.dumps(pages.value), "7", "truncated-listing")


@operator("a wrong value in a listing", ".json")
def wrong_value(file):
    for value in listed(file):
        if isinstance(value.value, bool) and len(value.path) == 3:
            yield replace(file, value.at, json.dumps(value.value), '"plenty"', "schema-wrong-type")
        if value.path[-1:] == ("skillEvaluationMethod",):
            yield replace(file, value.at, json.dumps(value.value), '"WORST"', "schema-invalid-value")
