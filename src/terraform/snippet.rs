//! Snippets: Terraform files that are shown on a page of documentation and make up no module.

/// Whether the file is a snippet of a provider's documentation, by the layout that `terraform-plugin-docs` takes them from:
/// `examples/resources/<type>/….tf`, `examples/data-sources/<type>/….tf`. Each file is shown by itself; what it refers to
/// is on other pages, and several of one folder may show the same resource.
pub(crate) fn is_snippet(path: &str) -> bool {
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
        for path in [
            "examples/broken/main.tf",
            "resources/x/main.tf",
            "examples/resources/main.tf",
            "main.tf",
        ] {
            assert!(!is_snippet(path), "{path}");
        }
    }
}
