//! Architect flows as graphs: containers, the actions in them, what follows on which outcome, and what leads from one
//! container to another.
//!
//! A flow is read once, in whichever form it is written, into one [`Graph`]; every question about its structure is
//! answered there, in time linear in its size. Rules see the answers as fields with `computed:` (see
//! [`Extraction`](crate::catalog::Extraction)).

mod analysis;
mod architect;
mod archy;
mod brackets;
mod expression;
mod facts;
mod model;
mod nesting;
mod notice;
mod reference;
mod table;
#[cfg(test)]
mod tests;
mod variables;
mod words;

use crate::catalog::Form;
use crate::document::Node;

pub use facts::{Fact, Located, RecordAt, called_queue};
pub use model::{Action, Container, ContainerKind, Graph, Jump, Outcome, Target, Variable, Why};
pub use table::{Id, Table};
pub use words::{Ends, Word};

impl<'d> Graph<'d> {
    /// Reads the flow at a resource's node; a flow without parts in forms that hold nothing but its metadata.
    pub fn of(flow: Node<'d>, form: Form) -> Self {
        let mut graph = match form {
            Form::Archy => archy::read(flow),
            Form::Architect => architect::read(flow),
            Form::Api | Form::Terraform | Form::State | Form::Own => Self::default(),
        };
        graph.find_nesting();
        graph.analyse();
        graph.find_unnoticed();
        graph
    }
}
