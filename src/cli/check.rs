//! `orglint check`: lint, report, summarise.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::args::{CheckArgs, ReportFormat};
use super::checks::RunChecks;
use super::only::Only;
use super::print::{self, Voice};
use super::progress::Progress;
use super::repair::Repairs;
use super::setup::{self, Setup};
use super::{Outcome, Stop, output};
use crate::check::{self, Found, Loaded, Understood};
use crate::config::{Config, SeverityOrNever};
use crate::report::{
    self, Detail, FileNote, Format, Report, RuleInfo, RuleNote, Style, Summary, Unknown,
};
use crate::rules::{Rule, RuleSet};

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, Stop> {
    let mut repairs = Repairs::new(args.fixes);
    loop {
        if let Some(outcome) = pass(args, &mut repairs)? {
            return Ok(outcome);
        }
    }
}

/// Lints once; `None` where something was repaired, so that what is left has to be looked for again.
fn pass(args: &CheckArgs, repairs: &mut Repairs) -> Result<Option<Outcome>, Stop> {
    let voice = voice(args);
    let mut setup = Setup::new(&args.input, &args.checks.rules)?;
    let checks = RunChecks::new(&args.checks, &setup)?;
    let progress = Progress::new(setup.files.len(), voice);
    let loaded = setup.load(&progress);
    progress.finish();
    let understood = setup.understand(&loaded)?;
    let mut found = checks.run(&setup, &loaded, &understood)?;
    let config = setup.configs.main();
    let least = setup::least_severity(args.min_severity.map(Into::into), config);
    found.findings.retain(|finding| finding.severity >= least);
    let only = Only::new(&args.only, setup.configs.root())?;
    found.findings.retain(|finding| only.holds(finding));
    if repairs.make(setup.configs.root(), &found.findings)? {
        return Ok(None);
    }
    let outcome = outcome(args, config, &found);
    let summary = summary(&loaded, &understood, &found, &checks.rules);
    if let Err(empty) = setup.refuse_empty(&args.input, &understood) {
        if loaded.files > 0 || !loaded.unreadable.is_empty() {
            summarise(&summary, repairs, voice)?;
        }
        return Err(empty.into());
    }
    let rules = infos(&checks.rules);
    let report = Report {
        findings: &found.findings,
        rules: &rules,
        summary: &summary,
        exit_code: outcome.code(),
    };
    write(args, &report)?;
    summarise(&summary, repairs, voice)?;
    Ok(Some(if loaded.unreadable.is_empty() { outcome } else { Outcome::Failed }))
}

fn voice(args: &CheckArgs) -> Voice {
    match (args.quiet, args.verbose) {
        (true, _) => Voice::Quiet,
        (false, true) => Voice::Verbose,
        (false, false) => Voice::Normal,
    }
}

fn outcome(args: &CheckArgs, config: &Config, found: &Found) -> Outcome {
    let threshold = args.fail_on.or(config.fail_on).unwrap_or(SeverityOrNever::Warning);
    let is_reached = found.findings.iter().any(|finding| threshold.is_reached_by(finding.severity));
    if is_reached { Outcome::Findings } else { Outcome::Clean }
}

fn summary(
    loaded: &Loaded,
    understood: &Understood<'_>,
    found: &Found,
    rules: &BTreeMap<String, RuleSet>,
) -> Summary {
    let mut resources: BTreeMap<String, usize> = BTreeMap::new();
    for one in &understood.orgs {
        for (_, resource) in one.org.all() {
            let kind = &one.org.catalog.kind(resource.recognised.kind).name;
            *resources.entry(kind.clone()).or_default() += 1;
        }
    }
    Summary {
        files: loaded.files,
        recognised: understood.files.recognised.len(),
        resources,
        rules: every_rule(rules).len(),
        findings: Summary::count_findings(&found.findings),
        unknown: found.unknown.iter().map(unknown).collect(),
        harmless: notes(&understood.files.harmless),
        not_recognised: notes(&understood.files.not_recognised),
        unreadable: unreadable(loaded),
        idle: idle(found, rules),
    }
}

fn unknown(unknown: &check::UnknownIn) -> Unknown {
    let evaluation = &unknown.evaluation;
    Unknown {
        rule: evaluation.rule.to_string(),
        why: evaluation.detail.clone().unwrap_or_else(|| evaluation.why.to_string()),
        subject: Some(unknown.subject.clone()),
        location: Some(evaluation.location.clone()),
    }
}

