//! What is known of flows.

mod actions;
mod architect;
mod structure;
