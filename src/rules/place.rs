//! From blame to places: the one primary place inside the linted resource, and the related ones.

use std::sync::Arc;

use super::blame::{Blame, Culprit};
use super::value::{Data, Known, Origin, Site, Value};
use crate::document::{Node, NodeKind};
use crate::finding::{Location, Part, Related};
use crate::org::{Org, ResourceId};
use crate::source::Span;

/// Where a finding points.
#[derive(Clone, Debug)]
pub(crate) struct Places<'a> {
    /// The value or key that is to blame.
    pub(crate) primary: (Node<'a>, Part),
    /// The primary place as it is reported: the use, where the value was reached through an alias.
    pub(crate) location: Location,
    /// What is not set, as a clause, where absence is the fault.
    pub(crate) note: Option<String>,
    /// The other places, in the order in which they should be read.
    pub(crate) related: Vec<Related>,
}

/// What decides about the places of one finding.
#[derive(Debug)]
pub(crate) struct Case<'c, 'a> {
    /// The org that the resources are in.
    pub(crate) org: &'c Org<'a>,
    /// The resource that the rule is about.
    pub(crate) linted: ResourceId,
    /// What made the assertion false.
    pub(crate) blame: &'c Blame<'a>,
    /// The element, where the rule has `each`.
    pub(crate) element: Option<&'c Value<'a>>,
    /// The value of `at:`.
    pub(crate) at: Option<Known<'a>>,
}

impl<'a> Case<'_, 'a> {
    /// The places of the finding.
    pub(crate) fn places(&self) -> Places<'a> {
        let (primary, note) = self.primary();
        let location = use_site(primary.0, primary.1);
        let mut places = Places { primary, location, note, related: Vec::new() };
        add_definition(&mut places);
        for culprit in &self.blame.culprits {
            self.add_culprit(culprit, &mut places);
        }
        for culprit in &self.blame.context {
            if let Some(place) = self.resolve(&culprit.origin) {
                add(&mut places, place, "because of this".to_owned());
            }
        }
        places
    }

    fn primary(&self) -> ((Node<'a>, Part), Option<String>) {
        let chosen = self.at.as_ref().and_then(|at| match at {
            Ok(value) => self.first_place(value),
            Err(unknown) => unknown.expression().map(|node| (node, Part::Value)),
        });
        if let Some(place) = chosen {
            return (place, None);
        }
        let culprits = &self.blame.culprits;
        let is_field =
            |one: &&Culprit<'a>| matches!(one.origin.site, Site::Node(..) | Site::About(..));
        let mut inside = culprits.iter().filter(|one| self.is_inside(&one.origin));
        let own = inside.clone().find(is_field).or_else(|| inside.next());
        if let Some((place, culprit)) = own.and_then(|one| Some((self.resolve(&one.origin)?, one)))
        {
            return (place, culprit.note.clone());
        }
        let reference = culprits.iter().find_map(|one| one.origin.led_by);
        if let Some(node) = reference {
            return ((node, Part::Value), None);
        }
        let element = self.element.filter(|element| self.is_inside(&element.origin));
        let place = element.and_then(|element| self.resolve(&element.whole()));
        (place.unwrap_or_else(|| resource_place(self.org, self.linted)), None)
    }

    /// The first place in a document that a value came from.
    fn first_place(&self, value: &Value<'a>) -> Option<(Node<'a>, Part)> {
        self.resolve(&value.origin).or_else(|| match &value.data {
            Data::List(list) => {
                list.elements.iter().flatten().find_map(|element| self.first_place(element))
            }
            _ => None,
        })
    }

    /// Whether a place belongs to the linted resource, or stands inside it.
    fn is_inside(&self, origin: &Origin<'a>) -> bool {
        if origin.resource == Some(self.linted) {
            return true;
        }
        let whole = self.org.resource(self.linted).recognised.node;
        let (Site::Node(node, _) | Site::About(node, _)) = origin.site else { return false };
        let (inner, outer) = (node.span(), whole.span());
        Arc::ptr_eq(node.document().source(), whole.document().source())
            && outer.start <= inner.start
            && inner.end <= outer.end
    }

    fn resolve(&self, origin: &Origin<'a>) -> Option<(Node<'a>, Part)> {
        if let (Site::Node(..), Some(used)) = (origin.site, origin.used) {
            return Some((used, Part::Value));
        }
        match (origin.site, origin.resource) {
            (Site::Node(node, part) | Site::About(node, part), _) => Some(keyed(node, part)),
            (Site::Default { record: Some(node), .. }, _) => Some(keyed(node, Part::Key)),
            (Site::Resource | Site::Default { record: None, .. }, Some(id)) => {
                Some(resource_place(self.org, id))
            }
            _ => None,
        }
    }

    fn add_culprit(&self, culprit: &Culprit<'a>, places: &mut Places<'a>) {
        let Some(place) = self.resolve(&culprit.origin) else { return };
        let message = match &culprit.note {
            Some(note) => note.clone(),
            None if self.is_inside(&culprit.origin) => "together with this".to_owned(),
            None => "declared here".to_owned(),
        };
        add(places, place, message);
        if let (Some(_), Site::Node(node, part)) = (culprit.origin.used, culprit.origin.site) {
            add(places, (node, part), "the value stands here".to_owned());
        }
    }
}

