//! The checked expression tree: CEL after parsing, name resolution and type checking.

use crate::catalog::{FieldType, KindId};
use crate::source::Span;

/// What an expression yields.
pub type Type = FieldType;

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it does.
    pub op: Op,
    /// The bytes of the expression's own text that it was written as.
    pub span: Span,
    /// What it yields.
    pub ty: Type,
}

/// A local variable: its slot in the evaluation's stack of bound values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u16);

/// What an expression does.
#[derive(Clone, Debug)]
pub enum Op {
    /// A literal.
    Literal(Literal),
    /// `self`: the resource that the rule is about.
    SelfResource,
    /// `org.queue` or `org['outbound-route']`: all resources of a kind in the org.
    OrgKind(KindId),
    /// `params.x`: a parameter of the rule, by its position in the rule's list.
    Parameter(usize),
    /// A variable bound by `each` or by a macro.
    Variable(Slot),
    /// `x.f` where `x` is a resource or record: a field of the catalogue. References are followed here.
    Field {
        /// The resource or record.
        of: Box<Expr>,
        /// The field's logical name in the catalogue.
        name: String,
    },
    /// `x.raw`: the resource or record as written.
    Raw(Box<Expr>),
    /// `x.name` where `x` is a map of any shape.
    Member {
        /// The map.
        of: Box<Expr>,
        /// The key.
        name: String,
    },
    /// `x[i]`.
    Index {
        /// The list or map.
        of: Box<Expr>,
        /// Position from 0, or key.
        index: Box<Expr>,
    },
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{k: v}`.
    Map(Vec<(Expr, Expr)>),
    /// `!a`.
    Not(Box<Expr>),
    /// `-a`.
    Negate(Box<Expr>),
    /// `a && b`.
    And(Box<Expr>, Box<Expr>),
    /// `a || b`.
    Or(Box<Expr>, Box<Expr>),
    /// `c ? a : b`.
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a == b` and the other binary operators.
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// `has(x.f)`.
    Has {
        /// `x`.
        of: Box<Expr>,
        /// `f`.
        name: String,
        /// Whether `f` is a field of the catalogue (`x` a resource or record) or a key as written.
        is_field: bool,
    },
    /// `list.all(v, p)` and its kin.
    Macro {
        /// Which one.
        kind: Macro,
        /// The list, or the map whose keys are bound.
        list: Box<Expr>,
        /// The bound variable.
        variable: Slot,
        /// The predicate; for `map`, the result.
        body: Box<Expr>,
    },
    /// `x.referencedBy('queue')`: the resources of a kind that refer to `x`.
    ReferencedBy {
        /// The resource.
        of: Box<Expr>,
        /// The kind of those that refer to it.
        kind: KindId,
    },
    /// A function.
    Call(Function, Vec<Expr>),
}

/// A literal value.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `1`
    Int(i64),
    /// `1.5`
    Double(f64),
    /// `'text'`
    String(String),
    /// `duration('2m')`, or a string where a duration is expected: milliseconds.
    Duration(i64),
    /// A codec by its one spelling, from a string where a codec is expected.
    Codec(String),
    /// A day, in days since 1970-01-01, from a string where a date is expected.
    Date(i64),
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `in`
    In,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

/// A macro over a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Macro {
    /// `all`
    All,
    /// `exists`
    Exists,
    /// `exists_one`
    ExistsOne,
    /// `map`
    Map,
    /// `filter`
    Filter,
}

/// A function of the language.
#[derive(Clone, Debug)]
pub enum Function {
    /// `size(x)`, `x.size()`
    Size,
    /// `x.startsWith(y)`
    StartsWith,
    /// `x.endsWith(y)`
    EndsWith,
    /// `x.contains(y)`
    Contains,
    /// `x.matches('pattern')`: the pattern is a literal, compiled when the rule is loaded.
    Matches(regex::Regex),
    /// `string(x)`
    ToString,
    /// `int(x)`
    ToInt,
    /// `double(x)`
    ToDouble,
    /// `x.lowerAscii()`
    LowerAscii,
    /// `x.upperAscii()`
    UpperAscii,
}
