//! The real events: a thread that reads the terminal and one that waits for signals, both into one channel.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

use super::pause::{Pausable, Watch};
use super::{Events, Happening, Received};
use crate::tui::BackgroundAnswer;

/// Listens from the first wait on, which is after the first frame: two threads cost a third of a millisecond. Signals are
/// caught from the beginning: the terminal has to be given back, and a window is often resized as soon as it opens.
#[derive(Debug)]
pub struct TerminalEvents {
    signals: Option<Signals>,
    /// Whether the terminal is asked for its background, so that an answer may come among the keys.
    asked: bool,
    /// Until the keys are read.
    pausable: Option<Pausable>,
    receiver: Option<Receiver<Received>>,
}

impl TerminalEvents {
    /// # Errors
    /// If signals can not be caught.
    pub fn new(asked: bool, pausable: Pausable) -> io::Result<Self> {
        let signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGWINCH])?;
        Ok(Self { signals: Some(signals), asked, pausable: Some(pausable), receiver: None })
    }

    fn listen(&mut self) -> io::Result<Receiver<Received>> {
        let (sender, receiver) = channel();
        let Some(pausable) = self.pausable.take() else { return Ok(receiver) };
        if let Some(signals) = self.signals.take() {
            let (sender, watch) = (sender.clone(), pausable.watch());
            thread::Builder::new()
                .name("signals".to_owned())
                .spawn(move || forward_signals(signals, &sender, &watch))?;
        }
        let background = BackgroundAnswer::new(self.asked);
        thread::Builder::new().name("keys".to_owned()).spawn(move || {
            // A reader that is gone ends the program instead of leaving it deaf.
            let last = LastWord(sender);
            forward_keys(&last.0, background, pausable);
        })?;
        Ok(receiver)
    }
}

fn forward_signals(mut signals: Signals, sender: &Sender<Received>, watch: &Watch) {
    for signal in signals.forever() {
        let happening = match signal {
            SIGCONT => Happening::Resumed,
            SIGWINCH => match crossterm::terminal::size() {
                Ok((width, height)) => Happening::Terminal(Event::Resize(width, height)),
                Err(_) => continue,
            },
            // Ctrl-C in an editor that has the terminal reaches us too, and means the editor: `ed` goes on after it.
            SIGINT if watch.is_held() => continue,
            _ => Happening::End(signal),
        };
        if sender.send(Received::Happening(happening)).is_err() {
            return;
        }
    }
}

/// Says, when it goes, that no key will come any more.
struct LastWord(Sender<Received>);

impl Drop for LastWord {
    fn drop(&mut self) {
        let _ = self.0.send(Received::Closed);
    }
}

/// Reads keys until the terminal is gone or nobody listens.
fn forward_keys(sender: &Sender<Received>, mut background: BackgroundAnswer, mut pausable: Pausable) {
    let send = |event: Event| sender.send(Received::Happening(Happening::Terminal(event))).is_ok();
    let mut going = true;
    while going {
        let event = match next_event(background.patience(), &mut pausable) {
            Ok(Some(event)) => event,
            Ok(None) => {
                going = background.give_back().into_iter().all(|key| send(Event::Key(key)));
                continue;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return,
        };
        going = match event {
            Event::Key(key) => {
                let taken = background.take(key);
                if let Some(dark) = taken.dark {
                    going = sender.send(Received::Happening(Happening::Background { dark })).is_ok();
                }
                going && taken.keys.into_iter().all(|key| send(Event::Key(key)))
            }
            // Told by the signal itself, and sooner.
            Event::Resize(..) => true,
            _ => background.give_back().into_iter().map(Event::Key).chain([event]).all(send),
        };
    }
}

/// The next event; nothing if none came in time.
///
/// # Errors
/// If the terminal is gone. crossterm's own waiting reads the end of the input again and again and says nothing, and not
/// every program is sent a signal (seen: below a shell that ignores it).
fn next_event(within: Option<Duration>, pausable: &mut Pausable) -> io::Result<Option<Event>> {
    let within = within.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
    let stdin = io::stdin();
    loop {
        // What is read already, or stands there. With no time at all it would not even look.
        if crossterm::event::poll(Duration::from_millis(1))? {
            return crossterm::event::read().map(Some);
        }
        let pause = pausable.watched();
        let mut watched =
            [PollFd::new(&stdin, PollFlags::IN), PollFd::from_borrowed_fd(pause, PollFlags::IN)];
        let ready = match poll(&mut watched, within.as_ref()) {
            Err(Errno::INTR) => continue,
            ready => ready?,
        };
        let (state, paused) = (watched[0].revents(), !watched[1].revents().is_empty());
        if paused {
            pausable.stop();
        } else if ready == 0 {
            return Ok(None);
        } else if state.intersects(PollFlags::HUP | PollFlags::ERR) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        } else if !state.contains(PollFlags::IN) {
            // Where a terminal can not be watched so (macOS may say NVAL).
            return crossterm::event::read().map(Some);
        }
    }
}

impl Events for TerminalEvents {
    fn wait(&mut self, within: Option<Duration>) -> Received {
        if self.receiver.is_none() {
            self.receiver = self.listen().ok();
        }
        let Some(receiver) = &self.receiver else { return Received::Closed };
        match within {
            None => receiver.recv().unwrap_or(Received::Closed),
            Some(within) => match receiver.recv_timeout(within) {
                Ok(received) => received,
                Err(RecvTimeoutError::Timeout) => Received::Nothing,
                Err(RecvTimeoutError::Disconnected) => Received::Closed,
            },
        }
    }
}
