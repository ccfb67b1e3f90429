//! Single resources of the Platform API, and files of the team's own.

use std::collections::BTreeMap;

use super::super::read::find;
use super::super::{Form, KindId, Recognised, Step};
use super::Recogniser;
use super::index::ByKeys;
use super::template::{Address, Captured};
use crate::document::{Node, NodeKind};

/// What a listing tells about its entities.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'l, 'd> {
    /// The kind that the listing's `selfUri` names.
    pub(super) kind: KindId,
    /// The segments that it captures.
    pub(super) captures: &'l BTreeMap<String, String>,
    /// The `selfUri`.
    pub(super) self_uri: Node<'d>,
}

impl<'d> Recogniser<'d> {
    /// One resource. Whether it is one, or at least an entity of the Platform API.
    pub(super) fn entity(&mut self, node: Node<'d>, around: Option<Around<'_, 'd>>) -> bool {
        if node.kind() != NodeKind::Object {
            return false;
        }
        if let Some((self_uri, address)) = self_uri(node) {
            if let Some((kind, captured)) = self.by_address(&address) {
                self.push_api(node, kind, captured, Some(self_uri));
            }
            return true;
        }
        if let Some(around) = around {
            let captured = Captured { id: None, others: around.captures.clone() };
            self.push_api(node, around.kind, captured, Some(around.self_uri));
            return true;
        }
        let own = self.own(node).map(|kind| (kind, Form::Own));
        let by_keys = || self.by_keys(node);
        let found = own.or_else(|| self.glob()).or_else(by_keys);
        if let Some((kind, form)) = found {
            self.push_plain(node, kind, form);
        }
        found.is_some()
    }

    /// The kind whose template an address matches, and what it captures.
    fn by_address<'u>(&self, address: &Address<'u>) -> Option<(KindId, Captured<'u>)> {
        let mut templates = self.catalog.index.templates.iter();
        templates.find_map(|(template, kind)| Some((*kind, template.matches(address)?)))
    }

    /// The kind whose telling keys are there, and the form that they tell.
    fn by_keys(&self, node: Node<'d>) -> Option<(KindId, Form)> {
        let mut names: Vec<&str> =
            node.members().filter(|member| !member.is_null()).filter_map(Node::key).collect();
        names.sort_unstable();
        let is_there = |path: &Vec<Step>| match &path[..] {
            [Step::Key(name)] => names.binary_search(&name.as_str()).is_ok(),
            path => find(path, Form::Api, node).is_some(),
        };
        let tells =
            |told: &&ByKeys| told.keys.iter().all(is_there) && !told.absent.iter().any(is_there);
        self.catalog.index.by_keys.iter().find(tells).map(|told| (told.kind, told.form))
    }

    fn push_api(
        &mut self,
        node: Node<'d>,
        kind: KindId,
        captured: Captured<'_>,
        self_uri: Option<Node<'d>>,
    ) {
        let (id, name) = self.identity(kind, Form::Api, node);
        let id = id.or_else(|| captured.id.map(str::to_owned));
        self.push(Recognised {
            kind,
            form: Form::Api,
            node,
            parent: None,
            id,
            name,
            is_external: false,
            captures: captured.others,
            self_uri,
            made_by: None,
        });
    }

    /// Takes an object for a resource that is neither looked up nor part of another.
    pub(super) fn push_plain(&mut self, node: Node<'d>, kind: KindId, form: Form) {
        let (id, name) = self.identity(kind, form, node);
        let captures = BTreeMap::new();
        self.push(Recognised {
            kind,
            form,
            node,
            parent: None,
            id,
            name,
            is_external: false,
            captures,
            self_uri: None,
            made_by: None,
        });
    }

    /// Where the catalogue says that a resource keeps its id and its name.
    pub(super) fn identity(
        &self,
        kind: KindId,
        form: Form,
        node: Node<'d>,
    ) -> (Option<String>, Option<Node<'d>>) {
        let Some(identity) = self.catalog.kind(kind).forms.get(&form) else { return (None, None) };
        let at = |path: &'d Option<Vec<Step>>| {
            find(path.as_ref()?, form, node).filter(|found| is_scalar(*found))
        };
        let id = at(&identity.id).filter(|id| !id.has_token() && !id.text().is_empty());
        (id.map(|id| id.text().to_owned()), at(&identity.name))
    }
}

fn is_scalar(node: Node<'_>) -> bool {
    !matches!(node.kind(), NodeKind::Object | NodeKind::Array)
}

/// The `selfUri` of an entity, where it is an address of the Platform API.
pub(super) fn self_uri(node: Node<'_>) -> Option<(Node<'_>, Address<'_>)> {
    let self_uri = node.get("selfUri")?;
    Some((self_uri, Address::of(self_uri.as_str()?)?))
}
