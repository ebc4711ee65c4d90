//! What may befall the record, case by case: no room, no folder, two programs, newer and damaged files.

use std::fs;
use std::path::Path;

use super::{Access, Opened, Overwrite, Paths, Report, Store, StoreError, backup, check};
use crate::course::Mistake;
use crate::study::mistakes::MistakeState;
use crate::study::{CardState, Day, Entry, Grade, Moment, Progress};

/// A learner's folders in a place of their own.
pub(super) struct Folder {
    pub paths: Paths,
    pub root: tempfile::TempDir,
}

impl Folder {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name).join("kubedrill");
        Self { paths: Paths::under(&at("data"), &at("config"), &at("cache")), root }
    }

    pub fn open(&self) -> Opened {
        Store::open(&self.paths, Access::Write).unwrap()
    }

    pub fn has_table(&self) -> bool {
        self.paths.progress().exists()
    }

    /// With `count` entries in the log and a table that contains the first `contained`.
    fn written(count: usize, contained: usize) -> (Self, Vec<Entry>) {
        let folder = Self::new();
        let entries: Vec<Entry> = (0..count).map(entry).collect();
        let mut store = folder.open().store;
        store.append(&entries[..contained]).unwrap();
        store.snapshot(&replayed(&entries[..contained])).unwrap();
        store.append(&entries[contained..]).unwrap();
        (folder, entries)
    }

    fn names(&self) -> Vec<String> {
        let found = fs::read_dir(&self.paths.data_dir).into_iter().flatten();
        let mut names: Vec<String> =
            found.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(path).unwrap();
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    }
}

pub(super) fn replayed(entries: &[Entry]) -> Progress {
    let mut progress = Progress::default();
    for entry in entries {
        progress.apply(entry);
    }
    progress
}

fn checked(folder: &Folder) -> Report {
    check(&folder.paths).unwrap()
}

fn entry(number: usize) -> Entry {
    let at = Moment { at: 1_763_800_000_000 + i64::try_from(number).unwrap() * 1000, day: Day(20_414) };
    let state = CardState {
        stability: 2.306_5,
        difficulty: 5.1,
        reviews: 1,
        last: at,
        ..CardState::untouched(Day(20_417))
    };
    let card = format!("card-{number}").as_str().into();
    Entry::Graded { card, grade: Grade::Good, recall: None, state, at }
}

#[test]
fn nothing_is_created_before_the_first_entry() {
    let folder = Folder::new();
    let mut opened = folder.open();
    assert_eq!((&opened.progress, opened.notes.len()), (&Progress::default(), 0));
    opened.store.append(&[]).unwrap();
    opened.store.snapshot(&opened.progress).unwrap();
    assert!(!folder.paths.data_dir.exists());
    opened.store.append(&[entry(0)]).unwrap();
    assert_eq!(folder.names(), ["progress.lock", "progress.log"]);
}

#[test]
fn a_newer_record_is_refused_and_not_touched() {
    let (folder, _) = Folder::written(3, 2);
    Folder::edit(&folder.paths.progress(), |bytes| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text.replace("version = 1", "version = 2").replace("[cards]", "[tarots]").into_bytes();
    });
    let before = fs::read(folder.paths.progress()).unwrap();
    let names = folder.names();
    let error = Store::open(&folder.paths, Access::Write).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
    assert!(error.to_string().contains("update kubedrill"));
    assert_eq!(fs::read(folder.paths.progress()).unwrap(), before);
    assert_eq!(folder.names(), names);
    assert!(matches!(check(&folder.paths), Err(StoreError::Newer { .. })));
    assert!(matches!(
        backup(&folder.paths, &folder.root.path().join("b"), Overwrite::No),
        Err(StoreError::Newer { .. })
    ));
}

#[test]
fn a_newer_log_is_refused_too() {
    let (folder, _) = Folder::written(1, 0);
    let rest = "\"n\":2,\"entry\":{\"what\":\"lab\"}}";
    let sum = super::line::checksum(&[b"2", rest.as_bytes()]);
    Folder::edit(&folder.paths.log(), |log| {
        log.extend(format!("{{\"v\":2,\"sum\":\"{sum:08x}\",{rest}\n").bytes());
    });
    assert!(matches!(Store::open(&folder.paths, Access::Write), Err(StoreError::Newer { found: 2, .. })));
}

