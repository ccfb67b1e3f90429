//! The endpoints of the Platform API, for rules about the paths that integrations call.
