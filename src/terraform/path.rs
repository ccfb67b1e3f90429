//! Paths of folders and files, relative to the run's root.

/// The folder that a path lies in; empty for the run's root.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a module's source is a folder of the same repository, as Terraform tells it.
pub(super) fn is_local(source: &str) -> bool {
    source == "." || source == ".." || source.starts_with("./") || source.starts_with("../")
}

/// The folder that `relative` leads to from `folder`; `None` where it leads out of the run's root.
pub(super) fn join(folder: &str, relative: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in relative.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            _ => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_lead_to_folders() {
        assert_eq!(join("env/prod", "../../modules/queues/"), Some("modules/queues".to_owned()));
        assert_eq!(join("", "./modules//queues"), Some("modules/queues".to_owned()));
        assert_eq!(join("env", ".."), Some(String::new()));
        assert_eq!(join("env", "../../elsewhere"), None);
    }

    #[test]
    fn only_relative_paths_are_local() {
        assert!(["./a", "../a", ".", ".."].into_iter().all(is_local));
        assert!(
            !["terraform-aws-modules/vpc/aws", "git::https://x.test/a", "/a", ".hidden"]
                .into_iter()
                .any(is_local)
        );
    }
}
