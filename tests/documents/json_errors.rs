//! Every mistake is named at the byte where the text stops being JSON.

use super::{error, json};

/// The text that is underlined, the message and the help.
fn told(text: &str) -> (&str, String, String) {
    let (error, found) = error(json(text), text);
    (found, error.message, error.help.unwrap_or_default())
}

#[track_caller]
fn assert_told(text: &str, found: &str, message: &str, help: &str) {
    assert_eq!(told(text), (found, message.to_owned(), help.to_owned()), "{text}");
}

#[test]
fn commas() {
    let help = "put `,` at the end of the line before";
    assert_told("{\n\"a\": 1\n\"b\": 2}", "\"", "a comma is missing in front of `\"b\"`", help);
    assert_told("[1 2]", "2", "a comma is missing in front of `2`", "put `,` in between");
    assert_told("[[] {}]", "{", "a comma is missing in front of `{`", "put `,` in between");
    let help = "take the comma out";
    assert_told("{\"a\": 1 ,\n}", ",", "a comma stands behind the last entry", help);
    assert_told("[1,]", ",", "a comma stands behind the last entry", help);
    assert_told("[1,,2]", ",", "a value is missing in front of this comma", "");
    let message = "a comma cannot stand between two JSON texts";
    assert_told("{},\n{}", ",", message, "put them in an array");
}

#[test]
fn quotes() {
    assert_told("{'a': 1}", "'", "JSON strings are in double quotes", "write `\"` instead of `'`");
    let message = "the key `name` is not in double quotes";
    assert_told("{name: 1}", "name", message, "put it in double quotes");
    let message = "this is a typographic quote, not the `\"` of JSON";
    assert_told("[“a”]", "“", message, "write `\"`");
    let message = "this string is not closed on its line";
    let help = "close it with `\"`; a line break inside a string is written `\\n`";
    assert_told("{\"a\": \"x,\n\"b\": 1}", "\"x,", message, help);
    assert_told("[\"abc", "\"abc", "this string is never closed", "close it with `\"`");
    assert_told("[\"abc\\", "\\", "the text ends inside a string", "");
}

#[test]
fn strings() {
    assert_told("[\"a\tb\"]", "\t", "a tab cannot stand in a string as it is", "write it as `\\t`");
    let message = "the control character U+0000 cannot stand in a string";
    assert_told("[\"a\0\"]", "\0", message, "write it as `\\u0000`, or take it out");
    let help = "a backslash is written `\\\\`";
    assert_told(r#"["C:\dir"]"#, r"\d", r"`\d` is no escape", help);
    assert_told("[\"\\é\"]", "\\é", "`\\é` is no escape", help);
    assert_told(r#"["\u12g4"]"#, r"\u12", r"`\u` needs four hexadecimal digits", "");
    let help = "characters beyond U+FFFF are written as a pair, `\\ud83d\\ude00`, or as they are";
    for (text, half) in [(r#"["\ud83d"]"#, r"\ud83d"), (r#"["\ude00"]"#, r"\ude00")] {
        assert_told(text, half, "this is half of a surrogate pair", help);
    }
}

#[test]
fn foreign_words() {
    for (text, found, help) in [
        ("[True]", "True", "write `true`"),
        ("{\"a\": None}", "None", "write `null`"),
        ("[NaN]", "NaN", "JSON has no such number"),
        ("[truex]", "truex", "a string is in double quotes"),
        ("truefalse", "truefalse", "a string is in double quotes"),
        ("[+1]", "+1", "a number has no plus sign"),
        ("[01]", "01", "a number does not begin with a zero"),
        ("[0x1F]", "0x1F", "numbers are decimal"),
        ("[.5]", ".5", "a digit stands in front of the decimal point"),
    ] {
        assert_told(text, found, &format!("`{found}` is not a JSON value"), help);
    }
    for comment in ["// why", "/* why */ 1", "# why"] {
        let text = format!("[\n{comment}\n]");
        assert_told(&text, comment, "JSON has no comments", "take the comment out");
    }
    let help = "the text looks like YAML; a file of YAML is named `.yaml`";
    assert_told("name: x", "name", "`name` is not a JSON value", help);
    assert_told("---\n- x", "---", "`---` is not a JSON value", help);
    let help = "put it in double quotes";
    assert_told("{\"a\": ${x}}", "${", "a template placeholder cannot stand here", help);
}

#[test]
fn numbers() {
    assert_told("[1.]", "1.", "digits are missing behind the decimal point", "");
    assert_told("[1e+]", "1e+", "digits are missing in the exponent", "");
    assert_told("[-]", "-", "digits are missing behind the minus sign", "");
    assert_told("[-x]", "-x", "digits are missing behind the minus sign", "");
}

#[test]
fn brackets() {
    let text = "{\n\"a\": [1, {\"b\": 2]\n}";
    let (error, found) = error(json(text), text);
    assert_eq!((found, error.span.start), ("]", 18));
    assert_eq!(error.message, "`]` cannot close this object");
    assert_eq!(error.opened.map(|span| span.start), Some(11));
    assert_told("{}}", "}", "`}` closes nothing", "take it out");
    let help = "an array has no keys; an object stands in `{` and `}`";
    assert_told("[\"a\": 1]", ":", "`:` cannot stand in an array", help);
}

#[test]
fn texts_that_end_too_early() {
    let text = "{\n  \"a\": [\n    1\n";
    let (error, _) = error(json(text), text);
    assert_eq!(error.span.start as usize, text.len());
    assert_eq!(error.opened.map(|span| span.start), Some(9));
    assert_eq!(error.message, "the text ends inside the array that begins on line 2");
    for text in ["{\"a\"", "{\"a\":", "{\"a\": 1,", "[", "{", "[1,"] {
        let parsed = json(text);
        assert_eq!(parsed.error.unwrap().span.start as usize, text.len(), "{text}");
    }
}

#[test]
fn keys_and_colons() {
    assert_told("{\"a\" 1}", "1", "`:` is missing between the key and `1`", "");
    assert_told("{\"a\" = 1}", "=", "`:` stands between key and value, not `=`", "");
    let help = "a key is a string in double quotes";
    assert_told("{\"a\": 1, [2]}", "[", "a key is expected here, not `[`", help);
    assert_told("[1, \u{a0}2]", "\u{a0}", "a value is expected here, not the character U+00A0", "");
}
