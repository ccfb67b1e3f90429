//! What is known of flows.

mod actions;
mod structure;
