//! Building an org: resources in order, indexed, every reference resolved once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::apart::Apart;
use super::collect::{Collected, Collector, Conflict};
use super::completeness::Completeness;
use super::files;
use super::index::Index;
use super::resolve::Resolver;
use super::same::{Linker, Same};
use super::{Facts, Org, ResolvedReference, Resource, ResourceId, Target, WhyUnknown};
use crate::catalog::{Catalog, KindId, Listing, Recognised, Unreadable, unreadable};
use crate::document::Node;
use crate::flow::Graph;
use crate::terraform::Terraform;

impl<'d> Org<'d> {
    /// Builds the org of these resources and listings, which may come in any order. `parent` of a resource is a position
    /// in `resources`. `terraform` says what the expressions in them mean.
    pub fn build(
        catalog: &'d Catalog,
        resources: Vec<Recognised<'d>>,
        listings: &[Listing<'d>],
        facts: &Facts<'d>,
        terraform: Terraform<'d>,
    ) -> Self {
        let mut resources = in_order(resources, &terraform);
        let index = Index::new(catalog.kinds().count(), &resources);
        let completeness = Completeness::new(catalog, &resources, listings, facts);
        let named = facts.files.named(&resources, &terraform);
        let linker = Linker {
            catalog,
            resources: &resources,
            index: &index,
            named: &named,
            terraform: &terraform,
        };
        let same = linker.link();
        let apart = Apart::new(&resources, &terraform);
        let mut links = Links::default();
        let mut collector = Collector::new(catalog, &terraform);
        let mut resolver =
            Resolver::new(catalog, &resources, &index, &completeness, (&same, facts));
        let mut conflicts: Vec<Conflict<'d>> = Vec::new();
        let mut resolve = |(id, resource): (ResourceId, &Resource<'d>)| {
            let mut collected = collector.collect(id, &resource.recognised);
            conflicts.append(&mut collected.conflicts);
            links.add((id, resource), collected, (&mut resolver, &terraform), &same)
        };
        let references: Vec<_> = (0..).map(ResourceId).zip(&resources).map(&mut resolve).collect();
        for (resource, references) in resources.iter_mut().zip(references) {
            resource.references = references;
        }
        links.by_thing(&same);
        conflicts.retain(|conflict| !same.repeats(conflict.resource));
        let tokens = files::tokens(catalog, &resources, &facts.files, &named);
        let missing_files = facts.files.missing(&resources, &named, &terraform, &facts.parts);
        let root = facts.root.clone();
        Self {
            catalog,
            terraform,
            resources,
            root,
            index,
            completeness,
            links,
            conflicts,
            same,
            apart,
            tokens,
            missing_files,
        }
    }
}

/// The resources in the order of path, document and offset, with their parents where they then are.
fn in_order<'d>(recognised: Vec<Recognised<'d>>, terraform: &Terraform<'d>) -> Vec<Resource<'d>> {
    let mut order: Vec<_> = recognised.into_iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| sort_key(a).cmp(&sort_key(b)));
    let mut positions = vec![0; order.len()];
    for (new, (old, _)) in order.iter().enumerate() {
        positions[*old] = new;
    }
    let resource = |(_, recognised): (usize, Recognised<'d>)| {
        let parent = recognised.parent.and_then(|old| positions.get(old).copied());
        let name = name(&recognised, terraform);
        Resource { recognised: Recognised { parent, ..recognised }, name, references: Vec::new() }
    };
    order.into_iter().map(resource).collect()
}

/// The name of a resource, where it has one and it can be known.
fn name<'d>(of: &Recognised<'d>, terraform: &Terraform<'d>) -> Result<Option<&'d str>, WhyUnknown> {
    let Some(node) = of.name else { return Ok(None) };
    let known = match unreadable(of.form, node) {
        Some(Unreadable::TerraformExpression) => terraform.value(node).map_err(WhyUnknown::from)?,
        Some(why) => return Err(why.into()),
        None => node,
    };
    Ok(Some(known.text()).filter(|name| !name.is_empty() && !known.is_null()))
}

fn sort_key<'d>(recognised: &Recognised<'d>) -> impl Ord + use<'d> {
    let node = recognised.node;
    let document = node.document();
    let span = node.entry_span();
    (
        document.source().path(),
        document.index(),
        span.start,
        std::cmp::Reverse(span.end),
        recognised.kind,
    )
}

