//! The notation of places: `properties.trunk_media_codec.value.instance`, `externalTrunkBases.*.id`, `~key`,
//! `[__type=DataAction].actionId`, `'a.b'.c`, `parent()`, `self-uri(site)`, `actions()`.

use super::super::{Extraction, Place, Step};

/// Reads a place: a path or one of the functions.
///
/// # Errors
/// What is wrong with it, as a clause.
pub(super) fn place(text: &str) -> Result<Place, String> {
    let Some((function, rest)) = text.split_once('(').filter(|(name, _)| !name.contains('\''))
    else {
        return path(text).map(Place::Path);
    };
    let Some(argument) = rest.strip_suffix(')') else {
        return Err(format!("`{text}` lacks its closing parenthesis"));
    };
    match (function, argument) {
        ("parent", "") => Ok(Place::Parent),
        ("tokens", "") => Ok(Place::Tokens),
        ("addresses", "") => Ok(Place::Addresses),
        ("parent", _) => Err("`parent()` takes nothing in its parentheses".to_owned()),
        ("self-uri", "") => Err("`self-uri(…)` needs the name of a captured segment".to_owned()),
        ("self-uri", name) => Ok(Place::SelfUri(name.to_owned())),
        _ => extraction(text).map(Place::Computed),
    }
}

/// Reads the name of an extraction with its parentheses.
///
/// # Errors
/// That there is none of this name.
pub(super) fn extraction(text: &str) -> Result<Extraction, String> {
    text.strip_suffix("()").and_then(Extraction::named).ok_or_else(|| {
        let known: Vec<String> =
            Extraction::ALL.iter().map(|known| format!("`{}()`", known.name())).collect();
        format!("there is no extraction `{text}`; the extractions are {}", known.join(", "))
    })
}

/// Reads a path of at least one step.
///
/// # Errors
/// What is wrong with it, as a clause.
pub(super) fn path(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let (step, behind) =
            step(rest).ok_or_else(|| format!("`{text}` is not a path: {}", fault(rest)))?;
        steps.push(step);
        if behind.is_empty() {
            break;
        }
        rest = behind
            .strip_prefix('.')
            .ok_or_else(|| format!("`{text}` is not a path: a dot is missing before `{behind}`"))?;
    }
    if steps.iter().filter(|step| **step == Step::Deep).count() > 1 {
        return Err(format!("`{text}` is not a path: `**` can stand in it once"));
    }
    let own_key = steps.iter().position(|step| *step == Step::OwnKey);
    if own_key.is_some_and(|at| at + 1 < steps.len()) {
        return Err(format!("`{text}` is not a path: nothing can stand behind `~key`"));
    }
    Ok(steps)
}

/// The first step of a path and what stands behind it.
fn step(text: &str) -> Option<(Step, &str)> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let (name, behind) = quoted.split_once('\'')?;
        return Some((Step::Key(name.to_owned()), behind));
    }
    if let Some(condition) = text.strip_prefix('[') {
        let (condition, behind) = condition.split_once(']')?;
        let (key, is) =
            condition.split_once('=').filter(|(key, is)| !key.is_empty() && !is.is_empty())?;
        return Some((Step::Where { key: key.to_owned(), is: is.to_owned() }, behind));
    }
    let end = text.find('.').unwrap_or(text.len());
    let (name, behind) = text.split_at(end);
    let is_name = !name.is_empty() && !name.contains([' ', '\'', '(', ')', '*', '~', '[', ']']);
    match name {
        "*" => Some((Step::Each, behind)),
        "**" => Some((Step::Deep, behind)),
        "~key" => Some((Step::OwnKey, behind)),
        _ => is_name.then(|| (Step::Key(name.to_owned()), behind)),
    }
}

fn fault(rest: &str) -> String {
    if rest.is_empty() {
        return "a step is missing".to_owned();
    }
    let step = rest.split('.').next().unwrap_or(rest);
    format!("`{step}` is not a step; quote keys with odd characters as in `'a.b'`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Step {
        Step::Key(name.to_owned())
    }

    #[test]
    fn paths_are_dotted_steps() {
        assert_eq!(path("a.*.id"), Ok(vec![key("a"), Step::Each, key("id")]));
        assert_eq!(path("'a.b'.c"), Ok(vec![key("a.b"), key("c")]));
        let condition = Step::Where { key: "__type".to_owned(), is: "DataAction".to_owned() };
        assert_eq!(path("[__type=DataAction].id"), Ok(vec![condition, key("id")]));
        assert_eq!(path("a.**.id"), Ok(vec![key("a"), Step::Deep, key("id")]));
        assert_eq!(path("category.*.~key"), Ok(vec![key("category"), Step::Each, Step::OwnKey]));
    }

    #[test]
    fn functions_are_places() {
        assert_eq!(place("parent()"), Ok(Place::Parent));
        assert_eq!(place("self-uri(site)"), Ok(Place::SelfUri("site".to_owned())));
        assert_eq!(place("actions()"), Ok(Place::Computed(Extraction::Actions)));
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in [
            "",
            "a..b",
            "a.",
            ".a",
            "a b",
            "'a",
            "'a'b",
            "a[0]",
            "**.a.**",
            "[a].b",
            "[a=].b",
            "[a=b",
            "[a=b]c",
            "~key.a",
            "parent(x)",
            "self-uri()",
            "acts()",
            "f(x",
        ] {
            assert!(place(text).is_err(), "{text}");
        }
    }
}
