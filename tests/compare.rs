//! Rules that compare organisations, through the front door.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use serde_json::Value;
use tempfile::TempDir;

use front_door::{run, tree};

fn softphone(version: &str) -> String {
    format!("kind: softphone\nname: Desktop\nsdk: {{ version: {version} }}\n")
}

/// Where findings of `softphone-differs` are, each with its related places.
fn places(directory: &TempDir) -> Vec<String> {
    let ran = run(directory, &["check", "--format", "json", "--select", "softphone-differs"]);
    assert_ne!(ran.code, 2, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let place = |finding: &Value| {
        let related = finding["related"].as_array().unwrap().iter();
        let related = related.map(|one| format!("{} {}", one["path"], one["message"]));
        format!("{} -> {}", finding["path"], related.collect::<Vec<_>>().join(", "))
            .replace('"', "")
    };
    report["findings"].as_array().unwrap().iter().map(place).collect()
}

fn orgs(config: &str, versions: &[(&str, &str)]) -> TempDir {
    let mut files = vec![("orglint.yaml".to_owned(), config.to_owned())];
    let file = |(org, version): &(&str, &str)| (format!("{org}/desktop.yaml"), softphone(version));
    files.extend(versions.iter().map(file));
    let borrowed: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    tree(&borrowed)
}

#[test]
fn each_org_is_compared_with_the_first_of_the_list_that_has_the_resource() {
    let versions = [("a", "1.0.0"), ("b", "2.0.0"), ("c", "1.0.0")];
    let expected = |pairs: &[(&str, &str)]| -> Vec<String> {
        let line = |(org, other): &(&str, &str)| {
            format!("{org}/desktop.yaml -> {other}/desktop.yaml in `{other}`")
        };
        pairs.iter().map(line).collect()
    };
    assert_eq!(places(&orgs("orgs: [a, b, c]\n", &versions)), expected(&[("b", "a")]));
    assert_eq!(places(&orgs("orgs: [b, a, c]\n", &versions)), expected(&[("a", "b"), ("c", "b")]));
    assert_eq!(places(&orgs("orgs: ['*']\n", &versions)), expected(&[("b", "a")]));
    assert_eq!(places(&orgs("orgs: [c, b]\n", &versions)), expected(&[("b", "c")]));
}

#[test]
fn orgs_that_no_list_holds_together_are_not_compared() {
    let versions = [("a", "1.0.0"), ("b", "2.0.0")];
    let nothing: Vec<String> = Vec::new();
    assert_eq!(places(&orgs("{}\n", &versions)), nothing);
    assert_eq!(places(&orgs("orgs: [a]\n", &versions)), nothing);
    let markers = [("a/orglint.yaml", "{}\n"), ("b/orglint.yaml", "{}\n")];
    let (one, two) = (softphone("1.0.0"), softphone("2.0.0"));
    let files = [("a/desktop.yaml", one.as_str()), ("b/desktop.yaml", two.as_str())];
    assert_eq!(places(&tree(&[markers, files].concat())), nothing);
}

#[test]
fn what_several_resources_are_called_is_not_compared() {
    let directory = orgs("orgs: [a, b]\n", &[("a", "1.0.0"), ("a/more", "1.1.0"), ("b", "2.0.0")]);
    assert_eq!(places(&directory), Vec::<String>::new());
}

#[test]
fn mistakes_about_the_other_org_are_framed() {
    let cases = [
        ("self.codecs == other.codex", "did you mean `codecs`?"),
        ("other != self", "`other` is a `softphone` of another org"),
    ];
    for (assertion, words) in cases {
        let rule = format!(
            r"
id: mine
severity: error
severity-reason: It breaks
confidence: certain
summary: Mine
kind: softphone
compare: orgs
assert: {assertion}
message: none
why: because
examples: []
"
        );
        let directory = tree(&[("mine/mine.yaml", &rule)]);
        let ran = run(&directory, &["rules", "test", "mine"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains(words), "{words} in\n{}", ran.stderr);
    }
    let without = "
id: mine
severity: error
severity-reason: It breaks
confidence: certain
summary: Mine
kind: softphone
assert: self.codecs == other.codecs
message: none
why: because
examples: []
";
    let ran = run(&tree(&[("mine/mine.yaml", without)]), &["rules", "test", "mine"]);
    assert!(ran.stderr.contains("nothing is called `other` here"), "{}", ran.stderr);
}
