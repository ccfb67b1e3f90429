//! A line of progress, on a terminal, once a run has taken a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run may take in silence.
const SILENCE: Duration = Duration::from_secs(1);

/// Files read so far, out of all.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    begun: Instant,
}

impl Progress {
    /// Progress over `files` files; nothing is shown with `quiet`, or where the error stream is no terminal.
    pub(super) fn new(files: usize, voice: super::print::Voice) -> Self {
        let is_shown = voice != super::print::Voice::Quiet && std::io::stderr().is_terminal();
        let bar = is_shown.then(|| {
            let bar =
                ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
            if let Ok(style) =
                ProgressStyle::with_template("reading {pos} of {len} files {wide_bar}")
            {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, begun: Instant::now() }
    }

    /// One more file is done.
    pub(super) fn step(&self) {
        let Some(bar) = &self.bar else { return };
        if bar.is_hidden() && self.begun.elapsed() > SILENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        bar.inc(1);
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
