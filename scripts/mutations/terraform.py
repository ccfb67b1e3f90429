"""What is broken in Terraform: arguments, values, references and what they mean to the platform."""

import re

from . import read_hcl
from .mutant import insert, misspelt, operator, replace

# Arguments that a resource may go without, and that nothing but its schema looks at.
OPTIONAL = {
    "description", "comments", "calling_party_name", "caller_name", "enable_transcription", "enable_audio_monitoring", "pool_provider",
    "enable_manual_assignment", "auto_answer_only", "skill_evaluation_method", "color", "notes", "phone_number", "language",
    "max_calls_per_agent", "always_running", "threshold", "wait_seconds",
}
# Arguments of which every value is one of a few words.
WORDS = {"skill_evaluation_method", "acw_wrapup_prompt", "pool_provider", "trunk_type", "position", "distribution"}
# Resource types that the provider has no more.
OUTDATED = {"genesyscloud_widget_deployment"}
# A resource type and an argument that it cannot go without.
REQUIRED = {
    "genesyscloud_telephony_providers_edges_did_pool": ("start_phone_number", "end_phone_number"),
    "genesyscloud_telephony_providers_edges_trunkbasesettings": ("trunk_meta_base_id", "trunk_type"),
    "genesyscloud_telephony_providers_edges_extension_pool": ("start_number", "end_number"),
    "genesyscloud_integration_action": ("category", "integration_id", "contract_input", "contract_output"),
    "genesyscloud_outbound_campaign": ("caller_name", "contact_list_id"),
    "genesyscloud_oauth_client": ("authorized_grant_type",),
    "genesyscloud_flow": ("filepath",),
    "genesyscloud_script": ("script_name",),
    "genesyscloud_outbound_contact_list": ("column_names",),
    "genesyscloud_architect_schedules": ("start", "end"),
    "genesyscloud_integration_credential": ("credential_type_id",),
    "genesyscloud_routing_language": ("name",),
    "genesyscloud_routing_skill": ("name",),
    "genesyscloud_processautomation_trigger": ("topic_name", "enabled"),
}


def resources(file, kind="genesyscloud_"):
    for block in read_hcl.read(file.text):
        if block.type == "resource" and len(block.labels) == 2 and block.labels[0][0].startswith(kind):
            yield block


def arguments(file, kind="genesyscloud_", deep=True):
    for resource in resources(file, kind):
        for block in resource.walk() if deep else [resource]:
            for argument in block.arguments:
                yield resource, block, argument


@operator("an argument misspelt", ".tf")
def argument_misspelt(file):
    for resource, _, argument in arguments(file):
        if argument.key in OPTIONAL and resource.labels[0][0] not in OUTDATED:
            yield replace(file, argument.at, argument.key, misspelt(argument.key), "schema-unknown-key")


@operator("a number or switch that is a word", ".tf")
def wrong_type(file):
    for _, _, argument in arguments(file):
        if re.fullmatch(r"\d+(\.\d+)?|true|false", argument.value):
            yield replace(file, argument.start, argument.value, '"plenty"', "schema-wrong-type")


@operator("a text that is a list", ".tf")
def text_as_list(file):
    for resource, _, argument in arguments(file):
        if argument.key in OPTIONAL - WORDS and argument.plain is not None and resource.labels[0][0] not in OUTDATED:
            yield replace(file, argument.start, argument.value, f"[{argument.value}]", "schema-wrong-type")


@operator("a value that is none of the words", ".tf")
def unknown_word(file):
    for _, _, argument in arguments(file):
        if argument.key in WORDS and argument.plain:
            new = f'"{misspelt(argument.plain)}"'
            yield replace(file, argument.start, argument.value, new, "schema-invalid-value")


@operator("a required argument commented out", ".tf")
def required_missing(file):
    for resource, _, argument in arguments(file, deep=False):
        kind, at = resource.labels[1]
        if argument.key in REQUIRED.get(resource.labels[0][0], ()) and "\n" not in argument.value:
            mutant = replace(file, argument.at, argument.key, f"# {argument.key}", "schema-missing-key", hides=("*",))
            mutant.expected.clear()
            yield mutant.also("schema-missing-key", at - 1)


