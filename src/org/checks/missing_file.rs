//! `missing-file`: a `filepath` of CX as Code that leads to no file.

use super::Check;
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::text::nearest;

/// One finding for each resource that names such a file.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let found = org.missing_files.iter().map(|missing| {
        let resource = org.resource(missing.resource);
        let (folder, name) = missing.path.rsplit_once('/').unwrap_or((".", &missing.path));
        let message = format!("there is no file `{name}` in `{folder}`");
        let names = missing.beside.iter().map(|path| path.rsplit('/').next().unwrap_or(path));
        let help = nearest(name, names).map_or_else(
            || "commit the file, or write the path of the one that is meant".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let finding = check.finding(message, (missing.node, Part::Value), org, resource);
        Finding { help: Some(help), ..finding }
    });
    found.collect()
}
