//! One line for each finding, as compilers write them: `path:line:column: severity[rule] message`.

use std::io;

use super::{Charset, Report, place, secrets, text};

pub(super) fn write(report: &Report<'_>, out: &mut impl io::Write) -> io::Result<()> {
    for finding in report.findings {
        let place = text::line(&place(&finding.primary), Charset::Unicode);
        let message = secrets::without_secrets(finding, &finding.message);
        let message = text::line(&message, Charset::Unicode);
        writeln!(out, "{place}: {}[{}] {message}", finding.severity, finding.rule)?;
    }
    Ok(())
}
