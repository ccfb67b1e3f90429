//! Which kinds an org is known to hold completely, so that what is not there does not exist.

use std::collections::{BTreeMap, BTreeSet};

use super::roots::folder;
use super::written::identity_key;
use super::{Files, Resource, WhyUnknown};
use crate::catalog::{Catalog, Form, KindId, Listing, Recognised};
use crate::document::Node;

/// Query parameters of a listing that leave nothing out.
const NEUTRAL: [&str; 9] = [
    "pageSize",
    "pageNumber",
    "sortBy",
    "sortOrder",
    "expand",
    "after",
    "before",
    "cursor",
    "nextPage",
];

/// What is known of an org besides its resources.
#[derive(Clone, Debug, Default)]
pub struct Facts<'d> {
    /// The folder in which the org begins, relative to the run's root, which is the empty path.
    pub root: String,
    /// Kinds that the configuration says are completely exported.
    pub complete: BTreeSet<KindId>,
    /// Paths of the org's files that carry marks of Genesys configuration but were not read to their end: they do not
    /// parse, or nothing reads their format. Anything may stand in them.
    pub unread: BTreeSet<String>,
    /// Folders of the org of which only some files were read.
    pub parts: BTreeSet<String>,
    /// The org's files that were read, those among them in which nothing was recognised.
    pub files: Files<'d>,
}

/// A listing of which pages are missing.
#[derive(Clone, Debug)]
pub(super) struct Truncated<'d> {
    /// The kind of its entities.
    pub(super) kind: KindId,
    /// `pageCount`, or what stands in for it, of the first page that is there.
    pub(super) page_count: Node<'d>,
    /// The pages that are there.
    pub(super) pages: BTreeSet<i64>,
    /// How many there should be.
    pub(super) of_pages: i64,
    /// The entities that are there.
    pub(super) entities: usize,
    /// How many there should be, where the listing says so.
    pub(super) total: Option<i64>,
}

/// What an org is known to hold completely.
#[derive(Debug, Default)]
pub(super) struct Completeness<'d> {
    /// Kinds that are complete, or why they are not; what is not here was not said.
    kinds: BTreeMap<KindId, Result<(), WhyUnknown>>,
    /// Kinds of which one other resource holds all that stand inside it: the kind, that resource's kind and its id.
    inside: BTreeSet<(KindId, String, String)>,
    has_unread: bool,
    /// Folders in which a file was not read, or not to its end.
    unread_folders: BTreeSet<String>,
    pub(super) truncated: Vec<Truncated<'d>>,
}

impl<'d> Completeness<'d> {
    /// Puts pages together, those of one listing in any order.
    pub(super) fn new(
        catalog: &Catalog,
        resources: &[Resource<'d>],
        listings: &[Listing<'d>],
        facts: &Facts<'_>,
    ) -> Self {
        let unread_folders = facts.unread.iter().map(|path| folder(path).to_owned());
        let unread_folders = unread_folders.chain(facts.parts.iter().cloned()).collect();
        let mut known =
            Self { has_unread: !facts.unread.is_empty(), unread_folders, ..Self::default() };
        // A team's own files are there as they are: no export leaves one out, only naming some files does.
        let is_own = |kind: KindId| {
            facts.parts.is_empty() && catalog.kind(kind).forms.keys().all(|form| *form == Form::Own)
        };
        let single = resources.iter().map(|resource| resource.recognised.kind);
        let single = single.filter(|&kind| catalog.is_single(kind) || is_own(kind));
        known.kinds.extend(facts.complete.iter().copied().chain(single).map(|kind| (kind, Ok(()))));
        let mut whole = BTreeSet::new();
        for ((kind, query), pages) in by_query(listings) {
            match verdict(&pages) {
                Verdict::Whole if query.is_unfiltered(catalog, kind) => drop(whole.insert(kind)),
                Verdict::Whole => known.inside.extend(query.inside(catalog, kind)),
                Verdict::Truncated(truncated) => known.truncated.push(truncated),
                Verdict::Unsure => {}
            }
        }
        let truncated =
            known.truncated.iter().map(|truncated| (truncated.kind, Err(WhyUnknown::Incomplete)));
        known.kinds.extend(truncated);
        known.kinds.extend(whole.into_iter().map(|kind| (kind, Ok(()))));
        known
    }

    /// # Errors
    /// Why there may be more resources of this kind than the org holds.
    pub(super) fn of(&self, kind: KindId) -> Result<(), WhyUnknown> {
        let said = self.kinds.get(&kind).copied().unwrap_or(Err(WhyUnknown::NotExported));
        if self.has_unread { said.and(Err(WhyUnknown::Incomplete)) } else { said }
    }
}

impl Completeness<'_> {
    /// Whether a whole listing of the resources of `kind` inside this one is there, and nothing was left unread.
    pub(super) fn of_inside(&self, kind: KindId, of: &Recognised<'_>, catalog: &Catalog) -> bool {
        let Some(id) = of.id.as_deref().filter(|_| !self.has_unread) else { return false };
        let parent = catalog.kind(of.kind).name.clone();
        self.inside.contains(&(kind, parent, identity_key(id).into_owned()))
    }

    /// Whether a file of the org was not read to its end.
    pub(super) fn has_unread(&self) -> bool {
        self.has_unread
    }

    /// # Errors
    /// Why there may be more in a Terraform module than the org holds: one of its files was not read, or not to its end.
    pub(super) fn of_module(&self, module: &str) -> Result<(), WhyUnknown> {
        if self.unread_folders.contains(module) { Err(WhyUnknown::Incomplete) } else { Ok(()) }
    }
}

/// The pages by what they asked for, in the order of path, document and offset.
fn by_query<'l, 'd>(
    listings: &'l [Listing<'d>],
) -> BTreeMap<(KindId, Query<'d>), Vec<&'l Listing<'d>>> {
    let mut pages: Vec<_> = listings.iter().collect();
    pages.sort_by_key(|page| {
        let document = page.node.document();
        (document.source().path(), document.index(), page.node.span().start)
    });
    let mut queries: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for page in pages {
        queries.entry((page.kind, Query::of(page))).or_default().push(page);
    }
    queries
}

