//! Broken HCL: what is said, where, and what is kept.

use orglint::document::MAX_DEPTH;
use serde_json::json as expected;

use super::{error, hcl, value};

#[test]
fn errors_stand_at_the_byte_and_are_said_in_words() {
    for (text, place, message) in [
        ("a = \"x\nb = 1", "\"x", "this string is not closed on its line"),
        ("a = \"x", "\"x", "this string is never closed"),
        ("a = \"${b\"", "${", "this `${` is never closed"),
        ("a = \"${}\"", "", "an expression is missing in `${}`"),
        ("a = <<E\nx\n", "<<E", "this heredoc is never closed: `E` stands alone on no line"),
        ("a = << E\nE", "<< E", "this begins no heredoc"),
        ("/* x", "/*", "this comment is never closed"),
        ("\na {\n  b = 1\n", "", "the text ends inside the `{` of line 2"),
        ("a = [1\nb = 2", "", "the text ends inside the `[` of line 1"),
        ("a {\n  b = [1}\n", "}", "`}` cannot close this `[`"),
        ("a = 1\n}\n", "}", "`}` closes nothing"),
        ("a = “x”", "“", "this is a typographic quote, not the `\"` of HCL"),
        ("a = 'x'", "'", "strings are in double quotes"),
        ("a = 1; b = 2", ";", "`;` separates nothing"),
        ("a = @", "@", "`@` cannot stand here"),
        ("{\"a\": 1}", "{", "a block or an argument is expected here, not `{`"),
        ("[1]", "[", "a block or an argument is expected here, not `[`"),
        ("a {\n  \"b\" = 1\n}", "\"b\"", "the name of an argument is not in quotes"),
        ("a: 1", ":", "`=` stands between an argument and its value, not `:`"),
        ("a = 1\nfoo\n", "foo", "`foo` is neither an argument nor a block"),
        ("resource \"t\" \"l\"\n", "\"l\"", "`{` is missing behind a string"),
        ("a { b = 1 } c = 2", "c", "a new line is missing in front of `c`"),
        ("a =\nb = 1", "=", "no value stands behind this sign"),
        ("a = [1,,2]", ",", "no value stands in front of this `,`"),
        ("a = { b }", "b", "no value stands behind the key `b`"),
        ("a = { b = }", "=", "no value stands behind this sign"),
        ("a = { = 1 }", "=", "no key stands in front of this `=`"),
        ("a = \"\\d\"", "\\d", "`\\d` is no escape"),
        ("a = \"\\u12\"", "\\u12", "`\\u` needs 4 hexadecimal digits"),
        ("a = \"\\ud800\"", "\\ud800", "this is no character"),
        ("a = Billing Queue", "Queue", "the expression cannot go on with `Queue`"),
        ("a = f(1", "", "the text ends inside the `(` of line 1"),
        ("a = 1 +", "1 +", "this expression is not complete"),
        ("a = \"x ${b c} y\"", "c", "the expression cannot go on with `c`"),
        ("a = [b\n c]", "c", "the expression cannot go on with `c`"),
    ] {
        let (error, found) = error(hcl(text), text);
        assert_eq!((found, error.message.as_str()), (place, message), "{text}");
    }
}

#[test]
fn what_stands_in_front_of_an_error_is_kept() {
    let parsed = hcl("a = 1\nb {\n  c = 2\n}\nd = = 3\ne = 4\n");
    assert!(parsed.error.is_some());
    assert_eq!(value(parsed.documents[0].root()), expected!({"a": 1, "b": [{"c": 2}]}));
    let parsed = hcl("a = 1\nb {\n  c = 2\n");
    assert_eq!(value(parsed.documents[0].root()), expected!({"a": 1}));
    assert!(hcl("a = = 1").documents.is_empty());
}

#[test]
fn the_text_of_strings_is_not_repeated() {
    for text in ["a = \"secret\" b", "a { \"secret\" }", "a \"b\" \"secret\"\n", "a = b \"secret\""]
    {
        let error = hcl(text).error.unwrap();
        assert!(!format!("{} {:?}", error.message, error.help).contains("secret"), "{error:?}");
    }
}

#[test]
fn nesting_is_refused_behind_the_limit_and_costs_no_stack() {
    let deep =
        |open: &str, close: &str, n: usize| format!("a = {}1{}", open.repeat(n), close.repeat(n));
    for (open, close) in [("[", "]"), ("(", ")"), ("{a=", "}"), ("f(", ")"), ("\"${", "}\"")] {
        assert_eq!(hcl(&deep(open, close, 60)).error, None, "{open}");
        assert_eq!(hcl(&deep(open, close, 300)).error, None, "{open}");
        for n in [10_000, 200_000] {
            let error = hcl(&deep(open, close, n)).error.unwrap();
            assert!(error.message.contains(&format!("deeper than {MAX_DEPTH}")), "{error:?}");
        }
    }
    let blocks = |n: usize| format!("{}{}", "a {\n".repeat(n), "}\n".repeat(n));
    assert_eq!(hcl(&blocks(200)).error, None);
    assert!(hcl(&blocks(400)).error.unwrap().message.contains("nested deeper"));
    assert!(hcl(&"a {\n".repeat(100_000)).error.is_some());
    assert!(hcl(&format!("a {} {{}}", "b ".repeat(1_000))).error.is_some());
    assert_eq!(hcl(&format!("a = {}1", "-".repeat(1_000))).error, None);
    assert_eq!(hcl(&format!("a = {}1", "1 + ".repeat(2_000))).error, None);
}

#[test]
fn large_texts_cost_their_size() {
    let many = |item: &dyn Fn(usize) -> String| (0..60_000).map(item).collect::<String>();
    for text in [
        many(&|n| format!("resource \"t\" \"l{n}\" {{}}\n")),
        many(&|n| format!("resource \"t{n}\" \"l\" {{}}\n")),
        many(&|n| format!("a{n} = 1\n")),
        many(&|n| format!("dynamic \"b{n}\" {{}}\n")),
        format!("a = {{ {} }}", many(&|n| format!("k{n} = 1, "))),
        format!("a = merge({{ {} }})", many(&|n| format!("k{n} = 1, "))),
        format!("a = \"{}\"", "${a + 1}".repeat(20_000)),
        format!("a = <<-E\n{}  E\n", "  ${a.b}\n\n".repeat(60_000)),
        format!("a = <<-E\n{}  E\n", "\n".repeat(300_000)),
        "a = [\"x\", [1], {b = 2}]\n".repeat(20_000),
    ] {
        assert_eq!(hcl(&text).error, None, "{}", &text[..40]);
    }
    for text in
        ["\"".repeat(300_001), "${".repeat(300_000), "/* ".repeat(300_000), "<<A\n".repeat(100_000)]
    {
        assert!(hcl(&format!("a = {text}")).error.is_some(), "{}", &text[..8]);
    }
}