#[test]
fn the_second_of_two_only_reads() {
    let (folder, entries) = Folder::written(2, 1);
    let first = folder.open();
    let mut second = folder.open();
    assert!(!first.store.is_read_only() && second.store.is_read_only());
    assert_eq!(second.progress, replayed(&entries));
    assert!(second.notes[0].contains("another kubedrill is open"), "{:?}", second.notes);
    assert!(matches!(second.store.append(&[entry(9)]), Err(StoreError::ReadOnly)));
    assert!(matches!(second.store.snapshot(&second.progress), Err(StoreError::ReadOnly)));
    drop(first);
    assert!(!folder.open().store.is_read_only());
}

#[test]
fn of_two_that_began_with_nothing_none_loses_an_answer() {
    let folder = Folder::new();
    let (mut first, mut second) = (folder.open().store, folder.open());
    first.append(&[entry(0), entry(1)]).unwrap();
    assert!(matches!(second.store.append(&[entry(2)]), Err(StoreError::Busy { .. })));
    assert_eq!(second.store.pending(), 1);
    drop(first);
    second.store.append(&[entry(3)]).unwrap();
    assert_eq!(second.store.pending(), 0);
    // It does not know the first one's entries, but the table that it writes does.
    second.store.snapshot(&replayed(&[entry(2), entry(3)])).unwrap();
    drop(second);
    let all = replayed(&[entry(0), entry(1), entry(2), entry(3)]);
    assert!(checked(&folder).is_sound(), "{}", checked(&folder));
    assert_eq!(folder.open().progress, all);
}

/// As on a file system without locks: removing the lock's file lets both have it.
#[test]
fn without_locks_two_that_write_in_turns_lose_nothing() {
    let (folder, mut entries) = Folder::written(1, 1);
    let mut first = folder.open();
    first.store.append(&[entry(1)]).unwrap();
    fs::remove_file(folder.paths.lock()).unwrap();
    let mut second = folder.open();
    assert!(!second.store.is_read_only());
    second.store.append(&[entry(2)]).unwrap();
    first.store.append(&[entry(3)]).unwrap();
    second.store.append(&[entry(4)]).unwrap();
    entries.extend((1..5).map(entry));
    // The first one's own record lacks what the second wrote.
    first.store.snapshot(&replayed(&[entry(0), entry(1), entry(3)])).unwrap();
    drop((first.store, second.store));
    assert!(checked(&folder).is_sound(), "{}", checked(&folder));
    assert_eq!(checked(&folder).entries, 5);
    assert_eq!(folder.open().progress, replayed(&entries));
}

#[test]
fn what_cannot_be_read_is_neither_sound_nor_unsound() {
    let folder = Folder::new();
    fs::create_dir_all(folder.paths.progress()).unwrap();
    assert!(matches!(check(&folder.paths), Err(StoreError::Io { action: "read", .. })));
}

