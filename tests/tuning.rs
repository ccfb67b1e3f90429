//! Which rules run and how, through the front door: presets, selectors, severities, parameters, overrides.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use serde_json::Value;
use tempfile::TempDir;

use front_door::{run, tree};

/// A softphone with a key that there is not, a connection timeout of 30 s and requests at 400 a minute.
const SOFTPHONE: &str = "\
kind: softphone
name: Desktop
codecs: [audio/opus]
colour: red
signaling: { connectionTimeoutMs: 30000, requestsPerMinute: 400 }
";

/// A rule of the project's own, about a softphone's name, that is an opinion.
const OPINION: &str = r#"
id: softphone-name
severity: note
severity-reason: nothing breaks
confidence: opinion
summary: A softphone is called by a common word
kind: softphone
assert: self.name != 'Desktop'
message: Softphone `{self.name}` could be anybody's
why: Names that say where it is used are found faster
examples:
  - { name: bad, files: { s.yaml: "{kind: softphone, name: Desktop}" }, finds: [{ at: "s.yaml#/name" }] }
  - { name: good, files: { s.yaml: "{kind: softphone, name: Claims}" }, finds: [] }
"#;

const ALL: [&str; 4] = [
    "schema-unknown-key",
    "softphone-connection-timeout",
    "softphone-name",
    "softphone-request-rate",
];

/// What `orglint check` finds with this configuration: rules, or with their severities, in order.
fn found(directory: &TempDir, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["check", "--format", "json"];
    all.extend(arguments);
    let ran = run(directory, &all);
    assert_ne!(ran.code, 2, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let word = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        format!("{} {} {}", text("path"), text("rule"), text("severity"))
    };
    report["findings"].as_array().unwrap().iter().map(word).collect()
}

fn rules(directory: &TempDir, arguments: &[&str]) -> Vec<String> {
    let mut rules: Vec<String> = found(directory, arguments)
        .iter()
        .map(|line| line.split(' ').nth(1).unwrap().to_owned())
        .collect();
    rules.sort();
    rules
}

fn project(config: &str) -> TempDir {
    let config = format!("extend: {{ rules: [rules] }}\n{config}");
    tree(&[
        ("orglint.yaml", &config),
        ("rules/softphone-name.yaml", OPINION),
        ("softphone.yaml", SOFTPHONE),
    ])
}

#[test]
fn presets_and_selections() {
    let plain = project("");
    let without_opinion = [ALL[0], ALL[1], ALL[3]];
    assert_eq!(rules(&plain, &[]), without_opinion);
    assert_eq!(rules(&plain, &["--preset", "strict"]), ALL);
    assert_eq!(rules(&plain, &["--preset", "incident"]), [ALL[1], ALL[3]]);
    assert_eq!(rules(&plain, &["--preset", "incident", "--select", "*-rate"]), [ALL[3]]);
    assert_eq!(rules(&plain, &["--select", "softphone-*"]), &ALL[1..]);
    assert_eq!(rules(&plain, &["--select", "desktop/*,tag:schema"]), without_opinion);
    assert_eq!(rules(&plain, &["--ignore", "tag:webrtc"]), [ALL[0]]);
    assert_eq!(rules(&project("preset: strict\n"), &[]), ALL);
    assert_eq!(rules(&project("select: [softphone-name]\n"), &[]), [ALL[2]]);
    assert_eq!(
        rules(&project("select: [softphone-name]\n"), &["--preset", "recommended"]),
        without_opinion
    );
}

#[test]
fn what_a_configuration_elsewhere_extends_stands_beside_it() {
    let directory = tree(&[
        ("ci/orglint.yaml", "extend: { rules: [rules] }\nselect: [softphone-name]\n"),
        ("ci/rules/softphone-name.yaml", OPINION),
        ("org/softphone.yaml", SOFTPHONE),
    ]);
    assert_eq!(rules(&directory, &["--config", "ci/orglint.yaml", "org"]), [ALL[2]]);
}

#[test]
fn what_the_configuration_switches_off_stays_off() {
    let off = project("rules: { 'softphone-*': { severity: off } }\nignore: [tag:schema]\n");
    assert_eq!(rules(&off, &["--preset", "strict"]), Vec::<&str>::new());
}

