//! What one finding costs in each format, in a small and in a very large file: it has to be the same.

use std::sync::Arc;

use divan::{Bencher, black_box};
use orglint::document::Pointer;
use orglint::finding::{Address, Finding, Location, Part, Severity};
use orglint::report::{Format, Report, Style, Summary, write};
use orglint::source::{Source, Span};

fn main() {
    divan::main();
}

/// Sizes of the file, in bytes.
const SIZES: [usize; 3] = [100, 1_000_000, 100_000_000];

/// A finding in the middle of a file of one line, whose line index is there already.
fn in_one_line(size: usize) -> Finding {
    finding("{\"name\":\"a\u{e4}\",\"codec\":1},", size)
}

/// A finding in the middle of a file of short lines.
fn in_many_lines(size: usize) -> Finding {
    finding("  - name: a\u{e4}\n    codec: 1\n", size)
}

fn finding(entry: &str, size: usize) -> Finding {
    let source = Arc::new(Source::new("large.yaml", entry.repeat(size / entry.len() + 1)));
    let start = size / 2 + source.text()[size / 2..].find("codec").unwrap_or(0);
    let pointer = Pointer::parse("/1/codec").unwrap_or_default();
    let address = Address { document: 0, pointer, embedded: None, part: Part::Key };
    let span = Span::new(start, start + 5);
    source.position(0);
    let primary = Location { source: Arc::clone(&source), span, address: Some(address) };
    let message = "the trunk offers no codec of the softphone".to_owned();
    let finding = Finding::of_source(&"codec".into(), Severity::Error, message, &source, span);
    Finding { primary, ..finding }
}

fn bench_format(bencher: Bencher<'_, '_>, format: Format, finding: Finding) {
    let findings = [finding];
    let summary = Summary::default();
    let report = Report { findings: &findings, rules: &[], summary: &summary, exit_code: 1 };
    bencher.bench_local(|| {
        let mut out = Vec::new();
        let written = write(format, black_box(&report), &Style::default(), &mut out);
        (written.is_ok(), out)
    });
}

#[divan::bench(args = SIZES)]
fn human_one_line(bencher: Bencher<'_, '_>, size: usize) {
    bench_format(bencher, Format::Human, in_one_line(size));
}

#[divan::bench(args = SIZES)]
fn human_many_lines(bencher: Bencher<'_, '_>, size: usize) {
    bench_format(bencher, Format::Human, in_many_lines(size));
}

#[divan::bench(args = SIZES)]
fn concise_one_line(bencher: Bencher<'_, '_>, size: usize) {
    bench_format(bencher, Format::Concise, in_one_line(size));
}

#[divan::bench(args = SIZES)]
fn json_one_line(bencher: Bencher<'_, '_>, size: usize) {
    bench_format(bencher, Format::Json, in_one_line(size));
}

/// SARIF reads each file with findings once, for the hashes of GitHub: the only format that grows with the file.
#[divan::bench(args = [100, 1_000_000])]
fn sarif_one_line(bencher: Bencher<'_, '_>, size: usize) {
    bench_format(bencher, Format::Sarif, in_one_line(size));
}
