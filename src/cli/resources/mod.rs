//! `orglint resources`: what was understood.

mod list;
mod table;

use super::args::ResourcesArgs;
use super::kinds;
use super::print::{self, Voice};
use super::progress::Progress;
use super::setup::Setup;
use super::{Outcome, Stop};

pub(super) use list::json_schema;

pub(super) fn run(args: &ResourcesArgs) -> Result<Outcome, Stop> {
    let mut setup = Setup::new(&args.input, &[])?;
    let kind = args.kind.as_ref().map(|name| kinds::find(&setup.catalog, name)).transpose()?;
    let kind = kind.map(|kind| kind.name.clone());
    let progress = Progress::new(setup.files.len(), Voice::Normal);
    let loaded = setup.load(&progress);
    progress.finish();
    let understood = setup.understand(&loaded)?;
    setup.refuse_empty(&args.input, &understood)?;
    let mut list = list::list(&understood);
    if let Some(kind) = kind {
        list.keep_kind(&kind);
    }
    if args.unresolved {
        list.keep_unresolved();
    }
    let width = print::style(args.input.color, &std::io::stdout()).width;
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stdout());
    let room = is_terminal.then_some(width);
    print::list(&list, args.format, |list, out| match args.unresolved {
        true => table::unresolved(list, room, out),
        false => table::resources(list, room, out),
    })?;
    Ok(Outcome::Clean)
}