#[test]
fn severities_by_name_and_by_pattern() {
    let config = "rules:\n  all: { severity: note }\n  softphone-name: { severity: error }\n";
    let lines = found(&project(config), &[]);
    let expected = [
        "softphone.yaml softphone-name error",
        "softphone.yaml schema-unknown-key note",
        "softphone.yaml softphone-connection-timeout note",
        "softphone.yaml softphone-request-rate note",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn parameters_by_name_and_by_pattern() {
    let by_name = "rules: { softphone-connection-timeout: { parameters: { minimum: 30s } } }\n";
    assert_eq!(rules(&project(by_name), &[]), [ALL[0], ALL[3]]);
    let by_pattern = "rules: { 'softphone-req*': { parameters: { maximum: 400 } } }\n";
    assert_eq!(rules(&project(by_pattern), &[]), [ALL[0], ALL[1]]);
}

#[test]
fn overrides_by_path_kind_and_org() {
    let config = "\
orgs: [orgs/*]
overrides:
  - paths: [orgs/*/old]
    rules:
      softphone-connection-timeout: { parameters: { minimum: 30s } }
      schema-unknown-key: { severity: off }
  - kinds: [queue]
    rules: { all: { severity: off } }
  - orgs: [orgs/test]
    paths: ['**/*.yaml']
    rules: { 'softphone-request-*': { severity: note }, schema-unknown-key: { severity: warning } }
";
    let directory = tree(&[
        ("orglint.yaml", config),
        ("orgs/prod/softphone.yaml", SOFTPHONE),
        ("orgs/test/old/softphone.yaml", SOFTPHONE),
    ]);
    let expected = [
        "orgs/prod/softphone.yaml schema-unknown-key error",
        "orgs/prod/softphone.yaml softphone-connection-timeout warning",
        "orgs/prod/softphone.yaml softphone-request-rate warning",
        "orgs/test/old/softphone.yaml schema-unknown-key warning",
        "orgs/test/old/softphone.yaml softphone-request-rate note",
    ];
    let mut lines = found(&directory, &[]);
    lines.sort();
    assert_eq!(lines, expected);
}

#[test]
fn names_that_there_are_not_are_framed_in_the_configuration() {
    let cases = [
        ("select: [syntax, softphone-nam]", "orglint.yaml:2:18", "did you mean `softphone-name`?"),
        ("ignore: ['tag:webtrc']", "orglint.yaml:2:10", "did you mean `webrtc`?"),
        ("preset: strikt", "orglint.yaml:2:9", "did you mean `strict`?"),
        (
            "rules: { 'desktp/*': { severity: off } }",
            "orglint.yaml:2:10",
            "did you mean `desktop`?",
        ),
        (
            "rules: { softphone-setup-delay: { parameters: { minimun: 1s } } }",
            "orglint.yaml:2:49",
            "did you mean `minimum`?",
        ),
        ("overrides: [{ rules: {} }]", "orglint.yaml:2:13", "give it `paths`, `kinds` or `orgs`"),
        ("overrides: [{ kinds: [queu] }]", "orglint.yaml:2:23", "did you mean `queue`?"),
        ("overrides: [{ paths: ['['] }]", "orglint.yaml:2:23", "is not a glob"),
        (
            "overrides: [{ paths: [a], rules: { sintax: { severity: off } } }]",
            "orglint.yaml:2:36",
            "did you mean `syntax`?",
        ),
    ];
    for (config, place, words) in cases {
        let ran = run(&project(config), &["check"]);
        assert_eq!(ran.code, 2, "{config}{}", ran.stderr);
        assert!(ran.stderr.contains(place), "{place} in\n{}", ran.stderr);
        assert!(ran.stderr.contains(words), "{words} in\n{}", ran.stderr);
    }
    for argument in ["--select", "--ignore"] {
        let ran = run(&project(""), &["check", argument, "softphone-nam"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("did you mean `softphone-name`?"), "{}", ran.stderr);
    }
}

#[test]
fn rules_are_listed_by_preset_area_tag_and_kind() {
    let directory = project("");
    let ids = |arguments: &[&str]| {
        let mut all = vec!["rules", "list", "--format", "json"];
        all.extend(arguments);
        let list: Value = serde_json::from_str(&run(&directory, &all).stdout).unwrap();
        let rules = list["rules"].as_array().unwrap();
        rules.iter().map(|rule| rule["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(ids(&["--kind", "softphone", "--area", "rules"]) == ["softphone-name"]);
    assert!(!ids(&["--preset", "recommended"]).contains(&"softphone-name".to_owned()));
    assert!(ids(&["--preset", "strict"]).contains(&"softphone-name".to_owned()));
    assert_eq!(ids(&["--tag", "document"]), ["duplicate-key", "syntax"]);
    assert_eq!(ids(&["--area", "rules", "--severity", "note"]), ["softphone-name"]);
    assert_eq!(ids(&["--area", "rules", "--severity", "error"]), [""; 0]);
    let unknown = run(&directory, &["rules", "list", "--tag", "documents"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `document`?"), "{}", unknown.stderr);
}

#[test]
fn a_severity_may_stand_alone() {
    let directory = project("rules:\n  \"softphone-*\": off\n  schema-unknown-key: note\n");
    assert_eq!(found(&directory, &[]), ["softphone.yaml schema-unknown-key note"]);
    let wrong = project("rules: { schema-unknown-key: warnin }\n");
    let ran = run(&wrong, &["check"]);
    assert!(ran.stderr.contains("orglint.yaml:2:30"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `warning`?"), "{}", ran.stderr);
}

#[test]
fn values_of_parameters_are_framed_with_what_they_may_be() {
    let config = |value: &str| {
        project(&format!(
            "rules: {{ softphone-request-rate: {{ parameters: {{ maximum: {value} }} }} }}\n"
        ))
    };
    let wrong = run(&config("many"), &["check"]);
    assert!(wrong.stderr.contains("orglint.yaml:2:59"), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("by default it is 300"), "{}", wrong.stderr);
    let outside = run(&config("-1"), &["check"]);
    assert_eq!(outside.code, 2);
    assert!(outside.stderr.contains("has to be at least 1, is -1"), "{}", outside.stderr);
    assert!(outside.stderr.contains("orglint.yaml:2:59"), "{}", outside.stderr);
}

#[test]
fn folders_that_are_not_there_are_framed_in_the_configuration() {
    let cases = [
        ("extend: { rules: [lint/rules, nowhere] }\n", "`nowhere` is not a directory"),
        ("orgs: [prod, stagin]\n", "did you mean `staging`?"),
        ("orgs: [prod, \"[a\"]\n", "`[a` under `orgs` is not a glob"),
        ("orgs: [prod]\noverrides: [{ orgs: [pro], rules: {} }]\n", "did you mean `prod`?"),
    ];
    for (config, words) in cases {
        let directory = tree(&[
            ("orglint.yaml", config),
            ("lint/rules/softphone-name.yaml", OPINION),
            ("prod/s.yaml", SOFTPHONE),
            ("staging/s.yaml", SOFTPHONE),
        ]);
        let ran = run(&directory, &["check"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains(words), "{words} in\n{}", ran.stderr);
        assert!(ran.stderr.contains("─[orglint.yaml:"), "{}", ran.stderr);
    }
}

#[test]
fn rules_that_were_asked_about_nothing_are_named() {
    let directory = project("preset: strict\n");
    let ran = run(&directory, &["check", "--verbose"]);
    let idle = |why: &str| {
        let lines = ran.stderr.lines();
        lines
            .filter_map(|line| line.strip_prefix(&format!("idle, since {why}: ")))
            .collect::<Vec<_>>()
    };
    let of_softphone = idle("`when` and `each` select nothing of 1 `softphone`");
    assert!(of_softphone[0].starts_with("softphone-candidate-interval, "), "{}", ran.stderr);
    assert!(!of_softphone[0].contains("softphone-name"), "{}", ran.stderr);
    assert_eq!(idle("no `softphone` is there in two listed orgs"), ["softphone-differs"]);
    assert!(idle("there is no `trunk-base`")[0].contains("trunk-webrtc-off"), "{}", ran.stderr);
    assert!(!run(&directory, &["check"]).stderr.contains("idle"));
}

#[test]
fn findings_of_one_kind_in_one_file_are_capped_for_people_alone() {
    let many = (0..70).map(|at| format!("key{at}: 1\n")).collect::<Vec<_>>().concat();
    let twice = format!("kind: softphone\nname: x\n{many}{many}");
    let directory = tree(&[("s.yaml", &twice)]);
    let ran = run(&directory, &["check", "--select", "duplicate-key"]);
    assert_eq!(ran.stdout.matches("error[duplicate-key]").count(), 50);
    assert!(ran.stdout.contains("… and 20 more of `duplicate-key` in s.yaml\n"), "{}", ran.stdout);
    assert_eq!(found(&directory, &["--select", "duplicate-key"]).len(), 70);
}
