//! Where output goes and what it looks like there. Nothing else prints.

use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::Outcome;
use super::args::{ListFormat, When};
use crate::problem::Problem;
use crate::report::{self, Charset, Colour, Links, Style};

/// How much a run says besides its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// Nothing.
    Quiet,
    /// The summary.
    Normal,
    /// The summary with every detail.
    Verbose,
}

/// What a stream can show.
pub(super) fn style(when: When, stream: &impl IsTerminal) -> Style {
    let is_terminal = stream.is_terminal();
    let is_wanted = match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            is_terminal && !is_set("NO_COLOR") && variable("TERM").as_deref() != Some("dumb")
        }
    };
    Style {
        width: if is_terminal { terminal_width() } else { Style::default().width },
        colour: if is_wanted { Colour::Ansi } else { Colour::Plain },
        charset: charset(is_terminal),
        links: if is_wanted && is_terminal { Links::Terminal } else { Links::Text },
    }
}

/// Files and pipes take UTF-8; a terminal takes what its locale says.
fn charset(is_terminal: bool) -> Charset {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let is_utf8 = locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    if is_terminal && !is_utf8 { Charset::Ascii } else { Charset::Unicode }
}

fn terminal_width() -> usize {
    const WIDEST: usize = 140;
    let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.map_or(Style::default().width, |columns| columns.clamp(40, WIDEST))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_set(name: &str) -> bool {
    variable(name).is_some()
}

/// Writes to standard output through one buffer. A reader that closed the pipe has seen enough.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes a list to standard output, as JSON or as the table that `table` makes of it.
pub(super) fn list<L: Serialize>(
    list: &L,
    format: ListFormat,
    table: impl FnOnce(&L, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    to_stdout(|out| match format {
        ListFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, list)?;
            writeln!(out)
        }
        ListFormat::Table => table(list, out),
    })
}

/// Reports on standard error why the linter could not do its job.
pub(super) fn problems(problems: &[Problem], when: When) -> Outcome {
    let stderr = io::stderr();
    let style = style(when, &stderr);
    let mut out = BufWriter::new(stderr.lock());
    // Nothing can be said where standard error is closed; the exit code still says it.
    let _ = report::write_problems(problems, &style, &mut out).and_then(|()| out.flush());
    Outcome::Failed
}

/// A report could not be written.
pub(super) fn output_failed(error: &io::Error) -> Outcome {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Outcome::Clean;
    }
    let _ = writeln!(io::stderr(), "error: the output cannot be written: {error}");
    Outcome::Failed
}

/// Columns of text in rows, each as wide as its widest cell. Control characters are shown, not sent.
pub(super) fn table(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    fitted_table(rows, None, out)
}

/// The same in `room` columns of a terminal, where that is given: the widest columns are clipped in the middle.
pub(super) fn fitted_table(
    rows: &[Vec<String>],
    room: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let visible = |row: &Vec<String>| row.iter().map(|cell| report::visible_line(cell)).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(visible).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max()
    };
    let mut widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    if let Some(room) = room {
        narrow(&mut widths, room.saturating_sub(columns.saturating_sub(1) * 2));
    }
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let cell = clipped(cell, *width);
            line.push_str(&cell);
            line.extend(std::iter::repeat_n(' ', (width + 2).saturating_sub(cell.width())));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Takes from the widest columns until all of them fit; none becomes narrower than can be read.
fn narrow(widths: &mut [usize], room: usize) {
    const NARROWEST: usize = 12;
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => break,
        }
    }
}

/// A cell in at most `width` columns of the terminal.
fn clipped(cell: &str, width: usize) -> String {
    let mut longest = cell.chars().count();
    let mut clipped = cell.to_owned();
    while clipped.width() > width && longest > 0 {
        longest = longest.saturating_sub((clipped.width() - width).div_ceil(2));
        clipped = crate::text::clipped(cell, longest);
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rows: &[[&str; 2]], room: Option<usize>) -> String {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        let mut out = Vec::new();
        fitted_table(&rows, room, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_widest_column_is_clipped_in_its_middle() {
        let rows = [["queue", "a/very/long/path/to/some/file.json:12:5"]];
        assert_eq!(shown(&rows, None), "queue  a/very/long/path/to/some/file.json:12:5\n");
        assert_eq!(shown(&rows, Some(24)), "queue  a/very/l…son:12:5\n");
        let narrow = shown(&rows, Some(1));
        assert!(narrow.trim_end().chars().count() > 12, "{narrow}");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(shown(&[["案内", "x"], ["abcd", "y"]], None), "案内  x\nabcd  y\n");
        assert_eq!(shown(&[["案内案内案内案内", "x"]], Some(15)), "案内案…案内   x\n");
    }
}
