//! What reports look like, and that nothing a file may hold can spoil them.

#[path = "report/support.rs"]
mod support;

#[path = "report/hostile.rs"]
mod hostile;
#[path = "report/looks.rs"]
mod looks;
#[path = "report/sarif.rs"]
mod sarif;
