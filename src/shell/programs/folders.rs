//! Programs on files and folders: `ls`, `mkdir`, `rm`, `cp`, `mv`, `touch`, `tee`, `find`, `stat` and their like.

use crate::shell::{Entry, FileFault, call::Call, expand::pattern::Pattern, files::path};

pub fn ls(call: &mut Call<'_>) -> u8 {
    let given = match call.options("l a A 1 h t r R d S p F color", 2) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let files = if given.rest.is_empty() { vec!["."] } else { given.rest.clone() };
    let mut status = 0;
    let (mut plain, mut folders) = (Vec::new(), Vec::new());
    for file in &files {
        let whole = call.session.absolute(file);
        match call.session.disk().and_then(|disk| disk.get(&whole)) {
            Some(Entry::Folder) if !given.has("d") => folders.push(((*file).to_owned(), whole)),
            Some(entry) => plain.push(((*file).to_owned(), entry.clone())),
            None => status = call.fail(&format!("cannot access '{file}': {}", FileFault::Missing), 2),
        }
    }
    listing(call, &plain, given.has("l"));
    let headed = files.len() > 1;
    for (index, (file, whole)) in folders.into_iter().enumerate() {
        if headed {
            let before = if index > 0 || !plain.is_empty() { "\n" } else { "" };
            call.line(&format!("{before}{file}:"));
        }
        let Some(disk) = call.session.disk() else { continue };
        let hidden = given.has("a") || given.has("A");
        let names = disk.names(&whole).filter(|(name, _)| hidden || !name.starts_with('.'));
        let mut entries: Vec<(String, Entry)> =
            names.map(|(name, entry)| (name.to_owned(), entry.clone())).collect();
        if given.has("a") {
            entries.splice(0..0, [(".".to_owned(), Entry::Folder), ("..".to_owned(), Entry::Folder)]);
        }
        if given.has("r") {
            entries.reverse();
        }
        if given.has("l") {
            call.line(&format!("total {}", entries.len() * 4));
        }
        listing(call, &entries, given.has("l"));
    }
    status
}

/// One name a line: output goes to a pipe or a page as often as to a terminal, and columns help neither.
fn listing(call: &mut Call<'_>, entries: &[(String, Entry)], long: bool) {
    let user = call.session.login().user;
    let day = crate::shell::clock::read(&call.session.now)
        .map_or_else(String::new, |now| now.strftime("%b %e %H:%M").to_string());
    for (name, entry) in entries {
        if !long {
            call.line(name);
            continue;
        }
        let (mode, size) = match entry {
            Entry::Folder => ("drwxr-xr-x 2", 4096),
            Entry::File(text) => ("-rw-r--r-- 1", text.len()),
        };
        call.line(&format!("{mode} {user} {user} {size:5} {day} {name}"));
    }
}