/// The rules that were asked about nothing in any org.
fn idle(found: &Found, rules: &BTreeMap<String, RuleSet>) -> Vec<RuleNote> {
    let note = |rule: &Rule| {
        let assertion = rule.assertion()?;
        let count = found.counts.get(&rule.id);
        if count.is_some_and(|count| !count.is_idle()) {
            return None;
        }
        let kind = rule.written.kind.as_deref().unwrap_or_default();
        let message = match (assertion.compare, count.map_or(0, |count| count.resources)) {
            (Some(_), 0) => format!("no `{kind}` is there in two listed orgs"),
            (None, 0) => format!("there is no `{kind}`"),
            (_, resources) => format!("`when` and `each` select nothing of {resources} `{kind}`"),
        };
        Some(RuleNote { rule: rule.id.to_string(), message })
    };
    every_rule(rules).into_values().filter_map(note).collect()
}

/// What there is to say about each file.
fn notes<'p>(files: impl IntoIterator<Item = (&'p &'p str, impl ToString)>) -> Vec<FileNote> {
    let note = |(path, why): (&&str, _)| FileNote {
        path: (*path).to_owned(),
        message: ToString::to_string(&why),
    };
    files.into_iter().map(note).collect()
}

fn unreadable(loaded: &Loaded) -> Vec<FileNote> {
    let note = |unreadable: &crate::source::Unreadable| {
        let help = unreadable.help().map(|help| format!(" ({help})")).unwrap_or_default();
        FileNote { path: unreadable.path.clone(), message: format!("{}{help}", unreadable.why) }
    };
    loaded.unreadable.iter().map(note).collect()
}

/// Each rule that runs anywhere, once, by id.
fn every_rule(rules: &BTreeMap<String, RuleSet>) -> BTreeMap<&str, &Rule> {
    rules.values().flat_map(RuleSet::rules).map(|rule| (&*rule.id, rule)).collect()
}

fn infos(rules: &BTreeMap<String, RuleSet>) -> Vec<RuleInfo> {
    let info = |rule: &Rule| RuleInfo {
        id: rule.id.to_string(),
        summary: rule.summary.clone(),
        why: Some(rule.why.clone()),
        help: rule.help_text().map(str::to_owned),
        severity: rule.severity,
        confidence: rule.confidence,
        tags: rule.tags.clone(),
        references: rule.references.clone(),
    };
    every_rule(rules).into_values().map(info).collect()
}

fn write(args: &CheckArgs, report: &Report<'_>) -> Result<(), Stop> {
    let format = match args.format {
        ReportFormat::Human => Format::Human,
        ReportFormat::Concise => Format::Concise,
        ReportFormat::Json => Format::Json,
        ReportFormat::Sarif => Format::Sarif,
    };
    match &args.output {
        Some(path) => to_file(path, format, report, args),
        None => {
            let style = print::style(args.input.color, &io::stdout());
            print::to_stdout(|mut out| report::write(format, report, &style, &mut out))?;
            Ok(())
        }
    }
}

/// Writes a report to a file.
fn to_file(path: &Path, format: Format, report: &Report<'_>, args: &CheckArgs) -> Result<(), Stop> {
    let colour = match args.input.color {
        super::args::When::Always => report::Colour::Ansi,
        super::args::When::Auto | super::args::When::Never => report::Colour::Plain,
    };
    let style = Style { colour, ..Style::default() };
    Ok(output::to_file(path, |mut out| report::write(format, report, &style, &mut out))?)
}

fn summarise(summary: &Summary, repairs: &Repairs, voice: Voice) -> Result<(), Stop> {
    let detail = match voice {
        Voice::Quiet => return Ok(()),
        Voice::Normal => Detail::Numbers,
        Voice::Verbose => Detail::Everything,
    };
    let stderr = io::stderr();
    let charset = print::style(super::args::When::Never, &stderr).charset;
    let mut out = BufWriter::new(stderr.lock());
    repairs.write(&mut out)?;
    report::write_summary(summary, detail, charset, &mut out).and_then(|()| out.flush())?;
    Ok(())
}
