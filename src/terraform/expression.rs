//! Expressions: what the text of a Terraform string refers to, and where in the text.

use std::ops::Range;

use hcl_edit::expr::{Expression as Hcl, ForExpr, Traversal as HclTraversal, TraversalOperator};
use hcl_edit::template::{Directive, Element, Template};
use hcl_edit::{Decorated, Span as _};

use super::path::folder;
use crate::document::Node;

/// What a text with `${…}` refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expression<'d> {
    /// The traversals in it, in the order of the text; those that begin at a variable of the expression's own
    /// (`for x in …`) are left out.
    pub traversals: Vec<Traversal<'d>>,
    /// Whether the value is that of the first traversal, as it is; others stand in its indices.
    pub is_sole: bool,
    /// Whether there is text around what is computed.
    pub is_mixed: bool,
}

/// A path from a name that the module, or Terraform, gives a meaning: `var.queues["billing"].id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traversal<'d> {
    /// The name in front.
    pub root: &'d str,
    /// What follows, each with the offset behind it.
    pub steps: Vec<(Step<'d>, usize)>,
    /// Byte offset of the name in the text.
    pub start: usize,
}

/// One step of a traversal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'d> {
    /// `.name`
    Name(&'d str),
    /// `["name"]`
    Key(&'d str),
    /// `[0]` or `.0`
    Index(usize),
    /// An index that has to be computed.
    Computed,
    /// `[*]` or `.*`: a list of what follows, of all elements.
    Splat,
}

impl Traversal<'_> {
    /// Whether it stands for one thing wherever its module names it, and not for another one in each instance.
    pub(super) fn is_constant(&self) -> bool {
        let is_computed = |(step, _): &(Step<'_>, usize)| matches!(step, Step::Computed);
        !["each", "count", "self"].contains(&self.root) && !self.steps.iter().any(is_computed)
    }
}

/// Whether a Terraform string holds `${…}` or `%{…}`; `$${` and `%%{` are those characters themselves.
pub fn is_expression(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'$', b'%', rest.as_bytes()) {
        let mark = &rest[at..=at];
        let behind = &rest[at + 1..];
        if behind.starts_with('{') {
            return true;
        }
        let is_escape = behind.starts_with(mark) && behind[1..].starts_with('{');
        rest = if is_escape { &behind[2..] } else { behind };
    }
    false
}

/// Whether two Terraform strings have the same value, whatever it is: the same traversal, in the same module.
pub fn is_same_value(a: Node<'_>, b: Node<'_>) -> bool {
    let is_constant = |text| {
        let expression = of_template(text).filter(|it| it.is_sole);
        expression.is_some_and(|it| it.traversals.first().is_some_and(Traversal::is_constant))
    };
    let (Some(text), Some(other)) = (a.as_str(), b.as_str()) else { return false };
    let (a, b) = (a.document().source(), b.document().source());
    text == other && folder(a.path()) == folder(b.path()) && is_constant(text)
}

/// Reads a template: text with `${…}` and `%{…}` in it. `None` where it is none that Terraform could read.
pub(super) fn of_template(text: &str) -> Option<Expression<'_>> {
    let template: Template = text.parse().ok()?;
    let mut reader = Reader::new(text);
    reader.template(&template);
    let single = template.as_single_element();
    let sole = match single {
        Some(Element::Interpolation(interpolation)) => is_traversal(&interpolation.expr),
        _ => false,
    };
    Some(Expression { is_mixed: single.is_none(), ..reader.finish(sole) })
}

/// Reads a bare expression, as `depends_on` has them in Terraform's JSON syntax. `None` where it is none.
pub(super) fn of_expression(text: &str) -> Option<Expression<'_>> {
    let expression: Hcl = text.parse().ok()?;
    let mut reader = Reader::new(text);
    reader.expression(&expression);
    Some(reader.finish(is_traversal(&expression)))
}

/// Whether an expression is a traversal from a name and nothing more.
fn is_traversal(expression: &Hcl) -> bool {
    match expression {
        Hcl::Traversal(traversal) => matches!(traversal.expr, Hcl::Variable(_)),
        Hcl::Parenthesis(inner) => is_traversal(inner.inner()),
        _ => false,
    }
}

/// Collects traversals. The parser bounds the depth of what is read here.
struct Reader<'d> {
    text: &'d str,
    traversals: Vec<Traversal<'d>>,
    /// The names that `for` gives a meaning here.
    scope: Vec<&'d str>,
}

