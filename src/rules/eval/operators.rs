//! Equality, order, membership and arithmetic.

use std::cmp::Ordering;

use super::lists::count;
use super::{Elements, Evaluator};
use crate::catalog::Form;
use crate::document::{Node, NodeKind};
use crate::org::{Org, ResourceId, WhyUnknown};
use crate::rules::expr::{Binary, Expr, Function, Op};
use crate::rules::value::{Data, Known, Truth, Unknown, Value};
use crate::terraform::is_same_value;

/// Whether two unknown values are one: the same Terraform expression stands for both.
fn is_same(a: &Unknown<'_>, b: &Unknown<'_>) -> bool {
    a.expression().zip(b.expression()).is_some_and(|(a, b)| is_same_value(a, b))
}

impl<'a> Evaluator<'a> {
    pub(super) fn binary(&mut self, operator: Binary, a: &'a Expr, b: &'a Expr) -> Known<'a> {
        if let Some(truth) = self.compare_sizes(operator, a, b) {
            return super::boolean(truth);
        }
        if operator == Binary::In
            && let Some(truth) = self.in_mapped_kind(a, b)
        {
            return super::boolean(truth);
        }
        let a = match self.value(a) {
            Ok(a) => a,
            Err(a) => return self.against_unknown(operator, a, b),
        };
        let b = self.value(b)?;
        let truth = match operator {
            Binary::Equal => equal(self, &a, &b),
            Binary::NotEqual => equal(self, &a, &b).map(|equal| !equal),
            Binary::In => contains(self, &b, &a),
            Binary::Less => order(&a, &b).map(Ordering::is_lt),
            Binary::LessEqual => order(&a, &b).map(Ordering::is_le),
            Binary::Greater => order(&a, &b).map(Ordering::is_gt),
            Binary::GreaterEqual => order(&a, &b).map(Ordering::is_ge),
            _ => return self.arithmetic(operator, a, b),
        };
        super::boolean(truth)
    }

    /// What an operator says of an unknown value: it is equal to what the same Terraform expression stands for.
    fn against_unknown(&mut self, operator: Binary, a: Unknown<'a>, b: &'a Expr) -> Known<'a> {
        if !matches!(operator, Binary::Equal | Binary::NotEqual) {
            return Err(a);
        }
        match self.value(b) {
            Err(b) if is_same(&a, &b) => super::boolean(Ok(operator == Binary::Equal)),
            _ => Err(a),
        }
    }

    /// Whether a list has an element, or a map a key.
    pub(in crate::rules) fn contains(
        &self,
        container: &Value<'a>,
        element: &Value<'a>,
    ) -> Truth<'a> {
        contains(self, container, element)
    }

    pub(super) fn negate(&mut self, a: &'a Expr) -> Known<'a> {
        let value = self.value(a)?;
        let data = match value.data {
            Data::Int(number) => number.checked_neg().map(Data::Int),
            Data::Duration(time) => time.checked_neg().map(Data::Duration),
            Data::Double(number) => Some(Data::Double(-number)),
            _ => return Err(Unknown::failed("only numbers can be negated")),
        };
        let data = data.ok_or(out_of_range())?;
        Ok(Value::computed(data))
    }

    /// `size(list) >= n` and its kin where elements may be missing: decided by those that are there, if they can.
    /// `None` where neither side is such a size.
    fn compare_sizes(&mut self, operator: Binary, a: &'a Expr, b: &'a Expr) -> Option<Truth<'a>> {
        let (list, other, operator) = match (sized(a), sized(b)) {
            (Some(list), _) => (list, b, operator),
            (None, Some(list)) => (list, a, mirrored(operator)),
            (None, None) => return None,
        };
        let list = self.value(list).ok()?;
        let missing = list.missing()?;
        let at_least = count(&list).ok()?;
        let Ok(Data::Int(bound)) = self.value(other).map(|value| value.data) else {
            return Some(Err(missing));
        };
        Some(match operator {
            Binary::Greater | Binary::NotEqual if at_least > bound => Ok(true),
            Binary::GreaterEqual if at_least >= bound => Ok(true),
            Binary::LessEqual | Binary::Equal if at_least > bound => Ok(false),
            Binary::Less if at_least >= bound => Ok(false),
            _ => Err(missing),
        })
    }

    fn arithmetic(&mut self, operator: Binary, a: Value<'a>, b: Value<'a>) -> Known<'a> {
        if operator == Binary::Add && is_list(&a) && is_list(&b) {
            return self.join_lists(&a, &b).map(|list| Value::computed(Data::List(list)));
        }
        let data = match (a.data, b.data) {
            (Data::Int(a), Data::Int(b)) => integers(operator, a, b).map(Data::Int),
            (Data::Duration(a), Data::Duration(b)) => sum(operator, a, b).map(Data::Duration),
            (Data::Date(a), Data::Date(b)) if operator == Binary::Subtract => {
                let days = a.checked_sub(b).and_then(|days| days.checked_mul(DAY_MS));
                days.map(Data::Duration).ok_or(out_of_range())
            }
            (Data::Date(day), Data::Duration(time)) => {
                sum(operator, day, time.div_euclid(DAY_MS)).map(Data::Date)
            }
            (Data::Duration(time), Data::Date(day)) if operator == Binary::Add => {
                sum(operator, day, time.div_euclid(DAY_MS)).map(Data::Date)
            }
            (Data::Double(a), Data::Double(b)) => doubles(operator, a, b).map(Data::Double),
            (Data::String(a), Data::String(b)) if operator == Binary::Add => {
                Ok(Data::text(a.into_owned() + &b))
            }
            _ => Err(Unknown::failed("the operator is not defined for these values")),
        };
        data.map(Value::computed)
    }
}

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;

