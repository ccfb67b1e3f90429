//! The fix of a rule: exactly one change, with what it needs.

use crate::document::Node;
use crate::problem::Problem;
use crate::rules::cel::Fault;
use crate::rules::check::{Scope, compile};
use crate::rules::expr::Expr;
use crate::rules::fix::{Change, Repair, With};
use crate::rules::frame::{at_key, at_value, framed};
use crate::rules::model::FixFile;
use crate::rules::template::{Template, TemplatePart};

/// The fix that `node` writes; `None` where a problem was added.
pub(super) fn fix(
    scope: Scope<'_>,
    file: &FixFile,
    node: Node<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Repair> {
    let mut draft = Draft { scope, node, problems };
    let change = match (&file.replace, &file.remove, &file.rename, &file.insert) {
        (Some(at), None, None, None) => {
            draft.needs_no("key", file.key.is_some());
            let with = draft.with(file);
            Change::Replace { at: draft.expr("replace", at)?, with: with? }
        }
        (None, Some(at), None, None) => {
            draft.needs_no("key", file.key.is_some());
            draft.needs_no("with", file.with.is_some());
            Change::Remove { at: draft.expr("remove", at)? }
        }
        (None, None, Some(at), None) => {
            draft.needs_no("with", file.with.is_some());
            let key = draft.key(file);
            Change::Rename { at: draft.expr("rename", at)?, key: key? }
        }
        (None, None, None, Some(into)) => {
            let (key, with) = (draft.key(file), draft.with(file));
            Change::Insert { into: draft.expr("insert", into)?, key: key?, with: with? }
        }
        _ => {
            let message = "a fix has one of `replace`, `remove`, `rename` and `insert`";
            draft.problems.push(at_key(node, message));
            return None;
        }
    };
    Some(Repair { change, applicability: file.applicability })
}

struct Draft<'c, 'd, 'p> {
    scope: Scope<'c>,
    node: Node<'d>,
    problems: &'p mut Vec<Problem>,
}

impl Draft<'_, '_, '_> {
    fn place(&self, key: &str) -> Option<Node<'_>> {
        self.node.get(key)
    }

    fn needs_no(&mut self, key: &str, is_there: bool) {
        if is_there && let Some(node) = self.place(key) {
            let problem = at_key(node, format!("this fix has no `{key}`"));
            self.problems.push(problem);
        }
    }

    fn faults(&mut self, key: &str, faults: Vec<Fault>) {
        let node = self.node.get(key).unwrap_or(self.node);
        self.problems.extend(faults.into_iter().map(|fault| framed(fault, node)));
    }

    fn expr(&mut self, key: &str, text: &str) -> Option<Expr> {
        compile(self.scope, text).map_err(|fault| self.faults(key, vec![fault])).ok()
    }

    fn template(&mut self, key: &str, text: &str) -> Option<Template> {
        Template::compile(self.scope, text).map_err(|faults| self.faults(key, faults)).ok()
    }

    fn key(&mut self, file: &FixFile) -> Option<Template> {
        let Some(key) = &file.key else {
            self.problems
                .push(at_key(self.node, "this fix needs a `key`: the name that is written"));
            return None;
        };
        self.template("key", key)
    }

    fn with(&mut self, file: &FixFile) -> Option<With> {
        let Some(with) = &file.with else {
            self.problems
                .push(at_key(self.node, "this fix needs `with`: the value that is written"));
            return None;
        };
        let Some(text) = with.as_str() else {
            if with.is_object() {
                let node = self.place("with").unwrap_or(self.node);
                let problem = at_value(node, "a fix writes a single value or a list");
                self.problems.push(problem);
                return None;
            }
            return Some(With::Constant(with.clone()));
        };
        let template = self.template("with", text)?;
        Some(match template.parts.as_slice() {
            [] => With::Constant(with.clone()),
            [TemplatePart::Text(text)] => With::Constant(text.clone().into()),
            _ => With::Text(template),
        })
    }
}
