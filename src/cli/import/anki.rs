//! Anki's text export, read into notes. The headers are those of the Anki manual, "Text Files", "File Headers".

use std::collections::BTreeSet;

/// One note: its fields without those that say something about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Note {
    /// The line on which it begins.
    pub line: u64,
    pub guid: Option<String>,
    pub notetype: Option<String>,
    pub tags: Vec<String>,
    pub fields: Vec<String>,
    pub html: bool,
}

/// What the headers say.
#[derive(Default)]
struct Headers {
    separator: Option<u8>,
    html: bool,
    guid: Option<usize>,
    notetype: Option<usize>,
    deck: Option<usize>,
    tags: Option<usize>,
    /// Tags of every note.
    all_tags: Vec<String>,
    all_notetype: Option<String>,
}

/// The separators by the names that Anki writes.
const SEPARATORS: [(&str, u8); 6] =
    [("tab", b'\t'), ("comma", b','), ("semicolon", b';'), ("pipe", b'|'), ("colon", b':'), ("space", b' ')];

/// Reads the notes.
///
/// # Errors
/// When the fields can not be told apart: a sentence with the line.
pub fn notes(text: &str) -> Result<Vec<Note>, String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut headers = Headers::default();
    let (mut rest, mut before) = (text, 0_u64);
    while let Some(line) = rest.lines().next().filter(|line| line.starts_with('#')) {
        headers.read(line)?;
        rest = rest.get(line.len()..).unwrap_or_default();
        rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
        before += 1;
    }
    let separator = headers.separator.unwrap_or_else(|| guessed(rest));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(rest.as_bytes());
    let mut notes = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("the fields can not be told apart: {error}"))?;
        let line = record.position().map_or(0, csv::Position::line) + before;
        let fields: Vec<&str> = record.iter().collect();
        // A comment between notes, or an empty line.
        if fields.iter().all(|field| field.trim().is_empty())
            || fields.first().is_some_and(|f| f.starts_with('#'))
        {
            continue;
        }
        notes.push(headers.note(line, &fields));
    }
    Ok(notes)
}

/// The first of tab, semicolon and comma that the first line holds, as Anki guesses.
fn guessed(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    [b'\t', b';', b','].into_iter().find(|byte| first.as_bytes().contains(byte)).unwrap_or(b'\t')
}

impl Headers {
    fn read(&mut self, line: &str) -> Result<(), String> {
        let Some((key, value)) = line.trim_start_matches('#').split_once(':') else { return Ok(()) };
        let value = value.trim_end_matches('\r');
        let column =
            || value.trim().parse::<usize>().ok().filter(|number| *number > 0).map(|number| number - 1);
        match key.trim().to_ascii_lowercase().as_str() {
            "separator" => self.separator = Some(separator(value)?),
            "html" => self.html = value.trim().eq_ignore_ascii_case("true"),
            "guid column" => self.guid = column(),
            "notetype column" => self.notetype = column(),
            "deck column" => self.deck = column(),
            "tags column" => self.tags = column(),
            "tags" => self.all_tags = value.split_whitespace().map(str::to_owned).collect(),
            "notetype" => self.all_notetype = Some(value.trim().to_owned()),
            // Comments, and what says nothing about a card.
            _ => {}
        }
        Ok(())
    }

    fn note(&self, line: u64, fields: &[&str]) -> Note {
        let at = |column: Option<usize>| {
            column
                .and_then(|column| fields.get(column))
                .map(|text| (*text).to_owned())
                .filter(|text| !text.is_empty())
        };
        let special: BTreeSet<usize> =
            [self.guid, self.notetype, self.deck, self.tags].into_iter().flatten().collect();
        let mut tags = self.all_tags.clone();
        tags.extend(at(self.tags).iter().flat_map(|tags| tags.split_whitespace()).map(str::to_owned));
        let own = fields.iter().enumerate().filter(|(column, _)| !special.contains(column));
        Note {
            line,
            guid: at(self.guid),
            notetype: at(self.notetype).or_else(|| self.all_notetype.clone()),
            tags,
            fields: own.map(|(_, text)| (*text).to_owned()).collect(),
            html: self.html,
        }
    }
}

fn separator(value: &str) -> Result<u8, String> {
    let name = value.trim().to_ascii_lowercase();
    if let Some((_, byte)) = SEPARATORS.iter().find(|(known, _)| *known == name) {
        return Ok(*byte);
    }
    match value.as_bytes() {
        [byte] if byte.is_ascii() => Ok(*byte),
        _ => Err(format!("unknown separator `{value}` in the header")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_which_column_is_what() {
        let text = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n\
                    g1\tBasic\tD\tfront\t\"back \"\"x\"\"\nline\"\tkubedrill::dns::D1 hard\n";
        let notes = notes(text).unwrap();
        let [note] = &notes[..] else { panic!("{notes:?}") };
        assert_eq!(note.line, 7);
        assert_eq!(note.fields, ["front", "back \"x\"\nline"]);
        assert_eq!((note.guid.as_deref(), note.notetype.as_deref()), (Some("g1"), Some("Basic")));
        assert_eq!(note.tags, ["kubedrill::dns::D1", "hard"]);
        assert!(note.html);
    }

    #[test]
    fn separators_are_named_written_or_guessed() {
        for (text, fields) in [
            ("#separator:Semicolon\na;b,c\n", vec!["a", "b,c"]),
            ("#separator:|\na|b\n", vec!["a", "b"]),
            ("a;b\n", vec!["a", "b"]),
            ("a,b\r\n", vec!["a", "b"]),
            ("\u{FEFF}a\tb;c\n", vec!["a", "b;c"]),
        ] {
            assert_eq!(notes(text).unwrap()[0].fields, fields, "{text:?}");
        }
        assert!(notes("#separator:soup\na\n").is_err());
        assert_eq!(notes("# a comment\n\n#tags:one two\n").unwrap(), []);
    }
}
