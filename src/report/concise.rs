//! One line for each finding, as compilers write them: `path:line:column: severity[rule] message`.

use std::io;

use super::{Charset, Report, secrets, text};

pub(super) fn write(report: &Report<'_>, out: &mut impl io::Write) -> io::Result<()> {
    for finding in report.findings {
        let primary = &finding.primary;
        let position = primary.source.position(primary.span.start);
        let path = text::line(primary.source.path(), Charset::Unicode);
        let message = secrets::without_secrets(finding, &finding.message);
        let message = text::line(&message, Charset::Unicode);
        let (line, column) = (position.line, position.column);
        writeln!(out, "{path}:{line}:{column}: {}[{}] {message}", finding.severity, finding.rule)?;
    }
    Ok(())
}
