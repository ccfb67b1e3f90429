//! What an expression says of `other`: worked out in the other org, and brought back with places that stand for
//! themselves, since a resource of one org is no resource of another.

use std::rc::Rc;

use super::{Evaluator, World, resource_value};
use crate::finding::Part;
use crate::org::ResourceId;
use crate::rules::blame::Blame;
use crate::rules::expr::Expr;
use crate::rules::place::resource_place;
use crate::rules::value::{Data, Known, List, Origin, Site, Unknown, Value};

/// The resource of another org that the linted one is compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Other<'a> {
    /// The other org.
    pub(crate) world: &'a World<'a>,
    /// The resource.
    pub(crate) id: ResourceId,
}

impl<'a> Evaluator<'a> {
    /// The value of an expression in the other org.
    pub(super) fn elsewhere(&mut self, expr: &'a Expr) -> Known<'a> {
        let Some(other) = self.other else {
            return Err(Unknown::failed("there is no other org"));
        };
        let value = self.in_other(other, |inner| inner.value(expr))?;
        Ok(other.value(value))
    }

    /// What is to blame in the other org, found by `find` there.
    pub(in crate::rules) fn blame_elsewhere(
        &mut self,
        found: &mut Blame<'a>,
        find: impl FnOnce(&mut Self, &mut Blame<'a>),
    ) {
        let Some(other) = self.other else { return };
        let mut inner = Blame::default();
        self.in_other(other, |evaluator| find(evaluator, &mut inner));
        let place = format!("in `{}`", name(other.world.org.root()));
        for culprit in inner.culprits {
            let note = culprit.note.map_or(place.clone(), |note| format!("{note}, {place}"));
            found.add(other.origin(culprit.origin), Some(note));
        }
    }

    fn in_other<T>(&mut self, other: Other<'a>, body: impl FnOnce(&mut Self) -> T) -> T {
        let world = std::mem::replace(&mut self.world, other.world);
        let linted = std::mem::replace(&mut self.linted, other.id);
        let result = self.with_self(resource_value(other.id), body);
        (self.world, self.linted) = (world, linted);
        result
    }
}

impl<'a> Other<'a> {
    fn value(self, value: Value<'a>) -> Value<'a> {
        let data = match value.data {
            Data::List(list) => {
                let elements = list.elements.iter().cloned();
                let elements = elements.map(|one| one.map(|one| self.value(one))).collect();
                Data::List(Rc::new(List { elements, missing: list.missing.clone() }))
            }
            Data::Map(entries) => {
                let entries = entries.iter().cloned();
                let entries = entries.map(|(key, value)| (self.value(key), self.value(value)));
                Data::Map(Rc::new(entries.collect()))
            }
            data => data,
        };
        Value { data, origin: self.origin(value.origin) }
    }

    /// The same place, without anything that has a meaning in the other org alone.
    fn origin(self, origin: Origin<'a>) -> Origin<'a> {
        let whole = || {
            let (node, part) = resource_place(self.world.org, origin.resource.unwrap_or(self.id));
            Site::About(node, part)
        };
        let site = match origin.site {
            Site::Resource | Site::Default { record: None, .. } => whole(),
            Site::Default { record: Some(node), .. } => Site::About(node, Part::Key),
            site => site,
        };
        Origin { site, ..Origin::default() }
    }
}

/// The folder of an org, for people.
pub(super) fn name(root: &str) -> &str {
    if root.is_empty() { "." } else { root }
}
