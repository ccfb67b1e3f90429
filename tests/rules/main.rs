//! Rules: what they find and where, in three values.

mod blame;
mod examples;
mod lookups;
mod messages;
mod oracle;
mod support;
mod terraform;
mod unknown;
