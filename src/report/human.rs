//! For people: the lines, with the exact field underlined, and with what explains it beside it.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::window::{Frame, Frames, Mark, Role};
use super::{Charset, Colour, Links, Report, Style, secrets, text};
use crate::finding::{Applicability, Finding, Fix, Severity};
use crate::problem::Problem;
use crate::text::count;

/// The most related places that are shown for one finding.
const MAX_RELATED: usize = 8;

/// The most findings of one rule that are shown for one file: a file can hold a hundred thousand. The formats for programs
/// have all of them.
const MAX_ALIKE: usize = 50;

pub(super) fn write(
    report: &Report<'_>,
    style: &Style,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in report.findings {
        *counts.entry(alike(finding)).or_default() += 1;
    }
    let mut shown: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in report.findings {
        let before = shown.entry(alike(finding)).or_default();
        *before += 1;
        if *before <= MAX_ALIKE {
            let page = report.rule(&finding.rule).and_then(|rule| rule.page());
            writeln!(out, "{}", render(&of_finding(finding, page, style), style))?;
        }
        let all = counts.get(&alike(finding)).copied().unwrap_or_default();
        if *before == MAX_ALIKE && all > MAX_ALIKE {
            let path = text::line(finding.primary.source.path(), style.charset);
            let (more, rule) = (all - MAX_ALIKE, &finding.rule);
            let ellipsis = style.charset.ellipsis();
            writeln!(out, "  {ellipsis} and {more} more of `{rule}` in {path}\n")?;
        }
    }
    Ok(())
}

/// What findings have in common that are shown only so often.
fn alike(finding: &Finding) -> (&str, &str) {
    (finding.primary.source.path(), &finding.rule)
}

pub(super) fn write_problems(
    problems: &[Problem],
    style: &Style,
    out: &mut impl io::Write,
) -> io::Result<()> {
    problems
        .iter()
        .try_for_each(|problem| writeln!(out, "{}", render(&of_problem(problem, style), style)))
}

fn of_finding<'a>(finding: &'a Finding, page: Option<&'a str>, style: &Style) -> Message<'a> {
    let primary =
        Mark { location: &finding.primary, label: finding.label.as_deref(), role: Role::Primary };
    let related = finding.related.iter().take(MAX_RELATED).map(|related| Mark {
        location: &related.location,
        label: Some(&related.message),
        role: Role::Related,
    });
    let marks: Vec<Mark<'a>> = std::iter::once(primary).chain(related).collect();
    let shown = |text: &str| text::block(&secrets::without_secrets(finding, text), style.charset);
    let hidden = finding.related.len().saturating_sub(MAX_RELATED);
    Message {
        severity: finding.severity,
        rule: Some(&finding.rule),
        text: shown(&finding.message).replace('\n', " "),
        help: finding.help.as_deref().map(shown),
        fix: finding.fix.as_ref().map(|fix| shown(&offer(fix))),
        page,
        more: (hidden > 0).then(|| format!("{} not shown", count(hidden, "related place"))),
        frames: Frames::cut(&marks, style),
    }
}

/// What a fix does, and how to have it done.
fn offer(fix: &Fix) -> String {
    let how = match fix.applicability {
        Applicability::Safe => "--fix does it",
        Applicability::Unsafe => "unsafe; --fix --unsafe-fixes does it",
    };
    format!("fix: {} ({how})", fix.description)
}

fn of_problem<'a>(problem: &'a Problem, style: &Style) -> Message<'a> {
    let mark = |location| Mark { location, label: None, role: Role::Primary };
    let marks: Vec<Mark<'a>> = problem.location.iter().map(mark).collect();
    Message {
        severity: Severity::Error,
        rule: None,
        text: text::block(&problem.message, style.charset),
        help: problem.help.as_deref().map(|help| text::block(help, style.charset)),
        fix: None,
        page: None,
        more: None,
        frames: Frames::cut(&marks, style),
    }
}

/// What is drawn: all text in it is safe to show.
#[derive(Debug)]
struct Message<'a> {
    severity: Severity,
    rule: Option<&'a str>,
    text: String,
    help: Option<String>,
    /// What could be done at once.
    fix: Option<String>,
    page: Option<&'a str>,
    /// What is left out.
    more: Option<String>,
    frames: Frames,
}

