//! The checks that no expression can say. Each has a rule file like any other rule, for its severity, its page and
//! its examples.

use std::fmt;

/// A check that is written in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// A file does not parse.
    Syntax,
    /// A mapping has a key twice.
    DuplicateKey,
    /// A key that the schema does not know.
    SchemaUnknownKey,
    /// A value of another type than the schema asks for.
    SchemaWrongType,
    /// A value that the schema does not allow.
    SchemaInvalidValue,
    /// A key that the schema asks for is missing.
    SchemaMissingKey,
    /// A reference leads nowhere.
    UnresolvedReference,
    /// An expression of Terraform names what its module does not declare.
    UndeclaredReference,
    /// A Terraform resource has a type that the provider does not have.
    UnknownResourceType,
    /// A block of Terraform has a type that is none, or too few or too many labels.
    TerraformBlock,
    /// A call gives a Terraform module a value that it does not ask for.
    UnknownModuleArgument,
    /// A call leaves out a value that a Terraform module requires.
    MissingModuleArgument,
    /// Several resources carry one id or name that others refer to.
    AmbiguousIdentity,
    /// A listing does not hold all its pages.
    TruncatedListing,
    /// Two places of one field disagree.
    ConflictingField,
    /// A credential stands in a file in the clear.
    ExposedSecret,
    /// A reference of CX as Code is written as an id.
    GuidReference,
    /// A resource of CX as Code publishes a file that is not there.
    MissingFile,
    /// The state of Terraform is kept with the configuration.
    CommittedState,
}

impl Check {
    /// All checks.
    pub const ALL: [Self; 19] = [
        Self::Syntax,
        Self::DuplicateKey,
        Self::SchemaUnknownKey,
        Self::SchemaWrongType,
        Self::SchemaInvalidValue,
        Self::SchemaMissingKey,
        Self::UnresolvedReference,
        Self::UndeclaredReference,
        Self::UnknownResourceType,
        Self::TerraformBlock,
        Self::UnknownModuleArgument,
        Self::MissingModuleArgument,
        Self::AmbiguousIdentity,
        Self::TruncatedListing,
        Self::ConflictingField,
        Self::ExposedSecret,
        Self::GuidReference,
        Self::MissingFile,
        Self::CommittedState,
    ];

    /// Its name behind `check:`, which is also the id of its rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::DuplicateKey => "duplicate-key",
            Self::SchemaUnknownKey => "schema-unknown-key",
            Self::SchemaWrongType => "schema-wrong-type",
            Self::SchemaInvalidValue => "schema-invalid-value",
            Self::SchemaMissingKey => "schema-missing-key",
            Self::UnresolvedReference => "unresolved-reference",
            Self::UndeclaredReference => "undeclared-reference",
            Self::UnknownResourceType => "unknown-resource-type",
            Self::TerraformBlock => "terraform-block",
            Self::UnknownModuleArgument => "unknown-module-argument",
            Self::MissingModuleArgument => "missing-module-argument",
            Self::AmbiguousIdentity => "ambiguous-identity",
            Self::TruncatedListing => "truncated-listing",
            Self::ConflictingField => "conflicting-field",
            Self::ExposedSecret => "exposed-secret",
            Self::GuidReference => "guid-reference",
            Self::MissingFile => "missing-file",
            Self::CommittedState => "committed-state",
        }
    }

    /// Whether it is what the schemas have against a resource.
    pub fn is_of_schemas(self) -> bool {
        matches!(
            self,
            Self::SchemaUnknownKey
                | Self::SchemaWrongType
                | Self::SchemaInvalidValue
                | Self::SchemaMissingKey
        )
    }

    /// The check with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
