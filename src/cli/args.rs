//! What the command line accepts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::SeverityOrNever;
use crate::finding::Severity;
use crate::rules::Preset;

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  the linter could not do its job: usage, configuration, rule, schema, unreadable input, nothing recognised";

/// A static linter for exported Genesys Cloud organisation configuration.
///
/// Reads Architect flows, trunks, outbound routes, recording policies and what belongs to them from a repository,
/// checks every resource against a schema and the organisation as a whole against rules, and points at the exact
/// field that is wrong.
#[derive(Debug, Parser)]
#[command(name = "orglint", version, after_help = EXIT_CODES, max_term_width = 110)]
pub struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// When problems are to be coloured.
    pub(crate) fn color(&self) -> When {
        match &self.command {
            Command::Check(check) => check.input.color,
            Command::Resources(resources) => resources.input.color,
            Command::Graph(graph) => graph.input.color,
            Command::Rules(rules) => rules.color(),
            Command::Kinds(_) | Command::Init(_) | Command::Schema(_) => When::Auto,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lint files and directories
    Check(CheckArgs),
    /// List, explain and test rules
    Rules(RulesArgs),
    /// List the resources that were recognised, and where their references lead
    Resources(ResourcesArgs),
    /// Draw who refers to whom, what stands around one resource, or the media path of a queue or a flow
    Graph(GraphArgs),
    /// List the kinds of resources, the forms they are recognised in and their fields
    Kinds(KindsArgs),
    /// Write an orglint.yaml to begin with
    Init(InitArgs),
    /// Print the JSON Schema of rule files, the configuration, JSON output or a kind
    Schema(SchemaArgs),
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to read and with which catalogue.
#[derive(Args, Debug)]
pub(crate) struct InputArgs {
    /// Files and directories to read
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// The configuration to use instead of the nearest orglint.yaml above each file
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A directory of further kinds: <kind>/kind.yaml and <kind>/<form>.schema.json
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Vec<PathBuf>,
    /// Threads to use; by default one per processor
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Succeed where nothing in what was named is recognised
    #[arg(long)]
    pub(crate) allow_empty: bool,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Excerpts with the exact field underlined
    #[default]
    Human,
    /// One line per finding
    Concise,
    /// One object, versioned; see `orglint schema report`
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
}

#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// The form of the report
    #[arg(long, short, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
    /// Write the report to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Report only what these files and directories have to do with; everything that PATH names is read all the same
    #[arg(long, value_name = "CHANGED", num_args = 1..)]
    pub(crate) only: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) fixes: FixArgs,
    /// The least severity that makes the run fail [default: warning]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<SeverityOrNever>,
    /// The least severity that is reported [default: note]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) min_severity: Option<SeverityArg>,
    #[command(flatten)]
    pub(crate) checks: ChecksArgs,
    /// Print only the report
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Also list the files that were not recognised, the rules that were asked about nothing, and the evaluations left
    /// unknown
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// Which fixes are made.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct FixArgs {
    /// Repair what can be repaired safely, and report what is left
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix: repair also where a fix may change more than is meant
    #[arg(long, requires = "fix")]
    pub(crate) unsafe_fixes: bool,
}

/// Which rules run, and what they depend on besides the files.
#[derive(Args, Debug)]
pub(crate) struct ChecksArgs {
    /// Run the rules of this preset [default: recommended, or what orglint.yaml selects]
    #[arg(long, value_name = "PRESET")]
    pub(crate) preset: Option<Preset>,
    /// Run only these rules: ids, areas, tags, `trunk-*`, `telephony/*`, `tag:codec`, `all`
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Do not run these rules, named as for --select
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// A directory of further rules
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Vec<PathBuf>,
    /// The day that dates are compared with, as YYYY-MM-DD [default: today in UTC]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,
}

/// A severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SeverityArg {
    /// The platform refuses it, or calls fail
    Error,
    /// Something is likely to break
    Warning,
    /// It is worth knowing
    Note,
}

impl From<SeverityArg> for Severity {
    fn from(severity: SeverityArg) -> Self {
        match severity {
            SeverityArg::Error => Self::Error,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Note => Self::Note,
        }
    }
}

/// The form of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Columns for reading
    #[default]
    Table,
    /// One object, versioned
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
}

