//! The command `orglint`.

fn main() {}