/// What a page asked for: pages of one listing ask alike.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Query<'d> {
    path: &'d str,
    filters: Vec<&'d str>,
}

impl<'d> Query<'d> {
    /// Reads the page's own address, or that of its neighbours.
    fn of(page: &Listing<'d>) -> Self {
        let mut addresses =
            ["selfUri", "firstUri", "lastUri", "nextUri", "previousUri"].into_iter();
        let address = addresses.find_map(|key| page.node.get(key)?.as_str()).unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let is_filter = |parameter: &&str| {
            let name = parameter.split('=').next().unwrap_or_default();
            !name.is_empty() && !NEUTRAL.contains(&name)
        };
        let mut filters: Vec<_> = query.split('&').filter(is_filter).collect();
        filters.sort_unstable();
        Self { path, filters }
    }

    /// Whether such pages leave nothing of the kind out: no filter, and the address of all resources of the kind rather
    /// than of those inside another resource, or of those that somebody may see. A page without an address counts as one
    /// that was asked for without filters, as far as anything says.
    fn is_unfiltered(&self, catalog: &Catalog, kind: KindId) -> bool {
        self.filters.is_empty() && (self.path.is_empty() || catalog.lists_all(kind, self.path))
    }

    /// The resource inside of which such pages list everything of a kind, by the kind's slug and its id; `None` with a
    /// filter.
    fn inside(&self, catalog: &Catalog, kind: KindId) -> Option<(KindId, String, String)> {
        let parent = catalog.lists_inside(kind, self.path).filter(|_| self.filters.is_empty());
        parent.map(|(slug, id)| (kind, slug, identity_key(&id).into_owned()))
    }
}

enum Verdict<'d> {
    Whole,
    Truncated(Truncated<'d>),
    Unsure,
}

/// Whether the pages of a listing are all there. Pages that disagree about the size or the number of pages come from
/// different exports of the listing, of which one suffices if it is whole.
fn verdict<'d>(pages: &[&Listing<'d>]) -> Verdict<'d> {
    let mut exports: BTreeMap<_, Vec<&Listing<'d>>> = BTreeMap::new();
    for page in pages {
        let Some(count) = page_count(page) else { return Verdict::Unsure };
        exports.entry((count, number(page, "pageSize"))).or_default().push(page);
    }
    let mut exports =
        exports.into_iter().map(|((count, _), pages)| verdict_of_export(count, &pages));
    let mut first = exports.next().unwrap_or(Verdict::Unsure);
    for next in exports {
        first = match (first, next) {
            (Verdict::Whole, _) | (_, Verdict::Whole) => Verdict::Whole,
            (Verdict::Unsure, other) | (other, _) => other,
        };
    }
    first
}

/// A listing may say that it has more entities than its pages hold: then it was cut by hand, and nothing is known.
fn verdict_of_export<'d>(count: i64, pages: &[&Listing<'d>]) -> Verdict<'d> {
    let numbers = pages.iter().map(|page| page.number().unwrap_or(1));
    let numbers: BTreeSet<_> = numbers.filter(|number| (1..=count).contains(number)).collect();
    let entities: usize = pages.iter().map(|page| page.len()).sum();
    let total = pages.iter().find_map(|page| number(page, "total"));
    if is_at_least(numbers.len(), count) {
        let has_all = total.is_none_or(|total| is_at_least(entities, total));
        return if has_all { Verdict::Whole } else { Verdict::Unsure };
    }
    let Some(page) = pages.first() else { return Verdict::Unsure };
    let page_count = page.page_count.or(page.total).unwrap_or(page.node);
    Verdict::Truncated(Truncated {
        kind: page.kind,
        page_count,
        pages: numbers,
        of_pages: count,
        entities,
        total,
    })
}

fn is_at_least(there: usize, wanted: i64) -> bool {
    i64::try_from(there).is_ok_and(|there| there >= wanted)
}

fn number(page: &Listing<'_>, key: &str) -> Option<i64> {
    page.node.get(key)?.as_i64()
}

/// How many pages there are: as written, else what the number of entities and the size of a page make of it.
fn page_count(page: &Listing<'_>) -> Option<i64> {
    page.count().or_else(|| {
        let (total, size) = (number(page, "total")?, number(page, "pageSize")?);
        (size > 0 && total >= 0).then(|| total / size + i64::from(total % size > 0))
    })
}
