//! Fixes as SARIF describes them (3.55 to 3.57).

use super::model::{ArtifactChange, Fix, Region, Replacement, Snippet, Text};
use super::{Files, rules, shown};
use crate::edit::Edit;
use crate::finding::{self, Finding};
use crate::report::secrets;

pub(super) fn fix(finding: &Finding, fix: &finding::Fix, files: &Files<'_>) -> Fix {
    let replacement = |edit: &Edit| {
        let (start, end) =
            (fix.source.position(edit.span.start), fix.source.position(edit.span.end));
        let text = secrets::without_secrets(finding, &edit.text);
        Replacement {
            deleted_region: Region {
                start_line: start.line,
                start_column: Some(start.column),
                end_line: end.line,
                end_column: Some(end.column),
                snippet: None,
            },
            inserted_content: (!text.is_empty()).then_some(Snippet { text }),
        }
    };
    let mut description = shown(finding, &fix.description);
    if let Some(first) = description.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Fix {
        description: Text { text: rules::sentence(&description, 1000) },
        artifact_changes: [ArtifactChange {
            artifact_location: files.location(fix.source.path()),
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
    }
}
