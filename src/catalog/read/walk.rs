//! Follows a path from a node.

use rustc_hash::FxHashSet;

use super::super::{Form, Step};
use super::{Absence, Found, Unreadable, enter, unreadable};
use crate::document::{Node, NodeKind};
use crate::terraform::{Terraform, dynamic};

/// Where a path leads.
#[derive(Debug)]
pub(super) enum Walked<'d> {
    /// Nowhere.
    Absent(Absence<'d>),
    /// To one place; there is no `*` in the path.
    One(Found<'d>),
    /// To all places behind the elements of the first `*`. Elements that lack the rest of the path are left out.
    Many { list: Node<'d>, found: Vec<Found<'d>> },
}

/// How files are read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'t, 'd> {
    /// How they are written.
    pub(super) form: Form,
    /// What their expressions mean.
    pub(super) terraform: &'t Terraform<'d>,
}

/// A place on the way.
#[derive(Clone, Copy)]
pub(super) struct Spot<'d> {
    /// The value.
    pub(super) node: Node<'d>,
    /// The expression in the resource that led out of it.
    pub(super) used: Option<Node<'d>>,
}

impl<'d> Spot<'d> {
    /// A place in the resource itself.
    pub(super) fn here(node: Node<'d>) -> Self {
        Self { node, used: None }
    }

    /// The place of a value; `None` for what is none.
    pub(super) fn of(found: Found<'d>) -> Option<Self> {
        match found {
            Found::Value(node) => Some(Self::here(node)),
            Found::Behind { value, used } => Some(Self { node: value, used: Some(used) }),
            Found::Key(_) | Found::Unknown(..) => None,
        }
    }

    /// The place as it is found.
    pub(super) fn found(self) -> Found<'d> {
        match self.used {
            Some(used) => Found::Behind { value: self.node, used },
            None => Found::Value(self.node),
        }
    }

    /// A place inside this one.
    pub(super) fn to(self, node: Node<'d>) -> Self {
        Self { node, ..self }
    }

    /// Where it stands in the resource.
    pub(super) fn site(self) -> Node<'d> {
        self.used.unwrap_or(self.node)
    }

    /// The place itself, or that to which the expression in it leads.
    ///
    /// # Errors
    /// Why it cannot be known what stands there.
    pub(super) fn open(self, reader: Reader<'_, 'd>) -> Result<Self, Unreadable> {
        match unreadable(reader.form, self.node) {
            Some(Unreadable::TerraformExpression) => {
                let value = reader.terraform.value(self.node)?;
                Ok(Self { node: value, used: Some(self.site()) })
            }
            Some(why) => Err(why),
            None => Ok(self),
        }
    }

    /// The value to go on in: as [`Self::open`], and into what `jsonencode(…)` encodes, be it an expression again.
    ///
    /// # Errors
    /// Why it cannot be known what stands there.
    fn inside(self, reader: Reader<'_, 'd>) -> Result<Self, Unreadable> {
        let open = self.open(reader)?;
        let encoded = enter(open.node);
        if encoded.kind() == NodeKind::String { open.to(encoded).open(reader) } else { Ok(open) }
    }
}

/// Where one step leads.
enum Next<'d> {
    To(Spot<'d>),
    /// Every element, for `*`.
    Each(Spot<'d>, Vec<Node<'d>>),
    Stop(Walked<'d>),
}

/// Follows `steps` from a place. A null on the way, or at the end, is an absence.
pub(super) fn walk<'d>(steps: &'d [Step], reader: Reader<'_, 'd>, from: Spot<'d>) -> Walked<'d> {
    let mut at = from;
    for (depth, step) in steps.iter().enumerate() {
        let next = match step {
            Step::OwnKey => return own_key(at, depth),
            Step::Key(name) => by_key(at, name, reader, depth),
            Step::Each => each(at, steps.get(depth + 1), reader, depth),
            Step::Deep => deep(at),
            Step::Where { key, is } => only_where(at, key, is, depth),
        };
        match next {
            Next::To(spot) => at = spot,
            Next::Stop(walked) => return walked,
            Next::Each(list, elements) => {
                return all(list, elements, &steps[depth + 1..], reader);
            }
        }
    }
    if !steps.is_empty() && is_null(at, reader) {
        return Walked::Absent(Absence { deepest: at.site(), missing: None, depth: steps.len() });
    }
    Walked::One(at.found())
}

fn is_null<'d>(at: Spot<'d>, reader: Reader<'_, 'd>) -> bool {
    let is_open = reader.form == Form::Terraform && at.node.kind() == NodeKind::String;
    at.node.is_null() || is_open && at.open(reader).is_ok_and(|open| open.node.is_null())
}

