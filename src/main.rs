//! The command `orglint`: everything is in the library, this ends the process.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(orglint::cli::main().code())
}
