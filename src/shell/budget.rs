//! How much one line may do: commands, output, nesting, simulated time. What an endless loop runs into.

/// What is left of it.
#[derive(Debug, Clone)]
pub struct Budget {
    steps: u32,
    output: usize,
    depth: u16,
    seconds: u64,
    stopped: Option<Limit>,
}

/// A part that was put aside.
#[derive(Debug)]
pub struct Kept {
    steps: u32,
    seconds: u64,
}

/// The limit that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    #[error("stopped after {STEPS} commands, as Ctrl-C would: is this a loop without an end?")]
    Steps,
    #[error("stopped after {} KiB of output, as Ctrl-C would", OUTPUT >> 10)]
    Output,
    #[error("stopped after {} minutes of simulated time, as Ctrl-C would", SECONDS / 60)]
    Time,
    /// Its pipe is full and nobody reads on: it is broken off.
    #[error("stopped after {} KiB in a pipe, as Ctrl-C would", OUTPUT >> 10)]
    Full,
    /// It has read all that a writer wrote which was broken off, though that may have come to its end later.
    #[error("stopped, as Ctrl-C would: a pipe here holds no more than {} KiB, and its writer was broken off", OUTPUT >> 10)]
    Dry,
}

/// Commands in a line; one that asks the cluster or the network counts for [`DEAR`].
const STEPS: u32 = 40_000;
/// What a command that computes a way through the cluster counts.
pub const DEAR: u32 = 100;
/// Bytes on the screen, and in each pipe or `$(...)`.
pub const OUTPUT: usize = 256 << 10;
/// Calls and substitutions inside each other.
const DEPTH: u16 = 24;
/// Of simulated time.
const SECONDS: u64 = 1800;

impl Default for Budget {
    fn default() -> Self {
        Self { steps: STEPS, output: OUTPUT, depth: DEPTH, seconds: SECONDS, stopped: None }
    }
}

impl Budget {
    /// Why the line was stopped.
    pub fn stopped(&self) -> Option<Limit> {
        self.stopped
    }

    /// Stops the line, if nothing has stopped it yet.
    pub fn stop(&mut self, limit: Limit) {
        self.stopped.get_or_insert(limit);
    }

    /// What was stopped was only a part of the line.
    pub fn go_on(&mut self) {
        self.stopped = None;
    }

    /// Whether what writes into a pipe was stopped, and those who read from it may go on: a full screen stops all.
    pub fn is_broken_off(&self) -> bool {
        self.stopped.is_some_and(|limit| limit != Limit::Output || self.output > 0)
    }

    /// Bytes that may still be written on the screen.
    pub fn output(&self) -> usize {
        self.output
    }

    /// What was written since has not come to the screen, but for so many bytes.
    pub fn set_output(&mut self, before: usize, shown: usize) {
        self.output = before.saturating_sub(shown);
    }

    pub fn is_dry(&self) -> bool {
        self.stopped == Some(Limit::Dry)
    }

    /// Puts half of what is left aside, for those who come later.
    pub fn keep_half(&mut self) -> Kept {
        let kept = Kept { steps: self.steps / 2, seconds: self.seconds / 2 };
        self.steps -= kept.steps;
        self.seconds -= kept.seconds;
        kept
    }

    pub fn give_back(&mut self, kept: &Kept) {
        self.steps += kept.steps;
        self.seconds += kept.seconds;
    }

    /// Has as many steps left as another one.
    pub fn take_steps_of(&mut self, other: &Self) {
        self.steps = other.steps;
    }

    /// Takes steps; `false` when there are none left.
    pub fn step(&mut self, count: u32) -> bool {
        self.steps = self.steps.saturating_sub(count);
        if self.steps == 0 {
            self.stopped.get_or_insert(Limit::Steps);
        }
        self.stopped.is_none()
    }

    /// Takes simulated seconds.
    pub fn pass(&mut self, seconds: u64) {
        self.seconds = self.seconds.saturating_sub(seconds);
        if self.seconds == 0 {
            self.stopped.get_or_insert(Limit::Time);
        }
    }

    /// As much of a text as may still be written on the screen.
    pub fn write<'t>(&mut self, text: &'t str) -> &'t str {
        let text = cut(text, self.output);
        self.output -= text.1.len();
        if text.0 {
            // Less than a character is left.
            self.output = 0;
            self.stopped.get_or_insert(Limit::Output);
        }
        text.1
    }

    /// Goes a level deeper; `false` when it is too deep.
    pub fn enter(&mut self) -> bool {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.depth = 1;
            return false;
        }
        true
    }

    pub fn leave(&mut self) {
        self.depth = self.depth.saturating_add(1);
    }
}

/// A text's beginning of at most that many bytes, and whether something was cut off.
pub fn cut(text: &str, most: usize) -> (bool, &str) {
    if text.len() <= most {
        return (false, text);
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (true, text.get(..end).unwrap_or_default())
}
