//! Start-up side by side: kubedrill and a bare ratatui program, spawned in turns in one run on a real pty.
//!
//! Measured: milliseconds from spawn to the frame that shows the awaited text, resident memory at its highest, bytes
//! written while idle. The two are turned about alone; large homes follow, for they leave the machine's caches cold.
//! Run with `cargo bench --bench first_frame` (builds both first).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark says what it measured or stops"
)]

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const RUNS: usize = 41;
const SIZE: PtySize = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let bare = build_bare();
    let kubedrill = PathBuf::from(env!("CARGO_BIN_EXE_kubedrill"));
    let homes = tempfile::tempdir().unwrap();
    let empty = homes.path().join("empty");
    let ten = with_cards(homes.path(), "10k", 10_000, 100);
    let hundred = with_cards(homes.path(), "100k", 100_000, 1_000);
    let programs = [
        ("bare ratatui program", &bare, empty.clone(), "bare and ready"),
        ("kubedrill, no user cards", &kubedrill, empty, "due ·"),
        ("kubedrill, 10,000 user cards, cached", &kubedrill, ten, "due ·"),
        ("kubedrill, 100,000 user cards, cached", &kubedrill, hundred, "due ·"),
    ];
    for (name, program, home, expect) in &programs {
        let cold = run(program, home, expect);
        println!("{name}: first run {:.1} ms", cold.frame);
    }
    let mut runs: Vec<Vec<Measured>> = vec![Vec::new(); programs.len()];
    for turn in [0..2, 2..programs.len()] {
        for _ in 0..RUNS {
            for index in turn.clone() {
                let (_, program, home, expect) = &programs[index];
                runs[index].push(run(program, home, expect));
            }
        }
    }
    println!(
        "\n| program | frame ms, median | min | max | RSS MiB | key to screen ms | idle bytes in 300 ms |"
    );
    println!("|---|---|---|---|---|---|---|");
    let reference = median(&runs[0], |run| run.frame);
    for ((name, ..), runs) in programs.iter().zip(&runs) {
        println!(
            "| {name} | {:.2} ({:.2}x) | {:.2} | {:.2} | {:.1} | {:.2} | {:.0} |",
            median(runs, |run| run.frame),
            median(runs, |run| run.frame) / reference,
            runs.iter().map(|run| run.frame).fold(f64::MAX, f64::min),
            runs.iter().map(|run| run.frame).fold(0.0, f64::max),
            median(runs, |run| run.rss),
            median(runs, |run| run.key),
            median(runs, |run| run.idle),
        );
    }
}

#[derive(Debug, Clone, Copy)]
struct Measured {
    frame: f64,
    rss: f64,
    key: f64,
    idle: f64,
}

fn median(runs: &[Measured], of: impl Fn(&Measured) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn run(program: &Path, home: &Path, expect: &str) -> Measured {
    let pair = native_pty_system().openpty(SIZE).unwrap();
    let mut command = CommandBuilder::new(program);
    command.env("TERM", "xterm-256color");
    command.env("XDG_DATA_HOME", home.join("data"));
    command.env("XDG_CONFIG_HOME", home.join("config"));
    command.env("XDG_CACHE_HOME", home.join("cache"));
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let (sender, received) = channel();
    let reading = thread::Builder::new()
        .spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    return;
                }
            }
        })
        .unwrap();
    let start = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut screen = vt100::Parser::new(SIZE.rows, SIZE.cols, 0);
    let at = wait_for(&received, &mut screen, |screen| screen.contents().contains(expect));
    let frame = milliseconds(start, at);
    let (idle, _) = drain(&received, &mut screen, Duration::from_millis(300));
    let rss = child.process_id().map_or(0.0, peak_memory);
    let before = screen.screen().contents();
    let pressed = Instant::now();
    // A key that every program answers to on the screen; the bare one only ends.
    writer.write_all(b"j").unwrap();
    let key = if expect == "due ·" {
        milliseconds(pressed, wait_for(&received, &mut screen, |screen| screen.contents() != before))
    } else {
        0.0
    };
    writer.write_all(if expect == "due ·" { b"\x03" } else { b"q" }).unwrap();
    let _ = child.wait();
    drop(writer);
    drop(pair.master);
    let _ = reading.join();
    Measured { frame, rss, key, idle }
}

type Chunk = (Instant, Vec<u8>);

fn wait_for(
    received: &Receiver<Chunk>,
    screen: &mut vt100::Parser,
    seen: impl Fn(&vt100::Screen) -> bool,
) -> Instant {
    loop {
        let (at, bytes) =
            received.recv_timeout(Duration::from_secs(20)).expect("the awaited text never came");
        screen.process(&bytes);
        if seen(screen.screen()) {
            return at;
        }
    }
}

/// Bytes that come within the time.
fn drain(received: &Receiver<Chunk>, screen: &mut vt100::Parser, within: Duration) -> (f64, usize) {
    let mut bytes = 0;
    let mut chunks = 0;
    while let Ok((_, chunk)) = received.recv_timeout(within) {
        bytes += chunk.len();
        chunks += 1;
        screen.process(&chunk);
    }
    (f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)), chunks)
}

fn milliseconds(from: Instant, to: Instant) -> f64 {
    to.saturating_duration_since(from).as_secs_f64() * 1000.0
}

/// The most that was resident, in MiB.
fn peak_memory(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
}

/// A home with so many untouched cards of the learner's own.
fn with_cards(homes: &Path, name: &str, cards: usize, a_file: usize) -> PathBuf {
    let home = homes.join(name);
    let folder = home.join("data/kubedrill/content/cards");
    fs::create_dir_all(&folder).unwrap();
    for file in 0..cards / a_file {
        let mut text = String::new();
        for card in 0..a_file {
            let row = card % 5 + 1;
            let _ = write!(
                text,
                "[[card]]\nid = \"own-{file}-{card}\"\nrow = \"V{row}\"\nkind = \"basic\"\nfront = \"Question {card} of file \
                 {file}: what is it?\"\nback = \"It is `{card}`.\"\nexplanation = \"Because it is so.\"\nsource = \"Own \
                 notes\"\n\n"
            );
        }
        fs::write(folder.join(format!("{file:04}.toml")), text).unwrap();
    }
    home
}

/// Builds the bare program, as cargo builds a release by itself, and says where it lies.
fn build_bare() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bare");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/first_frame/bare/Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .status()
        .unwrap();
    assert!(status.success(), "the bare program does not build");
    target.join("release/bare")
}
