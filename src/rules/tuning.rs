//! What configuration changes about a rule for some of the resources: by path, by kind, by org.

use std::sync::Arc;

use globset::GlobSet;

use super::expr::Expr;
use super::{Parameter, Rule};
use crate::finding::Severity;

/// Whether a rule runs, and how bad its findings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
    Off,
    /// It runs, and its findings are this bad.
    On(Severity),
}

/// Some of the resources: those for which all of the three hold.
#[derive(Clone, Debug, Default)]
pub struct Extent {
    /// Paths relative to the run's root; `None` for all.
    pub paths: Option<GlobSet>,
    /// Slugs of kinds; `None` for all.
    pub kinds: Option<Vec<String>>,
    /// Folders in which orgs begin, relative to the run's root; `None` for all.
    pub orgs: Option<GlobSet>,
}

/// What a [`Extent`] is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'q> {
    /// The path of the file, relative to the run's root.
    pub path: &'q str,
    /// The slug of the resource's kind, where there is a resource.
    pub kind: Option<&'q str>,
    /// The folder in which the org begins.
    pub org: &'q str,
}

impl Extent {
    /// Whether it is all resources.
    pub fn is_everything(&self) -> bool {
        self.paths.is_none() && self.kinds.is_none() && self.orgs.is_none()
    }

    /// Whether a resource belongs to it.
    pub fn holds(&self, asked: Asked<'_>) -> bool {
        self.paths.as_ref().is_none_or(|paths| paths.is_match(asked.path))
            && self.orgs.as_ref().is_none_or(|orgs| orgs.is_match(asked.org))
            && self.kinds.as_ref().is_none_or(|kinds| {
                asked.kind.is_some_and(|kind| kinds.iter().any(|known| known == kind))
            })
    }
}

/// A change of one rule for some of the resources.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// Which resources.
    pub(super) extent: Arc<Extent>,
    /// Whether the rule runs there, and how bad its findings are; `None` leaves both.
    pub(super) level: Option<Level>,
    /// Positions of parameters, with their values there.
    pub(super) values: Vec<(usize, Expr)>,
}

impl Rule {
    /// What configuration says about it at a place: whether it runs, and how bad its findings are.
    pub fn level_at(&self, asked: Asked<'_>) -> Option<Level> {
        let mut levels = self.tunings.iter().rev().filter(|tuning| tuning.level.is_some());
        levels.find(|tuning| tuning.extent.holds(asked))?.level
    }

    /// The values that its parameters have at a place.
    pub(crate) fn values_at(&self, asked: Asked<'_>) -> Values<'_> {
        let with_values = self.tunings.iter().filter(|tuning| !tuning.values.is_empty());
        let tunings = with_values.filter(|tuning| tuning.extent.holds(asked)).collect();
        Values { parameters: &self.parameters, tunings }
    }
}

/// The values of a rule's parameters at one place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values<'a> {
    parameters: &'a [Parameter],
    /// What holds there, the later over the earlier.
    tunings: Vec<&'a Tuning>,
}

impl<'a> Values<'a> {
    /// The value of the parameter at a position.
    pub(crate) fn get(&self, at: usize) -> Option<&'a Expr> {
        let changed = self.tunings.iter().rev().flat_map(|tuning| &tuning.values);
        let changed = changed.into_iter().find(|(position, _)| *position == at);
        changed.map(|(_, value)| value).or_else(|| Some(&self.parameters.get(at)?.value))
    }
}