@operator("an argument given twice", ".tf")
def argument_twice(file):
    # The last one counts: what is found at an argument moves to its copy.
    for _, _, argument in (found for found in arguments(file) if found[2].key != "allow_all_domains"):
        line = file.text[file.text.rfind("\n", 0, argument.at) + 1 : argument.end]
        plain = argument.plain is not None or re.fullmatch(r"[\d.]+|true|false", argument.value)
        if plain and line.strip().startswith(argument.key) and file.text[argument.end : argument.end + 1] == "\n":
            yield insert(file, argument.end, "\n" + line, "duplicate-key", argument.key)


@operator("a bracket too many in HCL", ".tf")
def stray_bracket(file):
    # Of what is declared twice in a folder, the files that are left decide which one is found.
    labels = [resource.labels[1][0] for other in file.neighbours() if other.path.endswith(".tf") for resource in resources(other)]
    for _, _, argument in arguments(file):
        if "\n" not in argument.value and "//" not in argument.value and len(labels) == len(set(labels)):
            yield insert(file, argument.end, " ]", "syntax", "]", hides=("*",))


@operator("an unknown resource type", ".tf")
def unknown_type(file):
    everything = "".join(other.text for other in file.neighbours())
    labels = [resource.labels[1][0] for other in file.neighbours() if other.path.endswith(".tf") for resource in resources(other)]
    for resource in resources(file):
        kind, at = resource.labels[0]
        label = resource.labels[1][0]
        if f"{kind}.{label}" not in everything and labels.count(label) == 1:
            # Of a short word, two letters changed for one another leave a word that may be meant.
            if len(kind) > len("genesyscloud_") + 8:
                yield replace(file, at - 1, f'"{kind}"', f'"{misspelt(kind)}"', "unknown-resource-type", hides=("*",))


def declared(file):
    """Addresses of the resources and data sources of a module."""
    out = set()
    for other in file.neighbours():
        if other.path.endswith(".tf"):
            for block in read_hcl.read(other.text):
                if block.type in ("resource", "data") and len(block.labels) == 2:
                    prefix = "data." if block.type == "data" else ""
                    out.add(f"{prefix}{block.labels[0][0]}.{block.labels[1][0]}")
                if block.type in ("variable", "locals", "module"):
                    names = [block.labels[0][0]] if block.labels else [argument.key for argument in block.arguments]
                    out.update(f"{ {'variable': 'var', 'locals': 'local', 'module': 'module'}[block.type]}.{name}" for name in names)
    return out


def expressions(file):
    for block in read_hcl.read(file.text):
        for inner in block.walk():
            for argument in inner.arguments:
                yield argument


@operator("a reference to no resource", ".tf")
def reference_nowhere(file):
    known = declared(file)
    for argument in expressions(file):
        match = re.fullmatch(r"((?:data\.)?genesyscloud_\w+\.)(\w+)\.\w+", argument.value)
        if match and match[1] + match[2] in known:
            new = argument.value.replace(match[2] + ".", match[2] + "_old.")
            yield replace(file, argument.start, argument.value, new, "undeclared-reference")


@operator("a reference to no variable", ".tf")
def variable_nowhere(file):
    known = declared(file)
    for argument in expressions(file):
        match = re.fullmatch(r"(?:var|local)\.\w+", argument.value)
        if match and argument.value in known:
            yield replace(file, argument.start, argument.value, argument.value + "_old", "undeclared-reference")


def substitutions(file, ending='"'):
    """The substitutions of flows whose file is in the folder and is named like this: argument, first line, its indentation."""
    names = {other.path.rpartition("/")[2] for other in file.neighbours()}
    for resource, _, argument in arguments(file, "genesyscloud_flow", deep=False):
        path = resource.get("filepath")
        first = re.match(r"\{[ \t]*\n([ \t]*)", argument.value)
        if argument.key != "substitutions" or not first or not path or not path.value.endswith(ending):
            continue
        if path.value.startswith('"${path.module}/') and path.value.strip('"').rpartition("/")[2] in names:
            yield argument, argument.start + argument.value.index("\n") + 1, first[1]


@operator("a substitution that no flow uses", ".tf")
def substitution_unused(file):
    for _, at, indent in substitutions(file):
        yield insert(file, at, f'{indent}colour_of_nothing = "blue"\n', "unused-substitution", "colour")


@operator("an argument among the substitutions", ".tf")
def argument_substituted(file):
    for argument, at, indent in substitutions(file):
        if "force_unlock" not in argument.value:
            yield insert(file, at, f"{indent}force_unlock = true\n", "resource-argument-in-substitutions", "force_unlock")
