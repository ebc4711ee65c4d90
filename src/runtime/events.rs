//! The real events: a thread that reads the terminal and one that waits for signals, both into one channel.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::Event;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::{Events, Happening, Received};
use crate::tui::BackgroundAnswer;

#[derive(Debug)]
pub struct TerminalEvents {
    receiver: Receiver<Received>,
}

impl TerminalEvents {
    /// Begins to listen; `asked` says whether the terminal is asked for its background, so that an answer may come.
    ///
    /// # Errors
    /// If a thread can not be started or signals can not be caught.
    pub fn listen(asked: bool) -> io::Result<Self> {
        let (sender, receiver) = channel();
        let signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT])?;
        let from_signals = sender.clone();
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || forward_signals(signals, &from_signals))?;
        thread::Builder::new().name("keys".to_owned()).spawn(move || {
            // A reader that is gone, by a panic too, ends the program instead of leaving it deaf.
            let last = LastWord(sender);
            forward_keys(&last.0, BackgroundAnswer::new(asked));
        })?;
        Ok(Self { receiver })
    }
}

fn forward_signals(mut signals: Signals, sender: &Sender<Received>) {
    for signal in signals.forever() {
        let happening = if signal == SIGCONT { Happening::Resumed } else { Happening::End(signal) };
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
fn forward_keys(sender: &Sender<Received>, mut background: BackgroundAnswer) {
    let send = |event: Event| sender.send(Received::Happening(Happening::Terminal(event))).is_ok();
    let mut going = true;
    while going {
        let event = match next_event(background.patience()) {
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
            // It comes by a signal, between any two keys.
            Event::Resize(..) => send(event),
            _ => background.give_back().into_iter().map(Event::Key).chain([event]).all(send),
        };
    }
}

/// The next event; nothing if none came in time.
fn next_event(within: Option<Duration>) -> io::Result<Option<Event>> {
    match within {
        Some(within) if !crossterm::event::poll(within)? => Ok(None),
        _ => crossterm::event::read().map(Some),
    }
}

impl Events for TerminalEvents {
    fn wait(&mut self, within: Option<Duration>) -> Received {
        match within {
            None => self.receiver.recv().unwrap_or(Received::Closed),
            Some(within) => match self.receiver.recv_timeout(within) {
                Ok(received) => received,
                Err(RecvTimeoutError::Timeout) => Received::Nothing,
                Err(RecvTimeoutError::Disconnected) => Received::Closed,
            },
        }
    }
}