impl<'d> Reader<'d> {
    fn new(text: &'d str) -> Self {
        Self { text, traversals: Vec::new(), scope: Vec::new() }
    }

    fn finish(self, sole: bool) -> Expression<'d> {
        let is_sole = sole && !self.traversals.is_empty();
        Expression { is_sole, traversals: self.traversals, is_mixed: false }
    }

    fn slice(&self, span: Option<Range<usize>>) -> Option<&'d str> {
        self.text.get(span?)
    }

    fn template(&mut self, template: &Template) {
        template.iter().for_each(|element| self.element(element));
    }

    fn element(&mut self, element: &Element) {
        match element {
            Element::Literal(_) => {}
            Element::Interpolation(interpolation) => self.expression(&interpolation.expr),
            Element::Directive(directive) => self.directive(directive),
        }
    }

    fn directive(&mut self, directive: &Directive) {
        match directive {
            Directive::If(directive) => {
                self.expression(&directive.if_expr.cond_expr);
                self.template(&directive.if_expr.template);
                if let Some(otherwise) = &directive.else_expr {
                    self.template(&otherwise.template);
                }
            }
            Directive::For(directive) => {
                let intro = &directive.for_expr;
                self.expression(&intro.collection_expr);
                let names =
                    [intro.key_var.as_ref().and_then(Decorated::span), intro.value_var.span()];
                self.within(names, |inner| inner.template(&intro.template));
            }
        }
    }

    /// Goes on where some names have a meaning of their own.
    fn within(&mut self, names: [Option<Range<usize>>; 2], body: impl FnOnce(&mut Self)) {
        let before = self.scope.len();
        for name in names {
            let name = self.slice(name);
            self.scope.extend(name);
        }
        body(self);
        self.scope.truncate(before);
    }

    fn expression(&mut self, expression: &Hcl) {
        match expression {
            Hcl::Null(_) | Hcl::Bool(_) | Hcl::Number(_) | Hcl::String(_) => {}
            Hcl::Variable(name) => self.name(name.span()),
            Hcl::Array(array) => array.iter().for_each(|item| self.expression(item)),
            Hcl::Object(object) => {
                for (key, value) in object {
                    if let hcl_edit::expr::ObjectKey::Expression(key) = key {
                        self.expression(key);
                    }
                    self.expression(value.expr());
                }
            }
            Hcl::StringTemplate(template) => {
                template.iter().for_each(|element| self.element(element));
            }
            Hcl::HeredocTemplate(heredoc) => self.template(&heredoc.template),
            Hcl::Parenthesis(inner) => self.expression(inner.inner()),
            Hcl::Conditional(conditional) => {
                self.expression(&conditional.cond_expr);
                self.expression(&conditional.true_expr);
                self.expression(&conditional.false_expr);
            }
            Hcl::FuncCall(call) => call.args.iter().for_each(|argument| self.expression(argument)),
            Hcl::Traversal(traversal) => self.traversal(traversal),
            Hcl::UnaryOp(operation) => self.expression(&operation.expr),
            Hcl::BinaryOp(operation) => {
                self.expression(&operation.lhs_expr);
                self.expression(&operation.rhs_expr);
            }
            Hcl::ForExpr(all) => self.for_expression(all),
        }
    }

    fn for_expression(&mut self, all: &ForExpr) {
        self.expression(&all.intro.collection_expr);
        let names =
            [all.intro.key_var.as_ref().and_then(Decorated::span), all.intro.value_var.span()];
        self.within(names, |inner| {
            let condition = all.cond.as_ref().map(|condition| &condition.expr);
            for part in all.key_expr.iter().chain([&all.value_expr]).chain(condition) {
                inner.expression(part);
            }
        });
    }

    fn traversal(&mut self, traversal: &HclTraversal) {
        match &traversal.expr {
            Hcl::Variable(name) => self.path(name.span(), traversal),
            other => self.expression(other),
        }
        for operator in &traversal.operators {
            if let TraversalOperator::Index(index) = operator.value() {
                self.expression(index);
            }
        }
    }

    /// A name with nothing behind it.
    fn name(&mut self, name: Option<Range<usize>>) {
        let start = name.as_ref().map_or(0, |name| name.start);
        let root = self.slice(name).filter(|root| !self.scope.contains(root));
        self.traversals.extend(root.map(|root| Traversal { root, steps: Vec::new(), start }));
    }

    fn path(&mut self, name: Option<Range<usize>>, traversal: &HclTraversal) {
        let start = name.as_ref().map_or(0, |name| name.start);
        let Some(root) = self.slice(name).filter(|root| !self.scope.contains(root)) else { return };
        let mut end = start + root.len();
        let mut steps = Vec::with_capacity(traversal.operators.len());
        for operator in &traversal.operators {
            end = operator.span().map_or(end, |span| span.end);
            steps.push((self.step(operator.value()), end));
        }
        self.traversals.push(Traversal { root, steps, start });
    }

    fn step(&self, operator: &TraversalOperator) -> Step<'d> {
        let step = match operator {
            TraversalOperator::GetAttr(name) => self.slice(name.span()).map(Step::Name),
            TraversalOperator::LegacyIndex(index) => usize::try_from(**index).ok().map(Step::Index),
            TraversalOperator::Index(Hcl::Number(index)) => {
                let index = index.value().as_u64().and_then(|index| usize::try_from(index).ok());
                index.map(Step::Index)
            }
            TraversalOperator::Index(Hcl::String(name)) => {
                let quoted = name.span().and_then(|span| self.text.get(span));
                let inner = quoted.and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
                inner.filter(|inner| *inner == name.value().as_str()).map(Step::Key)
            }
            TraversalOperator::Index(_) => None,
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => Some(Step::Splat),
        };
        step.unwrap_or(Step::Computed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each traversal as its text up to the last step, `=` in front where it is the whole value.
    fn read(text: &str) -> Vec<String> {
        let expression = of_template(text).unwrap_or_default();
        let shown = |traversal: &Traversal<'_>| {
            let end = traversal.steps.last().map_or(traversal.start, |(_, end)| *end);
            let sole = if expression.is_sole { "=" } else { "" };
            format!("{sole}{}", &text[traversal.start..end])
        };
        expression.traversals.iter().map(shown).collect()
    }

    #[test]
    fn a_sole_traversal_is_the_value() {
        assert_eq!(read("${var.queue_id}"), ["=var.queue_id"]);
        assert_eq!(read("${ (local.a.b[0]) }"), ["=local.a.b[0]"]);
        assert_eq!(read("${module.queues[\"a\"].id}"), ["=module.queues[\"a\"].id"]);
        assert_eq!(read("prefix ${var.a}${var.b}"), ["var.a", "var.b"]);
    }

    #[test]
    fn traversals_are_found_in_every_kind_of_expression() {
        let text = "${var.a.b ? [for k, v in var.c.d : \"${v.id}-${local.e.f}\" if k.x] : try(data.t.l.id, -1 + local.g[var.h.i])}";
        let found =
            ["var.a.b", "var.c.d", "local.e.f", "data.t.l.id", "local.g[var.h.i]", "var.h.i"];
        assert_eq!(read(text), found);
        assert_eq!(
            read("%{ for q in local.q.l }${q.name} ${var.x}%{ endfor }"),
            ["local.q.l", "var.x"]
        );
        assert_eq!(read("${{ (var.k.l) = aws_x.y.id }}"), ["var.k.l", "aws_x.y.id"]);
    }

    #[test]
    fn steps_are_names_positions_or_computed() {
        let steps = |text| {
            let expression = of_template(text).unwrap_or_default();
            let steps = expression.traversals[0].steps.iter();
            steps.map(|(step, _)| *step).collect::<Vec<_>>()
        };
        let [a, l] = [Step::Name("a"), Step::Name("l")];
        assert_eq!(steps("${var.a[0].l}"), [a, Step::Index(0), l]);
        assert_eq!(steps("${var.a.0[\"l\"]}"), [a, Step::Index(0), Step::Key("l")]);
        assert_eq!(steps("${var.a[*].l}"), [a, Step::Splat, l]);
        assert_eq!(steps("${rawResult}"), []);
        assert_eq!(steps("${var.a[each.key].l}"), [a, Step::Computed, l]);
    }

    #[test]
    fn what_is_no_expression_is_nothing() {
        assert_eq!(of_template("${"), None);
        assert_eq!(of_template("${a b}"), None);
        assert!(read("$${var.a}").is_empty());
        assert_eq!(of_expression("aws_x.y").map(|one| one.traversals.len()), Some(1));
    }
}
