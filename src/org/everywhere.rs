//! What every organisation has from the start, under one id that is the same in all of them.

/// The ids, in lower case and in the order of the alphabet. No listing of an organisation's own resources holds them.
///
/// * the scripts `Default Inbound Script`, `Default Outbound Script` and `Default Callback Script`: constants of the Terraform
///   provider `genesyscloud`, whose data source `genesyscloud_script` answers them from its own table,
/// * the wrap-up code `ININ-WRAP-UP-TIMEOUT`, called `Default Wrap-up Code`, which analytics name where an agent chose none,
/// * the primary presences, of `GET /api/v2/presencedefinitions`.
const IDS: [&str; 14] = [
    "227b37e2-f1d0-4dd0-8f50-badd7cf6d158",
    "31fe3bac-dea6-44b7-bed7-47f91660a1a0",
    "3fd96123-badb-4f69-bc03-1b1ccc6d8014",
    "476c2b71-7429-11e4-9a5b-3f91746bffa3", // Default Outbound Script
    "5e5c5c66-ea97-4e7f-ac41-6424784829f2",
    "6a3af858-942f-489d-9700-5f9bcdcdae9b",
    "766f1221-047a-11e5-bba2-db8c0964d007", // Default Inbound Script
    "7fb334b0-0e9e-11e4-9191-0800200c9a66", // Default Wrap-up Code
    "7ffa01cd-7866-4ad7-8faa-31e11b42f51f",
    "bbdff279-7ae1-48ea-bade-7831d7234c64",
    "ccf3c10a-aa2c-4845-8e8d-f59fa48c58e5",
    "d2390a99-8546-bad9-8f0a-219548e8aeb0",
    "e08eaf1b-ee47-4fa9-a231-1200e284798f", // On Queue
    "ffde0662-8395-9b04-7dcb-b90172109065", // Default Callback Script
];

/// Whether an id means the same in every organisation.
pub(super) fn is_everywhere(id: &str) -> bool {
    IDS.binary_search(&&*id.to_ascii_lowercase()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::IDS;

    /// The rule about ids in expressions takes them from its own parameter, which teams may extend.
    #[test]
    fn the_rule_about_ids_in_expressions_knows_them_all() {
        let rule = include_str!("../../rules/flows/hard-coded-id-in-expression.yaml");
        assert!(IDS.is_sorted());
        let unknown: Vec<_> =
            IDS.iter().filter(|id| !rule.contains(&format!("- {id}\n"))).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
