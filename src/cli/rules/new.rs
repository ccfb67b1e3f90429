//! `orglint rules new`: a rule file to begin with.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::super::args::RulesNewArgs;
use super::{Outcome, Stop, print, setup};
use crate::cli::{kinds, published};
use crate::config::Configs;
use crate::problem::Problem;
use crate::rules::{builtin_sources, is_id, skeleton};
use crate::source;

pub(super) fn run(args: &RulesNewArgs) -> Result<Outcome, Stop> {
    for word in [&args.id, &args.area] {
        if !is_id(word) {
            return Err(no_name(word).into());
        }
    }
    let configs = Configs::find(&[PathBuf::from(".")], None)?;
    let (rules, mut schemas) = configs.extensions();
    schemas.extend(args.schemas.iter().cloned());
    let catalog = setup::catalog(&schemas)?;
    let kind = kinds::find(&catalog, &args.kind)?;
    let named = args.directory.clone().or_else(|| rules.first().map(|one| from_here(one)));
    let directory = named.unwrap_or_else(|| PathBuf::from("rules"));
    if let Some(there) = rule_named(&args.id, &directory) {
        let problem = Problem::new(format!("there is a rule `{}` already: {there}", args.id));
        return Err(problem.help("rules are told apart by their ids: choose another one").into());
    }
    let folder = directory.join(&args.area);
    let path = folder.join(format!("{}.yaml", args.id));
    let refused = |error: std::io::Error| {
        Problem::new(format!("`{}` cannot be written: {error}", path.display()))
    };
    std::fs::create_dir_all(&folder).map_err(refused)?;
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    let text = published::comment(published::RULE) + &skeleton(&args.id, kind);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(refused)?;
    say(&path, &directory, &rules)?;
    Ok(Outcome::Clean)
}

/// That a word is none that rules or areas are called by, and the nearest that is.
fn no_name(word: &str) -> Problem {
    let problem =
        Problem::new(format!("`{word}` is no name: lower-case words with hyphens between them"));
    let parts = word.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let nearest = parts.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if is_id(&nearest) { problem.help(format!("did you mean `{nearest}`?")) } else { problem }
}

/// An absolute path as one from the current directory, where it lies below.
fn from_here(path: &Path) -> PathBuf {
    let here = source::absolute(Path::new("."));
    path.strip_prefix(here).map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// The rule file with this id: a built-in one, or one in the directory.
fn rule_named(id: &str, directory: &Path) -> Option<String> {
    let name = format!("{id}.yaml");
    let built_in = builtin_sources();
    let mut built_in = built_in.iter().map(|source| source.path());
    if built_in.any(|path| path.rsplit('/').next() == Some(&name)) {
        return Some("it is built in".to_owned());
    }
    let entries = walkdir::WalkDir::new(directory).into_iter().filter_map(Result::ok);
    let mut same = entries.filter(|entry| entry.file_name().to_str() == Some(&name));
    same.next().map(|entry| format!("`{}`", entry.path().display()))
}

fn say(path: &Path, directory: &Path, configured: &[PathBuf]) -> std::io::Result<()> {
    let is_read = configured.iter().any(|one| source::absolute(directory).starts_with(one));
    print::to_stdout(|out| {
        writeln!(out, "wrote {}", path.display())?;
        writeln!(out, "`orglint rules test {} --watch` says what is left to do", path.display())?;
        if is_read {
            return Ok(());
        }
        let directory = directory.display();
        writeln!(
            out,
            "`orglint check --rules {directory}` uses it, or `extend: {{ rules: [{directory}] }}` in orglint.yaml"
        )
    })
}
