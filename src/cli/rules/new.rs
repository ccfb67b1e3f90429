//! `orglint rules new`: a rule file to begin with.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::super::args::RulesNewArgs;
use super::{Outcome, Stop, print, setup};
use crate::cli::kinds;
use crate::problem::Problem;
use crate::rules::{is_id, skeleton};

pub(super) fn run(args: &RulesNewArgs) -> Result<Outcome, Stop> {
    for word in [&args.id, &args.area] {
        if !is_id(word) {
            let message =
                format!("`{word}` is no name: lower-case words with hyphens between them");
            return Err(Problem::new(message).into());
        }
    }
    let catalog = setup::catalog(&args.schemas)?;
    let kind = kinds::find(&catalog, &args.kind)?;
    let folder = args.directory.join(&args.area);
    let path = folder.join(format!("{}.yaml", args.id));
    let refused = |error: std::io::Error| -> Problem {
        match error.kind() {
            ErrorKind::AlreadyExists => {
                let problem = Problem::new(format!("`{}` is there already", path.display()));
                problem.help("it was left as it is")
            }
            _ => Problem::new(format!("`{}` cannot be written: {error}", path.display())),
        }
    };
    std::fs::create_dir_all(&folder).map_err(refused)?;
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    let text = skeleton(&args.id, kind);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(refused)?;
    say(&path, &folder)?;
    Ok(Outcome::Clean)
}

fn say(path: &Path, folder: &Path) -> std::io::Result<()> {
    print::to_stdout(|out| {
        writeln!(out, "wrote {}", path.display())?;
        writeln!(out, "`orglint rules test {} --watch` says what is left to do", folder.display())
    })
}
