//! Archy flows: a mapping with the flow's type as its only key.

use super::super::Form;
use super::Recogniser;
use crate::document::{Node, NodeKind};

/// Beside `name`, a flow has at least one of these.
const PARTS: [&str; 11] = [
    "startUpRef",
    "startUpTaskActions",
    "supportedLanguages",
    "defaultLanguage",
    "initialGreeting",
    "initialAudio",
    "bots",
    "menus",
    "tasks",
    "states",
    "variables",
];

impl<'d> Recogniser<'d> {
    /// A flow. Whether the document is one.
    pub(super) fn archy(&mut self, root: Node<'d>) -> bool {
        if root.kind() != NodeKind::Object || root.len() != 1 {
            return false;
        }
        let Some(flow) = root.members().next() else { return false };
        let flow_type = flow.key().unwrap_or_default().to_lowercase();
        let Some(&kind) = self.catalog.index.flow_types.get(&flow_type) else { return false };
        let has_parts = flow.get("name").is_some()
            && flow.members().any(|member| member.key().is_some_and(|key| PARTS.contains(&key)));
        if has_parts {
            self.push_plain(flow, kind, Form::Archy);
        }
        has_parts
    }
}
