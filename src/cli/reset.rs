//! `kubedrill progress reset`: asks, appends the reset to the log, says what was forgotten.

use std::io::{self, BufRead, IsTerminal as _, Write};

use clap::Args;

use super::learn::topics_and_rows;
use super::output::{print, tell};
use super::{Failure, Outcome, reading};
use crate::course::{Catalog, ItemEntry, ItemId, Row, Topic, counted};
use crate::runtime::now;
use crate::storage::{Access, Opened, Paths, Store};
use crate::study::{Entry, Progress};

#[derive(Debug, Args)]
pub struct Reset {
    /// Only this topic or syllabus row (dns, V3); may be given several times
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

pub fn reset(
    options: &Reset,
    paths: &Paths,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<Outcome, Failure> {
    let (topics, rows) = topics_and_rows(&options.topic)?;
    let can_ask = io::stdin().is_terminal() && io::stderr().is_terminal();
    if !options.yes && !can_ask {
        return Err(Failure::new("a reset asks first, and there is no terminal to ask on")
            .hint("add --yes to do it without being asked"));
    }
    let library = reading::library(paths, err)?;
    let Opened { mut store, mut progress, notes } =
        Store::open(paths, Access::Write).map_err(reading::refused)?;
    if store.is_read_only() {
        let message = "another kubedrill is open, and only one can write; nothing was reset";
        return Err(Failure::new(message).hint("close the other one and try again"));
    }
    tell(err, &notes)?;
    let lost = if options.topic.is_empty() {
        Lost::everything(&progress)
    } else {
        Lost::of(&topics, &rows, &progress, library.catalog())
    };
    if lost.is_nothing() {
        print(out, "there is nothing to forget\n")?;
        return Ok(Outcome::Done);
    }
    if !options.yes && !confirmed(&lost, &mut io::stdin().lock(), err)? {
        print(out, "nothing was changed\n")?;
        return Ok(Outcome::No);
    }
    let forgotten = lost.words();
    let entry = Entry::Reset { items: lost.items, chapters: lost.chapters, labs: lost.labs, at: now() };
    store.append(std::slice::from_ref(&entry)).map_err(reading::refused)?;
    progress.apply(&entry);
    // The log has it; a table that could not be written is written by the next start.
    if let Err(error) = store.snapshot(&progress) {
        tell(err, &[error.to_string()])?;
    }
    print(out, &format!("forgotten: {forgotten}\n"))?;
    Ok(Outcome::Done)
}

/// What a reset takes away. In an [`Entry::Reset`] empty lists mean everything, so what a topic has nothing of must never
/// become one: [`Self::is_nothing`] is asked first.
#[derive(Debug, PartialEq, Eq)]
struct Lost {
    /// Only what was touched: of the rest there is nothing to forget, and a large course would fill the log.
    items: Vec<ItemId>,
    chapters: Vec<String>,
    labs: Vec<String>,
    /// How many of each kind, with its word.
    counts: Vec<(usize, &'static str)>,
}

impl Lost {
    fn everything(progress: &Progress) -> Self {
        let Progress {
            cards,
            questions,
            mistakes,
            reading,
            last_chapter,
            quiz,
            results,
            days,
            labs,
            exam,
            last_exam: _,
            exams,
        } = progress;
        let chapters = reading.len().max(usize::from(last_chapter.is_some()));
        let counts = vec![
            (cards.len(), "card"),
            (questions.len(), "question"),
            (chapters, "chapter"),
            (days.len(), "day"),
            (results.len(), "result"),
            (usize::from(quiz.is_some()), "open quiz"),
            (labs.len(), "lab"),
            (mistakes.len(), "mistake"),
            (usize::from(exam.is_some()), "open exam"),
            (exams.len(), "exam"),
        ];
        Self { items: Vec::new(), chapters: Vec::new(), labs: Vec::new(), counts }
    }

    /// Of the topics and rows: their cards and questions, and the chapters and labs that are about nothing else.
    fn of(topics: &[Topic], rows: &[Row], progress: &Progress, catalog: &Catalog) -> Self {
        let covers = |row: Row| topics.contains(&row.topic()) || rows.contains(&row);
        let of_rows = |entries: &[ItemEntry]| -> Vec<ItemId> {
            entries.iter().filter(|entry| covers(entry.row)).map(|entry| entry.id.clone()).collect()
        };
        let (mut items, questions) = (of_rows(&catalog.cards), of_rows(&catalog.questions));
        items.extend(questions);
        items.retain(|id| progress.cards.contains_key(id) || progress.questions.contains_key(id));
        let chapters: Vec<String> = catalog
            .chapters
            .iter()
            .filter(|chapter| !chapter.rows.is_empty() && chapter.rows.iter().copied().all(covers))
            .map(|chapter| chapter.id.clone())
            .filter(|id| progress.reading.contains_key(id) || progress.last_chapter.as_ref() == Some(id))
            .collect();
        let labs: Vec<String> = catalog
            .labs
            .iter()
            .filter(|lab| !lab.rows.is_empty() && lab.rows.iter().copied().all(covers))
            .map(|lab| lab.id.clone())
            .filter(|id| progress.labs.contains_key(id))
            .collect();
        let counts = vec![
            (items.iter().filter(|id| progress.cards.contains_key(*id)).count(), "card"),
            (items.iter().filter(|id| progress.questions.contains_key(*id)).count(), "question"),
            (chapters.len(), "chapter"),
            (labs.len(), "lab"),
        ];
        Self { items, chapters, labs, counts }
    }

    fn is_nothing(&self) -> bool {
        self.counts.iter().all(|(count, _)| *count == 0)
    }

    /// `3 cards, 1 question, 1 chapter`.
    fn words(&self) -> String {
        let words: Vec<String> = self
            .counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| counted(*count, word))
            .collect();
        words.join(", ")
    }
}

/// Asks; only a `y` or a `yes` is a yes.
fn confirmed(lost: &Lost, input: &mut impl BufRead, err: &mut impl Write) -> io::Result<bool> {
    write!(err, "Forget {}? There is no undo. [y/N] ", lost.words())?;
    err.flush()?;
    let mut answer = String::new();
    input.read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;
    use crate::study::{CardState, Moment, Reading};

    fn studied() -> (Progress, Library) {
        let library = Library::embedded();
        let mut progress = Progress::default();
        for entry in library.catalog().cards.iter() {
            progress.cards.insert(entry.id.clone(), CardState::default());
        }
        for entry in library.catalog().questions.iter() {
            progress.apply(&Entry::Answered {
                question: entry.id.clone(),
                right: true,
                at: Moment::default(),
            });
        }
        for chapter in &library.catalog().chapters {
            progress.reading.insert(chapter.id.clone(), Reading::default());
        }
        progress.cards.insert("of-another-time".into(), CardState::default());
        (progress, library)
    }

    #[test]
    fn a_topic_takes_its_own_and_nothing_else() {
        let (mut progress, library) = studied();
        let before = progress.clone();
        let dns = Topic::find("dns").unwrap();
        let lost = Lost::of(&[dns], &[], &progress, library.catalog());
        assert_eq!(lost.chapters, ["dns"]);
        let (items, chapters) = (lost.items.clone(), lost.chapters.clone());
        progress.apply(&Entry::Reset { items, chapters, labs: Vec::new(), at: Moment::default() });
        for entry in library.catalog().cards.iter() {
            assert_eq!(progress.cards.contains_key(&entry.id), entry.row.topic() != dns, "{}", entry.id);
        }
        for entry in library.catalog().questions.iter() {
            assert_eq!(progress.questions.contains_key(&entry.id), entry.row.topic() != dns, "{}", entry.id);
        }
        assert_eq!(progress.reading.len(), before.reading.len() - 1);
        assert_eq!(progress.days, before.days);
        assert!(progress.cards.contains_key(&ItemId::new("of-another-time")));
        assert!(Lost::of(&[dns], &[], &progress, library.catalog()).is_nothing(), "a second time");
    }

    #[test]
    fn a_row_leaves_the_chapter() {
        let (progress, library) = studied();
        let lost = Lost::of(&[], &[Row::find("D1").unwrap()], &progress, library.catalog());
        assert!(!lost.items.is_empty() && lost.chapters.is_empty());
    }

    #[test]
    fn a_topic_without_anything_is_nothing_rather_than_everything() {
        let (progress, _) = studied();
        let nothing = Catalog::default();
        let lost = Lost::of(&[Topic::find("cni").unwrap()], &[], &progress, &nothing);
        assert!(lost.is_nothing());
        assert!(!Lost::everything(&progress).is_nothing());
        assert!(Lost::everything(&Progress::default()).is_nothing());
    }

    #[test]
    fn only_yes_is_yes() {
        let lost = Lost::everything(&studied().0);
        for (answer, is_yes) in
            [("y\n", true), (" YES \n", true), ("\n", false), ("", false), ("yep\n", false)]
        {
            let mut asked = Vec::new();
            assert_eq!(confirmed(&lost, &mut answer.as_bytes(), &mut asked).unwrap(), is_yes, "{answer:?}");
            assert!(String::from_utf8(asked).unwrap().contains("1 day? There is no undo"));
        }
    }
}
