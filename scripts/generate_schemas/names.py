"""From names in the data to names that people and rules use."""

import re

# Words that are not written as they are spelled.
WORDS = {
    "acd": "ACD",
    "acw": "ACW",
    "adfs": "ADFS",
    "ai": "AI",
    "api": "API",
    "apns": "APNs",
    "apple": "Apple",
    "bcc": "BCC",
    "cobrowse": "co-browse",
    "did": "DID",
    "dnc": "DNC",
    "facebook": "Facebook",
    "gsuite": "G Suite",
    "html": "HTML",
    "i18n": "I18N",
    "id": "id",
    "ids": "ids",
    "idp": "identity provider:",
    "instagram": "Instagram",
    "ip": "IP",
    "ivr": "IVR",
    "json": "JSON",
    "na": "N/A",
    "oauth": "OAuth",
    "okta": "Okta",
    "onelogin": "OneLogin",
    "pci": "PCI",
    "pii": "PII",
    "salesforce": "Salesforce",
    "sip": "SIP",
    "slo": "SLO",
    "sms": "SMS",
    "smtp": "SMTP",
    "sso": "SSO",
    "terraform": "Terraform",
    "ttl": "TTL",
    "tts": "TTS",
    "uri": "URI",
    "uris": "URIs",
    "url": "URL",
    "urls": "URLs",
    "utc": "UTC",
    "whatsapp": "WhatsApp",
}


def camel(name):
    """`allow_all_domains` -> `allowAllDomains`."""
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def snake(name):
    """`DomainEntityRef` -> `domain_entity_ref`, `NTPSettings` -> `ntp_settings`: how models are named in the data."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def title(name):
    """`dnc-list`, `dnc_list` -> `DNC list`."""
    words = [WORDS.get(word, word) for word in re.split("[-_]", name)]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def plural(name):
    """Of a name in camelCase: `queue` -> `queues`, `dnis` stays."""
    if name.endswith("s"):
        return name
    if re.search("[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + "s"


def singular(name):
    """Of a name in camelCase: `policies` -> `policy`, `addresses` -> `address`, `status` stays."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    if re.search("(ss|sh|ch|x)es$", name):
        return name[:-2]
    if re.search("[^su]s$", name):
        return name[:-1]
    return name
