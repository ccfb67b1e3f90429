//! Values during an evaluation: borrowed from documents, and knowing where they came from.

use std::borrow::Cow;
use std::rc::Rc;

use crate::catalog::RecordId;
use crate::document::Node;
use crate::finding::Part;
use crate::org::{ResourceId, WhyUnknown};

/// A value, and where it came from.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    /// What it is.
    pub(crate) data: Data<'a>,
    /// Where it came from.
    pub(crate) origin: Origin<'a>,
}

/// What a value is. Containers of a document stay in the document.
#[derive(Clone, Debug)]
pub(crate) enum Data<'a> {
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number without fraction.
    Int(i64),
    /// Any other number.
    Double(f64),
    /// Text.
    String(Cow<'a, str>),
    /// A codec by its one spelling.
    Codec(Cow<'a, str>),
    /// Milliseconds.
    Duration(i64),
    /// Days since 1970-01-01.
    Date(i64),
    /// An array as written.
    Array(Node<'a>),
    /// An object as written.
    Object(Node<'a>),
    /// A list that was read by its type, or that an expression made.
    List(Rc<List<'a>>),
    /// Resources: all of a kind, or those that refer to another one.
    Resources {
        /// Which ones.
        ids: &'a [ResourceId],
        /// Why there may be more; `None` where the org is known to hold all of them.
        missing: Option<WhyUnknown>,
    },
    /// A map that an expression made.
    Map(Rc<Vec<(Value<'a>, Value<'a>)>>),
    /// A resource of the org.
    Resource(ResourceId),
    /// Part of a resource with fields of its own.
    Record {
        /// Which fields it has.
        record: RecordId,
        /// Where it stands.
        node: Node<'a>,
        /// The resource it is part of.
        owner: ResourceId,
        /// For parts of a flow, its position among those of its sort: several may stand at one node.
        part: Option<u32>,
    },
}

/// A list whose elements may each be unknown, and of which a part may be missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct List<'a> {
    /// The elements that are there.
    pub(crate) elements: Vec<Known<'a>>,
    /// Why there may be more elements than these; `None` where there are not.
    pub(crate) missing: Option<Unknown<'a>>,
}

/// Where a value came from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origin<'a> {
    /// The place.
    pub(crate) site: Site<'a>,
    /// The resource that the place belongs to.
    pub(crate) resource: Option<ResourceId>,
    /// The first reference, written in the linted resource, that was followed to get here.
    pub(crate) led_by: Option<Node<'a>>,
    /// The Terraform expression in the resource that led to the place, where it stands elsewhere.
    pub(crate) used: Option<Node<'a>>,
}

/// The place a value came from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Site<'a> {
    /// No document: a literal, a computed value.
    #[default]
    Nowhere,
    /// A value or a key of a document.
    Node(Node<'a>, Part),
    /// A value or a key of a document that the value says something about; what it says is not written there.
    About(Node<'a>, Part),
    /// The resource as a whole.
    Resource,
    /// A field's default: the place is the resource, or the record, that does not set the field.
    Default {
        /// The record; `None` for fields of the resource itself.
        record: Option<Node<'a>>,
        /// The field's logical name.
        field: &'a str,
    },
}

/// A value that may be unknown.
pub(crate) type Known<'a> = Result<Value<'a>, Unknown<'a>>;

/// A truth that may be unknown.
pub(crate) type Truth<'a> = Result<bool, Unknown<'a>>;

/// Why a value is unknown.
#[derive(Clone, Debug)]
pub(crate) struct Unknown<'a> {
    /// The reason.
    pub(crate) reason: Reason<'a>,
    /// The value, or the reference, that is to blame for it.
    pub(crate) node: Option<Node<'a>>,
}

/// The reason for which a value is unknown.
#[derive(Clone, Debug)]
pub(crate) enum Reason<'a> {
    /// The field is absent and has no default.
    NotSet(&'a str),
    /// A map has no such key.
    MissingKey(Cow<'a, str>),
    /// An expression could not be evaluated.
    Failed(&'static str),
    /// What the catalogue or the org said.
    Because(WhyUnknown),
}

impl<'a> Unknown<'a> {
    /// An expression that could not be evaluated.
    pub(crate) fn failed(what: &'static str) -> Self {
        Self { reason: Reason::Failed(what), node: None }
    }

    /// Unknown for a reason that the catalogue or the org gave, at a place.
    pub(crate) fn because(why: WhyUnknown, node: Option<Node<'a>>) -> Self {
        Self { reason: Reason::Because(why), node }
    }

    /// The reason by its class.
    pub(crate) fn why(&self) -> WhyUnknown {
        match self.reason {
            Reason::NotSet(_) => WhyUnknown::NotSet,
            Reason::MissingKey(_) | Reason::Failed(_) => WhyUnknown::Evaluation,
            Reason::Because(why) => why,
        }
    }

    /// Whether nothing but the absence of a field or of a key is the reason.
    pub(crate) fn is_absence(&self) -> bool {
        matches!(
            self.reason,
            Reason::NotSet(_) | Reason::MissingKey(_) | Reason::Because(WhyUnknown::NotSet)
        )
    }

    /// Where it is written, if only Terraform knows the value of what is written there.
    pub(crate) fn expression(&self) -> Option<Node<'a>> {
        let is_terraform =
            matches!(self.why(), WhyUnknown::TerraformExpression | WhyUnknown::Terraform(_));
        self.node.filter(|_| is_terraform)
    }

    /// What is to be told about it beyond [`Unknown::why`]: the field, the key, the failed operation.
    pub(crate) fn detail(&self) -> Option<String> {
        match &self.reason {
            Reason::NotSet(field) => Some(format!("`{field}` is not set")),
            Reason::MissingKey(key) => Some(format!("there is no key `{key}`")),
            Reason::Failed(what) => Some((*what).to_owned()),
            Reason::Because(_) => None,
        }
    }
}

impl<'a> Origin<'a> {
    /// The place of a value.
    #[must_use]
    pub(crate) fn at(self, node: Node<'a>) -> Self {
        Self { site: Site::Node(node, Part::Value), ..self }
    }

    /// The place of a key.
    #[must_use]
    pub(crate) fn at_key(self, node: Node<'a>) -> Self {
        Self { site: Site::Node(node, Part::Key), ..self }
    }

    /// The value's node, where it came from one.
    pub(crate) fn node(&self) -> Option<Node<'a>> {
        match self.site {
            Site::Node(node, Part::Value) => Some(node),
            _ => None,
        }
    }
}

impl<'a> Value<'a> {
    /// A value that came from no document.
    pub(crate) fn computed(data: Data<'a>) -> Self {
        Self { data, origin: Origin::default() }
    }

    /// The place to name for the value as a whole: where it came from, for objects the key in front of them.
    pub(crate) fn whole(&self) -> Origin<'a> {
        match self.data {
            Data::Record { node, .. } | Data::Object(node) => self.origin.at_key(node),
            _ => self.origin,
        }
    }

    /// Why there may be more elements in this list than it has.
    pub(crate) fn missing(&self) -> Option<Unknown<'a>> {
        match &self.data {
            Data::List(list) => list.missing.clone(),
            Data::Resources { missing, .. } => missing.map(|why| Unknown::because(why, None)),
            _ => None,
        }
    }

    /// The truth value, for what is expected to be one.
    pub(crate) fn truth(&self) -> Truth<'a> {
        match self.data {
            Data::Bool(truth) => Ok(truth),
            _ => Err(Unknown::because(WhyUnknown::WrongType, self.origin.node())),
        }
    }
}

impl<'a> Data<'a> {
    /// A list without unknown elements that expressions made.
    pub(crate) fn list(elements: Vec<Known<'a>>) -> Self {
        Self::List(Rc::new(List { elements, missing: None }))
    }

    /// A list as if it had no elements but those that are there.
    pub(crate) fn without_missing(self) -> Self {
        match self {
            Self::Resources { ids, .. } => Self::Resources { ids, missing: None },
            Self::List(list) if list.missing.is_some() => Self::list(list.elements.clone()),
            other => other,
        }
    }

    /// Text that is not copied where it need not be.
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::String(text.into())
    }
}
