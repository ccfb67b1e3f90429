"""What is broken in flows as Archy writes them."""

import re

from . import read_yaml
from .mutant import insert, misspelt, operator, replace
from .terraform import substitutions

YAML = (".yaml", ".yml")
ENDS = {
    "inboundCall": "disconnect", "inboundChat": "disconnect", "inboundShortMessage": "disconnect", "inboundEmail": "disconnect",
    "workflow": "endWorkflow",
}
# Where a path leads nowhere, nothing is said of what may be behind it.
START = ("unreachable-container", "unused-default-menu")
VARIABLE = re.compile(r"\b(?:Flow|State|Task)\.[A-Za-z_]\w*")


def read(file):
    """The lines of a flow, or none where the file is something else."""
    lines = read_yaml.read(file.text)
    return lines if any(line.path[1:] == ("startUpRef",) for line in lines) else []


def kind(lines):
    return lines[0].path[0]


def line_end(file, line):
    return file.text.find("\n", line.start) + 1 or len(file.text)


def quote(line):
    """How many characters stand before the text of a value."""
    return len(line.value) - len(line.value.lstrip('"'))


def references(lines):
    return [line for line in lines if line.key.endswith("Ref") and "[" in line.value and "{{" not in line.value]


@operator("a reference to no task, menu or state", YAML)
def dangling(file):
    lines = read(file)
    names = [re.search(r"\[(.*)\]", line.value)[1] for line in references(lines)]
    for line, name in zip(references(lines), names):
        if line.key != "startUpRef" and names.count(name) == 1:
            continue
        new = line.value.replace(f"[{name}]", f"[{name}9]")
        yield replace(file, line.start, line.value, new, "dangling-flow-reference", hides=START if line.key == "startUpRef" else ())


@operator("a reference into a flow of another type", YAML)
def other_flow(file):
    lines = read(file)
    names = [re.search(r"\[(.*)\]", line.value)[1] for line in references(lines)]
    for line, name in zip(references(lines), names):
        if line.text.startswith(f"/{kind(lines)}/") and (line.key == "startUpRef" or names.count(name) > 1):
            other = "inboundEmail" if kind(lines) != "inboundEmail" else "inboundCall"
            new = line.value.replace(f"/{kind(lines)}/", f"/{other}/", 1)
            hides = START if line.key == "startUpRef" else ()
            yield replace(file, line.start, line.value, new, "wrong-container-reference", hides=hides)


@operator("a container with the id of another", YAML)
def same_id(file):
    lines = read(file)
    ids = [line for line in lines if line.key == "refId" and len(line.path) == 5 and line.path[1] in ("tasks", "states", "menus")]
    for first, line in zip(ids, ids[1:]):
        if first.path[1] == line.path[1]:
            mutant = replace(file, line.start, line.value, first.value, "duplicate-ref-id")
            for other in references(lines):
                if f"[{line.text}]" in other.value:
                    mutant.also("dangling-flow-reference", other.start)
            yield mutant


@operator("two choices of a menu with one key", YAML)
def same_digit(file):
    lines = [line for line in read(file) if line.key == "dtmf"]
    for first, line in zip(lines, lines[1:]):
        if first.path[:5] == line.path[:5] and first.value.startswith("digit_"):
            yield replace(file, line.start, line.value, first.value, "duplicate-menu-dtmf")


@operator("an action behind the end", YAML)
def dead(file):
    lines = read(file)
    for line in actions(lines):
        inner = [other for other in lines if other.path[: len(line.path)] == line.path]
        follows = (*line.path[:-2], line.path[-2] + 1)
        if line.path[-2] == 0 or any(other.path[: len(follows)] == follows for other in lines):
            continue
        if any(other.key.endswith("Ref") or other.key == "actions" for other in inner) or kind(lines) not in ENDS:
            continue
        # What stands behind an action says what its failures lead to.
        if any(other.key == "outputs" and other.path[: len(line.path) - 2] == line.path[:-2] for other in lines):
            continue
        indent = " " * line.indent
        text = f"{indent}- {ENDS[kind(lines)]}:\n{indent}    name: The end\n"
        mutant = insert(file, line.line, text, "dead-action", "-")
        mutant.expected.clear()
        yield mutant.also("dead-action", line.at)


def actions(lines):
    """The lines that begin an action: its type."""
    return [line for line in lines if len(line.path) > 2 and line.path[-3] == "actions" and isinstance(line.path[-2], int)]


@operator("a variable misspelt", YAML)
def unknown_variable(file):
    lines = read(file)
    for line in lines:
        match = line.key == "exp" and VARIABLE.search(line.value)
        if match and len(re.findall(re.escape(match[0]) + r"\b", file.text)) > 2 and line.path[-3:-1] != ("statements", "variable"):
            new = line.value.replace(match[0], match[0] + "Old", 1)
            yield replace(file, line.start, line.value, new, "undeclared-variable")


@operator("a slash in the name of a flow", YAML)
def refused_name(file):
    for line in read(file):
        if line.path[1:] == ("name",) and "{{" not in line.value:
            new = line.value.replace(line.text, line.text[:3] + "/" + line.text[3:])
            yield replace(file, line.start, line.value, new, "flow-name-refused", hides=("ambiguous-identity",))


@operator("a default language that is not supported", YAML)
def language(file):
    lines = read(file)
    listed = any(line.path[1:] == ("supportedLanguages",) for line in lines)
    for line in lines:
        if line.path[1:] == ("defaultLanguage",) and "{{" not in line.value and listed:
            yield replace(file, line.start, line.value, "tlh", "default-language-unsupported")


