//! The catalogue of kinds: what each kind of resource is, how its forms are recognised, and where each form keeps
//! its fields. Loaded from `schemas/<kind>/kind.yaml`; adding a kind needs no Rust.

mod builtin;
mod conflict;
mod extraction;
mod load;
mod lookup;
pub mod model;
pub mod normalise;
mod read;
mod recognise;
#[cfg(test)]
mod testing;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::document::Node;
use crate::finding::Location;
use crate::source::Source;

pub use builtin::builtin_sources;
pub use conflict::conflicts;
pub use extraction::{Extraction, FlowPart, Gives};
pub use model::KindFile;
pub use normalise::{DefaultValue, NotOfType, Scalar, date, normalise, normalise_default};
pub use read::{Absence, Found, Reading, Unreadable, enter, object, unreadable};
pub use recognise::{
    Harmless, KindGlobs, Listing, Outcome, Recognition, looks_like_genesys, recognise,
};

/// How an export writes resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Platform API JSON, or the same written as YAML.
    Api,
    /// CX as Code: resources of the Terraform provider `genesyscloud`.
    Terraform,
    /// An Archy flow.
    Archy,
    /// A flow's configuration as Architect keeps it: JSON, also wrapped in an `.i3*` file.
    Architect,
    /// A small file that a team keeps beside the export for what Genesys does not export: marked by `kind:`.
    Own,
    /// What Terraform remembers of resources it made: the attributes of CX as Code with all values known.
    State,
}

impl Form {
    /// All forms, in the order in which pages list them.
    pub const ALL: [Self; 6] =
        [Self::Api, Self::Terraform, Self::Archy, Self::Architect, Self::Own, Self::State];

    /// The word for it in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Terraform => "terraform",
            Self::Archy => "archy",
            Self::Architect => "architect",
            Self::Own => "own",
            Self::State => "state",
        }
    }

    /// The form whose schemas say what a resource in this form looks like.
    #[must_use]
    pub fn schema_form(self) -> Self {
        if self == Self::State { Self::Terraform } else { self }
    }

    /// Whether values stand as the Terraform provider takes and keeps them: a nested block is a list of objects, null is not
    /// set, and texts become the numbers and booleans that an attribute holds.
    pub fn is_of_terraform(self) -> bool {
        matches!(self, Self::Terraform | Self::State)
    }
}

impl std::str::FromStr for Form {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|form| form.name() == name).ok_or(())
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Position of a kind in its [`Catalog`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u16);

/// Position of a record type in its [`Catalog`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u16);

/// What a field holds, after normalisation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// Text.
    String,
    /// A number without fraction.
    Int,
    /// Any number.
    Double,
    /// A boolean.
    Bool,
    /// A media codec: `PCMU`, `audio/pcmu` and `G.711u` are one.
    Codec,
    /// A stretch of time, in milliseconds.
    Duration,
    /// A day.
    Date,
    /// Elements of one type.
    List(Box<FieldType>),
    /// Keys of any name with values of any type.
    Map,
    /// Part of a resource with fields of its own, declared under `records:`.
    Record(RecordId),
    /// A resource that is referred to.
    Resource(KindId),
    /// Anything as written.
    Any,
}

impl FieldType {
    /// The type inside all lists.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(element) => element.innermost(),
            other => other,
        }
    }
}

impl FieldType {
    /// The record type that this is, or that its elements are.
    fn record(&self) -> Option<RecordId> {
        match self {
            Self::Record(id) => Some(*id),
            Self::List(element) => element.record(),
            _ => None,
        }
    }
}

/// One step of a field's path inside a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `name`: the value behind a key; goes into JSON inside a string.
    Key(String),
    /// `*`: every element of an array or every value of an object. Makes the field a list.
    Each,
    /// `**`: the value itself and everything inside it. Makes the field a list.
    Deep,
    /// `~key`: the key in front of the value.
    OwnKey,
    /// `[key=value]`: the same object, where this key has this text; else the path leads nowhere.
    Where {
        /// The key.
        key: String,
        /// The text behind it.
        is: String,
    },
}

impl Step {
    /// Whether it may lead to several values.
    pub fn is_many(&self) -> bool {
        matches!(self, Self::Each | Self::Deep)
    }
}

/// Where one form keeps a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A path from the resource's node.
    Path(Vec<Step>),
    /// A fact about the structure of a flow, such as `actions()`.
    Computed(Extraction),
    /// `parent()`: the resource that this one is nested in.
    Parent,
    /// `tokens()`: the `{{tokens}}` of the file that the resource is, or that it publishes.
    Tokens,
    /// The other places in which the same thing is written.
    Elsewhere,
    /// `addresses()`: every text in the resource that is a URL or a path of the Platform API.
    Addresses,
    /// `self-uri(name)`: a captured segment of the resource's `selfUri`.
    SelfUri(String),
}

/// A setting of a kind by one logical name, wherever each form keeps it.
#[derive(Clone, Debug)]
pub struct Field {
    /// The logical name.
    pub name: String,
    /// What it holds.
    pub ty: FieldType,
    /// What it means, for people.
    pub summary: String,
    /// By form: the places to look in, first present wins.
    pub places: BTreeMap<Form, Vec<Place>>,
    /// By form: the value where the field is absent, as a scalar or list in the notation of the files.
    pub defaults: BTreeMap<Form, serde_json::Value>,
    /// `is:`, an expression over the other fields, instead of places.
    pub computed_by: Option<String>,
    /// What a bare number means where the type is a duration, in milliseconds; `None` where it has no meaning.
    pub unit_ms: Option<i64>,
    /// By form: other spellings of values and what they mean, compared without case; others stay as they are.
    pub values: BTreeMap<Form, BTreeMap<String, String>>,
    /// Whether the place of a reference also refers to resources of other kinds.
    pub is_shared: bool,
}

