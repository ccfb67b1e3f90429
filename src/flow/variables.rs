//! Variables: gathered by name while a flow is read, judged at the end.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::expression;
use super::model::{Variable, Why};
use super::table::{Id, Table};
use crate::document::Node;

/// Scopes whose variables belong to the author of the flow.
const OWN_SCOPES: [&str; 4] = ["common", "flow", "state", "task"];

/// The scope of the variables that a common module declares, in front of a name in lower case.
const COMMON: &str = "common.";

/// Variables of the scope `Flow` that the platform has, without the scope, in lower case and alphabetical order.
const BUILT_IN: [&str; 29] = [
    "audiolanguage",
    "contactlist",
    "conversationid",
    "currentdatetimeutc",
    "currentqueue",
    "custompromptdirectory",
    "direction",
    "estimatedwaittime",
    "externalcontact",
    "flowid",
    "holdprompt",
    "id",
    "instanceid",
    "interactionid",
    "invocationdata",
    "isdebug",
    "istest",
    "journeycontext",
    "journeysession",
    "language",
    "message",
    "name",
    "positioninqueue",
    "queue",
    "startdatetimeutc",
    "tracking",
    "type",
    "version",
    "wrapupcode",
];

/// What is said about a name somewhere in a flow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// An expression reads it.
    Read,
    /// An expression reads it to find out whether there is something.
    Asked,
    /// An action writes it.
    Written,
    /// It stands in some other text: nobody can say what for.
    Mentioned,
}

/// A declaration, as a form writes it.
pub(super) struct Declaration<'d> {
    pub(super) node: Node<'d>,
    pub(super) name: Node<'d>,
    pub(super) ty: Cow<'d, str>,
    pub(super) is_input: bool,
    pub(super) is_output: bool,
    pub(super) has_default: bool,
}

/// What is known of one name.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent answers")]
struct Named<'d> {
    is_read: bool,
    is_written: bool,
    is_mentioned: bool,
    is_declared: bool,
    is_asked: bool,
    variables: Vec<Id<Variable<'d>>>,
}

/// Gathers the variables of one flow.
#[derive(Default)]
pub(super) struct Variables<'d> {
    table: Table<Variable<'d>>,
    expressions: Table<Node<'d>>,
    /// By the name in lower case: names have no case.
    named: FxHashMap<String, Named<'d>>,
    /// It declares variables of a common module.
    is_module: bool,
    /// A text that may read or write any variable.
    unreadable: Option<Why>,
}

impl<'d> Variables<'d> {
    /// Takes a declaration.
    pub(super) fn declare(&mut self, declared: Declaration<'d>) {
        let Declaration { node, name, ty, is_input, is_output, has_default } = declared;
        if name.has_token() {
            self.unreadable = Some(Why::Token);
            return;
        }
        let lower = name.text().to_lowercase();
        self.is_module |= lower.starts_with(COMMON);
        let known = self.named.entry(lower).or_default();
        let is_repeated = known.is_declared && is_of_flow(name.text());
        let undeclared = known.variables.first().copied().filter(|_| !known.is_declared);
        known.is_declared = true;
        let id = undeclared.unwrap_or_else(|| {
            let id = self.table.push(variable(name.text(), node));
            known.variables.push(id);
            id
        });
        self.table[id] = Variable {
            place: name,
            ty: Some(ty),
            is_declared: true,
            is_input,
            is_output,
            has_default,
            is_repeated,
            ..variable(name.text(), node)
        };
    }

    /// Takes an expression: everything it names is read.
    pub(super) fn read(&mut self, expression: Node<'d>) {
        self.note_token(expression);
        self.expressions.push(expression);
        let asks = expression::asks(expression.text());
        for name in expression::names(expression.text()) {
            self.say(name, expression, if asks { Said::Asked } else { Said::Read });
        }
    }

    /// Takes the name of a variable that is given a value.
    pub(super) fn write(&mut self, variable: Node<'d>) {
        self.note_token(variable);
        for name in expression::names(variable.text()).take(1) {
            self.say(name, variable, Said::Written);
        }
    }

    /// Takes any other text.
    pub(super) fn mention(&mut self, text: &str, node: Node<'d>) {
        for name in expression::mentions(text) {
            self.say(name, node, Said::Mentioned);
        }
    }

    /// Takes note that something may read or write any variable.
    pub(super) fn doubt(&mut self, why: Why) {
        self.unreadable.get_or_insert(why);
    }

    fn note_token(&mut self, node: Node<'_>) {
        if node.has_token() {
            self.unreadable = Some(Why::Token);
        }
    }

    fn say(&mut self, name: &str, node: Node<'d>, said: Said) {
        let lower = name.to_lowercase();
        let scope = lower.split('.').next().unwrap_or_default();
        let is_own = OWN_SCOPES.contains(&scope);
        let known = self.named.entry(lower).or_default();
        match said {
            Said::Read => known.is_read = true,
            Said::Asked => (known.is_read, known.is_asked) = (true, true),
            Said::Written => known.is_written = true,
            Said::Mentioned => known.is_mentioned = true,
        }
        if is_own && known.variables.is_empty() && said != Said::Mentioned {
            known.variables.push(self.table.push(variable(name.to_owned(), node)));
        }
    }

    /// All variables, with what is said about them, and all expressions, in the order in which they are met.
    pub(super) fn finish(mut self) -> (Table<Variable<'d>>, Table<Node<'d>>) {
        let judged = |is: bool| if is { Ok(true) } else { self.unreadable.map_or(Ok(false), Err) };
        for id in self.table.ids() {
            let name = self.table[id].name.to_lowercase();
            let Some(known) = self.named.get(&name) else { continue };
            let this = &mut self.table[id];
            // Outside of modules the scope is that of another flow.
            let is_elsewhere = !self.is_module && name.starts_with(COMMON);
            this.is_built_in = !known.is_declared && (is_elsewhere || is_built_in(&name));
            this.is_asked = known.is_asked;
            this.is_read = judged(known.is_read || known.is_mentioned);
            this.is_written = judged(known.is_written || known.is_mentioned);
        }
        (self.table, self.expressions)
    }
}

fn variable<'d>(name: impl Into<Cow<'d, str>>, node: Node<'d>) -> Variable<'d> {
    Variable {
        name: name.into(),
        node,
        place: node,
        ty: None,
        is_declared: false,
        is_built_in: false,
        is_input: false,
        is_output: false,
        is_asked: false,
        has_default: false,
        is_repeated: false,
        is_read: Ok(false),
        is_written: Ok(false),
    }
}

/// Whether there is one of this name in the whole flow; tasks and states have their own.
fn is_of_flow(name: &str) -> bool {
    let scope = name.split('.').next().unwrap_or_default();
    ["flow", "common"].into_iter().any(|known| scope.eq_ignore_ascii_case(known))
}

/// Whether the platform has a variable of this name, in lower case. Of scopes that are not the author's it has any.
fn is_built_in(name: &str) -> bool {
    let Some((scope, name)) = name.split_once('.') else { return true };
    !OWN_SCOPES.contains(&scope) || BUILT_IN.binary_search(&name).is_ok()
}
