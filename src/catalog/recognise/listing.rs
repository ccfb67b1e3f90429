//! Paged listings: `{"entities": […], "pageNumber": 1, "pageCount": 3, "selfUri": "/api/v2/routing/queues?…"}`.

use super::super::KindId;
use super::Recogniser;
use super::api::{Around, self_uri};
use super::template::Captured;
use crate::document::{Node, NodeKind};

/// One page of a listing.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'d> {
    /// What it lists.
    pub kind: KindId,
    /// The envelope.
    pub node: Node<'d>,
    /// The array of entities.
    pub entities: Node<'d>,
    /// The number of this page, from 1.
    pub page_number: Option<Node<'d>>,
    /// The number of pages.
    pub page_count: Option<Node<'d>>,
    /// How many entities there are on all pages.
    pub total: Option<Node<'d>>,
    /// The address of the listing, query included.
    pub self_uri: Option<Node<'d>>,
    /// The address of the next page.
    pub next_uri: Option<Node<'d>>,
    /// Where the next page of a listing without page numbers begins.
    pub cursor: Option<Node<'d>>,
}

/// What an envelope has beside `entities`.
const ENVELOPE: [&str; 8] =
    ["pageSize", "pageNumber", "pageCount", "total", "selfUri", "nextUri", "cursor", "cursors"];

impl Listing<'_> {
    /// The number of this page, from 1.
    pub fn number(&self) -> Option<i64> {
        self.page_number?.as_i64()
    }

    /// The number of pages.
    pub fn count(&self) -> Option<i64> {
        self.page_count?.as_i64()
    }

    /// How many entities this page has.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether this page has no entities.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }
}

impl<'d> Recogniser<'d> {
    /// A listing and its entities. Whether the object is one.
    pub(super) fn listing(&mut self, node: Node<'d>) -> bool {
        let Some(entities) = node.get("entities").filter(|list| list.kind() == NodeKind::Array)
        else {
            return false;
        };
        let is_page = ENVELOPE.iter().any(|key| node.get(key).is_some());
        // Entities that were cut out of their envelope: of all there are, or of some.
        let is_cut_out = node.len() == 1;
        if !is_page && !is_cut_out {
            return false;
        }
        let named = self.named(node);
        let around = named.as_ref().map(|(kind, captured, self_uri)| Around {
            kind: *kind,
            captures: &captured.others,
            self_uri: *self_uri,
        });
        let first = self.found.resources.len();
        for entity in entities.items() {
            self.entity(entity, around);
        }
        let kind = around.map(|around| around.kind).or_else(|| self.common_kind(first));
        if let Some(kind) = kind.filter(|_| is_page) {
            self.found.listings.push(listing(kind, node, entities));
        }
        is_page || self.found.resources.len() > first
    }

    /// The kind that the listing's own `selfUri` names.
    fn named(&self, node: Node<'d>) -> Option<(KindId, Captured<'d>, Node<'d>)> {
        let (self_uri, address) = self_uri(node)?;
        let mut templates = self.catalog.index.templates.iter();
        templates.find_map(|(template, kind)| {
            Some((*kind, template.matches_listing(&address)?, self_uri))
        })
    }

    /// The kind of all the resources from the position `first` on that are nested in none.
    fn common_kind(&self, first: usize) -> Option<KindId> {
        let resources = self.found.resources.get(first..)?;
        let mut kinds = resources
            .iter()
            .filter(|resource| resource.parent.is_none())
            .map(|resource| resource.kind);
        let kind = kinds.next()?;
        kinds.all(|other| other == kind).then_some(kind)
    }
}

fn listing<'d>(kind: KindId, node: Node<'d>, entities: Node<'d>) -> Listing<'d> {
    let present = |key: &str| node.get(key).filter(|value| !value.is_null());
    Listing {
        kind,
        node,
        entities,
        page_number: present("pageNumber"),
        page_count: present("pageCount"),
        total: present("total"),
        self_uri: present("selfUri"),
        next_uri: present("nextUri"),
        cursor: present("cursor").or_else(|| present("cursors")),
    }
}
