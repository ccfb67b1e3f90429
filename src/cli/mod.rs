//! The command line: what it accepts, and one file per subcommand.
//!
//! Subcommands return what the process ends with; only `main` ends it.

mod args;
mod check;
mod checks;
mod graph;
mod init;
mod kinds;
mod only;
mod output;
mod print;
mod progress;
mod published;
mod repair;
mod replace;
mod resources;
mod rules;
mod schema;
mod setup;

use std::io;

use clap::Parser;

use crate::problem::Problem;

pub use args::Arguments;

/// How a run ended: the exit code of the process, the same for every output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: nothing at or above the threshold.
    Clean,
    /// 1: findings at or above the threshold; examples of rules that do not hold.
    Findings,
    /// 2: the linter could not do its job: usage, configuration, rule, schema, unreadable input, nothing matched.
    Failed,
}

impl Outcome {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

/// Why a subcommand ended early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The linter could not do its job.
    Problems(Vec<Problem>),
    /// A report could not be written.
    Output(io::Error),
}

impl From<Vec<Problem>> for Stop {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs the command line of this process.
pub fn main() -> Outcome {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    run(&arguments)
}

/// `--help` and `--version` are answers, anything else that clap reports is a mistake.
fn usage(error: &clap::Error) -> Outcome {
    let outcome = if error.use_stderr() { Outcome::Failed } else { Outcome::Clean };
    match error.print() {
        Ok(()) => outcome,
        Err(broken) => print::output_failed(&broken),
    }
}

/// Runs one parsed command line.
pub fn run(arguments: &Arguments) -> Outcome {
    use args::Command;
    let result = match &arguments.command {
        Command::Check(check) => check::run(check),
        Command::Rules(rules) => rules::run(rules),
        Command::Resources(resources) => resources::run(resources),
        Command::Graph(graph) => graph::run(graph),
        Command::Kinds(kinds) => kinds::run(kinds),
        Command::Init(init) => init::run(init),
        Command::Schema(schema) => schema::run(schema),
    };
    match result {
        Ok(outcome) => outcome,
        Err(Stop::Problems(problems)) => print::problems(&problems, arguments.color()),
        Err(Stop::Output(error)) => print::output_failed(&error),
    }
}
