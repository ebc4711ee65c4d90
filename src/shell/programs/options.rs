//! The options of a program, read as getopt does, from one declaration such as `"n|lines: r|recursive v"`.

use std::sync::Arc;

use crate::shell::{call::Call, files::FileFault};

/// What was given.
#[derive(Debug, Default)]
pub struct Given<'a> {
    flags: Vec<(&'static str, &'a str)>,
    /// What is no option.
    pub rest: Vec<&'a str>,
}

/// What is wrong with the options, in getopt's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OptionFault {
    #[error("invalid option -- '{0}'")]
    Short(char),
    #[error("unrecognized option '--{0}'")]
    Long(String),
    #[error("option requires an argument -- '{0}'")]
    Value(String),
}

impl<'a> Given<'a> {
    pub fn has(&self, name: &str) -> bool {
        self.flags.iter().any(|(flag, _)| *flag == name)
    }

    /// The last value of an option.
    pub fn value(&self, name: &str) -> Option<&'a str> {
        self.all(name).last()
    }

    pub fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.flags.iter().filter(move |(flag, _)| *flag == name).map(|(_, value)| *value)
    }

    /// The options in the order they were given.
    pub fn in_order(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        self.flags.iter().copied()
    }
}

/// The names of one option, the first is the one it is asked for by; and whether it takes a value.
fn declared(declaration: &'static str) -> impl Iterator<Item = (&'static str, Vec<&'static str>, bool)> {
    declaration.split_whitespace().map(|word| {
        let names: Vec<&str> = word.trim_end_matches(':').split('|').collect();
        (names.first().copied().unwrap_or_default(), names, word.ends_with(':'))
    })
}

/// Reads the arguments. Options may stand anywhere, `--` ends them, unless `first_only`: then the first word that is no
/// option ends them.
///
/// # Errors
/// When an option is not declared or lacks its value.
pub fn read<'a>(
    arguments: &'a [String],
    declaration: &'static str,
    first_only: bool,
) -> Result<Given<'a>, OptionFault> {
    let find = |name: &str| declared(declaration).find(|(_, names, _)| names.contains(&name));
    let mut given = Given::default();
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if word == "--" || (first_only && (!word.starts_with('-') || word == "-")) {
            if word != "--" {
                given.rest.push(word);
            }
            given.rest.extend(words);
            break;
        }
        if let Some(long) = word.strip_prefix("--") {
            let (name, value) =
                long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            let (flag, _, takes) = find(name).ok_or_else(|| OptionFault::Long(name.to_owned()))?;
            let value = match value {
                None if takes => words.next().ok_or_else(|| OptionFault::Value(name.to_owned()))?,
                value => value.unwrap_or_default(),
            };
            given.flags.push((flag, value));
        } else if word.len() > 1 && word.starts_with('-') {
            let letters = word.get(1..).unwrap_or_default();
            for (at, letter) in letters.char_indices() {
                let mut name = [0; 4];
                let name: &str = letter.encode_utf8(&mut name);
                let (flag, _, takes) = find(name).ok_or(OptionFault::Short(letter))?;
                if !takes {
                    given.flags.push((flag, ""));
                    continue;
                }
                let value = match letters.get(at + letter.len_utf8()..).filter(|rest| !rest.is_empty()) {
                    Some(rest) => rest,
                    None => words.next().ok_or_else(|| OptionFault::Value(name.to_owned()))?,
                };
                given.flags.push((flag, value));
                break;
            }
        } else {
            given.rest.push(word);
        }
    }
    Ok(given)
}

impl<'a> Call<'a> {
    /// The options, or the status to end with: what is wrong with them was said.
    pub fn options(&mut self, declaration: &'static str, status: u8) -> Result<Given<'a>, u8> {
        read(self.arguments, declaration, false).map_err(|fault| self.misused(&fault, status))
    }

    /// The same, ended by the first word that is no option: for programs that run another one.
    pub fn leading_options(&mut self, declaration: &'static str, status: u8) -> Result<Given<'a>, u8> {
        read(self.arguments, declaration, true).map_err(|fault| self.misused(&fault, status))
    }

    fn misused(&mut self, fault: &OptionFault, status: u8) -> u8 {
        self.fail(&fault.to_string(), status);
        self.error_line(&format!("Try '{} --help' for more information.", self.name));
        status
    }

    /// The texts of the files, `-` and none at all being standard input; those that can not be read are complained of.
    pub fn texts(&mut self, files: &[&str]) -> Vec<(String, Arc<str>)> {
        let files = if files.is_empty() { &["-"] } else { files };
        files.iter().filter_map(|file| Some(((*file).to_owned(), self.text(file)?))).collect()
    }

    /// The text of one of them.
    pub fn text(&mut self, file: &str) -> Option<Arc<str>> {
        match self.read(file) {
            Ok(text) => Some(text),
            Err(fault) => {
                self.fail(&format!("{file}: {fault}"), 1);
                None
            }
        }
    }

    /// The same without a complaint.
    ///
    /// # Errors
    /// Why it can not be read.
    pub fn read(&mut self, file: &str) -> Result<Arc<str>, FileFault> {
        match file {
            "-" | "/dev/stdin" => Ok(self.take_input().into()),
            file => self.session.read_file(file).map(Into::into),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_as_getopt_does() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let spec = "n|lines: r|recursive v";
        let given = words("a -rvn5 --lines=7 -- -v");
        let given = read(&given, spec, false).unwrap();
        assert_eq!(
            (given.value("n"), given.has("r"), given.rest.join(" ").as_str()),
            (Some("7"), true, "a -v")
        );
        let bad = |text: &str| read(&words(text), spec, false).unwrap_err();
        assert_eq!(bad("-x"), OptionFault::Short('x'));
        assert_eq!(bad("-n"), OptionFault::Value("n".to_owned()));
        assert_eq!(bad("--no"), OptionFault::Long("no".to_owned()));
        assert_eq!(read(&words("-v ls -l"), spec, true).unwrap().rest, ["ls", "-l"]);
    }
}