fn own_key(at: Spot<'_>, depth: usize) -> Walked<'_> {
    match (at.node.key(), at.used) {
        (_, Some(used)) => Walked::One(Found::Unknown(Unreadable::TerraformExpression, used)),
        (Some(_), None) => Walked::One(Found::Key(at.node)),
        (None, None) => Walked::Absent(Absence { deepest: at.node, missing: None, depth }),
    }
}

fn by_key<'d>(at: Spot<'d>, name: &'d str, reader: Reader<'_, 'd>, depth: usize) -> Next<'d> {
    let at = match at.inside(reader) {
        Ok(at) => at,
        Err(why) => return Next::Stop(Walked::One(Found::Unknown(why, at.site()))),
    };
    let form = reader.form;
    let object = match only_block(enter(at.node), form) {
        Some(block) => block,
        None => enter(at.node),
    };
    let is_empty_list =
        has_lists_of_one(form) && object.kind() == NodeKind::Array && object.is_empty();
    if object.kind() != NodeKind::Object && !is_empty_list {
        return Next::Stop(blocked(at.to(object), depth));
    }
    if form == Form::Terraform
        && let Some(open) = left_open(object, name, reader)
    {
        let place = at.used.unwrap_or(open);
        let unknown = Found::Unknown(Unreadable::TerraformExpression, place);
        return Next::Stop(Walked::One(unknown));
    }
    if let Some(next) = object.get(name) {
        return Next::To(at.to(next));
    }
    let hidden = object.members().find(|member| form == Form::Archy && member.key_has_token());
    Next::Stop(match hidden {
        Some(member) => Walked::One(Found::Unknown(Unreadable::Token, member)),
        None => Walked::Absent(Absence { deepest: at.site(), missing: Some(name), depth }),
    })
}

/// Where a `dynamic` block makes the blocks `name` of an object, or an override file sets it, that block or what it sets.
fn left_open<'d>(object: Node<'d>, name: &str, reader: Reader<'_, 'd>) -> Option<Node<'d>> {
    let is_overridden = || reader.terraform.overrides(object, name);
    let overridden = || is_overridden().then(|| object.get(name).unwrap_or(object));
    dynamic(object, name).or_else(overridden)
}

/// The same node, where it is an object in which `key` has the text `is`.
fn only_where<'d>(at: Spot<'d>, key: &'d str, is: &str, depth: usize) -> Next<'d> {
    let object = enter(at.node);
    let found = object.get(key);
    if found.and_then(Node::as_str) == Some(is) {
        return Next::To(at.to(object));
    }
    let missing = found.is_none().then_some(key);
    Next::Stop(Walked::Absent(Absence { deepest: at.site(), missing, depth }))
}

/// The block of a list of one, in the forms that have them.
pub(super) fn only_block(node: Node<'_>, form: Form) -> Option<Node<'_>> {
    let is_only = has_lists_of_one(form) && node.kind() == NodeKind::Array && node.len() == 1;
    if is_only { node.element(0) } else { None }
}

/// Terraform writes a nested block as an array of one object; Architect, what an action could have several of.
fn has_lists_of_one(form: Form) -> bool {
    form.is_of_terraform() || form == Form::Architect
}

fn each<'d>(at: Spot<'d>, behind: Option<&Step>, reader: Reader<'_, 'd>, depth: usize) -> Next<'d> {
    let at = match at.inside(reader) {
        Ok(at) => at,
        Err(why) => return Next::Stop(Walked::One(Found::Unknown(why, at.site()))),
    };
    let list = at.to(enter(at.node));
    match list.node.kind() {
        NodeKind::Array => Next::Each(list, list.node.items().collect()),
        NodeKind::Object if is_lone_block(list.node, behind, reader.form) => {
            Next::Each(list, vec![list.node])
        }
        NodeKind::Object => Next::Each(list, list.node.members().collect()),
        _ => Next::Stop(blocked(list, depth)),
    }
}

/// The value and all containers inside it, each once, in the order of the text.
fn deep(at: Spot<'_>) -> Next<'_> {
    let list = at.to(enter(at.node));
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open = vec![list.node];
    while let Some(node) = open.pop() {
        let is_container = matches!(node.kind(), NodeKind::Array | NodeKind::Object);
        if !is_container || !seen.insert(node.id()) {
            continue;
        }
        found.push(node);
        let below = open.len();
        open.extend(node.items().chain(node.members()));
        open[below..].reverse();
    }
    Next::Each(list, found)
}

/// The texts in a value that are addresses, in JSON inside strings too, each once, in the order of the text.
pub(super) fn addresses(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open = vec![node];
    while let Some(node) = open.pop().map(enter) {
        if !seen.insert((std::ptr::from_ref(node.document()).addr(), node.id())) {
            continue;
        }
        if node.as_str().is_some_and(is_address) {
            found.push(node);
        }
        let below = open.len();
        open.extend(node.items().chain(node.members()));
        open[below..].reverse();
    }
    found
}

/// Whether a text is a URL, or a path of the Platform API.
fn is_address(text: &str) -> bool {
    ["/api/", "http://", "https://"].iter().any(|start| {
        text.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start))
    })
}

/// Terraform allows a nested block of which there is one without the array around it.
fn is_lone_block(object: Node<'_>, behind: Option<&Step>, form: Form) -> bool {
    let Some(Step::Key(name)) = behind else { return false };
    form.is_of_terraform() && object.get(name).is_some()
}

fn all<'d>(
    list: Spot<'d>,
    elements: Vec<Node<'d>>,
    rest: &'d [Step],
    reader: Reader<'_, 'd>,
) -> Walked<'d> {
    let mut found = Vec::with_capacity(elements.len());
    for element in elements {
        match walk(rest, reader, list.to(element)) {
            Walked::Absent(_) => {}
            Walked::One(one) => found.push(one),
            Walked::Many { found: more, .. } => found.extend(more),
        }
    }
    Walked::Many { list: list.site(), found }
}

/// What to say where the path goes through something that is no object: null is an absence.
fn blocked(at: Spot<'_>, depth: usize) -> Walked<'_> {
    if at.node.is_null() {
        return Walked::Absent(Absence { deepest: at.site(), missing: None, depth });
    }
    Walked::One(Found::Unknown(Unreadable::WrongType, at.site()))
}
