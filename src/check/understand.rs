//! Recognising resources, and putting those together that may refer to each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Catalog, Form, KindGlobs, KindId, Listing, Outcome, Recognised, recognise};
use crate::document::Document;
use crate::org::{Facts, Files, Org, OrgRoots};
use crate::terraform::{Terraform, folder, is_terraform_path};

use super::Loaded;
use super::outcomes::FileOutcomes;

/// Everything that was recognised, as orgs.
#[derive(Debug)]
pub struct Understood<'d> {
    /// The orgs, in the order of the folders in which they begin.
    pub orgs: Vec<OneOrg<'d>>,
    /// What became of each file, by path.
    pub files: FileOutcomes<'d>,
}

impl<'d> Understood<'d> {
    /// The orgs that `orgs:` lists together, in the order of each list.
    pub fn lists(&self) -> Vec<Vec<&OneOrg<'d>>> {
        let mut lists: BTreeMap<usize, Vec<(usize, &OneOrg<'d>)>> = BTreeMap::new();
        for one in &self.orgs {
            if let Some((list, place)) = one.listed {
                lists.entry(list).or_default().push((place, one));
            }
        }
        for list in lists.values_mut() {
            list.sort_by_key(|(place, _)| *place);
        }
        lists.into_values().map(|list| list.into_iter().map(|(_, one)| one).collect()).collect()
    }
}

/// One organisation's export.
#[derive(Debug)]
pub struct OneOrg<'d> {
    /// The folder in which it begins, relative to the run's root.
    pub root: String,
    /// Which `orgs:` list it is named in, and its place there; those of one list are compared.
    pub listed: Option<(usize, usize)>,
    /// Its resources.
    pub org: Org<'d>,
    /// Positions, in [`Loaded::documents`], of its documents in which something was recognised.
    pub documents: Vec<usize>,
    /// Positions, in [`Loaded::broken`], of its configuration files that break.
    pub broken: Vec<usize>,
}

/// What belongs to one org before it is built.
#[derive(Default)]
struct Parts<'d> {
    resources: Vec<Recognised<'d>>,
    listings: Vec<Listing<'d>>,
    documents: Vec<usize>,
    broken: Vec<usize>,
    unread: BTreeSet<String>,
    partial: BTreeSet<String>,
    files: Files<'d>,
    /// Files that Terraform reads, by their names.
    terraform: Vec<&'d Document>,
}

/// What is known of files besides the resources in them: which were not read or break, and what Terraform reads.
fn add_unread<'d>(parts: &mut BTreeMap<&'d str, Parts<'d>>, loaded: &'d Loaded, roots: &OrgRoots) {
    let unreadable = loaded.unreadable.iter().map(|unreadable| &unreadable.path);
    let not_read = loaded.not_read.iter().chain(&loaded.left_out).chain(unreadable);
    let broken = loaded.broken.iter().map(|broken| broken.source.path());
    for path in not_read.map(String::as_str).chain(broken) {
        if let Some(part) = parts.get_mut(roots.root_of(path)) {
            part.files.add_not_read(path);
        }
    }
    for (at, broken) in
        loaded.broken.iter().enumerate().filter(|(_, broken)| broken.is_configuration)
    {
        let part = parts.entry(roots.root_of(broken.source.path())).or_default();
        part.broken.push(at);
        part.unread.insert(broken.source.path().to_owned());
    }
    let unread =
        loaded.not_read.iter().chain(loaded.unreadable.iter().map(|unreadable| &unreadable.path));
    for path in unread {
        if let Some(part) = parts.get_mut(roots.root_of(path)) {
            part.unread.insert(path.clone());
        }
    }
    for folder in &loaded.parts {
        if let Some(part) = parts.get_mut(roots.root_of(folder)) {
            part.partial.insert(folder.clone());
        }
    }
    for document in &loaded.documents {
        let path = document.source().path();
        if is_terraform_path(path)
            && let Some(part) = parts.get_mut(roots.root_of(path))
        {
            part.terraform.push(document);
        }
    }
}

