//! Snippets: Terraform files that each stand by themselves, as on a page of documentation, and make up no module.

/// Whether the file is a snippet of a provider's documentation, by the layout that `terraform-plugin-docs` takes them from:
/// `examples/resources/<type>/….tf`, `examples/data-sources/<type>/….tf`. Each file is shown by itself; what it refers to
/// is on other pages, and several of one folder may show the same resource.
///
/// So are the steps of a provider's acceptance tests, `test/data/resource/<type>/<case>/01_create.tf`: each takes the place of
/// the one before.
pub(crate) fn is_snippet(path: &str) -> bool {
    is_documentation(path) || is_test_step(path)
}

fn is_test_step(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let number = name.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = number > 0 && name.as_bytes().get(number) == Some(&b'_');
    let folders: Vec<&str> = path.split('/').collect();
    is_numbered
        && folders
            .windows(3)
            .any(|three| matches!(three, ["test", "data", "resource" | "data_source"]))
}

fn is_documentation(path: &str) -> bool {
    let mut folders = path.rsplit('/').skip(2);
    let is_group =
        matches!(folders.next(), Some("resources" | "data-sources" | "ephemeral-resources"));
    is_group && folders.next() == Some("examples")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_are_known_by_the_layout_of_their_folders() {
        assert!(is_snippet("examples/resources/genesyscloud_flow/resource.tf"));
        assert!(is_snippet("provider/examples/data-sources/genesyscloud_user/data-source.tf"));
        assert!(is_snippet("test/data/resource/genesyscloud_journey_segment/basic/02_update.tf"));
        for path in [
            "test/data/resource/genesyscloud_journey_segment/main.tf",
            "modules/data/02_queues.tf",
            "examples/broken/main.tf",
            "resources/x/main.tf",
            "examples/resources/main.tf",
            "main.tf",
        ] {
            assert!(!is_snippet(path), "{path}");
        }
    }
}
