//! A program in a terminal of its own: its screen as vt100 understands it, its raw output, keys, signals, its end.
//!
//! Nothing here sleeps or polls: one thread reads the terminal, one waits for the end, and the test blocks on what they
//! send, up to a deadline.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtyPair, PtySize, SlavePty, native_pty_system};

/// How long anything may take on a busy machine before the test gives up.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Start {
    command: CommandBuilder,
    rows: u16,
    columns: u16,
}

impl Start {
    pub fn new(program: &str, arguments: &[&str], environment: Vec<(String, String)>) -> Self {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in environment {
            command.env(name, value);
        }
        Self { command, rows: 24, columns: 80 }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.rows, self.columns) = (rows, columns);
        self
    }

    pub fn start(self) -> Program {
        let PtyPair { master, slave } = native_pty_system().openpty(size(self.columns, self.rows)).unwrap();
        let modes = modes_of(&*master);
        let mut child = slave.spawn_command(self.command).unwrap();
        let (sender, events) = channel();
        let (reader, pid) = (master.try_clone_reader().unwrap(), child.process_id().unwrap());
        let writer = master.take_writer().unwrap();
        let ended = sender.clone();
        let closing = Arc::new(AtomicBool::new(false));
        let is_closing = Arc::clone(&closing);
        thread::Builder::new().spawn(move || forward(reader, &sender, &is_closing)).unwrap();
        thread::Builder::new()
            .spawn(move || {
                let _ = ended.send(Event::Ended(child.wait().unwrap()));
            })
            .unwrap();
        Program {
            pid,
            master: Some(master),
            slave: Some(slave),
            writer: Some(writer),
            events,
            parser: vt100::Parser::new(self.rows.max(1), self.columns.max(1), 0),
            raw: Vec::new(),
            modes,
            closing,
            closed: false,
            ended: None,
        }
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

/// The terminal's modes (echo, line by line, signals of keys and so on), to be compared.
fn modes_of(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

enum Event {
    Output(Vec<u8>),
    /// No one has the terminal open any more.
    Closed,
    Ended(ExitStatus),
}

fn forward(mut reader: Box<dyn Read + Send>, sender: &Sender<Event>, closing: &AtomicBool) {
    let mut buffer = [0; 4096];
    loop {
        // A terminal that no one has open any more reads as an error on Linux and as an end elsewhere.
        let event = match reader.read(&mut buffer) {
            Ok(0) | Err(_) => Event::Closed,
            Ok(_) if closing.load(Ordering::SeqCst) => Event::Closed,
            Ok(count) => Event::Output(buffer[..count].to_vec()),
        };
        if matches!(event, Event::Closed) {
            drop(reader);
            let _ = sender.send(event);
            return;
        }
        if sender.send(event).is_err() {
            return;
        }
    }
}

pub struct Program {
    pub pid: u32,
    master: Option<Box<dyn MasterPty + Send>>,
    /// Held, so that the terminal's modes can be looked at when the program is gone.
    slave: Option<Box<dyn SlavePty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    events: Receiver<Event>,
    parser: vt100::Parser,
    /// Every byte that the program wrote.
    pub raw: Vec<u8>,
    modes: String,
    /// Tells the reading thread to let go of the terminal after what it reads next.
    closing: Arc<AtomicBool>,
    closed: bool,
    ended: Option<ExitStatus>,
}

/// How a program ended.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mode of the terminal, and they are independent")]
pub struct End {
    pub code: u32,
    pub raw: Vec<u8>,
    /// What is on the ordinary screen.
    pub screen: String,
    /// Whether the terminal is as it was before the program: modes of the line discipline.
    pub modes_restored: bool,
    pub alternate: bool,
    pub cursor_hidden: bool,
    pub bracketed_paste: bool,
    pub mouse: bool,
}

impl End {
    /// Everything that a program can leave behind in a terminal.
    pub fn assert_restored(&self) {
        assert!(self.modes_restored, "the terminal is still raw");
        assert!(!self.alternate, "the alternate screen was not left");
        assert!(!self.cursor_hidden, "the cursor is hidden");
        assert!(!self.bracketed_paste, "bracketed paste is on");
        assert!(!self.mouse, "the mouse is captured");
    }
}

impl Program {
    pub fn send(&mut self, keys: &str) -> &mut Self {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Sends from another thread: more than the terminal's buffer holds.
    pub fn send_long(&mut self, keys: String) -> thread::JoinHandle<Box<dyn Write + Send>> {
        let mut writer = self.writer.take().unwrap();
        let write = move || {
            writer.write_all(keys.as_bytes()).unwrap();
            writer.flush().unwrap();
            writer
        };
        thread::Builder::new().spawn(write).unwrap()
    }

    pub fn sent(&mut self, writer: thread::JoinHandle<Box<dyn Write + Send>>) -> &mut Self {
        self.writer = Some(writer.join().unwrap());
        self
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// The line that holds `words`, and its number from the top.
    pub fn line_with(&self, words: &str) -> (u16, String) {
        let (_, columns) = self.screen().size();
        let lines = (0..).zip(self.screen().rows(0, columns));
        let mut found = lines.filter(|(_, line)| line.contains(words));
        found.next().unwrap_or_else(|| panic!("no {words:?} on the screen:\n{}", self.text()))
    }

    /// Blocks until `words` are on the screen.
    #[track_caller]
    pub fn see(&mut self, words: &str) -> &mut Self {
        self.until(words, |screen| screen.contents().contains(words))
    }

    #[track_caller]
    pub fn see_no(&mut self, words: &str) -> &mut Self {
        self.until(&format!("no {words}"), |screen| !screen.contents().contains(words))
    }

    #[track_caller]
    pub fn until(&mut self, what: &str, seen: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !seen(self.parser.screen()) {
            assert!(self.ended.is_none(), "ended before: {what}\n{}", self.text());
            assert!(self.take(deadline), "not seen: {what}\n{}", self.text());
        }
        self
    }

    /// Blocks until all that was sent is handled and written: an answer is on the screen before it is on the disk, but
    /// the next key is taken after both. Opens and closes the help, which every screen has.
    #[track_caller]
    pub fn settle(&mut self) -> &mut Self {
        let f1 = "\x1bOP";
        self.send(f1).see("esc close").send(f1).see_no("esc close")
    }

    /// Blocks until the raw output since `from` contains `bytes`.
    #[track_caller]
    pub fn until_raw(&mut self, from: usize, bytes: &[u8]) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !contains(&self.raw[from..], bytes) {
            assert!(self.take(deadline), "not written: {}", bytes.escape_ascii());
        }
        self
    }

    /// Blocks for `time` and says how many bytes were written in it.
    pub fn quiet_for(&mut self, time: Duration) -> usize {
        let (before, deadline) = (self.raw.len(), Instant::now() + time);
        while self.take(deadline) {}
        self.raw.len() - before
    }

    /// Takes what comes next, until the deadline; false if nothing came.
    fn take(&mut self, deadline: Instant) -> bool {
        match self.events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(Event::Output(bytes)) => {
                self.parser.process(&bytes);
                self.raw.extend_from_slice(&bytes);
                true
            }
            Ok(Event::Ended(status)) => {
                self.ended = Some(status);
                true
            }
            Ok(Event::Closed) => {
                self.closed = true;
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.parser.screen_mut().set_size(rows.max(1), columns.max(1));
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
        self
    }

    pub fn signal(&mut self, name: &str) -> &mut Self {
        signal(self.pid, name);
        self
    }

    /// The terminal as a file.
    pub fn tty(&self) -> PathBuf {
        self.master.as_ref().unwrap().tty_name().unwrap()
    }

    /// Whether the terminal's modes are as they were before the program.
    pub fn modes_restored(&self) -> bool {
        modes_of(self.master.as_deref().unwrap()) == self.modes
    }

    /// Closes the terminal, as a window is closed, and waits for the end.
    #[track_caller]
    pub fn close(mut self) -> u32 {
        // The reading thread holds the terminal open and sleeps in a read: ctrl-l has the program write something.
        self.closing.store(true, Ordering::SeqCst);
        self.send("\x0c");
        let deadline = Instant::now() + PATIENCE;
        while !self.closed {
            assert!(self.take(deadline), "nothing was drawn:\n{}", self.text());
        }
        drop(self.slave.take());
        drop(self.writer.take());
        drop(self.master.take());
        self.wait()
    }

    #[track_caller]
    fn wait(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        while self.ended.is_none() {
            assert!(self.take(deadline), "still running:\n{}", self.text());
        }
        let status = self.ended.as_ref().unwrap();
        match status.signal() {
            Some(name) => panic!("killed by {name}"),
            None => status.exit_code(),
        }
    }

    /// Kills it as nothing can be caught.
    pub fn kill(mut self) {
        self.signal("KILL");
        let deadline = Instant::now() + PATIENCE;
        while self.ended.is_none() {
            assert!(self.take(deadline), "can not be killed");
        }
    }

    /// Waits for the end.
    #[track_caller]
    pub fn end(mut self) -> End {
        let code = self.wait();
        let modes_restored = self.modes_restored();
        drop(self.slave.take());
        let deadline = Instant::now() + PATIENCE;
        // What was written before the end is still on its way until the terminal is closed.
        while !self.closed && self.take(deadline) {}
        let screen = self.parser.screen();
        End {
            code,
            screen: screen.contents(),
            modes_restored,
            alternate: screen.alternate_screen(),
            cursor_hidden: screen.hide_cursor(),
            bracketed_paste: screen.bracketed_paste(),
            mouse: screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
            raw: std::mem::take(&mut self.raw),
        }
    }
}

impl Drop for Program {
    /// A test that fails leaves nothing running.
    fn drop(&mut self) {
        if self.ended.is_none() {
            signal(self.pid, "KILL");
        }
    }
}

pub fn signal(pid: u32, name: &str) {
    let status = Command::new("kill").args(["-s", name, &pid.to_string()]).status().unwrap();
    assert!(status.success() || name == "KILL", "no process {pid}");
}

pub fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
