//! `orglint rules test --watch`: the examples again whenever a file changes, and what has changed about them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::super::args::RulesTestArgs;
use super::test::problems;
use super::{Outcome, Stop, catalog, print, setup};
use crate::check::run_examples;
use crate::problem::Problem;
use crate::rules::RuleSet;
use crate::rules::examples::ExampleResult;
use crate::text::count;

/// How long nothing may happen before the files are read again: editors write in several steps.
const QUIET: Duration = Duration::from_millis(150);

/// Watches until the process is ended.
pub(super) fn run(args: &RulesTestArgs) -> Result<Outcome, Stop> {
    let Some(directory) = args.path.as_deref() else {
        let problem = Problem::new("--watch needs a directory of rules");
        return Err(problem.help("`orglint rules test rules --watch`").into());
    };
    let (sender, events) = channel();
    let report = move |event: notify::Result<Event>| {
        // The receiver is gone when the command ends; then nobody is left to tell.
        let _ = sender.send(event);
    };
    let mut watcher = notify::recommended_watcher(report).map_err(|error| failed(&error))?;
    let schemas = args.common.schemas.iter().map(PathBuf::as_path);
    // An editor may put a new file in the place of the old one: of a file, the directory is watched.
    let around = directory.parent().filter(|_| directory.is_file()).unwrap_or(directory);
    let around = if around.as_os_str().is_empty() { Path::new(".") } else { around };
    for path in std::iter::once(around).chain(schemas) {
        watcher.watch(path, RecursiveMode::Recursive).map_err(|error| failed(&error))?;
    }
    let mut seen = Seen::default();
    loop {
        look(args, directory, &mut seen)?;
        if !wait(&events) {
            return Ok(Outcome::Clean);
        }
    }
}

fn failed(error: &notify::Error) -> Problem {
    Problem::new(format!("the directory cannot be watched: {error}"))
}

/// Waits until something was written and nothing more is; false where nothing can happen any longer.
fn wait(events: &Receiver<notify::Result<Event>>) -> bool {
    let is_change = |event: &notify::Result<Event>| {
        !matches!(event, Ok(Event { kind: EventKind::Access(_), .. }))
    };
    loop {
        match events.recv() {
            Ok(event) if is_change(&event) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    loop {
        match events.recv_timeout(QUIET) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// What was said last: what is wrong with each rule, empty where nothing is.
#[derive(Default)]
struct Seen {
    rules: Option<BTreeMap<String, Vec<String>>>,
}

impl Seen {
    /// The rules about which there is something new to say, and remembers it.
    fn changed(&mut self, now: BTreeMap<String, Vec<String>>) -> Vec<String> {
        let before = self.rules.take().unwrap_or_default();
        let is_new =
            |(rule, problems): &(&String, &Vec<String>)| before.get(*rule) != Some(*problems);
        let changed = now.iter().filter(is_new).map(|(rule, _)| rule.clone()).collect();
        self.rules = Some(now);
        changed
    }
}

/// Reads and runs everything, and says what is new.
fn look(args: &RulesTestArgs, directory: &Path, seen: &mut Seen) -> io::Result<()> {
    match load(args, directory) {
        Ok(results) => say(args, &results, seen),
        Err(problems) => {
            seen.rules = None;
            print::problems(&problems, args.common.color);
            print::to_stdout(|out| {
                writeln!(
                    out,
                    "{} in the files; waiting for a change",
                    count(problems.len(), "problem")
                )
            })
        }
    }
}

fn load(args: &RulesTestArgs, directory: &Path) -> Result<Vec<ExampleResult>, Vec<Problem>> {
    let (catalog, _): (_, Vec<PathBuf>) = catalog(&args.common)?;
    let rules: RuleSet = setup::rules_in(&catalog, directory)?;
    Ok(run_examples(&catalog, &rules))
}

fn say(args: &RulesTestArgs, results: &[ExampleResult], seen: &mut Seen) -> io::Result<()> {
    let mut now: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for result in results {
        let all = result.of_rule.iter().chain(&result.problems);
        let messages = all.map(|problem| problem.message.clone());
        now.entry(result.rule.to_string()).or_default().extend(messages);
    }
    let is_first = seen.rules.is_none();
    let wrong = now.values().filter(|problems| !problems.is_empty()).count();
    let rules = now.len();
    let changed = seen.changed(now.clone());
    let of_changed: Vec<ExampleResult> = results
        .iter()
        .filter(|result| changed.contains(&result.rule.to_string()))
        .cloned()
        .collect();
    print::problems(&problems(&of_changed), args.common.color);
    print::to_stdout(|out| {
        let fine = changed.iter().filter(|rule| now.get(*rule).is_some_and(Vec::is_empty));
        for rule in fine.filter(|_| !is_first) {
            writeln!(out, "{rule} holds")?;
        }
        let rules = count(rules, "rule");
        writeln!(out, "{rules}, {wrong} with problems; waiting for a change")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_said_again() {
        let state = |entries: &[(&str, &[&str])]| -> BTreeMap<String, Vec<String>> {
            let entry = |(rule, problems): &(&str, &[&str])| {
                ((*rule).to_owned(), problems.iter().map(|&text| text.to_owned()).collect())
            };
            entries.iter().map(entry).collect()
        };
        let mut seen = Seen::default();
        assert_eq!(seen.changed(state(&[("a", &[]), ("b", &["x"])])), ["a", "b"]);
        assert_eq!(seen.changed(state(&[("a", &[]), ("b", &["x"])])), [""; 0]);
        assert_eq!(seen.changed(state(&[("a", &["y"]), ("b", &["x"])])), ["a"]);
        assert_eq!(seen.changed(state(&[("a", &[]), ("c", &[])])), ["a", "c"]);
    }
}