impl RulesArgs {
    fn color(&self) -> When {
        match &self.command {
            RulesCommand::List(list) => list.common.color,
            RulesCommand::Explain(explain) => explain.common.color,
            RulesCommand::Test(test) => test.common.color,
            RulesCommand::Docs(docs) => docs.common.color,
            RulesCommand::New(_) => When::Auto,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// List all rules
    List(RulesListArgs),
    /// Say what a rule checks and why, with its examples
    Explain(RulesExplainArgs),
    /// Run the examples of the built-in rules, or of the rules in a directory
    Test(RulesTestArgs),
    /// Write a rule file to begin with
    New(RulesNewArgs),
    /// Write a page about every rule, in Markdown
    Docs(RulesDocsArgs),
}

/// Which rules and kinds there are besides the built-in ones.
#[derive(Args, Debug)]
pub(crate) struct RulesCommonArgs {
    /// A directory of further rules
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Vec<PathBuf>,
    /// A directory of further kinds
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Vec<PathBuf>,
    /// The configuration to use instead of the nearest orglint.yaml
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
}

#[derive(Args, Debug)]
pub(crate) struct RulesListArgs {
    #[command(flatten)]
    pub(crate) common: RulesCommonArgs,
    /// The form of the list
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ListFormat,
    /// Only rules of this preset
    #[arg(long, value_name = "PRESET")]
    pub(crate) preset: Option<Preset>,
    /// Only rules of this area
    #[arg(long, value_name = "AREA")]
    pub(crate) area: Option<String>,
    /// Only rules with this tag
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Option<String>,
    /// Only rules about this kind
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only rules of this severity
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) severity: Option<SeverityArg>,
}

#[derive(Args, Debug)]
pub(crate) struct RulesExplainArgs {
    #[command(flatten)]
    pub(crate) common: RulesCommonArgs,
    /// The rule's id
    #[arg(value_name = "ID")]
    pub(crate) id: String,
}

#[derive(Args, Debug)]
pub(crate) struct RulesNewArgs {
    /// The rule's id: lower-case words with hyphens between them
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// The folder that the rule belongs in, such as `telephony`
    #[arg(long, value_name = "AREA")]
    pub(crate) area: String,
    /// The kind of resource that it is about; `orglint kinds` lists them
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: String,
    /// The directory of all rules [default: the first that orglint.yaml names, or `rules`]
    #[arg(long, value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// A directory of further kinds
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct RulesDocsArgs {
    #[command(flatten)]
    pub(crate) common: RulesCommonArgs,
    /// The directory that the pages are written to
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// Write nothing, and fail where the pages are not those of the rules
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Args, Debug)]
pub(crate) struct RulesTestArgs {
    #[command(flatten)]
    pub(crate) common: RulesCommonArgs,
    /// A directory of rules, or one rule file, to test instead of the built-in ones
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,
    /// Also break the passing examples on purpose, to see whether each rule notices
    #[arg(long)]
    pub(crate) mutate: bool,
    /// Run the examples again whenever a file there changes, and say what is new
    #[arg(long, requires = "path", conflicts_with = "mutate")]
    pub(crate) watch: bool,
}

/// What a drawing is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// For Graphviz
    #[default]
    Dot,
    /// For pages that draw Mermaid, such as those of code hosts
    Mermaid,
    /// A picture
    Svg,
    /// One object, versioned; see `orglint schema graph`
    Json,
}

/// What a drawing shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphView {
    /// Who refers to whom
    References,
    /// The legs from a queue or a flow over phones, sites and routes to the carriers' trunks, with their codecs
    MediaPath,
}

#[derive(Args, Debug)]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// The form of the drawing
    #[arg(long, short, value_name = "FORMAT", default_value = "dot")]
    pub(crate) format: GraphFormat,
    /// Draw what stands around this resource: `kind:name`, a name, an id, a Terraform address or a `path:line`
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) focus: Option<String>,
    /// How many references away from the resource in focus [default: 1]
    #[arg(long, value_name = "N", requires = "focus")]
    pub(crate) depth: Option<usize>,
    /// What to draw [default: media-path where a queue or a flow is in focus and --depth is not given, else references]
    #[arg(long, value_name = "VIEW")]
    pub(crate) view: Option<GraphView>,
    /// Write the drawing to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) checks: ChecksArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ResourcesArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// List only resources of this kind
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// List the references that lead to no resource, each with the reason
    #[arg(long)]
    pub(crate) unresolved: bool,
    /// The form of the list
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ListFormat,
}

#[derive(Args, Debug)]
pub(crate) struct KindsArgs {
    /// Show the fields of this kind
    #[arg(value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// A directory of further kinds
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct InitArgs {
    /// The directory to write orglint.yaml to
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) directory: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct SchemaArgs {
    /// `rule`, `config`, `kind`, `report`, `graph`, `resources`, or the slug of a kind
    #[arg(value_name = "WHAT")]
    pub(crate) what: String,
    /// The form of the kind; by default the first that it has
    #[arg(long, value_name = "FORM")]
    pub(crate) form: Option<String>,
    /// A directory of further kinds
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Vec<PathBuf>,
}
