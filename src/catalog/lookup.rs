//! What the way kinds are recognised tells about them.

use super::recognise::Address;
use super::{Catalog, KindId};

impl Catalog {
    /// The kind of the resources of a Terraform type; `None` where the catalogue has none.
    pub fn kind_of_terraform(&self, resource_type: &str) -> Option<KindId> {
        self.index.terraform.get(resource_type).copied()
    }

    /// The Terraform types of all kinds, in their order.
    pub fn terraform_types(&self) -> impl Iterator<Item = &str> {
        self.index.terraform.keys().map(String::as_str)
    }

    /// Whether the listing at the address `self_uri` lists all resources of a kind, rather than those inside one other
    /// resource, or another kind.
    pub fn lists_all(&self, kind: KindId, self_uri: &str) -> bool {
        let Some(address) = Address::of(self_uri) else { return false };
        let mut of_kind =
            self.index.templates.iter().filter(|(_, template_kind)| *template_kind == kind);
        of_kind.any(|(template, _)| {
            template.matches_listing(&address).is_some_and(|found| found.others.is_empty())
        })
    }

    /// The resource inside of which the listing at the address `self_uri` lists all resources of a kind: its kind's slug
    /// and its id.
    pub fn lists_inside(&self, kind: KindId, self_uri: &str) -> Option<(String, String)> {
        let address = Address::of(self_uri)?;
        let templates = self.index.templates.iter();
        let mut of_kind = templates.filter(|(_, template_kind)| *template_kind == kind);
        let captured = of_kind.find_map(|(template, _)| template.matches_listing(&address))?;
        captured.others.into_iter().next_back().filter(|_| captured.id.is_none())
    }

    /// Whether an organisation has one resource of this kind: none of its addresses ends in an id.
    pub fn is_single(&self, kind: KindId) -> bool {
        let mut of_kind = self
            .index
            .templates
            .iter()
            .filter(|(_, template_kind)| *template_kind == kind)
            .peekable();
        of_kind.peek().is_some() && of_kind.all(|(template, _)| !template.has_id())
    }
}
