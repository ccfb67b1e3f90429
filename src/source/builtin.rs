//! Files that are built into the binary.

use std::sync::Arc;

use include_dir::{Dir, DirEntry};

use super::Source;

/// The files of a folder that is built in, in the order of their paths, which begin with the folder's name.
pub(crate) fn sources_in(name: &str, folder: &Dir<'_>) -> Vec<Arc<Source>> {
    let mut sources = Vec::new();
    collect(name, folder, &mut sources);
    sources.sort_by(|a, b| a.path().cmp(b.path()));
    sources
}

fn collect(name: &str, folder: &Dir<'_>, sources: &mut Vec<Arc<Source>>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(name, inner, sources),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                let text = file.contents_utf8().unwrap_or_default();
                sources.push(Arc::new(Source::new(format!("{name}/{path}"), text)));
            }
        }
    }
}