fn out_of_range<'a>() -> Unknown<'a> {
    Unknown::failed("the number is out of range")
}

/// The list in `size(list)`.
fn sized(expr: &Expr) -> Option<&Expr> {
    match &expr.op {
        Op::Call(Function::Size, arguments) => arguments.first(),
        _ => None,
    }
}

/// The operator for swapped operands.
fn mirrored(operator: Binary) -> Binary {
    match operator {
        Binary::Less => Binary::Greater,
        Binary::LessEqual => Binary::GreaterEqual,
        Binary::Greater => Binary::Less,
        Binary::GreaterEqual => Binary::LessEqual,
        other => other,
    }
}

fn integers<'a>(operator: Binary, a: i64, b: i64) -> Result<i64, Unknown<'a>> {
    let result = match operator {
        Binary::Divide | Binary::Modulo if b == 0 => {
            return Err(Unknown::failed("a number is divided by zero"));
        }
        Binary::Multiply => a.checked_mul(b),
        Binary::Divide => a.checked_div(b),
        Binary::Modulo => a.checked_rem(b),
        _ => return sum(operator, a, b),
    };
    result.ok_or(out_of_range())
}

fn sum<'a>(operator: Binary, a: i64, b: i64) -> Result<i64, Unknown<'a>> {
    let result = match operator {
        Binary::Add => a.checked_add(b),
        Binary::Subtract => a.checked_sub(b),
        _ => return Err(Unknown::failed("the operator is not defined for these values")),
    };
    result.ok_or(out_of_range())
}

fn doubles<'a>(operator: Binary, a: f64, b: f64) -> Result<f64, Unknown<'a>> {
    match operator {
        Binary::Add => Ok(a + b),
        Binary::Subtract => Ok(a - b),
        Binary::Multiply => Ok(a * b),
        Binary::Divide => Ok(a / b),
        _ => Err(Unknown::failed("the operator is not defined for these values")),
    }
}

/// Whether two values are equal. Values of different types are not, except for numbers, which compare as doubles.
/// Containers are equal by their elements, whether they stand in a document or were made by an expression.
pub(super) fn equal<'a>(evaluator: &Evaluator<'a>, a: &Value<'a>, b: &Value<'a>) -> Truth<'a> {
    evaluator.step()?;
    let equal = match (&a.data, &b.data) {
        (Data::Null, Data::Null) => true,
        (Data::Bool(a), Data::Bool(b)) => a == b,
        (Data::String(a), Data::String(b)) | (Data::Codec(a), Data::Codec(b)) => a == b,
        (Data::Resource(x), Data::Resource(y)) => {
            let org = evaluator.world.org;
            return if org.primary(*x) == org.primary(*y) {
                is_one_instance(org, *x, a, b)
            } else {
                Ok(false)
            };
        }
        (Data::Record { node: a, part, .. }, Data::Record { node: b, part: other, .. }) => {
            a == b && part == other
        }
        _ => match (is_list(a), is_list(b), is_map(a), is_map(b)) {
            (true, true, _, _) => return equal_lists(evaluator, a, b),
            (_, _, true, true) => return equal_maps(evaluator, a, b),
            _ => compare_scalars(a, b) == Some(Ordering::Equal),
        },
    };
    Ok(equal)
}

