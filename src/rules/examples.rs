//! Running the examples that rules carry: exactly the findings that an example lists, each at its exact place.

use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use super::skeleton::unwritten;
use super::{Example, Expectation, Place, Rule};
use crate::finding::{Address, Applicability, Finding, Fix, Location, Part, fixed_files};
use crate::problem::Problem;
use crate::source::Source;

/// Lints the files of an example with one rule and nothing else, everything switched on.
pub type Lint<'l> = dyn Fn(&Trial<'_>) -> Vec<Finding> + Sync + 'l;

/// Files that a rule is tried on.
#[derive(Clone, Copy, Debug)]
pub struct Trial<'t> {
    /// The rule.
    pub rule: &'t Rule,
    /// The example that the files are from, as they stand there or changed.
    pub example: &'t Example,
    /// The files.
    pub sources: &'t [Arc<Source>],
}

/// What came of one example.
#[derive(Clone, Debug)]
pub struct ExampleResult {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// Name of the example.
    pub example: String,
    /// Where the example stands in the rule file.
    pub location: Location,
    /// How many of its findings have a fix.
    pub fixes: usize,
    /// What was expected and what was found instead, each at the expectation, else at the example; empty where the
    /// example holds.
    pub problems: Vec<Problem>,
    /// What is wrong with the rule itself, said with its first example.
    pub of_rule: Vec<Problem>,
}

impl ExampleResult {
    /// Whether the example holds.
    pub fn holds(&self) -> bool {
        self.problems.is_empty() && self.of_rule.is_empty()
    }
}

/// Runs the examples of all rules, in the order of the rules and of their files.
pub fn run_examples(rules: &[Rule], lint: &Lint<'_>) -> Vec<ExampleResult> {
    let all: Vec<(&Rule, &Example)> =
        rules.iter().flat_map(|rule| rule.examples.iter().map(move |one| (rule, one))).collect();
    let mut results: Vec<ExampleResult> =
        all.par_iter().map(|(rule, example)| run_example(rule, example, lint)).collect();
    for rule in rules {
        if let Some(first) = results.iter_mut().find(|result| result.rule == rule.id) {
            first.of_rule.extend(unwritten(rule));
        }
    }
    for rule in rules.iter().filter(|rule| rule.written.fix.is_some()) {
        let mut own = results.iter_mut().filter(|result| result.rule == rule.id);
        let first = own.next();
        if let Some(first) = first.filter(|first| first.fixes == 0)
            && own.all(|result| result.fixes == 0)
        {
            let message = "no example has a finding that the rule's fix repairs";
            first.of_rule.push(Problem::new(message).at(first.location.clone()));
        }
    }
    results
}

/// Runs one example.
pub fn run_example(rule: &Rule, example: &Example, lint: &Lint<'_>) -> ExampleResult {
    let source = |(path, text): &(String, String)| Arc::new(Source::new(path, text));
    let sources: Vec<Arc<Source>> = example.files.iter().map(source).collect();
    let mut findings = lint(&Trial { rule, example, sources: &sources });
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let mut problems = compare(example, &findings);
    problems.extend(repaired(rule, example, (&sources, &findings), lint));
    ExampleResult {
        rule: Arc::clone(&rule.id),
        example: example.name.clone(),
        location: example.location.clone(),
        fixes: findings.iter().filter(|finding| finding.fix.is_some()).count(),
        problems,
        of_rule: Vec::new(),
    }
}

/// What the fixes of an example get wrong: they have to leave files that parse, without the findings that they are for.
fn repaired(
    rule: &Rule,
    example: &Example,
    (sources, findings): (&[Arc<Source>], &[Finding]),
    lint: &Lint<'_>,
) -> Vec<Problem> {
    let problem = |message: String| Problem::new(message).at(example.location.clone());
    let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let after_all = fixed_files(fixes.iter().copied(), Applicability::Unsafe);
    let text_of = |path: &str| after_all.iter().find(|file| file.source.path() == path);
    let mut problems = Vec::new();
    for (path, expected) in &example.fixed {
        let before = sources.iter().find(|source| source.path() == path).map(|it| it.text());
        let text = text_of(path).map(|file| file.text.as_str()).or(before).unwrap_or_default();
        if text != expected {
            problems.push(problem(format!(
                "expected the fixes to make of {path}:\n{expected}\nthey make:\n{text}"
            )));
        }
    }
    if fixes.is_empty() {
        return problems;
    }
    let repaired: usize = after_all.iter().map(|file| file.repaired).sum();
    if repaired == 0 {
        problems.push(problem("the fixes would leave a file that does not parse".to_owned()));
    }
    let after: Vec<Arc<Source>> = sources
        .iter()
        .map(|source| match text_of(source.path()) {
            Some(file) => Arc::new(Source::new(source.path(), file.text.clone())),
            None => Arc::clone(source),
        })
        .collect();
    let left = lint(&Trial { rule, example, sources: &after });
    let kept = findings.len() - repaired;
    if left.len() > kept {
        let found = described(&left[0]);
        problems.push(problem(format!("the fixes leave what they are for, or make more: {found}")));
    }
    problems
}

