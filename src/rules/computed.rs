//! Fields that are computed from others: `is:` in the catalogue, checked once.

use std::collections::BTreeMap;

use super::expr::Expr;
use crate::catalog::{KindId, RecordId};

/// What a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A kind of resource.
    Kind(KindId),
    /// A record type.
    Record(RecordId),
}

/// The expressions of all fields with `is:`; in each, `self` is the resource or record that the field belongs to.
#[derive(Clone, Debug, Default)]
pub struct Computed {
    expressions: BTreeMap<Owner, BTreeMap<String, Expr>>,
}

impl Computed {
    /// The expression of a field; `None` where the field is read from the files.
    pub fn get(&self, owner: Owner, field: &str) -> Option<&Expr> {
        self.expressions.get(&owner)?.get(field)
    }
}
