//! What stands in files instead of a secret: references to it, placeholders, names, ids, words.

use std::sync::LazyLock;

use regex::Regex;

/// What a person writes who means that a secret belongs here.
static MEANT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "example|sample|your|change|replace|dummy|placeholder|redact|insert|todo|fixme|test|fake|goes.?here";
    let masked = r"x{4,}|\*{3,}|\.{3}";
    Regex::new(&format!("(?i){words}|{masked}")).ok()
});

/// Templates, expressions and marks of something that is put in later.
static TEMPLATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\$[{!.(]|%\{|\{\{|^[$%]|^@[A-Za-z_]+@?$|^[<({].*[>)}]$|^<|>$|%$|^\[|^ENC\[|^__.+__$|#\{|\{[A-Za-z][A-Za-z0-9_.-]*\}|<[A-Za-z][A-Za-z0-9_ .-]*>|\)$",
    )
    .ok()
});

/// Where a secret is kept: the address of a secret store, a path, an environment variable, an attribute.
static KEPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let store = r"(?i:^(?:arn|vault|ssm|aws|gcp|azure|kv|op|env|file|sops|secret|secrets|keyvault|secretsmanager|projects)[:/])";
    let path = r"^[./~]";
    let variable = r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$";
    let attribute =
        r"^(?:var|local|data|module|env|secrets?|context|input|inputs)\.[A-Za-z0-9_.-]+$";
    Regex::new(&format!("{store}|{path}|{variable}|{attribute}")).ok()
});

/// The name of a secret instead of itself: words with hyphens, and small numbers; or nothing but the words for secrets.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"^[A-Za-z]+(?:[-_.](?:[A-Za-z]+|v?[0-9]{1,3}))+$";
    let vocabulary = "my|the|a|new|old|client|user|sip|api|app|oauth|access|auth|db|key|value|secret|password|passwd|pass|token|credential|s";
    Regex::new(&format!(r"{words}|(?i)^(?:(?:{vocabulary})[-_. ]*)+[0-9]{{0,3}}$")).ok()
});

/// Whether a text stands for a secret rather than being one.
pub(super) fn is_placeholder(text: &str) -> bool {
    let any = [&MEANT, &TEMPLATE, &KEPT, &NAME];
    any.into_iter().any(|of| of.as_ref().is_some_and(|of| of.is_match(text)))
}

/// Whether a text is more than a word: without blanks, long enough, and with letters and digits.
pub(super) fn looks_random(text: &str) -> bool {
    let has = |is: fn(char) -> bool| text.chars().any(is);
    (6..=4096).contains(&text.len())
        && !has(char::is_whitespace)
        && has(char::is_alphabetic)
        && has(|letter| letter.is_ascii_digit())
        && !text.contains("://")
}

/// Whether a text is the id of a resource, which is no secret.
pub(super) fn is_guid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_secret_is_told_from_one() {
        for text in [
            "<your-secret-1>",
            "__OAUTH2_CLIENT_SECRET__",
            "@SECRET@",
            "${var.secret1}",
            "{{TOKEN1}}",
            "$credentials.token1",
            "changeme1",
            "REPLACE_ME_1",
            "xxxxxxxx1",
            "GENESYS_CLIENT_SECRET_1",
            "genesys-client-secret-v2",
            "my_password_1",
            "password1",
            "ClientSecret1",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:genesys",
            "vault:secret/data/genesys#client1",
            "/prod/genesys/secret1",
            "var.client_secret1",
            "AKIAIOSFODNN7EXAMPLE",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "SuperSecretValue123!",
            "P@ssw0rd2024",
            "hunter2",
            "kR(8v#Lp2<qZ!x9",
            "@Sommer2024!xyz",
            "Tr0ub4dor&3",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQwErTyUiO",
            "Zk3v-9QmW2xR7pLt",
            "Pa$$w0rd99",
            "k-9f86d081884c7d659a2f",
            "Contact_2024",
            "Q7mVt2LrXb9Nc4Kd_Zp8Hs1WfYg6Ju3Ea5To0iRq",
        ] {
            assert!(!is_placeholder(text) && looks_random(text), "{text}");
        }
    }
}
