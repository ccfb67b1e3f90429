//! `kind.yaml` as it is written: the model that serde reads and `orglint schema kind` publishes.
//!
//! Nothing is checked here beyond the shape; [`Catalog::load`](super::Catalog::load) turns it into the checked catalogue.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::Form;

/// A kind of resource: what it is, how each form of export writes it, and where each form keeps its fields.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "orglint kind")]
pub struct KindFile {
    /// The kind's slug, the same as the name of the folder: lower-case words with hyphens between them.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub kind: String,
    /// The name people use.
    #[schemars(length(min = 1))]
    pub title: String,
    /// The address of a page about it.
    pub docs: Option<String>,
    /// The forms it is written in.
    pub forms: FormsFile,
    /// Where a resource keeps its id and its name; `{ id: id, name: name }` if left out.
    #[serde(default)]
    pub identity: IdentityFile,
    /// Its settings, by the logical names that rules use.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldFile>,
    /// What it refers to, by the logical names that rules use.
    #[serde(default)]
    pub references: BTreeMap<String, ReferenceFile>,
    /// Parts of it that have fields of their own, by the names used as types of its fields.
    #[serde(default)]
    pub records: BTreeMap<String, RecordFile>,
}

/// The forms in which a kind is written, and how each one is recognised.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormsFile {
    /// Platform API JSON, or the same written as YAML.
    pub api: Option<ApiFile>,
    /// CX as Code: the Terraform provider `genesyscloud`.
    pub terraform: Option<TerraformFile>,
    /// Archy flows.
    pub archy: Option<ArchyFile>,
    /// Flow configuration JSON, also as Architect exports it in `.i3*` files.
    pub architect: Option<ArchitectFile>,
    /// A file of the team's own, marked by the top-level key `kind` with this slug.
    pub own: Option<OwnFile>,
}

/// How a resource is recognised in Platform API JSON.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ApiFile {
    /// Templates of its `selfUri`, from `/api/v2/` on; segments in braces are captured, `{id}` stands last. A template
    /// without `{id}` is that of a resource of which there is one. A listing's own `selfUri` is the template without
    /// its last segment.
    #[serde(default)]
    pub self_uri: OneOrMany,
    /// Without a `selfUri`: paths of which all are present.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Without a `selfUri`: paths of which none is present.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Where it stands inside other resources.
    #[serde(default)]
    pub nested: Vec<NestedFile>,
}

/// How a resource is recognised in CX as Code.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TerraformFile {
    /// Its Terraform resource types; left out where it only stands inside other resources.
    #[serde(rename = "type", default)]
    pub types: OneOrMany,
    /// Where it stands inside other resources, as nested blocks.
    #[serde(default)]
    pub nested: Vec<NestedFile>,
}

/// How an Archy flow is recognised.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArchyFile {
    /// The flow types, which are the one top-level key of the file; compared without regard to case.
    #[schemars(length(min = 1))]
    pub flow_types: Vec<String>,
}

/// How flow configuration is recognised.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchitectFile {
    /// The flow types, as its key `type` spells them: the API's spelling in lower case; compared without regard to case.
    #[schemars(length(min = 1))]
    pub types: Vec<String>,
}

/// How a team's own file is recognised: by its top-level key `kind`, or by the keys that another tool reads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnFile {
    /// Without a `kind`: paths of which all are present.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Without a `kind`: paths of which none is present.
    #[serde(default)]
    pub absent: Vec<String>,
}

/// A place inside another resource.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NestedFile {
    /// The kind of the resource around it.
    pub kind: String,
    /// The path there: each element of an array, or the one object, is a resource.
    pub at: String,
}

/// Where a resource keeps its id and its name, in all forms or by form.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityFile {
    /// Path of the id in all forms that are not named. In Terraform the address is the id.
    pub id: Option<String>,
    /// Path of the name in all forms that are not named.
    pub name: Option<String>,
    /// Paths by form.
    #[serde(flatten)]
    pub by_form: ByForm<Option<FormIdentityFile>>,
}

