//! What a reference says, before anything is looked up: an id, a name, a Terraform address, or nothing that can be
//! known from the text.

use crate::catalog::{Form, Found};
use crate::document::{Node, NodeKind};
use crate::finding::Part;

use super::{ResourceId, WhyUnknown};
use crate::terraform::{Attribute, is_expression};

/// A reference as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written<'d> {
    /// The identity of a resource, such as a GUID.
    Id(&'d str),
    /// The name of a resource; where none has that name, its identity.
    Name(&'d str),
    /// The identity of a resource beside its name, as flow configuration refers: an export of another organisation knows
    /// the same resource by another identity.
    IdAndName(&'d str, &'d str),
    /// A Terraform address of the same module, without the attribute behind it: `genesyscloud_routing_queue.billing`,
    /// `data.genesyscloud_routing_queue.billing`.
    Address(&'d str),
    /// An attribute of a resource or data source that a Terraform expression leads to, maybe in another module.
    Attribute(Attribute<'d>),
    /// A Terraform expression that leads to what its module does not declare.
    Undeclared(&'d str),
    /// The resource that the reference stands inside.
    Parent(ResourceId),
    /// Nothing that the text tells.
    Unknown(WhyUnknown),
}

/// What a reference says. Resources in forms of Genesys refer by identity, flow configuration also by the name beside it; Archy flows and files of a team refer by name, as
/// do all forms where a key is the reference or the value stands under a key that says so (`name`, `queueName`).
pub fn written(form: Form, found: Found<'_>) -> Written<'_> {
    let is_scalar = |kind| matches!(kind, NodeKind::String | NodeKind::Int | NodeKind::Float);
    match found {
        Found::Unknown(why, _) => Written::Unknown(why.into()),
        Found::Value(node) | Found::Behind { value: node, .. } if !is_scalar(node.kind()) => {
            Written::Unknown(WhyUnknown::WrongType)
        }
        Found::Value(_) | Found::Behind { .. } | Found::Key(_) => {
            in_text(form, (found.site(), found.part()), found.text())
        }
    }
}

/// What the text of a reference says, which stands as or behind a key.
pub(super) fn in_text<'t>(
    form: Form,
    (node, part): (Node<'t>, Part),
    text: &'t str,
) -> Written<'t> {
    let key = node.key();
    match form {
        Form::Terraform if part == Part::Value => in_terraform(text),
        Form::Api if part == Part::Value && !is_name_key(key) => Written::Id(text),
        Form::State if part == Part::Value => Written::Id(text),
        Form::Architect if part == Part::Value && !is_name_key(key) => {
            name_beside(node).map_or(Written::Id(text), |name| Written::IdAndName(text, name))
        }
        Form::Api | Form::Terraform | Form::Archy | Form::Architect | Form::Own | Form::State => {
            Written::Name(text)
        }
    }
}

/// Whether a value under this key is a name by its word.
fn is_name_key(key: Option<&str>) -> bool {
    key.is_some_and(|key| key == "name" || key.ends_with("Name") || key.ends_with("_name"))
}

/// The name that flow configuration keeps beside an identity: `name` beside `id`, `flowName` beside `flowId`, and `text`
/// beside the `val` of a literal.
fn name_beside(node: Node<'_>) -> Option<&str> {
    let name = match node.key()? {
        "id" => "name".to_owned(),
        "val" => "text".to_owned(),
        key => format!("{}Name", key.strip_suffix("Id")?),
    };
    let trail = node.trail();
    let around = trail.len().checked_sub(2).and_then(|at| trail.get(at))?;
    around.get(&name)?.as_str().filter(|name| !name.is_empty())
}

/// Reads `"${genesyscloud_x.label.id}"`, the bare address, a GUID. Expressions that say more than one address are
/// known to Terraform alone, and so is `*`, which the provider takes for all there are.
pub(super) fn in_terraform(text: &str) -> Written<'_> {
    let expression = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    if let Some(address) = address(expression.unwrap_or(text)) {
        return Written::Address(address);
    }
    if is_expression(text) || text == "*" {
        return Written::Unknown(WhyUnknown::TerraformExpression);
    }
    Written::Id(text)
}

/// The address in `[data.]genesyscloud_type.label.attribute`.
fn address(expression: &str) -> Option<&str> {
    let expression = expression.trim();
    let bare = expression.strip_prefix("data.").unwrap_or(expression);
    let (resource_type, rest) = bare.split_once('.')?;
    let (label, attribute) = rest.split_once('.')?;
    let is_address = resource_type.starts_with("genesyscloud_")
        && [resource_type, label, attribute].into_iter().all(is_identifier);
    is_address.then(|| &expression[..expression.len() - attribute.len() - 1])
}

/// Whether the text is an identifier of Terraform.
fn is_identifier(text: &str) -> bool {
    let is_first = |letter: char| letter.is_alphabetic() || letter == '_';
    let is_later = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    text.starts_with(is_first) && text.chars().all(is_later)
}

/// The key under which an identity is indexed: GUIDs compare without case.
pub(super) fn identity_key(id: &str) -> std::borrow::Cow<'_, str> {
    let is_guid = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if is_guid && id.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return id.to_ascii_lowercase().into();
    }
    id.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUEUE: &str = "genesyscloud_routing_queue.billing";

    #[test]
    fn addresses_are_read_with_and_without_braces() {
        for text in [
            "${genesyscloud_routing_queue.billing.id}",
            "genesyscloud_routing_queue.billing.id",
            "${ genesyscloud_routing_queue.billing.name }",
        ] {
            assert_eq!(in_terraform(text), Written::Address(QUEUE), "{text}");
        }
        let data = "${data.genesyscloud_routing_queue.billing.id}";
        assert_eq!(in_terraform(data), Written::Address("data.genesyscloud_routing_queue.billing"));
        let dashed = "${genesyscloud_flow.PureCloud_Voice_-_AWS_1.id}";
        assert_eq!(
            in_terraform(dashed),
            Written::Address("genesyscloud_flow.PureCloud_Voice_-_AWS_1")
        );
    }

    #[test]
    fn other_expressions_are_unknown() {
        for text in [
            "${var.queue_id}",
            "${module.queues.billing.id}",
            "${genesyscloud_routing_queue.billing[0].id}",
            "${genesyscloud_routing_queue.billing.members[0].id}",
            "${a.b.c}-${genesyscloud_routing_queue.billing.id}",
            "prefix ${genesyscloud_routing_queue.billing.id}",
            "%{ if true }x%{ endif }",
            "*",
            "${",
            "${}",
        ] {
            assert_eq!(
                in_terraform(text),
                Written::Unknown(WhyUnknown::TerraformExpression),
                "{text}"
            );
        }
    }

    #[test]
    fn plain_text_is_an_identity() {
        for text in [
            "0b0f8f0e-58d5-4b0e-9d8a-6a54d3a80001",
            "genesyscloud_routing_queue.billing",
            "",
            "x.y.z",
        ] {
            assert_eq!(in_terraform(text), Written::Id(text), "{text}");
        }
    }

    #[test]
    fn guids_compare_without_case_and_other_identities_with_it() {
        let guid = "0B0F8F0E-58D5-4B0E-9D8A-6A54D3A80001";
        assert_eq!(identity_key(guid), guid.to_ascii_lowercase());
        assert_eq!(identity_key("Eth0"), "Eth0");
    }
}
