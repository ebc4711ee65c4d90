//! Holds the reading of keys while another program has the terminal: two readers would each get half of what is typed.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long the reader may take to stop; it only has to leave a poll.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Asked,
    Held,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    /// A thread that panicked leaves the state as it was, which is all there is to know.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, state: State) {
        *self.lock() = state;
        self.changed.notify_all();
    }
}

/// The side that wants the terminal for itself.
#[derive(Debug)]
pub struct Pause {
    shared: Arc<Shared>,
    wake: PipeWriter,
}

/// The side that reads keys.
#[derive(Debug)]
pub struct Pausable {
    shared: Arc<Shared>,
    woken: PipeReader,
}

/// Tells whether another program has the terminal.
#[derive(Debug)]
pub struct Watch(Arc<Shared>);

/// Nobody reads keys while this lives.
#[derive(Debug)]
pub struct Held<'a>(&'a Shared);

/// Both sides.
///
/// # Errors
/// If there is no pipe to be had.
pub fn pause() -> io::Result<(Pause, Pausable)> {
    let (woken, wake) = io::pipe()?;
    let shared = Arc::new(Shared { state: Mutex::new(State::Reading), changed: Condvar::new() });
    Ok((Pause { shared: Arc::clone(&shared), wake }, Pausable { shared, woken }))
}

impl Pause {
    /// Waits until the reader has stopped, and holds it.
    ///
    /// # Errors
    /// If it did not stop in time.
    pub fn hold(&mut self) -> io::Result<Held<'_>> {
        self.shared.set(State::Asked);
        self.wake.write_all(&[0])?;
        let held = |state: &mut State| *state != State::Held;
        let waited = self.shared.changed.wait_timeout_while(self.shared.lock(), PATIENCE, held);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let stopped = *state == State::Held;
        drop(state);
        let held = Held(&self.shared);
        if stopped { Ok(held) } else { Err(io::Error::other("the keys are still being read")) }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.set(State::Reading);
    }
}

impl Watch {
    pub fn is_held(&self) -> bool {
        *self.0.lock() == State::Held
    }
}

impl Pausable {
    pub fn watch(&self) -> Watch {
        Watch(Arc::clone(&self.shared))
    }

    /// Readable when the reader shall stop.
    pub fn watched(&self) -> BorrowedFd<'_> {
        self.woken.as_fd()
    }

    /// Stops here for as long as the other side holds.
    pub fn stop(&mut self) {
        let _ = self.woken.read(&mut [0]);
        let mut state = self.shared.lock();
        if *state != State::Asked {
            return;
        }
        *state = State::Held;
        self.shared.changed.notify_all();
        let held = |state: &mut State| *state == State::Held;
        drop(self.shared.changed.wait_while(state, held));
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn the_reader_stands_still_while_it_is_held() {
        let (mut pause, mut pausable) = pause().unwrap();
        let watch = pausable.watch();
        assert!(!watch.is_held());
        let (told, heard) = std::sync::mpsc::channel();
        let reader = thread::Builder::new()
            .spawn(move || {
                pausable.stop();
                told.send(()).unwrap();
            })
            .unwrap();
        let held = pause.hold().unwrap();
        assert!(watch.is_held() && heard.try_recv().is_err());
        drop(held);
        heard.recv().unwrap();
        assert!(!watch.is_held());
        reader.join().unwrap();
    }
}
