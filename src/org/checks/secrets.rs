//! `exposed-secret`: a credential that stands in a file as it is.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use super::Check;
use crate::document::{Document, Node, NodeKind};
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::source::Span;
use crate::text::{DESCRIBING_KEYS, is_secret_key};

/// What the check finds in one document, and in those inside its strings: at the value, which is never repeated.
pub(super) fn findings<'d>(check: &Check, org: &Org<'d>, document: &'d Document) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open = vec![(document.root(), Name::default())];
    while let Some((node, name)) = open.pop() {
        if !seen.insert((std::ptr::from_ref(node.document()).addr(), node.id())) {
            continue;
        }
        if let Some(embedded) = node.embedded() {
            open.push((embedded.root(), name));
            continue;
        }
        if let Some(what) = node.as_str().and_then(|text| secret(text, name)) {
            found.push(finding(check, org, node, name, what));
        }
        open.extend(node.items().map(|item| (item, name)));
        open.extend(node.members().map(|member| (member, name.of(member))));
    }
    found.extend(document.comments().iter().flat_map(|span| in_comment(check, document, *span)));
    found
}

/// An assignment that was commented out: its key and its value.
static ASSIGNMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"([A-Za-z][A-Za-z0-9_.-]{2,127})["']?\s*[:=]\s*["']?([^\s"',;]{8,4096})"#).ok()
});

/// The secrets in a comment: what was taken out of the configuration is still in the file.
fn in_comment(check: &Check, document: &Document, comment: Span) -> Vec<Finding> {
    let source = document.source();
    let text = source.text().get(comment.range()).unwrap_or_default();
    let assignments = ASSIGNMENT.iter().flat_map(|assignment| assignment.captures_iter(text));
    let found = assignments.filter_map(|found| {
        let (key, value) = (found.get(1)?.as_str(), found.get(2)?);
        let name = Name { secret: Some(key).filter(|key| is_secret_key(key)), is_header: false };
        let what = secret(value.as_str(), name).filter(|_| !is_traversal(value.as_str()))?;
        let start = comment.range().start + value.start();
        let span = Span::new(start, start + value.len());
        let message = message(what, name);
        let found = Finding::of_source(&check.rule, check.severity, message, source, span);
        Some(Finding { help: Some(HELP.to_owned()), ..found })
    });
    found.collect()
}

/// The key that says what a value is.
#[derive(Clone, Copy, Default)]
struct Name<'d> {
    /// The nearest key on the way to the value that names a secret.
    secret: Option<&'d str>,
    /// Whether the value is the header of a request, which a rule of its own looks at.
    is_header: bool,
}

impl<'d> Name<'d> {
    /// The name for what stands behind the key of `member`. `variable "client_secret" { default = … }` and a property
    /// `x_password: {value: {instance: …}}` are named by the key around them, their other entries only tell about it.
    fn of(self, member: Node<'d>) -> Self {
        let Some(key) = member.key() else { return self };
        if key.eq_ignore_ascii_case("headers") {
            return Self { secret: None, is_header: true };
        }
        let passes_on = matches!(key, "default" | "value" | "instance");
        let secret = if is_secret_key(key) && !DESCRIBING_KEYS.contains(&key) {
            Some(key)
        } else if passes_on {
            self.secret
        } else {
            None
        };
        Self { secret, is_header: self.is_header && member.kind() != NodeKind::Object }
    }
}

/// What shows itself to be a secret, whatever its key: a private key, a JSON web token.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let key = r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=]";
    let token = r"^eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}$";
    Regex::new(&format!("{key}|{token}")).ok()
});

/// What the texts of examples and templates say instead of a secret.
static PLACEHOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "example|sample|your|change|replace|dummy|placeholder|redact|secret|password|token|insert|todo|test";
    Regex::new(&format!(r"(?i)[<>{{}}$%()*]|x{{4,}}|{words}")).ok()
});

/// What is exposed by `text`, as a noun; `None` where it is no secret. A reference to a secret, a path in an answer, a
/// placeholder and a word that a person reads are none.
fn secret(text: &str, name: Name<'_>) -> Option<&'static str> {
    let matches = |of: &LazyLock<Option<Regex>>| of.as_ref().is_some_and(|of| of.is_match(text));
    if matches(&SHAPE) {
        return Some(if text.contains("PRIVATE KEY") { "private key" } else { "token" });
    }
    let is_named = name.secret.is_some() && !name.is_header;
    (is_named && looks_random(text) && !is_guid(text) && !matches(&PLACEHOLDER)).then_some("secret")
}

/// Whether a text is more than a word: without blanks, long enough, and with letters and digits.
fn looks_random(text: &str) -> bool {
    let has = |is: fn(char) -> bool| text.chars().any(is);
    (8..=4096).contains(&text.len())
        && !has(char::is_whitespace)
        && has(char::is_alphabetic)
        && has(|letter| letter.is_ascii_digit())
        && !text.contains("://")
}

/// Whether a text may be the name of something that Terraform knows: `var.password1`.
fn is_traversal(text: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-[]".contains(&byte))
    };
    text.contains('.') && text.split('.').all(is_name)
}

/// Whether a text is the id of a resource, which is no secret.
fn is_guid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn finding<'d>(
    check: &Check,
    org: &Org<'d>,
    node: Node<'d>,
    name: Name<'_>,
    what: &str,
) -> Finding {
    let message = message(what, name);
    let subject = org.enclosing(node).map(|id| org.resource(id).subject(org.catalog));
    let finding = Finding::new(&check.rule, check.severity, message, (node, Part::Value), subject);
    Finding { help: Some(HELP.to_owned()), ..finding }
}

const HELP: &str = "take it out of the file and out of the history, and change it: whoever can read the repository has it";

fn message(what: &str, name: Name<'_>) -> String {
    match name.secret {
        Some(key) => format!("a {what} stands here in the clear, behind `{key}`"),
        None => format!("a {what} stands here in the clear"),
    }
}
