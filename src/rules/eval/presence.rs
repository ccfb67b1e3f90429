//! `has(x.f)`: whether something is set. What is absent is `false`, never unknown.

use super::Evaluator;
use crate::org::WhyUnknown;
use crate::rules::expr::Expr;
use crate::rules::value::{Data, Known, Reason, Truth, Unknown, Value};

impl<'a> Evaluator<'a> {
    /// Whether `of` and its field or key `name` are there.
    pub(in crate::rules) fn has(&mut self, of: &'a Expr, name: &'a str) -> Truth<'a> {
        match self.value(of) {
            Ok(value) => self.is_present(&value, name),
            Err(unknown) if unknown.is_absence() => Ok(false),
            Err(unknown) => Err(unknown),
        }
    }

    /// The field or key `name` of a value.
    pub(in crate::rules) fn part(&mut self, of: &Value<'a>, name: &'a str) -> Known<'a> {
        match &of.data {
            Data::Resource(_) | Data::Record { .. } => self.field(of, name),
            _ => self.member(of, name),
        }
    }

    fn is_present(&mut self, of: &Value<'a>, name: &'a str) -> Truth<'a> {
        match &of.data {
            Data::Resource(_) | Data::Record { .. } => self.is_set(of, name),
            _ => match self.member(of, name) {
                Ok(_) => Ok(true),
                Err(unknown) if unknown.is_absence() => Ok(false),
                // The key is there, and holds what nobody can read.
                Err(Unknown { node: Some(_), reason })
                    if !matches!(reason, Reason::Because(WhyUnknown::WrongType)) =>
                {
                    Ok(true)
                }
                Err(unknown) => Err(unknown),
            },
        }
    }
}
