//! From words to a tree, by precedence climbing.

use super::literal::{int, unquote};
use super::token::{Token, Word, words};
use super::{Ast, AstKind, Fault, MAX_DEPTH, MAX_NODES, Name};
use crate::rules::expr::Binary;
use crate::source::Span;

/// Names that CEL keeps for languages around it.
const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

/// Binary operators by precedence, weakest first; all of them associate to the left.
const LEVELS: [&[(&str, Binary)]; 3] = [
    &[
        ("==", Binary::Equal),
        ("!=", Binary::NotEqual),
        ("<", Binary::Less),
        ("<=", Binary::LessEqual),
        (">", Binary::Greater),
        (">=", Binary::GreaterEqual),
        ("in", Binary::In),
    ],
    &[("+", Binary::Add), ("-", Binary::Subtract)],
    &[("*", Binary::Multiply), ("/", Binary::Divide), ("%", Binary::Modulo)],
];

/// Reads an expression. Anything behind it is a fault.
pub(crate) fn parse(text: &str) -> Result<Ast, Fault> {
    let mut parser = Parser { text, words: words(text)?, at: 0, nodes: 0, nesting: 0 };
    let ast = parser.expression()?;
    match parser.peek().token {
        Token::End => Ok(ast),
        _ => Err(parser.unexpected("an operator")),
    }
}

