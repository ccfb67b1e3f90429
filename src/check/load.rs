//! Reading and parsing files.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{Catalog, looks_like_genesys};
use crate::document::{self, Document, Syntax, SyntaxError};
use crate::source::{self, FileClass, FoundFile, Naming, Source, Unreadable};
use crate::terraform::{folder, is_terraform_path};

/// What was read from the files of a run.
#[derive(Debug, Default)]
pub struct Loaded {
    /// All documents, in the order of the files and of the text.
    pub documents: Vec<Document>,
    /// Sources that break somewhere, in the order of the files.
    pub broken: Vec<Broken>,
    /// Paths of files in forms that are known but not read, in order.
    pub not_read: Vec<String>,
    /// Files whose text cannot be had, in order.
    pub unreadable: Vec<Unreadable>,
    /// Folders of which only some files were named, so that others may stand beside them.
    pub parts: BTreeSet<String>,
    /// Paths of files that the configuration or an ignore file leaves out, and of links, in order.
    pub left_out: Vec<String>,
    /// How many files were read.
    pub files: usize,
}

/// A source that breaks somewhere.
#[derive(Debug)]
pub struct Broken {
    /// The source.
    pub source: Arc<Source>,
    /// Where and why.
    pub error: SyntaxError,
    /// Whether it is configuration of Genesys Cloud as far as one can tell, so that the error is a finding: it was named
    /// on the command line, or its text carries a mark of it.
    pub is_configuration: bool,
}

/// What one file came to.
enum Read {
    Parsed(Vec<Document>, Option<Broken>),
    Skipped(String),
    Unreadable(Unreadable),
}

/// Reads and parses `files`, several at once; the result does not depend on the number of threads. `progress` is told
/// of every file that is done.
pub fn load_files(catalog: &Catalog, files: &[FoundFile], progress: impl Fn() + Sync) -> Loaded {
    let counts = counted(files.iter().map(|file| file.path.as_str()));
    let read = files.par_iter().zip(counts).filter(|(_, counts)| *counts).map(|(file, _)| {
        let read = read(catalog, file);
        progress();
        read
    });
    collect(read.collect())
}

/// Parses sources that are at hand, as if their files had been found in a directory.
pub fn load_sources(catalog: &Catalog, sources: &[Arc<Source>]) -> Loaded {
    let parse = |source: &Arc<Source>| match FileClass::of(source.path()) {
        FileClass::Document(syntax) => parse(catalog, source, syntax, Naming::Found),
        FileClass::Other => Read::Skipped(source.path().to_owned()),
    };
    let counts = counted(sources.iter().map(|source| source.path()));
    let sources = sources.iter().zip(counts).filter(|(_, counts)| *counts);
    collect(sources.map(|(source, _)| parse(source)).collect())
}

/// For each path, whether its file counts: `x.tofu` stands in for the `x.tf` beside it.
fn counted<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Vec<bool> {
    let tofu = paths.clone().filter_map(|path| {
        let stem = path.strip_suffix(".tofu").map(|stem| (stem, ""));
        stem.or_else(|| path.strip_suffix(".tofu.json").map(|stem| (stem, ".json")))
    });
    let replaced: BTreeSet<String> = tofu.map(|(stem, json)| format!("{stem}.tf{json}")).collect();
    paths.map(|path| !replaced.contains(path)).collect()
}

fn collect(read: Vec<Read>) -> Loaded {
    let mut loaded = Loaded::default();
    for one in read {
        match one {
            Read::Parsed(documents, broken) => {
                loaded.files += 1;
                loaded.documents.extend(documents);
                loaded.broken.extend(broken);
            }
            Read::Skipped(path) => loaded.not_read.push(path),
            Read::Unreadable(unreadable) => loaded.unreadable.push(unreadable),
        }
    }
    claim_modules(&mut loaded);
    loaded
}

/// A file that breaks is configuration, whatever it holds, where it is part of a Terraform module with resources of Genesys
/// Cloud: without it nothing of the module can be applied.
fn claim_modules(loaded: &mut Loaded) {
    let is_unclaimed =
        |broken: &Broken| !broken.is_configuration && is_terraform_path(broken.source.path());
    if !loaded.broken.iter().any(is_unclaimed) {
        return;
    }
    let read = loaded.documents.iter().map(Document::source);
    let broken = loaded.broken.iter().map(|broken| &broken.source);
    let has_genesys = |source: &&Arc<Source>| {
        is_terraform_path(source.path()) && source.text().contains("genesyscloud_")
    };
    let folders: BTreeSet<String> = read
        .chain(broken)
        .filter(has_genesys)
        .map(|source| folder(source.path()).to_owned())
        .collect();
    for broken in loaded.broken.iter_mut().filter(|broken| is_unclaimed(broken)) {
        broken.is_configuration = folders.contains(folder(broken.source.path()));
    }
}

fn read(catalog: &Catalog, file: &FoundFile) -> Read {
    let syntax = match file.class {
        FileClass::Document(syntax) => syntax,
        // Whoever names a file of another name means it to be read: YAML reads JSON too.
        FileClass::Other => Syntax::Yaml,
    };
    match source::read(&file.file, &file.path) {
        Ok(source) => parse(catalog, &source, syntax, file.naming),
        Err(unreadable) => Read::Unreadable(unreadable),
    }
}

fn parse(catalog: &Catalog, source: &Arc<Source>, syntax: Syntax, naming: Naming) -> Read {
    let (source, syntax) = match document::unwrap(source) {
        Ok(None) => (Arc::clone(source), syntax),
        Ok(Some(decoded)) => (decoded, Syntax::Json),
        Err(error) => {
            let source = Arc::clone(source);
            return Read::Parsed(
                Vec::new(),
                Some(Broken { source, error, is_configuration: true }),
            );
        }
    };
    let parsed = document::parse(&source, syntax);
    let broken = parsed.error.map(|error| Broken {
        is_configuration: !document::is_template(source.path())
            && (naming == Naming::Named
                || source.is_decoded()
                || looks_like_genesys(catalog, source.text())),
        source: Arc::clone(&source),
        error,
    });
    Read::Parsed(parsed.documents, broken)
}
