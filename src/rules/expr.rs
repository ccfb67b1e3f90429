//! The checked expression tree: CEL after parsing, name resolution and type checking.

use crate::catalog::{FieldType, KindId};
use crate::source::Span;

/// What an expression yields. `null` and what has no better type is [`FieldType::Any`].
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
    /// `other`: the same resource in another org. Only on the way to [`Op::Elsewhere`].
    Other,
    /// An expression about `other` alone: worked out in the other org, where that is `self`.
    Elsewhere(Box<Expr>),
    /// `org.queue` or `org['outbound-route']`: all resources of a kind in the org.
    OrgKind(KindId),
    /// `today`: the day of the run, the only clock there is; a date.
    Today,
    /// `params.x`: a parameter of the rule, by its position in the rule's list.
    Parameter(usize),
    /// A variable bound by `each` or by a macro.
    Variable(Slot),
    /// `x.f` where `x` (see its type) is a resource or record: a field of the catalogue. References are followed
    /// here, and fields with `is:` are computed (see [`super::Computed`]).
    Field {
        /// The resource or record.
        of: Box<Expr>,
        /// The field's logical name in the catalogue.
        name: String,
    },
    /// `x.kind` or `x.form`, where `x` is a resource whose kind has no such field: what recognition found out.
    Attribute {
        /// The resource.
        of: Box<Expr>,
        /// Which one.
        attribute: Attribute,
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

/// The expressions in an operation, borrowed as the operation is.
macro_rules! children {
    ($op:expr, $iter:ident) => {
        match $op {
            Op::Literal(_)
            | Op::SelfResource
            | Op::Other
            | Op::OrgKind(_)
            | Op::Today
            | Op::Parameter(_)
            | Op::Variable(_) => Vec::new(),
            Op::Field { of, .. }
            | Op::Attribute { of, .. }
            | Op::Raw(of)
            | Op::Elsewhere(of)
            | Op::Member { of, .. }
            | Op::Not(of)
            | Op::Negate(of)
            | Op::Has { of, .. }
            | Op::ReferencedBy { of, .. } => vec![of],
            Op::Index { of: a, index: b }
            | Op::And(a, b)
            | Op::Or(a, b)
            | Op::Binary(_, a, b)
            | Op::Macro { list: a, body: b, .. } => vec![a, b],
            Op::Conditional(a, b, c) => vec![a, b, c],
            Op::List(parts) | Op::Call(_, parts) => parts.$iter().collect(),
            Op::Map(entries) => entries.$iter().flat_map(|(key, value)| [key, value]).collect(),
        }
    };
}

impl Expr {
    /// The expressions that this one is made of, in the order of the text.
    pub fn children(&self) -> Vec<&Self> {
        children!(&self.op, iter)
    }

    /// The same, to be changed.
    pub(super) fn children_mut(&mut self) -> Vec<&mut Self> {
        children!(&mut self.op, iter_mut)
    }

    /// Whether this expression or one inside it is as `is` asks.
    pub fn any(&self, is: &mut impl FnMut(&Self) -> bool) -> bool {
        is(self) || self.children().into_iter().any(|child| child.any(is))
    }
}

/// What every resource has, whatever its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `x.kind`: the slug of its kind.
    Kind,
    /// `x.org`: the folder in which its org begins; `.` for the run's root.
    Org,
    /// `x.form`: how it is written: `api`, `terraform`, `archy` or `own`.
    Form,
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
    /// `==`: numbers of both types compare by value; resources are equal when they are the same one.
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
    /// `+`: numbers of one type, texts, lists, durations, a date and a duration.
    Add,
    /// `-`: numbers of one type, durations, a date and a duration (a date), two dates (a duration).
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

/// A function of the language. Those on a value (`x.startsWith(y)`) have it as their first argument.
#[derive(Clone, Debug)]
pub enum Function {
    /// `size(x)`, `x.size()`: elements of a list, entries of a map, characters (code points) of a string.
    Size,
    /// `x.startsWith(y)`
    StartsWith,
    /// `x.endsWith(y)`
    EndsWith,
    /// `x.contains(y)`
    Contains,
    /// `x.matches('pattern')`: the pattern is a literal, compiled when the rule is loaded. It matches anywhere in
    /// the text, as in CEL.
    Matches(regex::Regex),
    /// `string(x)`
    ToString,
    /// `int(x)`
    ToInt,
    /// `double(x)`
    ToDouble,
    /// `duration(x)` of a text that is no literal, or a text or untyped value compared with a duration. Text that is
    /// no duration is unknown. Of a list: each element.
    ToDuration,
    /// A text or untyped value compared with a codec, by the codec's one spelling. Written by nobody: the checker
    /// puts it where the types call for it. Of a list: each element.
    ToCodec,
    /// A text or untyped value compared with a date. Text that is no date is unknown. Of a list: each element.
    ToDate,
    /// `x.lowerAscii()`
    LowerAscii,
    /// `x.upperAscii()`
    UpperAscii,
    /// `x.trim()`: without white space at both ends.
    Trim,
    /// `x.split(',')`: the pieces between separators; an empty separator splits into characters.
    Split,
    /// `x.join(', ')`: a list of texts as one text.
    Join,
    /// `x.replace('a', 'b')`: every occurrence.
    Replace,
    /// `lists.range(n)`: `[0, 1, …, n - 1]`; at most [`MAX_RANGE`] elements, more are an evaluation error.
    Range,
    /// `sets.intersects(a, b)`: some element of `a` is in `b`. When false, `a` is to blame, `b` is related.
    SetsIntersects,
    /// `sets.contains(a, b)`: every element of `b` is in `a`. When false: the elements of `b` that are missing and `a`.
    SetsContains,
    /// `sets.equivalent(a, b)`: each contains the other.
    SetsEquivalent,
    /// `isEndpoint(path)` or `isEndpoint(path, method)`: whether the Platform API has it; see
    /// [`super::endpoints::is_endpoint`].
    IsEndpoint,
    /// `nearestEndpoint(path)`: the endpoint whose path is most like it, as text for messages; see
    /// [`super::endpoints::nearest_endpoint`].
    NearestEndpoint,
    /// `endpointMethods(path)`: the HTTP methods that the endpoint there has; see [`super::endpoints::methods`].
    EndpointMethods,
    /// `endpointPermissions(path, method)`: the permissions of which one is needed; see
    /// [`super::endpoints::permissions`].
    EndpointPermissions,
    /// `placeholders(text, 'input')`: the names behind `input.` in the `${…}` of a template, each once.
    Placeholders,
    /// `isTimeZone(text)`: whether it is the name of a time zone, in the IANA database; see
    /// [`super::time_zones::is_time_zone`].
    IsTimeZone,
    /// `isRegex(text)`: whether it is a regular expression; unknown where dialects do not agree. See
    /// [`super::patterns::is_regex`].
    IsRegex,
    /// `regexGroups(text)`: how many groups a regular expression captures; see [`super::patterns::groups`].
    RegexGroups,
    /// `inFiles(list)`: what of a list stands in the files, as if there were no more.
    InFiles,
}

/// The longest list that `lists.range` makes.
pub const MAX_RANGE: i64 = 10_000;