/// Part of a resource that has fields of its own: an action of a flow, an interaction type of a list.
#[derive(Clone, Debug)]
pub struct Record {
    /// The name used in field types.
    pub name: String,
    /// Its fields by logical name; places are relative to the record's node.
    pub fields: BTreeMap<String, Field>,
}

/// One kind of resource.
#[derive(Clone, Debug)]
pub struct Kind {
    /// The slug.
    pub name: String,
    /// The name people use.
    pub title: String,
    /// A page about it.
    pub docs: Option<String>,
    /// Fields and references by logical name.
    pub fields: BTreeMap<String, Field>,
    /// The forms it is written in, and where each one keeps a resource's identity.
    pub forms: BTreeMap<Form, Identity>,
    /// Where it is declared.
    pub declared: Location,
}

/// Where a form keeps a resource's identity, as paths from the resource's node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The id. In Terraform the address is the id, wherever this leads.
    pub id: Option<Vec<Step>>,
    /// The name.
    pub name: Option<Vec<Step>>,
}

/// All kinds and records.
#[derive(Debug, Default)]
pub struct Catalog {
    kinds: Vec<Kind>,
    records: Vec<Record>,
    schemas: BTreeMap<(KindId, Form), Arc<Source>>,
    shared_schemas: BTreeMap<String, Arc<Source>>,
    index: recognise::Index,
}

impl Catalog {
    /// All kinds, in the order of their ids.
    pub fn kinds(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        (0..).map(KindId).zip(&self.kinds)
    }

    /// The kind with this id.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[usize::from(id.0)]
    }

    /// The kind with this slug.
    pub fn kind_named(&self, name: &str) -> Option<KindId> {
        let at = self.kinds.binary_search_by(|kind| kind.name.as_str().cmp(name)).ok()?;
        Some(KindId(u16::try_from(at).ok()?))
    }

    /// All record types, in the order of their ids.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        (0..).map(RecordId).zip(&self.records)
    }

    /// The record type with this id.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[usize::from(id.0)]
    }

    /// The record types that the fields of a kind hold, also inside one another, in the order in which they are met.
    pub fn records_of(&self, kind: &Kind) -> Vec<&Record> {
        let mut found: Vec<RecordId> = Vec::new();
        let mut fields: Vec<&Field> = kind.fields.values().rev().collect();
        while let Some(field) = fields.pop() {
            if let Some(id) = field.ty.record().filter(|id| !found.contains(id)) {
                found.push(id);
                fields.extend(self.record(id).fields.values().rev());
            }
        }
        found.into_iter().map(|id| self.record(id)).collect()
    }

    /// The JSON Schema of a kind in one form.
    pub fn schema_source(&self, kind: KindId, form: Form) -> Option<&Arc<Source>> {
        self.schemas.get(&(kind, form.schema_form()))
    }

    /// All JSON Schemas of the catalogue, those that others refer to included.
    pub fn schema_sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.schemas.values().chain(self.shared_schemas.values())
    }

    /// The JSON Schemas that others refer to, by folder and file: `common/properties.schema.json`.
    pub fn shared_schemas(&self) -> impl Iterator<Item = (&str, &Arc<Source>)> {
        self.shared_schemas.iter().map(|(name, source)| (name.as_str(), source))
    }

    /// A type as `kind.yaml` spells it; a reference is spelled by the slug of its kind.
    pub fn type_name(&self, ty: &FieldType) -> String {
        match ty {
            FieldType::List(element) => format!("list({})", self.type_name(element)),
            FieldType::Record(id) => self.record(*id).name.clone(),
            FieldType::Resource(id) => self.kind(*id).name.clone(),
            FieldType::String => "string".to_owned(),
            FieldType::Int => "int".to_owned(),
            FieldType::Double => "double".to_owned(),
            FieldType::Bool => "bool".to_owned(),
            FieldType::Codec => "codec".to_owned(),
            FieldType::Duration => "duration".to_owned(),
            FieldType::Date => "date".to_owned(),
            FieldType::Map => "map".to_owned(),
            FieldType::Any => "any".to_owned(),
        }
    }
}

/// A resource as it was recognised, before references are resolved.
#[derive(Clone, Debug)]
pub struct Recognised<'d> {
    /// What it is.
    pub kind: KindId,
    /// How it is written.
    pub form: Form,
    /// The resource as written: the entity, the Terraform block's body, the flow below its type key.
    pub node: Node<'d>,
    /// For nested resources: the position, in the list this stands in, of the resource around it.
    pub parent: Option<usize>,
    /// Its identity in its form: a GUID, a Terraform address (`genesyscloud_x.label`, `data.genesyscloud_x.label`).
    pub id: Option<String>,
    /// Its name as written.
    pub name: Option<Node<'d>>,
    /// Whether it is only looked up (Terraform `data`), so that its settings are unknown and nothing is to be
    /// reported about them.
    pub is_external: bool,
    /// Captured segments of its `selfUri`, by the names in the kind's template; without the id.
    pub captures: BTreeMap<String, String>,
    /// The `selfUri` that they come from: its own, or that of the listing around it.
    pub self_uri: Option<Node<'d>>,
    /// In Terraform's state: the block that made it.
    pub made_by: Option<MadeBy>,
}

/// The Terraform block that made something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeBy {
    /// The module calls that lead from the root module to the block's own, each with the key of its instance where it has
    /// several: `queues`, `queues["emea"]`.
    pub module: Vec<String>,
    /// The block's address in its module: `genesyscloud_routing_queue.billing`.
    pub address: String,
    /// Which of the instances that `count` or `for_each` make of the block.
    pub index: Option<String>,
}