/// Whether two references to one resource are to the same instance of it; Terraform makes several of one block.
fn is_one_instance<'a>(org: &Org<'a>, id: ResourceId, a: &Value<'a>, b: &Value<'a>) -> Truth<'a> {
    let resource = &org.resource(id).recognised;
    let (true, Some(a), Some(b)) =
        (resource.form == Form::Terraform, a.origin.node(), b.origin.node())
    else {
        return Ok(true);
    };
    let is_one = org.terraform.is_one_instance(resource.node, a, b);
    is_one.ok_or(Unknown::because(WhyUnknown::TerraformExpression, Some(b)))
}

pub(super) fn is_list(value: &Value<'_>) -> bool {
    matches!(value.data, Data::Array(_) | Data::List(_) | Data::Resources { .. })
}

fn is_map(value: &Value<'_>) -> bool {
    matches!(value.data, Data::Object(_) | Data::Map(_))
}

fn equal_lists<'a>(evaluator: &Evaluator<'a>, a: &Value<'a>, b: &Value<'a>) -> Truth<'a> {
    let missing = a.missing().or_else(|| b.missing());
    let mut unknown = None;
    let (mut left, mut right) = (Elements::of(evaluator, a)?, Elements::of(evaluator, b)?);
    loop {
        let (x, y) = match (left.next(), right.next()) {
            (None, None) => return missing.or(unknown).map_or(Ok(true), Err),
            (Some(x), Some(y)) => (x, y),
            _ => return missing.map_or(Ok(false), Err),
        };
        match x.and_then(|x| equal(evaluator, &x, &y?)) {
            Ok(false) if missing.is_none() => return Ok(false),
            Ok(_) => {}
            Err(why) => unknown = unknown.or(Some(why)),
        }
    }
}

fn equal_maps<'a>(evaluator: &Evaluator<'a>, a: &Value<'a>, b: &Value<'a>) -> Truth<'a> {
    let mut unknown = None;
    if count(a)? != count(b)? {
        return Ok(false);
    }
    for key in Elements::of(evaluator, a)? {
        let key = key?;
        if !contains(evaluator, b, &key)? {
            return Ok(false);
        }
        let both = evaluator
            .at_key(a, &key)
            .and_then(|x| evaluator.at_key(b, &key).and_then(|y| equal(evaluator, &x, &y)));
        match both {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(why) => unknown = unknown.or(Some(why)),
        }
    }
    unknown.map_or(Ok(true), Err)
}

/// Whether a list has an element, or a map a key.
pub(super) fn contains<'a>(
    evaluator: &Evaluator<'a>,
    container: &Value<'a>,
    element: &Value<'a>,
) -> Truth<'a> {
    if let (Data::Object(node), Data::String(key)) = (&container.data, &element.data) {
        return Ok(has_key(*node, key));
    }
    let mut unknown = container.missing();
    for candidate in Elements::of(evaluator, container)? {
        match candidate.and_then(|candidate| equal(evaluator, &candidate, element)) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(why) => unknown = unknown.or(Some(why)),
        }
    }
    unknown.map_or(Ok(false), Err)
}

fn has_key(object: Node<'_>, key: &str) -> bool {
    object.kind() == NodeKind::Object && object.get(key).is_some()
}

fn order<'a>(a: &Value<'a>, b: &Value<'a>) -> Result<Ordering, Unknown<'a>> {
    compare_scalars(a, b).ok_or(Unknown::failed("these values have no order"))
}

/// The order of two scalars; `None` for values of different types and for what has no order.
fn compare_scalars(a: &Value<'_>, b: &Value<'_>) -> Option<Ordering> {
    match (&a.data, &b.data) {
        (Data::Int(a), Data::Int(b))
        | (Data::Duration(a), Data::Duration(b))
        | (Data::Date(a), Data::Date(b)) => Some(a.cmp(b)),
        (Data::Double(a), Data::Double(b)) => a.partial_cmp(b),
        (Data::Int(a), Data::Double(b)) => as_double(*a).partial_cmp(b),
        (Data::Double(a), Data::Int(b)) => a.partial_cmp(&as_double(*b)),
        (Data::String(a), Data::String(b)) => Some(a.cmp(b)),
        (Data::Bool(a), Data::Bool(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "CEL compares an integer with a double as doubles")]
pub(super) fn as_double(number: i64) -> f64 {
    number as f64
}
