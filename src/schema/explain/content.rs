//! JSON inside a string.

use std::sync::Arc;

use serde_json::Value;

use super::{Check, Context, Explainer, Violation};
use crate::document::{self, Syntax};
use crate::schema::json::Instance;
use crate::schema::locate::Locator;
use crate::schema::shelf::CONTENT;
use crate::schema::words::subject;
use crate::source::Source;

impl<'s, 'd> Explainer<'s, 'd> {
    /// `contentSchema`: what is wrong inside the string, at its place in the file.
    pub(super) fn wrong_content(&self, cx: &Context<'s, 'd>) -> Vec<Violation<'d>> {
        let node = cx.place.node;
        let Some(embedded) = node.embedded() else { return vec![self.broken(cx)] };
        let spot = cx.trail.last().spot;
        let Some(target) = spot.schema.get(CONTENT).and_then(Value::as_str) else {
            return Vec::new();
        };
        let start = self.schema.shelf.follow(spot.base, target);
        let (Some(start), Some(validator)) = (start, self.schema.content(target)) else {
            return Vec::new();
        };
        let mode = self.mode.inside_string();
        let root = embedded.root();
        let errors: Vec<_> = validator.iter_errors(Instance::new(root, mode)).collect();
        let mut inside = Explainer {
            schema: self.schema,
            start,
            by_reference: true,
            mode,
            locator: Locator::new(root, Some(cx.place)),
            severity: cx.trail.severity(self.severity),
        };
        inside.explain_all(&errors)
    }

    /// A string that is not JSON: at the byte where it breaks.
    fn broken(&self, cx: &Context<'s, 'd>) -> Violation<'d> {
        let node = cx.place.node;
        let source = Arc::new(Source::new("", node.text()));
        let error = document::parse(&source, Syntax::Json).error;
        let reason = error.as_ref().map_or("it is empty", |error| error.message.as_str());
        let message = format!("{} is not JSON: {reason}", subject(&cx.place));
        let help = error.as_ref().and_then(|error| error.help.clone());
        let span = error.map(|error| node.text_map().map(error.span));
        Violation { span, ..self.at_value(cx, Check::InvalidValue, message, help) }
    }
}
