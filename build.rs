//! Tells cargo that the binary embeds `rules/` and `schemas/`, which the macro that embeds them cannot.

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=schemas");
}
