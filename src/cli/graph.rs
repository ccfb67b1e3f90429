//! `orglint graph`: who refers to whom, and over which legs media goes.

use std::io::{self, Write as _};

use super::args::{GraphArgs, GraphFormat, GraphView};
use super::checks::RunChecks;
use super::print::{self, Voice};
use super::progress::Progress;
use super::setup::Setup;
use super::{Outcome, Stop, output};
use crate::check::Understood;
use crate::graph::{self, Focus, Format, Graph, Placed};
use crate::problem::Problem;

/// More nodes than these are drawn, but hardly to be read.
const MANY: usize = 150;

pub(super) fn run(args: &GraphArgs) -> Result<Outcome, Stop> {
    let mut setup = Setup::new(&args.input, &args.checks.rules)?;
    let checks = RunChecks::new(&args.checks, &setup)?;
    let progress = Progress::new(setup.files.len(), Voice::Normal);
    let loaded = setup.load(&progress);
    progress.finish();
    let understood = setup.understand(&loaded)?;
    setup.refuse_empty(&args.input, &understood)?;
    let focus = args.focus.as_ref().map(|text| graph::find(&understood, text)).transpose()?;
    let view = view(args, &understood, focus)?;
    let found = checks.run(&setup, &loaded, &understood)?;
    let placed = Placed::new(&understood, &found.findings);
    let graph = match view {
        View::MediaPath(focus) => {
            let rules = checks.rules_of(&setup, &understood.orgs[focus.org].root);
            graph::media_path(&understood, focus, &placed, (rules, checks.settings))
        }
        View::References => references(args, &understood, focus, &placed),
    };
    warn_of_many(args, &graph);
    write(args, &graph)?;
    Ok(Outcome::Clean)
}

/// What is drawn.
enum View {
    References,
    MediaPath(Focus),
}

fn view(
    args: &GraphArgs,
    understood: &Understood<'_>,
    focus: Option<Focus>,
) -> Result<View, Problem> {
    let path = focus.filter(|focus| graph::serves_media(understood, *focus));
    match (args.view, path) {
        (Some(GraphView::MediaPath), Some(_)) if args.depth.is_some() => {
            let message = "a media path has no --depth: it goes from the flow to the carriers";
            Err(Problem::new(message).help("--view references draws what stands around a resource"))
        }
        (Some(GraphView::MediaPath), Some(focus)) => Ok(View::MediaPath(focus)),
        (Some(GraphView::MediaPath), None) => {
            let message = "a media path is that of a queue or a flow";
            Err(Problem::new(message).help("name one with --focus, such as `--focus queue:Claims`"))
        }
        (None, Some(focus)) if args.depth.is_none() => Ok(View::MediaPath(focus)),
        (Some(GraphView::References) | None, _) => Ok(View::References),
    }
}

fn references(
    args: &GraphArgs,
    understood: &Understood<'_>,
    focus: Option<Focus>,
    placed: &Placed<'_>,
) -> Graph {
    let (graph, nodes) = graph::references(understood, placed);
    let centre = focus.and_then(|focus| nodes.get(&(focus.org, focus.id)).copied());
    match centre {
        None => graph,
        Some(centre) => graph.around(centre, args.depth.unwrap_or(1)),
    }
}

fn warn_of_many(args: &GraphArgs, graph: &Graph) {
    let drawn = graph.nodes.len();
    if drawn > MANY && args.format != GraphFormat::Json {
        // Nothing can be said where standard error is closed.
        let _ = writeln!(
            io::stderr(),
            "{drawn} nodes are drawn; --focus RESOURCE draws what stands around one of them"
        );
    }
}

fn write(args: &GraphArgs, graph: &Graph) -> Result<(), Stop> {
    let format = match args.format {
        GraphFormat::Dot => Format::Dot,
        GraphFormat::Mermaid => Format::Mermaid,
        GraphFormat::Svg => Format::Svg,
        GraphFormat::Json => Format::Json,
    };
    let write = |out: &mut dyn io::Write| graph::write(format, graph, out);
    match &args.output {
        Some(path) => Ok(output::to_file(path, write)?),
        None => Ok(print::to_stdout(write)?),
    }
}
