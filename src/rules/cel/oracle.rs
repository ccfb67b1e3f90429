//! The `cel` crate's parser is the authority for what an expression is: both accept the same texts and read the same
//! tree from them, but for what rules refuse on purpose.

use cel::common::ast::{EntryExpr, Expr as Theirs, IdedExpr, LiteralValue, operators};
use proptest::prelude::*;

use super::{Ast, AstKind, parse};
use crate::rules::expr::Binary;

/// One spelling of a tree. Chains of `&&` and `||` are flat, because the crate balances them; signs and negations
/// that cancel out are left out, because the crate does so.
fn ours(ast: &Ast) -> String {
    let all = |parts: &[Ast]| parts.iter().map(ours).collect::<Vec<_>>().join(" ");
    match &ast.kind {
        AstKind::Null => "null".to_owned(),
        AstKind::Bool(value) => value.to_string(),
        AstKind::Int(value) => value.to_string(),
        AstKind::Double(value) => format!("{value:?}f"),
        AstKind::String(text) => format!("{text:?}"),
        AstKind::Name(name) => name.clone(),
        AstKind::Select(of, name) => format!("(. {} {})", ours(of), name.text),
        AstKind::Index(of, index) => format!("(_[_] {} {})", ours(of), ours(index)),
        AstKind::Call(name, parts) => format!("({} {})", name.text, all(parts)),
        AstKind::MemberCall(of, name, parts) => {
            format!("(.{} {} {})", name.text, ours(of), all(parts))
        }
        AstKind::List(parts) => format!("[{}]", all(parts)),
        AstKind::Map(entries) => {
            let entry = |(key, value): &(Ast, Ast)| format!("{}: {}", ours(key), ours(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        AstKind::Not(of) => signed("!_", &ours(of)),
        AstKind::Negate(of) => signed("-_", &ours(of)),
        AstKind::And(a, b) => chain("_&&_", &ours(a), &ours(b)),
        AstKind::Or(a, b) => chain("_||_", &ours(a), &ours(b)),
        AstKind::Conditional(a, b, c) => format!("(_?_:_ {} {} {})", ours(a), ours(b), ours(c)),
        AstKind::Binary(operator, a, b) => format!("({} {} {})", name(*operator), ours(a), ours(b)),
    }
}

fn name(operator: Binary) -> &'static str {
    match operator {
        Binary::Equal => operators::EQUALS,
        Binary::NotEqual => operators::NOT_EQUALS,
        Binary::Less => operators::LESS,
        Binary::LessEqual => operators::LESS_EQUALS,
        Binary::Greater => operators::GREATER,
        Binary::GreaterEqual => operators::GREATER_EQUALS,
        Binary::In => operators::IN,
        Binary::Add => operators::ADD,
        Binary::Subtract => operators::SUBSTRACT,
        Binary::Multiply => operators::MULTIPLY,
        Binary::Divide => operators::DIVIDE,
        Binary::Modulo => operators::MODULO,
    }
}

fn signed(sign: &str, of: &str) -> String {
    if let Some(inner) = of.strip_prefix(&format!("({sign} ")) {
        return inner[..inner.len() - 1].to_owned();
    }
    match (sign, of.strip_prefix('-')) {
        ("-_", Some(digits)) => digits.to_owned(),
        ("-_", None) if of.starts_with(|c: char| c.is_ascii_digit()) => format!("-{of}"),
        _ => format!("({sign} {of})"),
    }
}

fn chain(operator: &str, a: &str, b: &str) -> String {
    let opening = format!("({operator} ");
    let inner = |text: &str| match text.strip_prefix(&opening) {
        Some(parts) => parts[..parts.len() - 1].to_owned(),
        None => text.to_owned(),
    };
    format!("({operator} {} {})", inner(a), inner(b))
}

fn theirs(expr: &IdedExpr) -> String {
    let all = |parts: &[IdedExpr]| parts.iter().map(theirs).collect::<Vec<_>>().join(" ");
    match &expr.expr {
        Theirs::Literal(literal) => match literal {
            LiteralValue::Null => "null".to_owned(),
            LiteralValue::Boolean(value) => value.inner().to_string(),
            LiteralValue::Int(value) => value.inner().to_string(),
            LiteralValue::Double(value) => format!("{:?}f", value.inner()),
            LiteralValue::String(value) => format!("{:?}", value.inner()),
            other => format!("{other:?}"),
        },
        Theirs::Ident(name) => name.clone(),
        Theirs::Select(select) => format!("(. {} {})", theirs(&select.operand), select.field),
        Theirs::List(list) => format!("[{}]", all(&list.elements)),
        Theirs::Map(map) => {
            let entries = map.entries.iter().map(|entry| match &entry.expr {
                EntryExpr::MapEntry(entry) => {
                    format!("{}: {}", theirs(&entry.key), theirs(&entry.value))
                }
                EntryExpr::StructField(_) => "a field".to_owned(),
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Theirs::Call(call) => match (&call.target, call.func_name.as_str(), call.args.as_slice()) {
            (Some(of), name, parts) => format!("(.{name} {} {})", theirs(of), all(parts)),
            (None, sign @ ("!_" | "-_"), [of]) => signed(sign, &theirs(of)),
            (None, name @ ("_&&_" | "_||_"), [a, b]) => chain(name, &theirs(a), &theirs(b)),
            (None, name, parts) => format!("({name} {})", all(parts)),
        },
        other => format!("{other:?}"),
    }
}

fn read(text: &str) -> Result<String, String> {
    let tree = cel::Env::default().with_stdlib().parser().parse(text);
    tree.map(|tree| theirs(&tree)).map_err(|error| error.to_string())
}

/// What rules refuse although it is CEL.
fn is_refused(message: &str) -> bool {
    ["rules have no", "rules cannot", "levels deep", "may have"]
        .iter()
        .any(|refusal| message.contains(refusal))
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    match (parse(text), read(text)) {
        (Ok(ast), Ok(theirs)) => prop_assert_eq!(ours(&ast), theirs, "{}", text),
        (Ok(ast), Err(error)) => prop_assert!(false, "only we read {text:?} as {ast:?}: {error}"),
        (Err(fault), Ok(_)) => {
            prop_assert!(is_refused(&fault.message), "only we refuse {text:?}: {fault:?}");
        }
        (Err(fault), Err(_)) => prop_assert!(fault.span.end as usize <= text.len()),
    }
    Ok(())
}

fn words() -> impl Strategy<Value = String> {
    let words = [
        "a",
        "b.c",
        "self",
        "x",
        "1",
        "2.5",
        "0x1F",
        ".5",
        "1e3",
        "'t'",
        "\"q\\n\"",
        "r'\\d'",
        "true",
        "null",
        "in",
        "+",
        "-",
        "*",
        "/",
        "%",
        "!",
        "&&",
        "||",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "?",
        ":",
        ".",
        ",",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "f(",
        ".exists(v, ",
        " ",
        " ",
        "if",
        "'\\q'",
        "// c\n",
        "7u",
        "b'x'",
        "é",
        "=",
        "9223372036854775808",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..12)
        .prop_map(|words| words.join(" "))
}

fn expressions() -> impl Strategy<Value = String> {
    let leaf =
        prop::sample::select(vec!["a", "self.b", "1", "-2", "0.5", "'x'", "true", "null", "[]"]);
    leaf.prop_map(str::to_owned).prop_recursive(6, 60, 4, |inner| {
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "==", "!=", "<", ">=", "in", "&&", "||",
        ]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(a, o, b)| format!("{a} {o} {b}")),
            inner.clone().prop_map(|a| format!("({a})")),
            inner.clone().prop_map(|a| format!("!{a}")),
            inner.clone().prop_map(|a| format!("-{a}")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("{a} ? {b} : {c}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("a.all(x, {a}).f({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[{a}, {b},][{b}].c")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("{{{a}: {b}}}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_expressions_as_the_cel_crate_does(text in expressions()) {
        agree(&text)?;
    }

    #[test]
    fn accepts_what_the_cel_crate_accepts(text in words()) {
        agree(&text)?;
    }

    #[test]
    fn never_panics(text in "\\PC{0,40}") {
        agree(&text)?;
    }
}

#[test]
fn reads_literals_as_the_cel_crate_does() {
    for text in [
        r"'\a\b\f\n\r\t\v\\\?\'\`'",
        r#""\x41\X42\u00e9\U0001F600\101""#,
        "'''a\n'b'''",
        r"r'\d+'",
        r#"R"""x""""#,
        "''",
        "-9223372036854775808",
        "9223372036854775808",
        "0xFF",
        "-0x10",
        "1.5e-3",
        "1e400",
        "'\\400'",
        "'\\ud800'",
        "'a\nb'",
        "a // comment\n + b",
        "- 5",
        "--5",
        "- - a",
        "!-a",
        "-a.b",
        "-1.b",
        "a.if",
        "if",
        "a.in",
        "[,]",
        "{,}",
        "f(,)",
        ".a",
    ] {
        agree(text).unwrap();
    }
}
