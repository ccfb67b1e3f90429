//! Tells cargo that the binary embeds `rules/` and `schemas/`, which the macro that embeds them cannot.

#[expect(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]
fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=schemas");
}