/// The key of a record among all nodes of an org, for looking up only.
type RecordKey = (ResourceId, Option<(usize, u32)>);

fn record_key(id: ResourceId, record: Option<Node<'_>>) -> RecordKey {
    (id, record.map(|node| (std::ptr::from_ref(node.document()).addr(), node.id())))
}

/// Something for each of a few fields.
type ByField<T> = Vec<(Arc<str>, T)>;

/// Where references and the graphs of flows are found again, and who refers to whom.
#[derive(Debug, Default)]
pub(super) struct Links<'d> {
    fields: FxHashMap<RecordKey, ByField<Range<usize>>>,
    flows: FxHashMap<ResourceId, Graph<'d>>,
    referrers: FxHashMap<(ResourceId, KindId), Vec<ResourceId>>,
    /// By kind that refers and kind that is referred to: why some reference between them is unknown.
    unknown: BTreeMap<(KindId, KindId), WhyUnknown>,
}

impl<'d> Links<'d> {
    fn add(
        &mut self,
        (id, resource): (ResourceId, &Resource<'d>),
        collected: Collected<'d>,
        (resolver, terraform): (&mut Resolver<'_, 'd>, &Terraform<'d>),
        same: &Same,
    ) -> Vec<ResolvedReference<'d>> {
        if let Some(flow) = collected.flow {
            self.flows.insert(id, flow);
        }
        let mut references: Vec<ResolvedReference<'d>> = Vec::new();
        for written in collected.references {
            let says = written.written(&resource.recognised, terraform);
            let target = match resolver.resolve(resource, written.kind, says) {
                Target::Unresolved { .. } if written.is_shared => {
                    Target::Unknown(WhyUnknown::WrongType)
                }
                target => target,
            };
            // What repeats another resource refers to what that one does, as far as anybody can tell.
            if !same.repeats(id) {
                self.note(id, resource.recognised.kind, written.kind, &target);
            }
            let at = references.len();
            let fields = self.fields.entry(record_key(id, written.record)).or_default();
            match fields
                .last_mut()
                .filter(|(field, range)| *field == written.field && range.end == at)
            {
                Some((_, range)) => range.end = at + 1,
                None => fields.push((Arc::clone(&written.field), at..at + 1)),
            }
            references.push(written.resolved(target));
        }
        references
    }

    fn note(&mut self, id: ResourceId, from: KindId, to: KindId, target: &Target) {
        match target {
            Target::Resolved(target) => {
                let referrers = self.referrers.entry((*target, from)).or_default();
                if referrers.last() != Some(&id) {
                    referrers.push(id);
                }
            }
            Target::Unknown(why) => drop(self.unknown.entry((from, to)).or_insert(*why)),
            Target::Unresolved { .. } => {}
        }
    }

    /// Counts who refers to whom by things rather than by the places in which they are written.
    fn by_thing(&mut self, same: &Same) {
        if same.is_empty() {
            return;
        }
        let referrers: BTreeMap<_, _> = std::mem::take(&mut self.referrers).into_iter().collect();
        let mut by_thing: BTreeMap<(ResourceId, KindId), Vec<ResourceId>> = BTreeMap::new();
        for ((target, kind), referrers) in referrers {
            by_thing.entry((same.primary(target), kind)).or_default().extend(referrers);
        }
        for referrers in by_thing.values_mut() {
            referrers.sort_unstable();
            *referrers = same.each_once(referrers);
        }
        self.referrers = by_thing.into_iter().collect();
    }

    pub(super) fn references_of(
        &self,
        id: ResourceId,
        record: Option<Node<'d>>,
        field: &str,
    ) -> Range<usize> {
        let fields = self.fields.get(&record_key(id, record));
        let found = fields.and_then(|fields| fields.iter().find(|(name, _)| **name == *field));
        found.map_or(0..0, |(_, range)| range.clone())
    }

    pub(super) fn referrers(&self, id: ResourceId, kind: KindId) -> &[ResourceId] {
        self.referrers.get(&(id, kind)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn knows(&self, from: KindId, to: KindId) -> Result<(), WhyUnknown> {
        self.unknown.get(&(from, to)).copied().map_or(Ok(()), Err)
    }

    pub(super) fn flow(&self, id: ResourceId) -> Option<&Graph<'d>> {
        self.flows.get(&id)
    }
}
