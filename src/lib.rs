//! `orglint` reads the exported configuration of a Genesys Cloud organisation as it stands in a repository, checks
//! every resource against a schema and the organisation as a whole against declarative rules, and points at the
//! exact field that is wrong.
//!
//! Data flows one way, from files to reports:
//!
//! ```text
//! files ─▶ documents ─▶ resources ─▶ org ─▶ findings ─▶ reports
//! ```

pub mod catalog;
pub mod check;
pub mod cli;
pub mod config;
pub mod document;
pub mod edit;
pub mod finding;
pub mod flow;
pub mod graph;
pub mod org;
pub mod pages;
pub mod problem;
pub mod report;
pub mod rules;
pub mod schema;
pub mod source;
pub mod terraform;
mod text;
pub mod typed;
