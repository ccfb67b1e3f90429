//! Root modules that are copies of each other, one for each organisation: nothing is compared across them.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use front_door::{run, tree};

/// A root module with a DID pool and what else there is.
fn module(label: &str, first: &str, last: &str) -> String {
    format!(
        r#"resource "genesyscloud_telephony_providers_edges_did_pool" "{label}" {{
  start_phone_number = "{first}"
  end_phone_number   = "{last}"
}}
resource "genesyscloud_routing_queue" "{label}" {{
  name = "{label}"
}}
"#
    )
}

/// What is found in these modules about pools of numbers, by folder.
fn overlaps(modules: &[(&str, String)]) -> Vec<String> {
    let files: Vec<(String, &str)> =
        modules.iter().map(|(folder, text)| (format!("{folder}/main.tf"), text.as_str())).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let arguments = ["check", "--format", "concise", "--select", "did-pools-overlap"];
    let ran = run(&tree(&files), &arguments);
    assert_ne!(ran.code, 2, "{}", ran.stderr);
    ran.stdout.lines().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn one_pool_in_each_of_two_environments_is_no_overlap() {
    let pool = module("main", "+4930123450", "+4930123459");
    let modules = [("environments/dev", pool.clone()), ("environments/prod", pool)];
    assert_eq!(overlaps(&modules), Vec::<String>::new());
}

#[test]
fn two_pools_of_one_environment_overlap() {
    let (one, other) = ("+4930123450", "+4930123459");
    let both = module("main", one, other) + &module("more", one, "+4930123460");
    let modules = [("dev", both.clone()), ("prod", both)];
    assert_eq!(overlaps(&modules), ["dev/main.tf", "prod/main.tf"]);
}

#[test]
fn modules_for_parts_of_one_organisation_are_compared() {
    let modules = [
        ("numbers", module("berlin", "+4930123450", "+4930123459")),
        ("reserve", module("more", "+4930123455", "+4930123469")),
    ];
    assert_eq!(overlaps(&modules), ["reserve/main.tf"]);
}
