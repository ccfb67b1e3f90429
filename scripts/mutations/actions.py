"""What is broken in exported data actions."""

import json
import re

from . import read_json
from .mutant import insert, operator, replace

GUID = "3f2b7a52-9d0c-4a5e-8f3a-0c1d2e3f4a5b"
# What is said of a body only where the method has one.
METHOD = ("data-action-without-content-type", "data-action-get-with-body")
URL = ("config", "request", "requestUrlTemplate")
# Endpoints that have one method and no other (Platform API reference).
ONE_METHOD = [
    (r"/api/v2/analytics/[^?]*/(query|observations/query)$", "POST", "PUT"),
    (r"/api/v2/(users|documentation)/search(\?|$)", "POST", "PUT"),
    (r"/api/v2/(search|telephony/providers/edges/phones)\?", "GET", "DELETE"),
    (r"/api/v2/(users|routing/queues|routing/skills|externalcontacts/contacts|architect/schedules)\?", "GET", "DELETE"),
    (r"/api/v2/users/[^/?]+/queues", "GET", "DELETE"),
    (r"/api/v2/conversations/messages/[^/?]+/messages/[^/?]+$", "GET", "DELETE"),
    (r"/api/v2/conversations/[^/?]+/disconnect$", "POST", "PUT"),
    (r"/api/v2/users/[^/?]+/(presences/purecloud|routingstatus)$", "GET", "POST"),
]


def read(file):
    """The values of a data action, or none where the file is something else."""
    values = read_json.read(file.text)
    return values if read_json.at(values, *URL) and read_json.at(values, "contract") else []


def url_of(values):
    url = read_json.at(values, *URL)
    return url if isinstance(url.value, str) else None


def inputs(text):
    return re.findall(r"\$!?\{input\.(\w+)\}", text)


@operator("a method that the endpoint has not", ".json")
def wrong_method(file):
    values = read(file)
    method = read_json.at(values, "config", "request", "requestType")
    for pattern, has, new in ONE_METHOD:
        if method and re.search(pattern, str(url_of(values).value)) and method.value == has:
            yield replace(file, method.at, f'"{has}"', f'"{new}"', "data-action-wrong-method", hides=METHOD)
            return


@operator("an endpoint misspelt", ".json")
def wrong_endpoint(file):
    values = read(file)
    match = values and re.match(r'"/api/v2/(\w{4,})/', file.text[url_of(values).at : url_of(values).end])
    if match and "purecloud" in str(getattr(read_json.at(values, "integrationType"), "value", "")):
        at = url_of(values).at + match.end(1)
        yield insert(file, at, "x", "unknown-endpoint-data-action", "x", hides=("data-action-wrong-method",)).pointed(url_of(values).at)


@operator("an input of the URL that is not declared", ".json")
def undeclared_in_url(file):
    yield from undeclared(file, URL, "data-action-undeclared-input-in-url")


@operator("an input of the body that is not declared", ".json")
def undeclared_in_body(file):
    yield from undeclared(file, ("config", "request", "requestTemplate"), "data-action-undeclared-input-in-body")


def uses_all(values):
    """Whether the body hands on all inputs, or there is none that could be asked."""
    body = read_json.at(values, "config", "request", "requestTemplate")
    return not body or "rawRequest" in str(body.value)


def undeclared(file, path, rule):
    values = read(file)
    template = read_json.at(values, *path)
    if not template or not isinstance(template.value, str):
        return
    for name in inputs(template.value):
        declared = read_json.at(values, "contract", "input", "inputSchema", "properties", name)
        at = file.text.index("{input." + name + "}", template.at) + len("{input.") + len(name)
        if declared and name != "rawRequest":
            mutant = insert(file, at, "Old", rule, "O").pointed(template.at)
            if file.text.count("input." + name + "}") == 1 and not uses_all(values):
                mutant.also("data-action-unused-input", declared.key_at)
            yield mutant
            return


