//! The real events: a thread that reads the terminal and one that waits for signals, both into one channel.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::Event;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::{Events, Happening, Received};
use crate::tui::{BackgroundAnswer, Taken};

/// Listens from the first wait on, which is after the first frame: two threads cost a third of a millisecond.
#[derive(Debug, Default)]
pub struct TerminalEvents {
    receiver: Option<Receiver<Received>>,
}

fn listen() -> io::Result<Receiver<Received>> {
    let (sender, receiver) = channel();
    let signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT])?;
    let from_signals = sender.clone();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || forward_signals(signals, &from_signals))?;
    thread::Builder::new().name("keys".to_owned()).spawn(move || forward_keys(&sender))?;
    Ok(receiver)
}

fn forward_signals(mut signals: Signals, sender: &Sender<Received>) {
    for signal in signals.forever() {
        let happening = if signal == SIGCONT { Happening::Resumed } else { Happening::End(signal) };
        if sender.send(Received::Happening(happening)).is_err() {
            return;
        }
    }
}

fn forward_keys(sender: &Sender<Received>) {
    let mut background = BackgroundAnswer::default();
    loop {
        let received = match crossterm::event::read() {
            Ok(event) => match taken(&mut background, &event) {
                Taken::Key => Received::Happening(Happening::Terminal(event)),
                Taken::Part => continue,
                Taken::Answer { dark } => Received::Happening(Happening::Background { dark }),
            },
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => Received::Closed,
        };
        let is_last = received == Received::Closed;
        if sender.send(received).is_err() || is_last {
            return;
        }
    }
}

fn taken(background: &mut BackgroundAnswer, event: &Event) -> Taken {
    match event {
        Event::Key(key) => background.take(*key),
        _ => Taken::Key,
    }
}

impl Events for TerminalEvents {
    fn wait(&mut self, within: Option<Duration>) -> Received {
        if self.receiver.is_none() {
            self.receiver = listen().ok();
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
