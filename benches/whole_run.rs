//! CPU of whole runs of `orglint check` over the CPU of only loading the same files as `Value`s.
//!
//! ```text
//! cargo bench --bench whole_run                  # a generated org of 10,000 files, a 100 MB listing, a 10 MB flow
//! cargo bench --bench whole_run -- DIR…          # folders of your own
//! ```
//!
//! Both sides run as processes of their own, by turns, and the medians of their CPU times (user and system, from
//! `/proc`, so this runs on Linux) are compared: on a shared machine a ratio means something where a time does not.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a measurement prints, and stops where it cannot measure"
)]

#[path = "support/generate.rs"]
mod generate;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

const LOAD_ONLY: &str = "--load-only";
const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> =
        env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, root] = arguments.as_slice()
        && flag == LOAD_ONLY
    {
        println!("{} values", load(Path::new(root)));
        return;
    }
    let folders: Vec<PathBuf> = if arguments.is_empty() {
        generated()
    } else {
        arguments.iter().map(PathBuf::from).collect()
    };
    println!(
        "{:40} {:>12} {:>12} {:>7} {:>10}",
        "folder", "orglint CPU", "Value CPU", "ratio", "peak/input"
    );
    for folder in folders {
        compare(&folder);
    }
}

/// The folders that are measured by default, below the build directory.
fn generated() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("whole-run");
    let org = root.join("org-10000");
    if !org.exists() {
        generate::org(&org, 10_000, 1).expect("the org can be written");
    }
    let single = |name: &str, file: &str, text: fn() -> String| {
        let folder = root.join(name);
        if !folder.exists() {
            fs::create_dir_all(&folder).expect("the folder can be made");
            fs::write(folder.join(file), text()).expect("the file can be written");
        }
        folder
    };
    vec![
        org,
        single("listing-100MB", "trunk-base-settings.json", || generate::listing(100_000_000, 2)),
        single("flow-10MB", "flow.yaml", || generate::large_flow(10_000_000, 3)),
    ]
}

fn compare(folder: &Path) {
    let this = env::current_exe().expect("the bench knows where it is");
    let mut lint = Command::new(env!("CARGO_BIN_EXE_orglint"));
    lint.args(["check", "--format", "concise", "--fail-on", "never", "--jobs", "1"]).arg(folder);
    let mut values = Command::new(this);
    values.arg(LOAD_ONLY).arg(folder);
    let (mut lint_times, mut value_times, mut peak) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let (seconds, kilobytes) = measure(&mut lint);
        lint_times.push(seconds);
        peak = peak.max(kilobytes);
        value_times.push(measure(&mut values).0);
    }
    let (lint, values) = (median(&mut lint_times), median(&mut value_times));
    let input = size(folder);
    let name =
        folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    #[expect(clippy::cast_precision_loss, reason = "a ratio of sizes, for people")]
    let memory = (peak * 1024) as f64 / input as f64;
    println!("{name:40} {lint:>10.2} s {values:>10.2} s {:>7.2} {memory:>9.1}x", lint / values);
}

/// CPU seconds of one run, and the peak memory in KiB that was seen.
fn measure(command: &mut Command) -> (f64, u64) {
    let before = children_ticks();
    let mut child =
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command runs");
    let mut peak = 0;
    while child.try_wait().expect("the command can be waited for").is_none() {
        peak = peak.max(high_water(child.id()));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    #[expect(clippy::cast_precision_loss, reason = "ticks of one run fit")]
    let ticks = (children_ticks() - before) as f64;
    (ticks / 100.0, peak)
}

/// User and system time of all children that were waited for, in ticks of 10 ms.
fn children_ticks() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    behind_name
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum()
}

fn high_water(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|value| value.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let is_read = |path: &Path| {
        path.extension().is_some_and(|extension| {
            ["json", "yaml", "yml"].iter().any(|known| extension == *known)
        })
    };
    entries
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.is_file() && is_read(path))
        .collect()
}

fn size(folder: &Path) -> u64 {
    files(folder).iter().filter_map(|file| fs::metadata(file).ok()).map(|data| data.len()).sum()
}

/// Loads every file as a value and drops it: what any linter over `Value`s does at least.
fn load(folder: &Path) -> usize {
    let load_one = |path: PathBuf| -> Option<usize> {
        let text = fs::read_to_string(&path).ok()?;
        if path.extension().is_some_and(|extension| extension == "json") {
            let stream = serde_json::Deserializer::from_str(&text).into_iter::<serde_json::Value>();
            return Some(stream.filter_map(Result::ok).count());
        }
        let neutral = text.replace("{{", "__").replace("}}", "__");
        let documents = serde_yaml::Deserializer::from_str(&neutral);
        let values = documents.map(<serde_yaml::Value as serde::Deserialize>::deserialize);
        Some(values.filter_map(Result::ok).count())
    };
    files(folder).into_iter().filter_map(load_one).sum()
}
