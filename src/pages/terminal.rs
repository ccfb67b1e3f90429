//! Pages in a terminal.

use std::fmt::Write;

use super::block::Block;
use crate::report::{Colour, Style};
use crate::text::is_invisible;

pub(super) fn page(blocks: &[Block], style: &Style) -> String {
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        write_block(block, style, &mut out);
    }
    out
}

fn write_block(block: &Block, style: &Style, out: &mut String) {
    match block {
        Block::Heading(_, text) => {
            let _ = writeln!(out, "{}", bold(text, style));
        }
        Block::Text(text) => text.split("\n\n").for_each(|paragraph| {
            let paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
            wrapped(&paragraph, ["  ", "  "], style, out);
        }),
        Block::Facts(facts) => {
            let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            for (name, text) in facts {
                let indent = " ".repeat(width + 4);
                wrapped(text, [&format!("  {name:width$}  "), &indent], style, out);
            }
        }
        Block::Items(items) => {
            for item in items {
                wrapped(item, ["  - ", "    "], style, out);
            }
        }
        Block::Table(head, rows) => rows.iter().for_each(|row| {
            let cells = row.iter().zip(head).filter(|(cell, _)| !cell.is_empty());
            let cells: Vec<String> = cells.map(|(cell, head)| format!("{head} {cell}")).collect();
            wrapped(&cells.join(", "), ["  - ", "    "], style, out);
        }),
        // What was coloured on purpose stays so.
        Block::Code("text", text) => {
            text.trim_end().lines().for_each(|line| {
                let _ = writeln!(out, "{}", format!("    {line}").trim_end());
            });
        }
        Block::Code(_, text) => text.trim_end().lines().for_each(|line| {
            let _ = writeln!(out, "{}", format!("    {}", visible(line)).trim_end());
        }),
    }
}

fn bold(text: &str, style: &Style) -> String {
    match style.colour {
        Colour::Plain => visible(text),
        Colour::Ansi => format!("\u{1b}[1m{}\u{1b}[0m", visible(text)),
    }
}

fn wrapped(text: &str, [first, rest]: [&str; 2], style: &Style, out: &mut String) {
    let options = textwrap::Options::new(style.width.clamp(40, 120))
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let _ = writeln!(out, "{}", textwrap::fill(&visible(text), options));
}

/// Text without what a terminal acts on.
fn visible(text: &str) -> String {
    let shown =
        |c: char| if is_invisible(c) && c != '\n' { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().map(shown).collect()
}
