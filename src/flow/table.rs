//! Lists whose positions have a type, so that the position of an action is never taken for that of a variable.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A position in the [`Table`] of `T`.
pub struct Id<T> {
    at: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    pub(super) fn new(at: usize) -> Self {
        // A document holds fewer nodes than a u32 counts, and so fewer parts.
        Self { at: u32::try_from(at).unwrap_or(u32::MAX), of: PhantomData }
    }

    /// The position, counted from 0.
    pub fn at(self) -> usize {
        self.at as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<T> Eq for Id<T> {}

impl<T> std::fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.at)
    }
}

/// Parts of one sort, in the order of the text.
#[derive(Debug)]
pub struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Table<T> {
    pub(super) fn push(&mut self, part: T) -> Id<T> {
        self.0.push(part);
        Id::new(self.0.len() - 1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The part at a position that may come from elsewhere.
    pub fn get(&self, at: usize) -> Option<&T> {
        self.0.get(at)
    }

    /// All positions.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<T>> + use<T> {
        (0..self.0.len()).map(Id::new)
    }

    /// All parts.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<'t, T> IntoIterator for &'t Table<T> {
    type Item = &'t T;
    type IntoIter = std::slice::Iter<'t, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Index<Id<T>> for Table<T> {
    type Output = T;

    fn index(&self, id: Id<T>) -> &T {
        &self.0[id.at()]
    }
}

impl<T> IndexMut<Id<T>> for Table<T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.0[id.at()]
    }
}
