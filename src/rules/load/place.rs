//! Places in examples: `file#/json/pointer`, `file@1#…`, `…/~key`, `…!/pointer/inside/embedded/json`.

use crate::document::Pointer;
use crate::finding::{Address, Part};
use crate::rules::rule::Place;

/// What stands behind a pointer that means the key rather than the value.
const KEY: &str = "/~key";

/// Reads a place.
///
/// # Errors
/// What is wrong with it, as a clause.
pub(super) fn place(text: &str) -> Result<Place, String> {
    let Some((path, pointer)) = text.split_once('#') else {
        return Ok(Place { path: text.to_owned(), address: None });
    };
    let (path, document) = match path.rsplit_once('@') {
        Some((path, index)) if index.bytes().all(|byte| byte.is_ascii_digit()) => {
            let index =
                index.parse().map_err(|_| format!("`{index}` is no position of a document"))?;
            (path, index)
        }
        _ => (path, 0),
    };
    let (pointer, part) = match pointer.strip_suffix(KEY) {
        Some(pointer) => (pointer, Part::Key),
        None => (pointer, Part::Value),
    };
    let inside = pointer.find("!/").or_else(|| pointer.strip_suffix('!').map(str::len));
    let (pointer, embedded) = match inside {
        Some(at) => (&pointer[..at], Some(read(&pointer[at + 1..])?)),
        None => (pointer, None),
    };
    let address = Address { document, pointer: read(pointer)?, embedded, part };
    Ok(Place { path: path.to_owned(), address: Some(address) })
}

fn read(pointer: &str) -> Result<Pointer, String> {
    Pointer::parse(pointer)
        .ok_or_else(|| format!("`{pointer}` is no JSON Pointer: it begins with `/`, or is empty"))
}