/// The value behind the alias through which the primary place was reached.
fn add_definition(places: &mut Places<'_>) {
    let (node, part) = places.primary;
    let definition = match node.definition_span() {
        Some(span) => Some(at_span(node, span)),
        None => node.used_at().map(|_| Location::of(node, part)),
    };
    places.related.extend(
        definition.map(|location| Related { message: "defined here".to_owned(), location }),
    );
}

/// Adds a related place, unless it is there already or is the primary one. An object is named by its key: it would fill
/// the screen.
fn add<'a>(places: &mut Places<'a>, place: (Node<'a>, Part), message: String) {
    let is_object = place.0.kind() == NodeKind::Object;
    let (node, part) = if is_object { keyed(place.0, Part::Key) } else { place };
    let location = Location::of(node, part);
    let is_same = |other: &Location| {
        Arc::ptr_eq(&other.source, &location.source) && other.span == location.span
    };
    let is_known = is_same(&places.location)
        || places.related.iter().any(|related| is_same(&related.location))
        || places.primary == place;
    if !is_known {
        places.related.push(Related { message, location });
    }
}

/// The place that names a resource: its name, else its key, else itself.
pub(crate) fn resource_place<'a>(org: &Org<'a>, id: ResourceId) -> (Node<'a>, Part) {
    let recognised = &org.resource(id).recognised;
    match recognised.name {
        Some(name) => (name, Part::Value),
        None => keyed(recognised.node, Part::Key),
    }
}

/// The place of a field that an assertion rests on: the value itself, wherever it is used; where the field is not set,
/// what does not set it; where it is worked out from a whole document, as the paths through a flow are, that document.
pub(crate) fn asserted_place(org: &Org<'_>, origin: &Origin<'_>) -> Option<Location> {
    let node = match (origin.site, origin.resource) {
        (Site::Node(node, _) | Site::Default { record: Some(node), .. }, _) => node,
        (Site::About(node, _), _) => node.document().root(),
        (Site::Default { record: None, .. } | Site::Resource, Some(id)) => {
            org.resource(id).recognised.node
        }
        _ => return None,
    };
    Some(Location::of(node, Part::Value))
}

/// The key of a value; where it has none (an element of a list) its name, so that a whole object is not underlined
/// for what is missing in it.
fn keyed(node: Node<'_>, part: Part) -> (Node<'_>, Part) {
    if part == Part::Value || node.key().is_some() {
        return (node, part);
    }
    let is_text = |name: &Node<'_>| name.kind() == NodeKind::String;
    let name = node.get("name").or_else(|| node.get("id")).filter(is_text);
    (name.unwrap_or(node), Part::Value)
}

/// The place where a value is used: for what lies behind an alias or a merge key, the alias.
fn use_site(node: Node<'_>, part: Part) -> Location {
    match node.used_at() {
        Some(span) => at_span(node, span),
        None => Location::of(node, part),
    }
}

/// A place of the node's document by its span. Its address is that of the smallest value around it.
fn at_span(node: Node<'_>, span: Span) -> Location {
    let mut around = node.document().root();
    while let Some(child) = child_around(around, span) {
        around = child;
    }
    Location { span, ..Location::of(around, Part::Value) }
}

fn child_around(node: Node<'_>, span: Span) -> Option<Node<'_>> {
    let holds = |child: &Node<'_>| {
        let outer = child.span();
        child.used_at().is_none() && outer.start <= span.start && span.end <= outer.end
    };
    // The value of an alias lies elsewhere: only what is written here is gone into.
    if node.definition_span().is_some() {
        return None;
    }
    node.items().find(holds).or_else(|| node.members().find(holds))
}