fn render(message: &Message<'_>, style: &Style) -> String {
    let width = style.width.clamp(40, 160);
    let theme = theme(message, style);
    let handler = GraphicalReportHandler::new_themed(theme.clone())
        .with_urls(false)
        .with_context_lines(1)
        .with_break_words(false)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_width(width);
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, message).is_err() {
        // Only a span outside the frames could be refused, and there is none; the message must not be lost with it.
        drawn = format!("  {}: {}\n", message.severity, message.text);
    }
    if let Some(rule) = message.rule.filter(|_| style.links == Links::Text) {
        let page = message.page.map(|page| text::line(page, style.charset));
        let page = page.unwrap_or_else(|| format!("orglint rules explain {rule}"));
        let more = theme.styles.help.style("  more:");
        drawn = format!("{drawn}{more} {page}\n");
    }
    drawn
}

/// The theme for one message: its icon says the severity and the rule, and every mark has the colour of its role.
fn theme(message: &Message<'_>, style: &Style) -> GraphicalTheme {
    let mut characters = match style.charset {
        Charset::Unicode => ThemeCharacters::unicode(),
        Charset::Ascii => ThemeCharacters::ascii(),
    };
    let mut styles = match style.colour {
        Colour::Plain => ThemeStyles::none(),
        Colour::Ansi => ThemeStyles::ansi(),
    };
    let icon = headline(message, style);
    let (slot, primary) = match message.severity {
        Severity::Error => (&mut characters.error, styles.error),
        Severity::Warning => (&mut characters.warning, styles.warning),
        Severity::Note => (&mut characters.advice, styles.advice),
    };
    *slot = icon;
    let marks = message.frames.frames.iter().flat_map(|frame| &frame.marks);
    let highlights = marks.map(|mark| match mark.role {
        Role::Primary => primary,
        Role::Related => styles.help,
    });
    styles.highlights = highlights.collect();
    if styles.highlights.is_empty() {
        styles.highlights.push(primary);
    }
    GraphicalTheme { characters, styles }
}

/// `error[rule]:`, the rule being a link where the terminal can show one.
fn headline(message: &Message<'_>, style: &Style) -> String {
    let severity = message.severity;
    let Some(rule) = message.rule else { return format!("{severity}:") };
    match (style.links, message.page) {
        (Links::Terminal, Some(page)) => {
            let page = text::line(page, style.charset);
            format!("{severity}[\u{1b}]8;;{page}\u{1b}\\{rule}\u{1b}]8;;\u{1b}\\]:")
        }
        _ => format!("{severity}[{rule}]:"),
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Message<'_> {}

impl Diagnostic for Message<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let lines: Vec<String> =
            self.help.iter().chain(&self.fix).chain(&self.more).cloned().collect();
        (!lines.is_empty()).then(|| Box::new(lines.join("\n")) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.frames.frames.is_empty()).then_some(&self.frames as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let marks = self.frames.frames.iter().flat_map(|frame| &frame.marks);
        Some(Box::new(marks.map(|mark| {
            let span = SourceSpan::from(mark.range.clone());
            match mark.role {
                Role::Primary => LabeledSpan::new_primary_with_span(mark.label.clone(), span),
                Role::Related => LabeledSpan::new_with_span(mark.label.clone(), span),
            }
        })))
    }
}

/// `miette` asks for what surrounds a span: always the whole frame, since the frames are cut to size already. A span
/// across frames is refused, so that frames are never joined.
impl SourceCode for Frames {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let holds = |frame: &&Frame| frame.range.contains(&span.offset()) && end <= frame.range.end;
        let frame = self.frames.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let is_for_header = lines_before == 0 && lines_after == 0;
        let (line, column) = if is_for_header {
            (frame.position.line as usize - 1, frame.position.column as usize - 1)
        } else {
            (frame.first_line, 0)
        };
        let data = self.text[frame.range.clone()].as_bytes();
        let lines = self.text[frame.range.clone()].lines().count();
        let range = SourceSpan::from(frame.range.clone());
        let contents =
            MietteSpanContents::new_named(frame.path.clone(), data, range, line, column, lines);
        Ok(Box::new(contents))
    }
}
