//! Running the checks over what was understood: what every subcommand that shows findings does alike.

use std::collections::BTreeMap;

use super::args::ChecksArgs;
use super::setup::{self, Setup};
use crate::catalog::date;
use crate::check::{self, Checks, Found, Loaded, Understood};
use crate::config::Wanted;
use crate::problem::Problem;
use crate::rules::{RuleSet, Settings, Trace};

/// The checks of a run.
pub(super) struct RunChecks {
    /// The rules of each configuration, by its folder.
    pub(super) rules: BTreeMap<String, RuleSet>,
    /// What rules may depend on besides the files.
    pub(super) settings: Settings,
}

impl RunChecks {
    /// Loads the rules that run.
    ///
    /// # Errors
    /// Everything that is wrong with rules, with what the configuration says of them, and with the arguments.
    pub(super) fn new(args: &ChecksArgs, setup: &Setup) -> Result<Self, Vec<Problem>> {
        let today = today(args).map_err(|problem| vec![problem])?;
        let settings = Settings { today, trace: Trace::Off };
        Ok(Self { rules: rules_by_folder(args, setup)?, settings })
    }

    /// The rules of the org that begins in a folder.
    pub(super) fn rules_of(&self, setup: &Setup, root: &str) -> &RuleSet {
        &self.rules[setup.configs.scope_of(root).folder.as_str()]
    }

    /// Checks everything that was understood.
    ///
    /// # Errors
    /// Schemas that do not compile.
    pub(super) fn run(
        &self,
        setup: &Setup,
        loaded: &Loaded,
        understood: &Understood<'_>,
    ) -> Result<Found, Vec<Problem>> {
        let schemas = check::schemas_of(&setup.catalog);
        let checks_of = |root: &str| {
            let rules = self.rules_of(setup, root);
            Checks { rules, schemas: &schemas, settings: self.settings }
        };
        check::check(understood, loaded, checks_of)
    }
}

/// The rules of each configuration, by its folder.
fn rules_by_folder(
    args: &ChecksArgs,
    setup: &Setup,
) -> Result<BTreeMap<String, RuleSet>, Vec<Problem>> {
    let mut directories = setup.configs.extensions().0;
    directories.extend(args.rules.iter().cloned());
    let all = setup::rules(&setup.catalog, &directories)?;
    let (preset, select) = (args.preset, args.select.clone());
    let wanted = Wanted { preset, select, ignore: args.ignore.clone() };
    let configured = setup
        .configs
        .scopes()
        .map(|scope| Ok((scope.folder.clone(), scope.rules(&all, &setup.catalog, &wanted)?)));
    configured.collect()
}

/// The day that rules compare dates with: the only place where the clock is read.
fn today(args: &ChecksArgs) -> Result<i64, Problem> {
    const SECONDS: u64 = 24 * 60 * 60;
    match &args.today {
        Some(text) => date(text).ok_or_else(|| {
            Problem::new(format!("--today takes a day such as 2026-11-22, not `{text}`"))
        }),
        None => {
            let now = std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap_or_default();
            Ok(i64::try_from(now.as_secs() / SECONDS).unwrap_or(0))
        }
    }
}
