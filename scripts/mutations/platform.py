"""What is broken in Terraform as the platform reads it: pools, campaigns, deployments, clients, queues."""

import re

from .mutant import insert, operator, replace
from .terraform import arguments, resources


def changed(file, kind, key, new, rule, at=0, when=lambda value: True, block=None):
    """Mutants that give an argument of a kind of resource another value; `new` is that, or makes it of the old."""
    for _, inside, argument in arguments(file, "genesyscloud_" + kind):
        if block and inside.type != block:
            continue
        if argument.key == key and "\n" not in argument.value and when(argument.value):
            value = new(argument.value) if callable(new) else new
            if value != argument.value:
                yield replace(file, argument.start, argument.value, value, rule, at=at)


def added(file, kind, text, mark, rule, without=()):
    """Mutants that put an argument in front of the first of a resource, where it has none of `without`."""
    for resource in resources(file, "genesyscloud_" + kind):
        if resource.arguments and not any(resource.get(key) for key in without):
            yield insert(file, resource.arguments[0].at, text + "\n  ", rule, mark)


NUMBER = re.compile(r'"\+\d+"')


@operator("a pool of numbers that ends before it begins", ".tf")
def pool_reversed(file):
    for resource in resources(file, "genesyscloud_telephony_providers_edges_did_pool"):
        first, last = resource.get("start_phone_number"), resource.get("end_phone_number")
        if first and last and NUMBER.fullmatch(first.value) and NUMBER.fullmatch(last.value):
            higher = f'"+{int(last.value[2:-1]) + 1}"'
            yield replace(file, first.start, first.value, higher, "did-pool-reversed")


@operator("extensions that end before they begin", ".tf")
def extensions_reversed(file):
    for resource in resources(file, "genesyscloud_telephony_providers_edges_extension_pool"):
        first, last = resource.get("start_number"), resource.get("end_number")
        if first and last and first.plain and last.plain:
            yield replace(file, first.start, first.value, f'"{int(last.plain) + 1}"', "extension-pool-reversed")


@operator("a number that is not E.164", ".tf")
def number_refused(file):
    def local(value):
        return value.replace("+", "00")

    kind = "telephony_providers_edges_did_pool"
    for key in ("start_phone_number", "end_phone_number"):
        yield from changed(file, kind, key, local, "did-not-e164", when=NUMBER.fullmatch)
    yield from changed(file, "outbound_campaign", "caller_address", '"0800 CALL US"', "campaign-caller-number")


@operator("a deployment for all domains", ".tf")
def all_domains(file):
    yield from changed(file, "webdeployments_deployment", "allow_all_domains", "true", "deployment-allows-all-domains")
    yield from added(
        file, "webdeployments_deployment", "allow_all_domains = true", "true", "deployment-allows-all-domains", ["allow_all_domains"]
    )


@operator("a domain with a scheme", ".tf")
def domain_scheme(file):
    yield from changed(
        file, "webdeployments_deployment", "allowed_domains", '["https://www.example.com/"]', "deployment-domain-with-scheme", at=1
    )


@operator("a default language that is not listed", ".tf")
def default_language(file):
    yield from changed(file, "webdeployments_configuration", "default_language", '"tlh"', "default-language-not-listed")


@operator("an OAuth redirect without TLS", ".tf")
def redirect(file):
    yield from changed(
        file, "oauth_client", "registered_redirect_uris", '["http://www.example.com/auth"]', "oauth-redirect-plain-http", at=1
    )


@operator("an OAuth client that shows its secret", ".tf")
def secret(file):
    yield from added(
        file, "oauth_client", "expose_client_secret = true", "true", "oauth-client-secret-exposed", ["expose_client_secret"]
    )


@operator("an OAuth client with the implicit grant", ".tf")
def implicit(file):
    yield from changed(file, "oauth_client", "authorized_grant_type", '"TOKEN"', "oauth-client-implicit-grant")


@operator("a campaign out of bounds", ".tf")
def campaign(file):
    for resource in resources(file, "genesyscloud_outbound_campaign"):
        site, name = resource.get("site_id"), resource.get("name")
        if site and name:
            mutant = replace(file, site.at, "site_id", "# site_id", "campaign-without-line", hides=("undeclared-reference",))
            mutant.expected.clear()
            yield mutant.also("campaign-without-line", name.start)


@operator("a queue out of bounds", ".tf")
def queue(file):
    yield from changed(file, "routing_queue", "acw_timeout_ms", "840000", "acw-timeout-extreme")
    yield from changed(file, "routing_queue", "alerting_timeout_sec", "2", "schema-invalid-value", block="media_settings_call")
    yield from changed(file, "routing_queue", "alerting_timeout_sec", "300", "alerting-timeout-too-long", block="media_settings_call")
    yield from changed(
        file, "routing_queue", "service_level_percentage", "0.01", "service-level-target-extreme", block="media_settings_call"
    )


@operator("a schedule that begins after its end", ".tf")
def schedule(file):
    yield from changed(file, "architect_schedules", "start", '"2099-01-01T00:00:00.000000"', "schedule-ends-before-start")


@operator("an emergency left on", ".tf")
def emergency(file):
    yield from added(file, "architect_emergencygroup", "enabled = true", "true", "emergency-left-on", ["enabled"])


@operator("a role that may do everything", ".tf")
def role(file):
    yield from changed(file, "auth_role", "domain", '"*"', "role-allows-everything", block="permission_policies")


@operator("a trunk setting out of bounds", ".tf")
def trunk(file):
    for resource in resources(file, "genesyscloud_telephony_providers_edges_trunkbasesettings"):
        properties = resource.get("properties")
        if not properties:
            continue
        for name, old, new, rule, at in [
            ("trunk_media_codec", r'\["audio/pcmu"\]', "[]", "trunk-without-codec", 0),
        ]:
            match = re.search(rf'"?{name}"?\s*[=:][^[]*?instance"?\s*[=:]\s*({old})', properties.value)
            if match:
                yield replace(file, properties.start + match.start(1), match[1], new, rule, at=at)