/// Recognises everything in `loaded` and builds its orgs. `complete` says which kinds the configuration calls completely
/// exported in the org that begins in a folder.
pub fn understand<'d>(
    catalog: &'d Catalog,
    loaded: &'d Loaded,
    globs: &KindGlobs,
    roots: &OrgRoots,
    complete: impl Fn(&str) -> Vec<KindId>,
) -> Understood<'d> {
    let recognition = recognise(catalog, &loaded.documents, globs);
    let outcomes = FileOutcomes::of(loaded, &recognition.outcomes);
    let mut parts: BTreeMap<&str, Parts<'d>> = BTreeMap::new();
    // A nested resource stands in the file of its parent, hence in the same org, at another position.
    let mut positions = Vec::with_capacity(recognition.resources.len());
    for mut resource in recognition.resources {
        let path = resource.node.document().source().path();
        let part = parts.entry(roots.root_of(path)).or_default();
        resource.parent = resource.parent.and_then(|parent| positions.get(parent).copied());
        positions.push(part.resources.len());
        part.resources.push(resource);
    }
    for listing in recognition.listings {
        let path = listing.node.document().source().path();
        parts.entry(roots.root_of(path)).or_default().listings.push(listing);
    }
    for (at, (document, outcome)) in loaded.documents.iter().zip(&recognition.outcomes).enumerate()
    {
        if *outcome != Outcome::Unrecognised {
            parts.entry(roots.root_of(document.source().path())).or_default().documents.push(at);
        }
    }
    for document in &loaded.documents {
        if let Some(part) = parts.get_mut(roots.root_of(document.source().path())) {
            part.files.add(document);
        }
    }
    add_unread(&mut parts, loaded, roots);
    let partial = partial_modules(loaded);
    let build = |(root, part): (&str, Parts<'d>)| {
        let listed = roots.listed(root);
        OneOrg { listed, ..part.build(catalog, root, complete(root), &partial) }
    };
    Understood { orgs: parts.into_iter().map(build).collect(), files: outcomes }
}

impl<'d> Parts<'d> {
    fn build(
        self,
        catalog: &'d Catalog,
        root: &str,
        complete: Vec<KindId>,
        partial_modules: &BTreeSet<String>,
    ) -> OneOrg<'d> {
        let complete = complete.into_iter().collect();
        let terraform = self.terraform(partial_modules);
        let root = root.to_owned();
        let facts = Facts {
            root: root.clone(),
            complete,
            unread: self.unread,
            parts: self.partial,
            files: self.files,
        };
        OneOrg {
            root,
            listed: None,
            org: Org::build(catalog, self.resources, &self.listings, &facts, terraform),
            documents: self.documents,
            broken: self.broken,
        }
    }
}

impl<'d> Parts<'d> {
    /// The meaning of what Terraform reads: files of its names, and others in which its resources were recognised.
    fn terraform(&self, partial: &BTreeSet<String>) -> Terraform<'d> {
        let of_resource = |resource: &Recognised<'d>| resource.node.document();
        let is_other = |resource: &&Recognised<'d>| {
            resource.form == Form::Terraform
                && !is_terraform_path(resource.node.document().source().path())
        };
        let mut others: Vec<&'d Document> =
            self.resources.iter().filter(is_other).map(of_resource).collect();
        others.dedup_by(|a, b| std::ptr::eq(*a, *b));
        Terraform::build(self.terraform.iter().copied().chain(others), partial)
    }
}

/// The folders with files of Terraform that were not read to their end, or of which only some files were named.
fn partial_modules(loaded: &Loaded) -> BTreeSet<String> {
    let broken = loaded.broken.iter().map(|broken| broken.source.path());
    let not_read = loaded.not_read.iter().map(String::as_str);
    let unreadable = loaded.unreadable.iter().map(|unreadable| unreadable.path.as_str());
    let left_out = loaded.left_out.iter().map(String::as_str);
    let paths = broken.chain(not_read).chain(unreadable).chain(left_out);
    let paths = paths.filter(|path| is_terraform_path(path));
    paths.map(|path| folder(path).to_owned()).chain(loaded.parts.iter().cloned()).collect()
}