struct Parser<'t> {
    text: &'t str,
    words: Vec<Word>,
    at: usize,
    nodes: usize,
    nesting: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Word {
        let end = Word { token: Token::End, span: Span::at(self.text.trim_end().len()) };
        self.words.get(self.at).copied().unwrap_or(end)
    }

    fn next(&mut self) -> Word {
        let word = self.peek();
        self.at += 1;
        word
    }

    fn written(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn is_next(&self, symbol: &str) -> bool {
        matches!(self.peek().token, Token::Symbol(next) if next == symbol)
    }

    fn take(&mut self, symbol: &str) -> Option<Span> {
        self.is_next(symbol).then(|| self.next().span)
    }

    fn expect(&mut self, symbol: &str) -> Result<Span, Fault> {
        self.take(symbol).ok_or_else(|| self.unexpected(&format!("`{symbol}`")))
    }

    /// What stands here instead of what is wanted.
    fn unexpected(&self, wanted: &str) -> Fault {
        let Word { token, span } = self.peek();
        if token == Token::End {
            return Fault::new(span, format!("the expression ends where {wanted} is expected"));
        }
        let written = self.written(span);
        let fault = Fault::new(span, format!("expected {wanted}, found `{written}`"));
        match written {
            "and" => fault.help("CEL spells it `&&`"),
            "or" => fault.help("CEL spells it `||`"),
            "`" => fault.help("a key that is no name is written `x['the-key']`"),
            _ => fault,
        }
    }

    /// A part of the tree that begins where `start` stands and ends with the last word read.
    fn node(&mut self, kind: AstKind, start: Span) -> Result<Ast, Fault> {
        let span = start.join(self.last());
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("an expression may have {MAX_NODES} parts, this one has more");
            return Err(Fault::new(span, message));
        }
        let depth = 1 + kind.depth_below();
        if depth > MAX_DEPTH { Err(too_deep(span)) } else { Ok(Ast { kind, span, depth }) }
    }

    /// The span of the last word read.
    fn last(&self) -> Span {
        let last = self.at.checked_sub(1).and_then(|at| self.words.get(at));
        last.map_or(Span::at(0), |word| word.span)
    }

    /// Goes one level deeper for `read`.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.nesting == MAX_DEPTH {
            return Err(too_deep(self.peek().span));
        }
        self.nesting += 1;
        let result = read(self);
        self.nesting -= 1;
        result
    }

    fn expression(&mut self) -> Result<Ast, Fault> {
        self.nested(Self::conditional)
    }

    fn conditional(&mut self) -> Result<Ast, Fault> {
        let start = self.peek().span;
        let condition = self.or()?;
        if self.take("?").is_none() {
            return Ok(condition);
        }
        let then = self.or()?;
        self.expect(":")?;
        let otherwise = Box::new(self.expression()?);
        let kind = AstKind::Conditional(Box::new(condition), Box::new(then), otherwise);
        self.node(kind, start)
    }

    fn or(&mut self) -> Result<Ast, Fault> {
        let start = self.peek().span;
        let mut left = self.and()?;
        while self.take("||").is_some() {
            let right = self.and()?;
            left = self.node(AstKind::Or(Box::new(left), Box::new(right)), start)?;
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Ast, Fault> {
        let start = self.peek().span;
        let mut left = self.binary(0)?;
        while self.take("&&").is_some() {
            let right = self.binary(0)?;
            left = self.node(AstKind::And(Box::new(left), Box::new(right)), start)?;
        }
        Ok(left)
    }

    fn binary(&mut self, level: usize) -> Result<Ast, Fault> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let start = self.peek().span;
        let mut left = self.binary(level + 1)?;
        loop {
            let operator = operators.iter().find(|(symbol, _)| self.is_next(symbol));
            let Some(&(_, operator)) = operator else { return Ok(left) };
            self.next();
            let right = self.binary(level + 1)?;
            let kind = AstKind::Binary(operator, Box::new(left), Box::new(right));
            left = self.node(kind, start)?;
        }
    }

    fn unary(&mut self) -> Result<Ast, Fault> {
        let first = self.peek();
        let Token::Symbol(sign @ ("!" | "-")) = first.token else { return self.member() };
        if self.is_negative_number() {
            return self.member();
        }
        self.next();
        // CEL takes several of one sort in a row, but does not mix them.
        let operand = if self.is_next(sign) { self.nested(Self::unary) } else { self.member() }?;
        let operand = Box::new(operand);
        let kind = if sign == "!" { AstKind::Not(operand) } else { AstKind::Negate(operand) };
        self.node(kind, first.span)
    }

    /// Whether a sign and a number come next, which make one literal.
    fn is_negative_number(&self) -> bool {
        let second = self.words.get(self.at + 1).map(|word| word.token);
        self.is_next("-") && matches!(second, Some(Token::Int | Token::Double))
    }

    fn member(&mut self) -> Result<Ast, Fault> {
        let start = self.peek().span;
        let primary = self.primary()?;
        self.members(primary, start)
    }

    /// What follows a value: `.name`, `.call(…)`, `[index]`.
    fn members(&mut self, value: Ast, start: Span) -> Result<Ast, Fault> {
        let mut value = value;
        loop {
            let kind = if self.take(".").is_some() {
                self.refuse_optional()?;
                let name = self.name("a name behind `.`")?;
                match self.take("(") {
                    Some(_) => AstKind::MemberCall(
                        Box::new(value),
                        name,
                        self.until(")", Self::expression)?,
                    ),
                    None => AstKind::Select(Box::new(value), name),
                }
            } else if self.take("[").is_some() {
                self.refuse_optional()?;
                let index = self.expression()?;
                self.expect("]")?;
                AstKind::Index(Box::new(value), Box::new(index))
            } else {
                return self.refuse_message(value);
            };
            value = self.node(kind, start)?;
        }
    }

    fn refuse_optional(&self) -> Result<(), Fault> {
        if !self.is_next("?") {
            return Ok(());
        }
        let fault = Fault::new(self.peek().span, "rules have no optional values");
        Err(fault.help("what is absent is unknown by itself; ask `has(x.field)` where it matters"))
    }

    /// `Type{…}` makes a message in CEL.
    fn refuse_message(&self, value: Ast) -> Result<Ast, Fault> {
        let is_name = matches!(value.kind, AstKind::Name(_) | AstKind::Select(..));
        if is_name && self.is_next("{") {
            return Err(Fault::new(self.peek().span, "rules cannot make messages"));
        }
        Ok(value)
    }

    fn name(&mut self, wanted: &str) -> Result<Name, Fault> {
        if self.peek().token != Token::Name {
            return Err(self.unexpected(wanted));
        }
        let span = self.next().span;
        Ok(Name { text: self.written(span).to_owned(), span })
    }

    /// Elements with commas between them, up to `close`. Lists and maps may end with a comma, calls may not.
    fn until<T>(
        &mut self,
        close: &str,
        element: impl Fn(&mut Self) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut elements = Vec::new();
        // The grammar allows the last comma even where nothing is in front of it.
        if close != ")" {
            self.take(",");
        }
        while !self.is_next(close) || (close == ")" && !elements.is_empty()) {
            elements.push(element(self)?);
            if self.take(",").is_none() {
                break;
            }
        }
        match self.take(close) {
            Some(_) => Ok(elements),
            None if elements.is_empty() => Err(self.unexpected(&format!("`{close}`"))),
            None => Err(self.unexpected(&format!("`,` or `{close}`"))),
        }
    }

    fn primary(&mut self) -> Result<Ast, Fault> {
        let first = self.peek();
        if self.is_negative_number() {
            self.next();
            return self.number(first.span);
        }
        match first.token {
            Token::Name => self.name_or_call(),
            Token::Int | Token::Double => self.number(first.span),
            Token::String => {
                self.next();
                let text = unquote(self.written(first.span))
                    .map_err(|fault| fault.shifted(first.span.start))?;
                self.node(AstKind::String(text), first.span)
            }
            Token::Symbol(symbol) => self.symbol(symbol, first.span),
            Token::End => Err(self.unexpected("an expression")),
        }
    }

    fn symbol(&mut self, symbol: &str, start: Span) -> Result<Ast, Fault> {
        if symbol == "." {
            return Err(Fault::new(start, "rules have no names that begin with `.`"));
        }
        if !matches!(symbol, "(" | "[" | "{" | "null" | "true" | "false") {
            return Err(self.unexpected("an expression"));
        }
        self.next();
        let kind = match symbol {
            "(" => {
                let inner = self.expression()?;
                self.expect(")")?;
                return Ok(inner);
            }
            "[" => AstKind::List(self.until("]", |parser| {
                parser.refuse_optional()?;
                parser.expression()
            })?),
            "{" => AstKind::Map(self.until("}", Self::entry)?),
            "null" => AstKind::Null,
            _ => AstKind::Bool(symbol == "true"),
        };
        self.node(kind, start)
    }

    fn entry(&mut self) -> Result<(Ast, Ast), Fault> {
        self.refuse_optional()?;
        let key = self.expression()?;
        self.expect(":")?;
        Ok((key, self.expression()?))
    }

    fn name_or_call(&mut self) -> Result<Ast, Fault> {
        let name = self.name("a name")?;
        if RESERVED.contains(&name.text.as_str()) {
            let message = format!("`{}` is a name that CEL reserves", name.text);
            return Err(Fault::new(name.span, message));
        }
        let start = name.span;
        let kind = match self.take("(") {
            Some(_) => AstKind::Call(name, self.until(")", Self::expression)?),
            None => AstKind::Name(name.text),
        };
        self.node(kind, start)
    }

    /// The number that comes next, which begins at `start`: at its sign, if it has one.
    fn number(&mut self, start: Span) -> Result<Ast, Fault> {
        let Word { token, span } = self.next();
        let (sign, written) = (if start == span { "" } else { "-" }, self.written(span));
        let kind = if token == Token::Int {
            int(written, sign).map(AstKind::Int)
        } else {
            let value = format!("{sign}{written}").parse().ok();
            value.filter(|value: &f64| value.is_finite()).map(AstKind::Double)
        };
        match kind {
            Some(kind) => self.node(kind, start),
            None => Err(Fault::new(span, "this number is too large")),
        }
    }
}

fn too_deep(span: Span) -> Fault {
    Fault::new(span, format!("expressions may be {MAX_DEPTH} levels deep, this one is deeper"))
}
