//! What shows itself to be a secret, whatever its key, also in the middle of a text.

use std::sync::LazyLock;

use regex::Regex;

use super::placeholder::{is_placeholder, looks_random};

/// A pattern of secrets.
struct Shape {
    /// What it is, as a noun with its article.
    what: &'static str,
    /// What the pattern looks like; its first group is the secret where one is there.
    pattern: &'static str,
    /// Whether what the group holds may be a placeholder.
    may_be_placeholder: bool,
}

/// What a secret is called that only its name tells, also in the middle of a text: `client_secret=…`.
pub(super) const SECRET: &str = "a secret";

const SHAPES: [Shape; 10] = [
    Shape {
        what: "a private key",
        pattern: r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\s|\\n)*([A-Za-z0-9+/=]{16,})",
        may_be_placeholder: false,
    },
    Shape {
        what: "a token",
        pattern: r"\b(eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})",
        may_be_placeholder: false,
    },
    Shape {
        what: "a token",
        pattern: r"\b((?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AIza|SG\.)[A-Za-z0-9_.-]{20,})",
        may_be_placeholder: true,
    },
    Shape {
        what: "an access key",
        pattern: r"\b((?:AKIA|ASIA)[A-Z0-9]{16})\b",
        may_be_placeholder: true,
    },
    Shape {
        what: "a token",
        pattern: r"(?i)\b(?:bearer|basic)[ \t]+([A-Za-z0-9._~+/=-]{12,})",
        may_be_placeholder: true,
    },
    Shape {
        what: "an access key",
        pattern: r"\b(?:SharedAccessKey|AccountKey)=([A-Za-z0-9+/]{16,}={0,2})",
        may_be_placeholder: true,
    },
    Shape {
        what: "the address of a webhook",
        pattern: r"\bhooks\.slack\.com/services/(T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,})",
        may_be_placeholder: true,
    },
    Shape {
        what: SECRET,
        pattern: r#"(?i)--(?:client-?secret|password|secret|token|api-?key)[ \t=]+["']?([^\s"'$<{}\\]+)"#,
        may_be_placeholder: true,
    },
    Shape {
        what: "a password",
        pattern: r"[a-z]://[^\s/:@{}$]+:([^\s/@]+)@",
        may_be_placeholder: true,
    },
    Shape {
        what: SECRET,
        pattern: r#"(?i)(?:"|'|\b)(?:[a-z0-9_-]*(?:password|client_?secret|api_?key|access_?token))(?:"|')?\s*[:=]\s*(?:"|')?([^\s"'&,;<>{}\\]+)"#,
        may_be_placeholder: true,
    },
];

static PATTERNS: LazyLock<Vec<(&'static Shape, Regex)>> = LazyLock::new(|| {
    SHAPES.iter().filter_map(|shape| Some((shape, Regex::new(shape.pattern).ok()?))).collect()
});

/// Literals that an expression of Terraform may come to: the branches of a condition, and what functions hand on.
static LITERAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let before = r"\?|:|\b(?:sensitive|nonsensitive|coalesce|tostring|trimspace|base64encode)\(|\bcoalesce\([^\x22)]*,";
    Regex::new(&format!(r#"(?:{before})\s*"([^"$%\\]+)""#)).ok()
});

/// Whether an expression of Terraform may come to a literal that looks like a secret: `var.prod ? "…" : ""`.
pub(super) fn secret_in_expression(text: &str) -> bool {
    let inside = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    inside.is_some_and(|inside| {
        let literals = LITERAL.iter().flat_map(|literal| literal.captures_iter(inside));
        let texts = literals.filter_map(|found| found.get(1)).map(|group| group.as_str());
        texts.into_iter().any(|text| looks_random(text) && !is_placeholder(text))
    })
}

/// What secret a text holds, as a noun with its article.
pub(super) fn secret_in(text: &str) -> Option<&'static str> {
    let found = PATTERNS.iter().find(|(shape, pattern)| {
        pattern.captures_iter(text).any(|found| {
            let group = found.get(1).map_or("", |group| group.as_str());
            !shape.may_be_placeholder || looks_random(group) && !is_placeholder(group)
        })
    });
    found.map(|(shape, _)| shape.what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_show_themselves_in_the_middle_of_a_text() {
        for text in [
            "Bearer 9f86d081884c7d659a2feaa0",
            "\"Basic c3ZjOlN1bW1lcjIwMjQh\"",
            "https://svc:S3cretPw99@crm.example.com/login",
            "https://crm.example.com/?access_token=9f86d081884c7d65",
            "grant_type=client_credentials&client_secret=Zk3v9QmW2xR7pLt",
            "{\"id\": ${input.id}, \"password\": \"Winter2025!\"}",
            "Authorization: Bearer eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.dozjgNryP4J3",
            "archy publish --clientSecret Zk3v9QmW2xR7pLt --location mypurecloud.de",
            "Endpoint=sb://x.example;SharedAccessKey=Zk3v9QmW2xR7pLt5aa=",
            "https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/Zk3v9QmW2xR7pLt5aa",
        ] {
            assert!(secret_in(text).is_some(), "{text}");
        }
        for text in [
            "Bearer ${credentials.token1}",
            "Bearer <token-1>",
            "basic authentication",
            "https://crm.example.com/?access_token=${input.token1}",
            "client_secret=$!{credentials.clientSecret1}",
            "password: 8 to 64 characters",
            "https://example.com/a:1@b",
            "The password is asked for in menu 2",
            "archy publish --clientSecret $CLIENT_SECRET_1 --location mypurecloud.de",
        ] {
            assert_eq!(secret_in(text), None, "{text}");
        }
    }

    #[test]
    fn an_expression_may_come_to_a_secret() {
        for text in [
            r#"${var.prod ? "Zk3v9QmW2xR7pLt5" : ""}"#,
            r#"${sensitive("Zk3v9QmW2xR7pLt5")}"#,
            r#"${coalesce(var.secret, "Zk3v9QmW2xR7pLt5")}"#,
        ] {
            assert!(secret_in_expression(text), "{text}");
        }
        for text in [
            r#"${var.secrets["prod2024key"]}"#,
            r#"${lookup(var.secrets, "prod2024key")}"#,
            r#"${var.prod ? var.a : "${var.b1}"}"#,
            r#"${var.prod ? "changeme1" : ""}"#,
            "Zk3v9QmW2xR7pLt5",
        ] {
            assert!(!secret_in_expression(text), "{text}");
        }
    }
}