/// Pairs expectations with findings by their primary place, and compares the pairs.
fn compare(example: &Example, findings: &[Finding]) -> Vec<Problem> {
    let mut left: Vec<&Finding> = findings.iter().collect();
    let mut problems = Vec::new();
    let mut missing = Vec::new();
    for expected in &example.finds {
        let matches = |finding: &&Finding| is_at(&finding.primary, &expected.at);
        let exact =
            |finding: &&Finding| matches(finding) && differences(expected, finding).is_empty();
        let found = left.iter().position(exact).or_else(|| left.iter().position(matches));
        match found {
            Some(at) => problems.extend(differences(expected, left.remove(at))),
            None => missing.push(expected),
        }
    }
    problems.extend(
        missing
            .into_iter()
            .map(|expected| Problem::new(absent(expected, &left)).at(expected.location.clone())),
    );
    problems.extend(left.into_iter().map(|finding| {
        let message = format!("found what is not expected: {}", described(finding));
        Problem::new(message).at(example.location.clone())
    }));
    problems
}

/// What differs between an expectation and the finding at its place.
fn differences(expected: &Expectation, finding: &Finding) -> Vec<Problem> {
    let problem = |message: String| Problem::new(message).at(expected.location.clone());
    let mut problems = Vec::new();
    if let Some(message) = &expected.message
        && *message != finding.message
    {
        let text = format!("expected the message `{message}`, found `{}`", finding.message);
        problems.push(problem(text));
    }
    let related = &finding.related;
    let is_same = related.len() == expected.related.len()
        && related.iter().zip(&expected.related).all(|(one, place)| is_at(&one.location, place));
    if !is_same {
        let expected_places = listed(expected.related.iter().map(ToString::to_string));
        let found = listed(related.iter().map(|one| place_text(&one.location)));
        let at = &expected.at;
        problems.push(problem(format!(
            "expected the finding at {at} to have the related places {expected_places}, found {found}"
        )));
    }
    problems
}

/// That nothing was found at a place, and what was found near it.
fn absent(expected: &Expectation, left: &[&Finding]) -> String {
    let place = &expected.at;
    let in_file = |finding: &&&Finding| finding.primary.source.path() == place.path;
    match left.iter().find(in_file) {
        Some(finding) => {
            format!(
                "expected a finding at {place}; in that file there is one {}",
                described(finding)
            )
        }
        None => format!("expected a finding at {place}; there is none in that file"),
    }
}

/// A finding by its place and message.
fn described(finding: &Finding) -> String {
    let primary = &finding.primary;
    let lines = primary.source.lines();
    let position = lines.position(primary.source.text(), primary.span.start);
    let (line, column) = (position.line, position.column);
    format!("at {} (line {line}, column {column}): {}", place_text(primary), finding.message)
}

fn listed(places: impl Iterator<Item = String>) -> String {
    let places: Vec<String> = places.collect();
    if places.is_empty() { "none".to_owned() } else { places.join(", ") }
}

fn is_at(location: &Location, place: &Place) -> bool {
    location.source.path() == place.path
        && (place.address.is_none() || location.address == place.address)
}

/// A location in the notation of `at:`.
fn place_text(location: &Location) -> String {
    let path = location.source.path().to_owned();
    Place { path, address: location.address.clone() }.to_string()
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        let Some(Address { document, pointer, embedded, part }) = &self.address else {
            return Ok(());
        };
        if *document > 0 {
            write!(f, "@{document}")?;
        }
        write!(f, "#{pointer}")?;
        if let Some(inner) = embedded {
            write!(f, "!{inner}")?;
        }
        if *part == Part::Key { f.write_str("/~key") } else { Ok(()) }
    }
}
