//! `orglint check --fix`: fixes made in the files.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use super::args::FixArgs;
use super::replace::replace;
use crate::finding::{Applicability, Finding, FixedFile, fixed_files};
use crate::problem::Problem;
use crate::text::count;

/// How often files are looked at again after a repair: one repair may make room for another.
const MAX_PASSES: usize = 8;

/// The repairs of a run.
pub(super) struct Repairs {
    /// Fixes that are at least as safe as this are made; `None` for none.
    least: Option<Applicability>,
    passes: usize,
    findings: usize,
    files: BTreeSet<String>,
    /// Files that were left as they are.
    refused: Vec<String>,
}

impl Repairs {
    /// No repairs so far, and those that the arguments ask for to come.
    pub(super) fn new(args: FixArgs) -> Self {
        let least = match (args.fix, args.unsafe_fixes) {
            (false, _) => None,
            (true, false) => Some(Applicability::Safe),
            (true, true) => Some(Applicability::Unsafe),
        };
        Self { least, passes: 0, findings: 0, files: BTreeSet::new(), refused: Vec::new() }
    }

    /// Repairs what these findings are about, in the files below `root`; whether anything changed.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(super) fn make(&mut self, root: &Path, findings: &[Finding]) -> Result<bool, Problem> {
        let Some(least) = self.least.filter(|_| self.passes < MAX_PASSES) else {
            return Ok(false);
        };
        self.passes += 1;
        let before = self.findings;
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        for file in fixed_files(fixes, least) {
            self.write_file(root, &file)?;
        }
        Ok(self.findings > before)
    }

    fn write_file(&mut self, root: &Path, file: &FixedFile) -> Result<(), Problem> {
        let name = file.source.path();
        let path = root.join(name);
        // What stands there now has to be what was read: text that was decoded, or changed since, is left alone.
        let is_as_read = std::fs::read(&path).is_ok_and(|now| now == file.source.text().as_bytes());
        if !is_as_read {
            self.refused.push(name.to_owned());
            return Ok(());
        }
        replace(&path, |mut out| out.write_all(file.text.as_bytes()))
            .map_err(|error| Problem::new(format!("`{name}` cannot be written: {error}")))?;
        self.findings += file.repaired;
        self.files.insert(name.to_owned());
        Ok(())
    }

    /// Says what was repaired, for people.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if self.findings > 0 {
            let findings = count(self.findings, "finding");
            writeln!(out, "repaired {findings} in {}", count(self.files.len(), "file"))?;
        }
        self.refused.iter().try_for_each(|path| {
            writeln!(
                out,
                "not repaired: {}: its text is not that of the file",
                crate::report::visible_line(path)
            )
        })
    }
}
