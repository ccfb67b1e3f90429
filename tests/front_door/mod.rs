//! The command line in a directory of small files, for tests that go through the front door.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// A directory with these files.
pub(crate) fn tree(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

/// How a run of the command ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the command in a directory, without what the environment of the test says about terminals.
pub(crate) fn run_in(directory: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::cargo_bin("orglint").unwrap();
    let output = command.current_dir(directory).env_clear().args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// The same in a directory made by [`tree`].
pub(crate) fn run(directory: &TempDir, arguments: &[&str]) -> Ran {
    run_in(directory.path(), arguments)
}
