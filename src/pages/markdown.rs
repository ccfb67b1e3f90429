//! Pages in Markdown.

use std::fmt::Write;

use super::MARK;
use super::block::Block;

/// A page; `file` is what it is made from, where that is one file.
pub(super) fn page(blocks: &[Block], file: &str) -> String {
    let from = if file.is_empty() { "the rule files" } else { file };
    let mut out = format!("{MARK} from {from}. Change those, and write it again. -->\n");
    for block in blocks {
        out.push('\n');
        write_block(block, &mut out);
    }
    out
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Heading(level, text) => {
            let signs = "#".repeat(usize::from(*level));
            let _ = writeln!(out, "{signs} {text}");
        }
        Block::Text(text) => {
            let _ = writeln!(out, "{text}");
        }
        Block::Facts(facts) => {
            let rows: Vec<Vec<String>> =
                facts.iter().map(|(name, text)| vec![(*name).to_owned(), text.clone()]).collect();
            table(&["", ""], &rows, out);
        }
        Block::Items(items) => {
            for item in items {
                let is_address = item.starts_with("https://") || item.starts_with("http://");
                let item = if is_address { format!("<{item}>") } else { item.clone() };
                let _ = writeln!(out, "- {item}");
            }
        }
        Block::Table(head, rows) => table(head, rows, out),
        Block::Code(language, text) => {
            let fence = fence(text);
            let text = text.trim_end();
            let _ = writeln!(out, "{fence}{language}\n{text}\n{fence}");
        }
    }
}

fn table(head: &[&str], rows: &[Vec<String>], out: &mut String) {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    out.push_str(&line(&head));
    let _ = writeln!(out, "|{}", "---|".repeat(head.len()));
    for row in rows {
        out.push_str(&line(row));
    }
}

/// Longer than any fence in the text.
fn fence(text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(3.max(runs + 1))
}
