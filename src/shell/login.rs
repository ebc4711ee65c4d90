//! One shell: the host's own, or one that was opened by `ssh`, `sudo -i`, `sh` or `kubectl exec -it`.

use std::{collections::BTreeMap, sync::Arc};

use brush_parser::ast::FunctionBody;

use super::{budget::cut, place::Place};

/// What a variable holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    List(Vec<String>),
}

/// Bytes of one variable, and of all together; one that is small is not counted.
const LARGEST: usize = 256 << 10;
const SPACE: usize = 4 << 20;
const SMALL: usize = 1 << 10;
/// How many there may be.
const VARIABLES: usize = 5000;
/// The last element that a list may have.
const ELEMENTS: usize = 4096;

impl Value {
    fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::List(list) => list.iter().map(|text| text.len() + size_of::<String>()).sum(),
        }
    }

    fn shorten(&mut self, most: usize) {
        match self {
            Self::Text(text) => text.truncate(cut(text, most).1.len()),
            Self::List(list) => {
                let mut used = 0;
                list.retain(|text| {
                    used += text.len() + size_of::<String>();
                    used <= most
                });
            }
        }
    }
}

/// A variable, and whether programs see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    pub value: Value,
    pub exported: bool,
}

/// What `set` switches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "five independent switches of the shell")]
pub struct Options {
    /// `-e`
    pub errexit: bool,
    /// `-u`
    pub nounset: bool,
    /// `-x`
    pub xtrace: bool,
    /// `-f`
    pub noglob: bool,
    pub pipefail: bool,
}

/// What a shell holds between two lines.
#[derive(Debug, Clone)]
pub struct Login {
    pub place: Place,
    pub user: &'static str,
    /// The name it has in its messages: `bash` or `sh`.
    pub shell: &'static str,
    /// The folder it stands in, absolute.
    pub folder: String,
    pub variables: BTreeMap<String, Variable>,
    pub aliases: BTreeMap<String, String>,
    pub functions: BTreeMap<String, Arc<FunctionBody>>,
    /// What `local` hid, for each function that runs.
    pub locals: Vec<Vec<(String, Option<Variable>)>>,
    /// `$1` and those after it.
    pub arguments: Vec<String>,
    pub options: Options,
    /// A command that runs when this shell is left, as words: `kubectl run --rm` deletes its Pod.
    pub parting: Vec<String>,
    /// `$?`.
    pub status: u8,
}

impl Login {
    pub fn at(place: Place) -> Self {
        let user = place.user();
        let container = matches!(place, Place::Container { .. });
        let home = Place::home(user);
        let folder = if container { "/" } else { home };
        let mut login = Self {
            user,
            shell: if container { "sh" } else { "bash" },
            folder: folder.to_owned(),
            variables: BTreeMap::new(),
            aliases: BTreeMap::new(),
            functions: BTreeMap::new(),
            locals: Vec::new(),
            arguments: Vec::new(),
            options: Options::default(),
            parting: Vec::new(),
            status: 0,
            place,
        };
        for (name, value) in [
            ("HOME", home),
            ("USER", user),
            ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ("TERM", "xterm-256color"),
            ("PWD", folder),
        ] {
            login.set(name, value);
            login.export(name);
        }
        let host = login.place.hostname().to_owned();
        login.set("HOSTNAME", &host);
        if container {
            login.export("HOSTNAME");
        } else {
            login.set("SHELL", "/bin/bash");
            login.export("SHELL");
        }
        if login.place == Place::Host {
            login.aliases.insert("k".to_owned(), "kubectl".to_owned());
        }
        login
    }

    /// A shell that another one started: it stands where that stands, and sees what that exported.
    pub fn inherit(&mut self, other: &Self) {
        other.folder.clone_into(&mut self.folder);
        self.user = other.user;
        let exported = other.variables.iter().filter(|(_, variable)| variable.exported);
        self.variables.extend(exported.map(|(name, variable)| (name.clone(), variable.clone())));
    }

    /// What `sudo -i` makes of it.
    pub fn become_root(&mut self) {
        self.user = "root";
        for (name, value) in [("USER", "root"), ("HOME", Place::home("root"))] {
            self.set(name, value);
        }
        self.stand_in(Place::home("root"));
    }

    /// A variable's text: the first element of a list.
    pub fn get(&self, name: &str) -> Option<&str> {
        match &self.variables.get(name)?.value {
            Value::Text(text) => Some(text),
            Value::List(list) => list.first().map(String::as_str),
        }
    }

    pub fn set(&mut self, name: &str, text: &str) {
        self.set_value(name, Value::Text(text.to_owned()));
    }

    /// Sets a variable; one that is too large is cut.
    pub fn set_value(&mut self, name: &str, mut value: Value) {
        if value.size() > SMALL {
            let others: usize = self.variables.values().map(|variable| variable.value.size()).sum();
            value.shorten(LARGEST.min(SPACE.saturating_sub(others)));
        }
        if self.variables.len() >= VARIABLES && !self.variables.contains_key(name) {
            return;
        }
        if let Some(variable) = self.variables.get_mut(name) {
            variable.value = value;
        } else {
            self.variables.insert(name.to_owned(), Variable { value, exported: false });
        }
    }

    /// Sets an element of a list, which grows to have it; a negative index counts from the end. Whether there is such a place.
    pub fn set_element(&mut self, name: &str, index: i64, text: String) -> bool {
        let mut list = match self.variables.get(name).map(|variable| variable.value.clone()) {
            Some(Value::List(list)) => list,
            Some(Value::Text(text)) => vec![text],
            None => vec![],
        };
        let end = i64::try_from(list.len()).unwrap_or(i64::MAX);
        let index = if index < 0 { end.saturating_add(index) } else { index };
        let Some(index) = usize::try_from(index).ok().filter(|index| *index <= ELEMENTS) else {
            return false;
        };
        if list.len() <= index {
            list.resize(index + 1, String::new());
        }
        if let Some(slot) = list.get_mut(index) {
            *slot = text;
        }
        self.set_value(name, Value::List(list));
        true
    }

    pub fn export(&mut self, name: &str) {
        if let Some(variable) = self.variables.get_mut(name) {
            variable.exported = true;
        }
    }

    /// What programs see, by name.
    pub fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables
            .iter()
            .filter(|(_, variable)| variable.exported)
            .filter_map(|(name, _)| Some((name.as_str(), self.get(name)?)))
    }

    /// Goes to a folder.
    pub fn stand_in(&mut self, folder: &str) {
        let before = std::mem::replace(&mut self.folder, folder.to_owned());
        self.set("OLDPWD", &before);
        self.set("PWD", folder);
    }
}