#[test]
fn without_a_folder_study_goes_on_and_is_saved_later() {
    let folder = Folder::new();
    let above = folder.paths.data_dir.parent().unwrap().to_owned();
    fs::write(&above, "a file where the folder should be").unwrap();
    let mut opened = folder.open();
    for number in 0..3 {
        let error = opened.store.append(&[entry(number)]).unwrap_err();
        assert!(error.to_string().contains("kubedrill"), "{error}");
        opened.progress.apply(&entry(number));
    }
    assert!(opened.store.snapshot(&opened.progress).is_err());
    assert_eq!(opened.store.pending(), 3);
    fs::remove_file(&above).unwrap();
    opened.store.append(&[]).unwrap();
    assert_eq!(opened.store.pending(), 0);
    let progress = opened.progress;
    drop(opened.store);
    assert_eq!(folder.open().progress, progress);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_the_answers_until_there_is_room() {
    let (folder, mut entries) = Folder::written(2, 1);
    let (log, real) = (folder.paths.log(), folder.root.path().join("real.log"));
    let mut opened = folder.open();
    fs::rename(&log, &real).unwrap();
    std::os::unix::fs::symlink("/dev/full", &log).unwrap();
    for number in 2..4 {
        let error = opened.store.append(&[entry(number)]).unwrap_err();
        assert!(
            matches!(&error, StoreError::Io { source, .. } if source.raw_os_error() == Some(28)),
            "{error}"
        );
        entries.push(entry(number));
    }
    // The table has room, as it would have on another disk; it then contains what the log does not yet.
    assert!(opened.store.snapshot(&replayed(&entries)).is_err());
    assert_eq!(opened.store.pending(), 2);
    drop(opened.store);
    let mut again = folder.open();
    assert_eq!(again.progress, replayed(&entries));
    assert!(again.store.append(&[entry(4)]).is_err());
    fs::rename(&real, &log).unwrap();
    again.store.append(&[entry(5)]).unwrap();
    drop(again.store);
    entries.extend([entry(4), entry(5)]);
    assert_eq!(folder.open().progress, replayed(&entries));
}

#[cfg(target_os = "linux")]
#[test]
fn entries_in_the_table_before_they_are_in_the_log_count_once() {
    let (folder, mut entries) = Folder::written(2, 1);
    let (log, real) = (folder.paths.log(), folder.root.path().join("real.log"));
    let mut store = folder.open().store;
    fs::rename(&log, &real).unwrap();
    std::os::unix::fs::symlink("/dev/full", &log).unwrap();
    entries.push(entry(2));
    assert!(store.append(&[entry(2)]).is_err());
    assert!(store.snapshot(&replayed(&entries)).is_err());
    fs::rename(&real, &log).unwrap();
    entries.push(entry(3));
    store.append(&[entry(3)]).unwrap();
    drop(store);
    assert_eq!(folder.open().progress, replayed(&entries));
    assert!(checked(&folder).is_sound(), "{}", checked(&folder));
}

#[test]
fn a_damaged_line_is_skipped_and_told_by_its_number() {
    for contained in [0, 2] {
        let (folder, entries) = Folder::written(6, contained);
        Folder::edit(&folder.paths.log(), |log| {
            let fourth = log.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(2).unwrap().0;
            log[fourth + 60] ^= 1;
        });
        if contained == 0 {
            assert!(!folder.has_table());
        }
        let opened = folder.open();
        let left: Vec<Entry> = [&entries[..3], &entries[4..]].concat();
        assert_eq!(opened.progress, replayed(&left));
        let told = "line 4 of progress.log is damaged and was skipped: 1 entry is lost";
        assert!(opened.notes.iter().any(|note| note == told), "{:?}", opened.notes);
        assert!(!checked(&folder).is_sound());
    }
}

#[test]
fn a_torn_last_line_is_no_news_and_is_not_glued() {
    let (folder, entries) = Folder::written(3, 0);
    Folder::edit(&folder.paths.log(), |log| log.truncate(log.len() - 20));
    let mut opened = folder.open();
    assert_eq!(opened.progress, replayed(&entries[..2]));
    assert!(!opened.notes.iter().any(|note| note.contains("damaged")), "{:?}", opened.notes);
    opened.store.append(&[entry(7)]).unwrap();
    drop(opened.store);
    let again = folder.open();
    assert_eq!(again.progress, replayed(&[entry(0), entry(1), entry(7)]));
    assert!(!again.notes.iter().any(|note| note.contains("damaged")), "{:?}", again.notes);
    assert!(checked(&folder).is_sound());
}

#[test]
fn a_damaged_table_is_kept_aside_and_rebuilt() {
    let (folder, entries) = Folder::written(5, 3);
    for round in 1..=2 {
        Folder::edit(&folder.paths.progress(), |bytes| bytes.truncate(bytes.len() - 30));
        let damaged = fs::read(folder.paths.progress()).unwrap();
        let opened = folder.open();
        assert_eq!(opened.progress, replayed(&entries));
        let aside = format!("progress.toml.damaged-{round}");
        assert!(opened.notes.iter().any(|note| note.contains(&aside)), "{:?}", opened.notes);
        assert_eq!(fs::read(folder.paths.data_dir.join(&aside)).unwrap(), damaged);
        drop(opened.store);
        assert!(checked(&folder).is_sound(), "{}", checked(&folder));
        assert!(folder.open().notes.is_empty());
    }
}

#[test]
fn a_reader_repairs_nothing() {
    let (folder, entries) = Folder::written(5, 3);
    Folder::edit(&folder.paths.progress(), |bytes| bytes.truncate(bytes.len() - 30));
    fs::remove_file(folder.paths.lock()).unwrap();
    let names = folder.names();
    let opened = Store::open(&folder.paths, Access::ReadOnly).unwrap();
    assert_eq!(opened.progress, replayed(&entries));
    checked(&folder);
    assert_eq!(folder.names(), names);
}

#[test]
fn a_table_that_was_cut_at_the_end_of_a_line_is_noticed() {
    let (folder, entries) = Folder::written(5, 5);
    Folder::edit(&folder.paths.progress(), |bytes| {
        let last_card = bytes.windows(6).position(|word| word == b"card-4").unwrap();
        bytes.truncate(last_card - 1);
    });
    assert!(fs::read_to_string(folder.paths.progress()).unwrap().parse::<toml::Table>().is_ok());
    let opened = folder.open();
    assert_eq!(opened.progress, replayed(&entries));
    assert!(opened.notes[0].contains("cut or changed"), "{:?}", opened.notes);
}

#[test]
fn a_log_that_was_cut_costs_nothing_that_the_table_has() {
    let (folder, entries) = Folder::written(5, 4);
    Folder::edit(&folder.paths.log(), |log| log.truncate(log.len() / 3));
    let mut opened = folder.open();
    assert_eq!(opened.progress, replayed(&entries[..4]));
    assert!(opened.notes[0].contains("cut or exchanged"), "{:?}", opened.notes);
    // What is answered now is kept although the log is still shorter than the table says.
    opened.store.append(&[entry(8)]).unwrap();
    drop(opened.store);
    assert_eq!(folder.open().progress, replayed(&[&entries[..4], &[entry(8)]].concat()));
}

/// Found by the law of cuts: the mark was once only a length.
#[test]
fn another_log_of_the_same_length_is_not_taken_for_the_old_one() {
    let (folder, entries) = Folder::written(2, 2);
    let before = fs::metadata(folder.paths.log()).unwrap().len();
    Folder::edit(&folder.paths.log(), |log| log.truncate(log.len() / 2));
    folder.open().store.append(&[entry(8)]).unwrap();
    assert_eq!(fs::metadata(folder.paths.log()).unwrap().len(), before);
    assert_eq!(folder.open().progress, replayed(&[entries, vec![entry(8)]].concat()));
}

#[test]
fn when_both_are_damaged_as_much_as_can_be_is_kept() {
    let (folder, entries) = Folder::written(6, 4);
    Folder::edit(&folder.paths.log(), |log| {
        let second = log.iter().position(|byte| *byte == b'\n').unwrap();
        log.drain(..=second); // the first entry is only in the table
    });
    Folder::edit(&folder.paths.progress(), |bytes| {
        let card = bytes.windows(6).position(|word| word == b"card-2").unwrap();
        bytes[card + 12] = b'x'; // the third only in the log
    });
    let opened = folder.open();
    let cards: Vec<&str> = opened.progress.cards.keys().map(crate::course::ItemId::as_str).collect();
    assert_eq!(cards, ["card-0", "card-1", "card-2", "card-3", "card-4", "card-5"]);
    assert_eq!(opened.progress.cards, replayed(&entries).cards);
    assert!(opened.notes.iter().any(|note| note.contains("incomplete too")), "{:?}", opened.notes);
}

#[test]
fn a_log_removed_while_the_program_runs_is_begun_anew() {
    let (folder, mut entries) = Folder::written(3, 2);
    let mut store = folder.open().store;
    store.append(&[entry(3)]).unwrap();
    fs::remove_file(folder.paths.log()).unwrap();
    entries.extend([entry(3), entry(4)]);
    store.append(&[entry(4)]).unwrap();
    store.snapshot(&replayed(&entries)).unwrap();
    store.append(&[entry(5)]).unwrap();
    drop(store);
    entries.push(entry(5));
    assert_eq!(folder.open().progress, replayed(&entries));
}

#[cfg(unix)]
#[test]
fn a_linked_table_stays_a_link() {
    let (folder, entries) = Folder::written(3, 2);
    let (table, real) = (folder.paths.progress(), folder.root.path().join("synced.toml"));
    fs::rename(&table, &real).unwrap();
    std::os::unix::fs::symlink(&real, &table).unwrap();
    let mut opened = folder.open();
    opened.store.snapshot(&opened.progress).unwrap();
    assert!(table.symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read(&real).unwrap(), fs::read(&table).unwrap());
    drop(opened.store);
    assert_eq!(folder.open().progress, replayed(&entries));
    assert_eq!(folder.open().store.behind(), 0);
}

#[test]
fn the_clock_set_back_changes_no_order() {
    let folder = Folder::new();
    let back = |entry: Entry, days: i32| match entry {
        Entry::Graded { card, grade, recall, state, at } => {
            let at = Moment { at: at.at - i64::from(days) * 86_400_000, day: at.day.plus(-days) };
            Entry::Graded { card, grade, recall, state: CardState { last: at, ..state }, at }
        }
        other => other,
    };
    let entries = [entry(0), back(entry(0), 1), back(entry(1), 3), entry(1), back(entry(1), 2)];
    let mut store = folder.open().store;
    store.append(&entries[..3]).unwrap();
    store.snapshot(&replayed(&entries[..3])).unwrap();
    store.append(&entries[3..]).unwrap();
    drop(store);
    assert_eq!(folder.open().progress, replayed(&entries));
    fs::remove_file(folder.paths.progress()).unwrap();
    assert_eq!(folder.open().progress, replayed(&entries));
}

#[test]
fn a_backup_can_be_put_back_elsewhere() {
    let (folder, entries) = Folder::written(5, 2);
    let (to, other) = (folder.root.path().join("backup.toml"), Folder::new());
    let made = backup(&folder.paths, &to, Overwrite::No).unwrap();
    assert_eq!((made.cards, made.bytes as u64), (5, to.metadata().unwrap().len()));
    assert!(matches!(backup(&folder.paths, &to, Overwrite::No), Err(StoreError::Exists { .. })));
    backup(&folder.paths, &to, Overwrite::Yes).unwrap();
    fs::create_dir_all(&other.paths.data_dir).unwrap();
    fs::copy(&to, other.paths.progress()).unwrap();
    let mut opened = other.open();
    assert_eq!(opened.progress, replayed(&entries));
    opened.store.append(&[entry(5)]).unwrap();
    drop(opened.store);
    assert_eq!(other.open().progress, replayed(&[entries, vec![entry(5)]].concat()));
}

#[test]
fn a_check_tells_a_table_that_says_something_else() {
    let (folder, entries) = Folder::written(3, 3);
    assert!(checked(&folder).is_sound());
    assert_eq!((checked(&folder).entries, checked(&folder).cards), (3, 3));
    let mut other = replayed(&entries);
    other.cards.pop_first();
    other.last_chapter = Some("services".to_owned());
    other.mistakes.insert(Mistake::Union, MistakeState::default());
    let bytes = fs::metadata(folder.paths.log()).unwrap().len();
    let tail = super::log::tail(&folder.paths.log(), bytes).unwrap().unwrap();
    let mark = super::snapshot_writer::LogMark { entries: 3, bytes, tail };
    fs::write(folder.paths.progress(), super::snapshot_writer::text(&other, mark).unwrap()).unwrap();
    let report = checked(&folder);
    assert_eq!(report.problems.len(), 3, "{report}");
    assert!(report.problems[0].contains("1 card: card-0"), "{report}");
    assert!(report.problems[1].contains("1 mistake: union"), "{report}");
}

#[test]
fn the_table_reads_as_a_page() {
    let (folder, _) = Folder::written(2, 2);
    let text = fs::read_to_string(folder.paths.progress()).unwrap();
    assert!(text.starts_with("# What you have learnt with kubedrill."), "{text}");
    assert!(
        text.contains("\"card-1\" = \"2025-11-25 0 2.3065 5.1 2025-11-22 1763800001000 1 0\"\n"),
        "{text}"
    );
}
