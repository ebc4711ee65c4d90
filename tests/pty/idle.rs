//! Nothing to do is nothing done: no output, no wake-ups. The one place where a test waits for time to pass.

use std::fs;
use std::time::Duration;

use crate::home::Home;

/// Wake-ups of all threads, and their processor time in ticks of 10 ms.
fn spent(pid: u32) -> (u64, u64) {
    let mut wakeups = 0;
    for task in fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
        let status = fs::read_to_string(task.unwrap().path().join("status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches")).unwrap();
        wakeups += line.split_whitespace().last().unwrap().parse::<u64>().unwrap();
    }
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    // utime and stime: the 14th and 15th field of proc_pid_stat(5).
    (wakeups, fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap())
}

#[test]
#[cfg(target_os = "linux")]
fn idle_at_home_it_sleeps() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.see("Mastery").see("? help").quiet_for(Duration::from_millis(200));
    let before = spent(program.pid);
    let written = program.quiet_for(Duration::from_secs(1));
    let after = spent(program.pid);
    assert_eq!(written, 0, "bytes written while nothing happened");
    assert!(after.0 - before.0 <= 1, "{} wake-ups", after.0 - before.0);
    assert!(after.1 - before.1 <= 1, "{} ticks", after.1 - before.1);
    program.send("\x03");
    assert_eq!(program.end().code, 0);
}

#[test]
#[cfg(target_os = "linux")]
fn a_clock_costs_a_frame_a_second() {
    let home = Home::new();
    let mut program = home.kubedrill(&["quiz", "--count", "2", "--timed", "5", "--seed", "1"]).start();
    program.see("1 of 2").see("4:5").quiet_for(Duration::from_millis(200));
    let before = spent(program.pid);
    let written = program.quiet_for(Duration::from_secs(2));
    let after = spent(program.pid);
    // Each second is drawn, and only what changed of it.
    assert!((8..=400).contains(&written), "{written} bytes in two seconds");
    assert!(after.0 - before.0 <= 8, "{} wake-ups in two seconds", after.0 - before.0);
    program.send("\x03");
    assert_eq!(program.end().code, 0);
}
