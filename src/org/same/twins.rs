//! Encoded exports (`.i3*`) beside a file with their decoded text, which a team keeps so that changes can be read.

use std::collections::BTreeMap;

use super::super::ResourceId;
use super::super::roots::folder;
use super::Linker;
use crate::catalog::{Form, KindId};

impl Linker<'_, '_> {
    /// The encoded exports, each with the copy of it that can be read: a file beside it whose name begins as its own does,
    /// `Main.json` or `Main.i3InboundFlow.json` for `Main.i3InboundFlow`. Where there are several such files, nobody knows
    /// which one is the copy.
    pub(super) fn decoded_copies(&self) -> BTreeMap<ResourceId, ResourceId> {
        let mut plain: BTreeMap<(KindId, &str, &str), Vec<ResourceId>> = BTreeMap::new();
        let mut exports = Vec::new();
        for id in self.all().filter(|id| self.form(*id) == Form::Architect) {
            let source = self.resource(id).recognised.node.document().source();
            if source.is_decoded() {
                exports.push(id);
            } else {
                plain.entry(self.stem(id)).or_default().push(id);
            }
        }
        let copy = |export| match plain.get(&self.stem(export)).map(Vec::as_slice) {
            Some(&[only]) => Some((export, only)),
            _ => None,
        };
        exports.into_iter().filter_map(copy).collect()
    }

    /// The kind, the folder, and the name of the file in front of its first extension.
    fn stem(&self, id: ResourceId) -> (KindId, &str, &str) {
        let path = self.resource(id).path();
        let folder = folder(path);
        let name = path.rsplit('/').next().unwrap_or(path);
        let end = name.find(".i3").or_else(|| name.rfind('.')).unwrap_or(name.len());
        (self.kind(id), folder, &name[..end])
    }
}