@operator("an address without TLS", ".json")
def plain_http(file):
    yield from hosted(file, "http://api.mypurecloud.com", "data-action-plain-http")


@operator("an address of a developer's machine", ".json")
def dev_host(file):
    yield from hosted(file, "https://4f2c.ngrok.io", "data-action-dev-host")


def hosted(file, host, rule):
    values = read(file)
    if values and (url_of(values).value or "").startswith("/api/"):
        yield insert(file, url_of(values).at + 1, host, rule, host).pointed(url_of(values).at)


@operator("a key in the URL", ".json")
def key_in_url(file):
    values = read(file)
    if values and "?" in url_of(values).value:
        text = "&api_key=9f86d081884c7d659a2feaa0c55ad015"
        yield insert(file, url_of(values).end - 1, text, "data-action-key-in-url", "&").pointed(url_of(values).at)


@operator("an id in the URL", ".json")
def id_in_url(file):
    values = read(file)
    match = values and re.search(r"/\$\{input\.(\w+)\}", url_of(values).value)
    declared = match and read_json.at(values, "contract", "input", "inputSchema", "properties", match[1])
    if declared:
        at = file.text.index(match[0], url_of(values).at)
        mutant = replace(file, at, match[0], "/" + GUID, "data-action-hard-coded-id").pointed(url_of(values).at)
        if file.text.count("input." + match[1] + "}") == 1 and not uses_all(values):
            mutant.also("data-action-unused-input", declared.key_at)
        yield mutant


def member(file, values, path, text, rule, mark, hides=()):
    """Mutants that put a member in front of the others of an object."""
    holder = read_json.at(values, *path)
    if holder and file.text[holder.at] == "{":
        comma = ", " if holder.members else ""
        yield insert(file, holder.at + 1, text + comma, rule, mark, hides=hides)


@operator("a default for no output", ".json")
def unknown_default(file):
    path = ("config", "response", "translationMapDefaults")
    yield from member(file, read(file), path, '"colourOfNothing": "null"', "data-action-unknown-default", '"colour')


@operator("an output value that nothing yields", ".json")
def unknown_output(file):
    values = read(file)
    template = read_json.at(values, "config", "response", "successTemplate")
    names = [value.path[-1] for value in values if value.path[:-1] == ("config", "response", "translationMap")]
    for name in names:
        mark = "${" + name + "}"
        if template and isinstance(template.value, str) and template.value.count(mark) == 1:
            at = file.text.index(mark, template.at) + len(mark) - 1
            yield insert(file, at, "Old", "data-action-unknown-output-value", "O").pointed(template.at)
            return


@operator("a credential among the headers", ".json")
def static_header(file):
    path = ("config", "request", "headers")
    values, text = read(file), '"Authorization": "Basic Y2FybDpuaWNlLXBhc3N3b3JkLTQy"'
    if not read_json.at(values, *path, "Authorization"):
        yield from member(file, values, path, text, "data-action-static-credential", '"Basic')


@operator("an input that nothing uses", ".json")
def unused_input(file):
    values = read(file)
    if uses_all(values):
        return
    path = ("contract", "input", "inputSchema", "properties")
    text = '"colourOfNothing": { "type": "string" }'
    yield from member(file, values, path, text, "data-action-unused-input", '"colour')


@operator("an output without default", ".json")
def no_default(file):
    path = ("config", "response", "translationMap")
    values = read(file)
    text = '"colourOfNothing": "$.colour"'
    yield from member(file, values, path, text, "data-action-translation-without-default", '"colour')


@operator("an HTTP method that there is not", ".json")
def no_method(file):
    values = read(file)
    method = read_json.at(values, "config", "request", "requestType")
    is_platform = method and url_of(values).value.startswith("/api/v2/")
    if is_platform and getattr(read_json.at(values, "integrationType"), "value", "") == "purecloud-data-actions":
        yield replace(file, method.at, json.dumps(method.value), '"FETCH"', "schema-invalid-value", hides=METHOD)
