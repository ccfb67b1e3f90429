//! Which rules run.

use super::{catalog, rule, shown, source};
use crate::rules::RuleSet;

fn set() -> RuleSet {
    let file = |path: &str, id: &str, tags: &str| {
        source(path, &rule(&format!("id: {id}\ntags: [{tags}]\n")))
    };
    let sources = [
        file("rules/telephony/one.yaml", "one", "byoc, codec"),
        file("rules/telephony/two.yaml", "two", "byoc"),
        file("rules/media/three.yaml", "three", "codec"),
    ];
    RuleSet::load(&catalog(), &sources).unwrap_or_else(|problems| panic!("{}", shown(&problems)))
}

fn ids(select: &[&str], ignore: &[&str]) -> Vec<String> {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let set = set().select(&owned(select), &owned(ignore)).unwrap();
    set.rules().iter().map(|rule| rule.id.to_string()).collect()
}

#[test]
fn rules_are_selected_by_id_tag_area_or_all() {
    assert_eq!(ids(&[], &[]), ["one", "three", "two"]);
    assert_eq!(ids(&["two"], &[]), ["two"]);
    assert_eq!(ids(&["codec"], &[]), ["one", "three"]);
    assert_eq!(ids(&["telephony"], &["codec"]), ["two"]);
    assert_eq!(ids(&["all"], &["telephony"]), ["three"]);
    assert_eq!(ids(&[], &["all"]), Vec::<String>::new());
}

#[test]
fn a_selection_can_be_narrowed() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let set = set().select(&names(&["media"]), &[]).unwrap();
    assert!(set.select(&names(&["two"]), &[]).unwrap().rules().is_empty());
}

#[test]
fn names_that_select_nothing_are_said() {
    let names = ["codecs".to_owned(), "nothing-like-it".to_owned()];
    let problems = set().select(&names[..1], &names[1..]).unwrap_err();
    assert_eq!(
        shown(&problems),
        "no rule, tag or area is called `codecs`\n  help: did you mean `codec`?\n\
         no rule, tag or area is called `nothing-like-it`\n  help: `orglint rules list` lists the rules with their tags\n"
    );
}
