//! Selectors: how configuration and command line name one rule or several.

use globset::{Glob, GlobMatcher};

use super::Rule;
use crate::problem::Problem;

/// The word that selects every rule.
pub(super) const ALL: &str = "all";

/// What stands in front of a tag.
const TAG: &str = "tag:";

/// The characters by which a name is a pattern.
const WILDCARDS: [char; 4] = ['*', '?', '[', '{'];

/// One rule or several, by id, area or tag.
#[derive(Clone, Debug)]
pub(super) enum Selector {
    /// `all`.
    All,
    /// An id, an area or a tag.
    Name(String),
    /// `trunk-*`: a pattern of ids.
    Ids(GlobMatcher),
    /// `telephony/*`: an area and a pattern of ids; `*` does not stand for a `/`.
    InArea(GlobMatcher),
    /// `tag:codec`, `tag:web*`: a pattern of tags.
    Tags(GlobMatcher),
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// It is a pattern, and the pattern is none.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let glob = |pattern: &str| match Glob::new(pattern) {
            Ok(glob) => Ok(glob.compile_matcher()),
            Err(error) => Err(Problem::new(format!("`{text}` selects no rules: {}", error.kind()))),
        };
        if text == ALL {
            return Ok(Self::All);
        }
        if let Some(tag) = text.strip_prefix(TAG) {
            return glob(tag).map(Self::Tags);
        }
        match (text.contains('/'), text.contains(WILDCARDS)) {
            (true, _) => glob(text).map(Self::InArea),
            (false, true) => glob(text).map(Self::Ids),
            (false, false) => Ok(Self::Name(text.to_owned())),
        }
    }

    /// Whether it selects the rule.
    pub(super) fn selects(&self, rule: &Rule) -> bool {
        let has_tag = |is_meant: &dyn Fn(&str) -> bool| rule.tags.iter().any(|tag| is_meant(tag));
        match self {
            Self::All => true,
            Self::Name(name) => {
                *rule.id == **name || rule.area == *name || has_tag(&|tag| tag == name)
            }
            Self::Ids(pattern) => pattern.is_match(&*rule.id),
            Self::InArea(pattern) => pattern.is_match(format!("{}/{}", rule.area, rule.id)),
            Self::Tags(pattern) => has_tag(&|tag| pattern.is_match(tag)),
        }
    }
}

/// That a selector selects none of the rules, and the one that was probably meant.
pub(super) fn selects_nothing(text: &str, rules: &[Rule]) -> Problem {
    let tags = || rules.iter().flat_map(|rule| rule.tags.iter().map(String::as_str));
    if let Some(tag) = text.strip_prefix(TAG) {
        let problem = Problem::new(format!("no rule has the tag `{tag}`"));
        let problem = problem.help("`orglint rules list` lists the rules with their tags");
        return problem.did_you_mean(tag, tags());
    }
    if let Some((area, id)) = text.split_once('/') {
        return nothing_in_area(area, id, rules);
    }
    let problem = Problem::new(format!("no rule, tag or area is called `{text}`"));
    let problem = problem.help("`orglint rules list` lists the rules with their tags");
    let ids = rules.iter().map(|rule| &*rule.id);
    let areas = rules.iter().map(|rule| rule.area.as_str());
    problem.did_you_mean(text, ids.chain(areas).chain(tags()).chain([ALL]))
}

fn nothing_in_area(area: &str, id: &str, rules: &[Rule]) -> Problem {
    let areas = || rules.iter().map(|rule| rule.area.as_str());
    if !areas().any(|known| known == area) && !area.contains(WILDCARDS) {
        let problem = Problem::new(format!("there is no area `{area}`"));
        let problem = problem.help("`orglint rules list` lists the rules with their areas");
        return problem.did_you_mean(area, areas());
    }
    let problem = Problem::new(format!("no rule in `{area}` is called `{id}`"));
    let inside = rules.iter().filter(|rule| rule.area == area).map(|rule| &*rule.id);
    problem.help("`orglint rules list` lists the rules with their areas").did_you_mean(id, inside)
}