pub fn mkdir(call: &mut Call<'_>) -> u8 {
    let given = match call.options("p|parents v m:", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    if given.rest.is_empty() {
        return call.fail("missing operand", 1);
    }
    let mut status = 0;
    for folder in &given.rest {
        let whole = call.session.absolute(folder);
        let disk = call.session.disk_mut();
        let made = if given.has("p") {
            let mut above = String::new();
            let parts = whole.split('/').filter(|part| !part.is_empty());
            let each = parts.map(|part| {
                above = format!("{above}/{part}");
                if disk.is_folder(&above) { Ok(()) } else { disk.make_folder(&above) }
            });
            each.collect::<Result<(), _>>()
        } else {
            disk.make_folder(&whole)
        };
        if let Err(fault) = made {
            status = call.fail(&format!("cannot create directory ‘{folder}’: {fault}"), 1);
        }
    }
    status
}

pub fn touch(call: &mut Call<'_>) -> u8 {
    let mut status = 0;
    for file in call.arguments.iter().filter(|word| !word.starts_with('-')) {
        let whole = call.session.absolute(file);
        let disk = call.session.disk_mut();
        if disk.get(&whole).is_none()
            && let Err(fault) = disk.write(&whole, "")
        {
            status = call.fail(&format!("cannot touch '{file}': {fault}"), 1);
        }
    }
    status
}

/// `rm` and `rmdir`.
pub fn rm(call: &mut Call<'_>) -> u8 {
    let given = match call.options("r|recursive R f|force v i p d", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let mut status = 0;
    for file in &given.rest {
        let whole = call.session.absolute(file);
        let disk = call.session.disk_mut();
        let fault = match (disk.get(&whole), call.name) {
            (None, _) if given.has("f") => continue,
            (None, "rmdir") => format!("failed to remove '{file}': {}", FileFault::Missing),
            (None, _) => format!("cannot remove '{file}': {}", FileFault::Missing),
            (Some(Entry::Folder), "rmdir") if disk.names(&whole).next().is_some() => {
                format!("failed to remove '{file}': Directory not empty")
            }
            (Some(Entry::Folder), "rm") if !given.has("r") && !given.has("R") => {
                format!("cannot remove '{file}': {}", FileFault::Folder)
            }
            _ if whole == "/" => "it is dangerous to operate recursively on '/'".to_owned(),
            _ => {
                disk.remove(&whole);
                continue;
            }
        };
        status = call.fail(&fault, 1);
    }
    status
}

/// `cp` and `mv`.
pub fn copy(call: &mut Call<'_>) -> u8 {
    let given = match call.options("r|recursive R f|force v a p i n", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let moves = call.name == "mv";
    let Some((to, from)) = given.rest.split_last().filter(|(_, from)| !from.is_empty()) else {
        return call.fail("missing file operand", 1);
    };
    let whole_to = call.session.absolute(to);
    let into = call.session.disk().is_some_and(|disk| disk.is_folder(&whole_to));
    let mut status = 0;
    for file in from {
        let whole = call.session.absolute(file);
        let target = if into { path::join(&whole_to, path::name(&whole)) } else { whole_to.clone() };
        let disk = call.session.disk_mut();
        let fault = match disk.get(&whole).cloned() {
            None => Some(format!("cannot stat '{file}': {}", FileFault::Missing)),
            _ if target == whole => Some(format!("'{file}' and '{to}' are the same file")),
            Some(Entry::Folder) if target.starts_with(&format!("{whole}/")) => {
                Some(format!("cannot copy a directory, '{file}', into itself, '{to}'"))
            }
            Some(Entry::Folder) if !moves && !["r", "R", "a"].iter().any(|flag| given.has(flag)) => {
                Some(format!("-r not specified; omitting directory '{file}'"))
            }
            Some(Entry::File(text)) => disk
                .write(&target, &text)
                .err()
                .map(|fault| format!("cannot create regular file '{to}': {fault}")),
            Some(Entry::Folder) => {
                let below: Vec<(String, Entry)> =
                    disk.below(&whole).map(|(path, entry)| (path.to_owned(), entry.clone())).collect();
                let mut fault = disk.make_folder(&target).err().filter(|fault| *fault != FileFault::Exists);
                for (path, entry) in below {
                    let target = format!("{target}{}", path.strip_prefix(&whole).unwrap_or_default());
                    let made = match entry {
                        Entry::Folder => disk.make_folder(&target),
                        Entry::File(text) => disk.write(&target, &text),
                    };
                    fault = fault.or(made.err().filter(|fault| *fault != FileFault::Exists));
                }
                fault.map(|fault| format!("cannot create '{to}': {fault}"))
            }
        };
        match fault {
            Some(fault) => status = call.fail(&fault, 1),
            None if moves => call.session.disk_mut().remove(&whole),
            None => {}
        }
    }
    status
}

pub fn tee(call: &mut Call<'_>) -> u8 {
    let given = match call.options("a|append", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let text = call.take_input();
    call.print(text);
    let mut status = 0;
    for file in &given.rest {
        let whole = call.session.absolute(file);
        let disk = call.session.disk_mut();
        let written = if given.has("a") { disk.append(&whole, text) } else { disk.write(&whole, text) };
        if let Err(fault) = written {
            status = call.fail(&format!("{file}: {fault}"), 1);
        }
    }
    status
}

/// `find`: `-name`, `-iname`, `-type`, `-maxdepth`.
pub fn find(call: &mut Call<'_>) -> u8 {
    let mut words = call.arguments.iter().map(String::as_str).peekable();
    let mut starts = Vec::new();
    while let Some(word) = words.next_if(|word| !word.starts_with('-')) {
        starts.push(word);
    }
    let (mut name, mut kind, mut depth) = (None, None, usize::MAX);
    while let Some(word) = words.next() {
        match (word, words.next()) {
            ("-name", Some(pattern)) => name = Some((Pattern::new(pattern), false)),
            ("-iname", Some(pattern)) => name = Some((Pattern::new(&pattern.to_lowercase()), true)),
            ("-type", Some(letter)) => kind = Some(letter == "d"),
            ("-maxdepth", Some(count)) => depth = count.parse().unwrap_or(usize::MAX),
            (word, _) => return call.fail(&format!("unknown predicate `{word}'"), 1),
        }
    }
    let mut status = 0;
    for start in if starts.is_empty() { vec!["."] } else { starts } {
        let whole = call.session.absolute(start);
        let Some(disk) = call.session.disk() else { continue };
        let Some(own) = disk.get(&whole) else {
            status = call.fail(&format!("‘{start}’: {}", FileFault::Missing), 1);
            continue;
        };
        let all = std::iter::once((whole.as_str(), own)).chain(disk.below(&whole));
        let found: Vec<String> = all
            .filter_map(|(found, entry)| {
                let inside = found.strip_prefix(whole.trim_end_matches('/')).unwrap_or_default();
                let shown = format!("{}{inside}", start.trim_end_matches('/'));
                let last = path::name(if inside.is_empty() { start } else { found });
                let named = name.as_ref().is_none_or(|(pattern, lower)| {
                    if *lower { pattern.matches(&last.to_lowercase()) } else { pattern.matches(last) }
                });
                let kind = kind.is_none_or(|folder| folder == (*entry == Entry::Folder));
                (named && kind && inside.matches('/').count() <= depth).then_some(shown)
            })
            .collect();
        for path in found {
            call.line(if path.is_empty() { "/" } else { &path });
        }
    }
    status
}

/// `basename`, `dirname`, `realpath`, `readlink`.
pub fn parts(call: &mut Call<'_>) -> u8 {
    let words: Vec<&str> =
        call.arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let Some(first) = words.first() else { return call.fail("missing operand", 1) };
    let trimmed = if first.len() > 1 { first.trim_end_matches('/') } else { first };
    let text = match call.name {
        "basename" => {
            let name = path::name(trimmed);
            let suffix = words.get(1).copied().unwrap_or_default();
            name.strip_suffix(suffix).filter(|rest| !rest.is_empty()).unwrap_or(name).to_owned()
        }
        "dirname" => match trimmed.rsplit_once('/') {
            Some(("", _)) => "/".to_owned(),
            Some((folder, _)) => folder.to_owned(),
            None => ".".to_owned(),
        },
        _ => call.session.absolute(first),
    };
    call.line(&text);
    0
}
