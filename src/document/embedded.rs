//! JSON inside a string, as a document of its own.
