//! The pages about the rules in `docs/rules`: those that the rules would be given today.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use front_door::{run, tree};

/// All files below a folder, by their paths in it.
fn pages(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        if at.is_dir() {
            open.extend(fs::read_dir(&at).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = at.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read_to_string(&at).unwrap());
        }
    }
    found
}

#[test]
fn the_pages_about_the_rules_are_fresh() {
    let directory = tree(&[]);
    let ran = run(&directory, &["rules", "docs", "pages"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains(" pages to pages"), "{}", ran.stdout);
    let written = pages(&directory.path().join("pages"));
    let committed = pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules"));
    assert!(written.len() > 150, "{} pages", written.len());
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<Vec<_>>();
    let write_again = "`cargo run -- rules docs docs/rules` writes the pages again";
    assert_eq!(names(&written), names(&committed), "{write_again}");
    for (name, page) in &written {
        assert_eq!(page, &committed[name], "{name} is stale; {write_again}");
    }
}
