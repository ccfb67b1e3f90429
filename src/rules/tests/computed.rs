//! Fields that are computed from others.

use super::{TRUNK, shown, source};
use crate::catalog::{Catalog, FieldType};
use crate::rules::{Owner, compile_computed_fields};

/// What is said about a catalogue whose trunk has this computed field instead of `webRtc`.
fn said(fields: &str) -> String {
    let text = TRUNK
        .replace("  webRtc: { type: bool, is: self.metabase.endsWith('webrtc.json') }\n", fields);
    let text = text.replace("references:\n  site: { kind: site, path: site.id }\n", "");
    let sources = [source("schemas/trunk-base/kind.yaml", &text)];
    let catalog = Catalog::load(&sources).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let problems = compile_computed_fields(&catalog).err().unwrap_or_default();
    shown(&problems)
}

#[test]
fn expressions_are_found_by_owner_and_field() {
    let catalog = super::catalog();
    let computed = compile_computed_fields(&catalog).unwrap();
    let owner = Owner::Kind(catalog.kind_named("trunk-base").unwrap());
    assert_eq!(computed.get(owner, "webRtc").unwrap().ty, FieldType::Bool);
    assert!(computed.get(owner, "codecs").is_none());
}

#[test]
fn mistakes_are_framed_in_the_catalogue() {
    insta::assert_snapshot!(
        [
            said("  webRtc: { type: bool, is: self.metabas.endsWith('x') }\n"),
            said("  webRtc: { type: bool, is: self.metabase }\n"),
            said("  webRtc: { type: int, is: params.x }\n"),
            said("  a: { type: bool, is: self.b }\n  b: { type: bool, is: '!self.c' }\n  c: { type: bool, is: has(self.a) }\n"),
        ]
        .join("\n")
    );
}