/// Where one form keeps the id and the name.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormIdentityFile {
    /// Path of the id.
    pub id: Option<String>,
    /// Path of the name.
    pub name: Option<String>,
}

/// A setting of a kind.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldFile {
    /// What it holds: `string`, `int`, `double`, `bool`, `codec`, `duration`, `date`, `map`, `any`, a record, or
    /// `list(…)` of one of them.
    #[serde(rename = "type")]
    pub ty: String,
    /// What it means.
    #[serde(default)]
    pub summary: String,
    /// What a bare number means where the type is a duration.
    pub unit: Option<Unit>,
    /// Its value where it is absent: a value, or values by form.
    #[schemars(with = "serde_json::Value")]
    #[serde(default, deserialize_with = "present")]
    pub default: Option<serde_json::Value>,
    /// Other spellings of its values, by form, and what they mean; compared without regard to case.
    #[serde(default)]
    pub values: ByForm<BTreeMap<String, String>>,
    /// An expression over the other fields of `self` that computes it.
    pub is: Option<String>,
    /// The name of an extraction that computes it in all forms, such as `actions()`.
    pub computed: Option<String>,
    /// Where all forms that are not named keep it.
    pub path: Option<OneOrMany>,
    /// Where one form keeps it.
    #[serde(flatten)]
    pub by_form: ByForm<Option<OneOrMany>>,
}

/// A reference to other resources.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceFile {
    /// The kind it refers to.
    pub kind: String,
    /// What it means.
    #[serde(default)]
    pub summary: String,
    /// Whether the place also refers to resources of other kinds: what is none of this kind is unknown then, not wrong.
    #[serde(default)]
    pub shared: bool,
    /// Where all forms that are not named keep it; a path with `*` refers to several.
    pub path: Option<OneOrMany>,
    /// Where one form keeps it.
    #[serde(flatten)]
    pub by_form: ByForm<Option<OneOrMany>>,
}

/// A part of a resource that has fields of its own.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordFile {
    /// Its settings; paths begin at the record.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldFile>,
    /// What it refers to; paths begin at the record.
    #[serde(default)]
    pub references: BTreeMap<String, ReferenceFile>,
}

/// Something for each form that a kind can declare; state has what CX as Code has.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByForm<T: Default> {
    /// In Platform API JSON.
    #[serde(default)]
    pub api: T,
    /// In CX as Code.
    #[serde(default)]
    pub terraform: T,
    /// In Archy flows.
    #[serde(default)]
    pub archy: T,
    /// In flow configuration.
    #[serde(default)]
    pub architect: T,
    /// In a team's own files.
    #[serde(default)]
    pub own: T,
}

impl<T: Default> ByForm<T> {
    /// What each form has, in the order of [`Form::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Form, &T)> {
        let Self { api, terraform, archy, architect, own } = self;
        [
            (Form::Api, api),
            (Form::Terraform, terraform),
            (Form::Archy, archy),
            (Form::Architect, architect),
            (Form::Own, own),
        ]
        .into_iter()
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Milliseconds.
    Ms,
    /// Seconds.
    S,
    /// Minutes.
    Min,
    /// Hours.
    H,
    /// Days.
    D,
}

impl Unit {
    /// Milliseconds in one.
    pub fn milliseconds(self) -> i64 {
        match self {
            Self::Ms => 1,
            Self::S => 1_000,
            Self::Min => 60_000,
            Self::H => 3_600_000,
            Self::D => 86_400_000,
        }
    }
}

/// One text, or a list of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMany(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
        Ok(OneOrMany(vec![text.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = items.next_element()? {
            texts.push(text);
        }
        Ok(OneOrMany(texts))
    }
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OneOrMany".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }]
        })
    }
}

/// Reads a value that may be anything but left out, `null` included.
fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(deserializer).map(Some)
}
