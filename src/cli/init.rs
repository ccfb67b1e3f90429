//! `orglint init`: a configuration to begin with.

use std::io::{ErrorKind, Write};

use super::args::InitArgs;
use super::{Outcome, Stop, print, published};
use crate::config::FILE_NAME;
use crate::problem::Problem;

const TEMPLATE: &str = "\
# Configuration of orglint. Editors complete it by the schema above; `orglint schema config` prints it.

# Files and directories that are not read, as .gitignore writes them.
exclude: []

# Kinds of which this repository holds every resource: a reference to one that is missing is then an error.
# `orglint kinds` lists the kinds.
complete: []

# Directories that each hold the export of one organisation; by default everything here is one.
orgs: []

# Which rules run: `recommended`, `strict` (all), `security` or `incident`. `orglint rules list` lists the rules.
preset: recommended

# By rules, as `trunk-webrtc-off`, `trunk-*`, `telephony/*` or `tag:codec`: `severity` (off, note, warning, error) and
# `parameters`.
rules: {}

# The same for some of the resources, by `paths`, `kinds` and `orgs`.
overrides: []
";

pub(super) fn run(args: &InitArgs) -> Result<Outcome, Stop> {
    let path = args.directory.join(FILE_NAME);
    let refused = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Problem::new(format!("`{}` is there already", path.display()))
            .help("it was left as it is"),
        _ => Problem::new(format!("`{}` cannot be written: {error}", path.display())),
    };
    let text = published::comment(published::CONFIG) + TEMPLATE;
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(refused)?;
    print::to_stdout(|out| writeln!(out, "wrote {}", path.display()))?;
    Ok(Outcome::Clean)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::Config;
    use crate::rules::Preset;
    use crate::source::Source;
    use crate::typed::read_typed;

    #[test]
    fn the_template_is_the_default_configuration() {
        let source = Arc::new(Source::new(FILE_NAME, TEMPLATE));
        let default = Config { preset: Some(Preset::Recommended), ..Config::default() };
        assert_eq!(read_typed::<Config>(&source).unwrap().0, default);
    }
}