@operator("a variable that nothing uses", YAML)
def unused_variable(file):
    for line in read(file):
        if line.path[1:] == ("variables",):
            indent = re.match(r" *", file.text[line_end(file, line) :])[0]
            text = (
                f"{indent}- stringVariable:\n{indent}    name: Flow.ColourOfNothing\n"
                f"{indent}    initialValue:\n{indent}      noValue: true\n"
            )
            yield insert(file, line_end(file, line), text, "unused-variable", "Flow.")


@operator("a task that nothing leads to", YAML)
def lost_task(file):
    lines = read(file)
    for line in lines:
        if line.path[1:] == ("tasks",) and kind(lines) in ENDS:
            indent = re.match(r" *", file.text[line_end(file, line) :])[0]
            text = (
                f"{indent}- task:\n{indent}    name: Lost\n{indent}    refId: Lost_999\n{indent}    actions:\n"
                f"{indent}      - {ENDS[kind(lines)]}:\n{indent}          name: The end\n"
            )
            yield insert(file, line_end(file, line), text, "unreachable-container", "Lost_999")


@operator("an action that the flow's channel has not", YAML)
def other_channel(file):
    lines = read(file)
    voice = kind(lines) == "inboundCall" if lines else False
    if not voice and (not lines or kind(lines) not in ("inboundShortMessage", "inboundChat", "inboundEmail")):
        return
    for line in actions(lines):
        if line.path[-2] == 0 and len(line.path) < 9:
            indent = " " * line.indent
            name, body, rule = ("sendResponse", "messageBody", "digital-action-in-voice-flow")
            if not voice:
                name, body, rule = ("playAudio", "audio", "voice-action-in-digital-flow")
            value = 'exp: "\\"Hello\\""' if voice else "tts: Hello"
            text = f"{indent}- {name}:\n{indent}    name: Greet\n{indent}    {body}:\n{indent}      {value}\n"
            yield insert(file, line.line, text, rule, name)


@operator("a setting of a flow misspelt", YAML)
def unknown_setting(file):
    for line in read(file):
        if len(line.path) == 2 and line.key in ("description", "defaultLanguage", "settingsSpeechRec"):
            hides = ("default-language-unsupported",)
            yield replace(file, line.at, line.key, misspelt(line.key), "schema-unknown-key", hides=hides)


@operator("a setting of a flow that is a list", YAML)
def wrong_type(file):
    for line in read(file):
        plain = line.value[:1] == '"' or re.fullmatch(r"[\w /.-]+", line.value)
        if len(line.path) == 2 and line.key in ("division", "description", "defaultLanguage", "startUpRef") and plain:
            hides = START if line.key == "startUpRef" else ()
            yield replace(file, line.start, line.value, f"[{line.value}]", "schema-wrong-type", hides=hides)


@operator("an error of the flow that nobody handles", YAML)
def unhandled(file):
    lines = read(file)
    name = next((line for line in lines if line.path[1:] == ("name",)), None)
    for place, line in enumerate(lines):
        if line.path[1:] != ("settingsErrorHandling",) or not kind(lines).startswith("inbound"):
            continue
        after = next((other for other in lines[place:] if len(other.path) <= 2 and other is not line), None)
        if after:
            mutant = replace(file, line.line, file.text[line.line : after.line], "", "flow-without-error-handling", hides=("*",))
            mutant.expected.clear()
            yield mutant.also("flow-without-error-handling", name.start)


@operator("a failure path taken away", YAML)
def no_failure(file):
    lines = read(file)
    rules = {"callData": "call-data-failure", "transferToAcd": "transfer-failure", "collectInput": "collect-input-failure"}
    for place, line in enumerate(lines):
        if line.key != "failure" or line.path[-2] != "outputs" or line.path[-3] not in rules:
            continue
        inner = [other for other in lines[place:] if other.path[: len(line.path)] == line.path]
        after = lines[lines.index(inner[-1]) + 1 :]
        old = file.text[line.line : after[0].line if after else len(file.text)]
        action = next(other for other in lines if other.path == line.path[:-2])
        siblings = [other for other in lines if other.path[:-1] == line.path[:-1]]
        if len(siblings) > 1 and not any(other.key.endswith("Ref") for other in inner) and not VARIABLE.search(old):
            mutant = replace(file, line.line, old, "", rules[line.path[-3]], hides=("*",))
            mutant.expected.clear()
            yield mutant.also(rules[line.path[-3]], action.at)


TOKEN = re.compile(r"\{\{(\w+)\}\}")


@operator("a token that Terraform does not fill", YAML)
def unknown_token(file):
    tokens = TOKEN.findall(file.text) if read(file) else []
    name = "/" + file.path.rpartition("/")[2] + '"'
    for module in file.neighbours():
        filled = [argument for argument, _, _ in substitutions(module, name)] if module.path.endswith(".tf") else []
        for line in read(file) if len(filled) == 1 else []:
            match = TOKEN.fullmatch(line.text)
            key = match and re.search(rf"^[ \t]*({match[1]})[ \t]*=", filled[0].value, re.M)
            if key and tokens.count(match[1]) == 1:
                new = line.value.replace(match[1], match[1] + "_old")
                mutant = replace(file, line.start, line.value, new, "missing-substitution")
                yield mutant.also("unused-substitution", filled[0].start + key.start(1), module)
