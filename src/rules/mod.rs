//! Rules: one YAML file each, checked against the catalogue when loaded, evaluated in three values.

pub mod expr;
