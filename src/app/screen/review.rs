//! Reviewing cards: front, back, grades, undo, and the summary at the end.

use std::collections::BTreeMap;

use super::{Screen, ScreenState, Step, Work};
use crate::app::{Command, Desk, Effect, Key, LineEdit, Loaded, Page, Place, card_text};
use crate::course::{CardKind, Item, ItemId};
use crate::study::{
    CardState, Due, Entry, Grade, Marks, Review, ReviewKind, ReviewOptions, ReviewSummary, Undone,
    interval_words,
};

#[derive(Debug, Clone)]
pub struct ReviewScreen {
    pub review: Review,
    pub kind: ReviewKind,
    items: BTreeMap<ItemId, Item>,
    pub side: Side,
    pub typed: LineEdit,
    pub explained: bool,
    pub page: Page,
    pub top: usize,
}

/// What of the card is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Front,
    /// `right` says whether a typed answer was right.
    Back {
        right: Option<bool>,
    },
    /// No card is left.
    Summary,
}

impl ReviewScreen {
    /// A review, if anything is to be reviewed.
    pub fn start(desk: &Desk, options: ReviewOptions) -> Option<Self> {
        let kind = options.kind;
        let seed = u64::try_from(desk.now.at).unwrap_or_default();
        let review = Review::start(&desk.catalog, &desk.progress, desk.now, options, seed);
        review.current()?;
        Some(Self {
            review,
            kind,
            items: BTreeMap::new(),
            side: Side::Front,
            typed: LineEdit::default(),
            explained: false,
            page: Page::default(),
            top: 0,
        })
    }

    pub fn item(&self) -> Option<&Item> {
        self.review.current().and_then(|id| self.items.get(id))
    }

    /// Whether the front waits for a typed answer.
    pub fn wants_typing(&self) -> bool {
        matches!(self.item(), Some(Item::Card(card)) if matches!(card.kind, CardKind::Typed { .. }))
    }

    pub fn summary(&self) -> ReviewSummary {
        self.review.summary()
    }

    /// The record of the current card, if it was ever touched.
    pub fn state<'desk>(&self, desk: &'desk Desk) -> Option<&'desk CardState> {
        self.review.current().and_then(|id| desk.progress.cards.get(id))
    }

    /// When the card would come back for each grade, in words.
    pub fn futures(&self, desk: &Desk) -> [String; 4] {
        let futures = desk.scheduler().futures(self.state(desk), desk.now);
        futures.map(|state| interval_words(desk.now, state.due))
    }

    /// Shows the card that is current now, from its front.
    fn show_current(&mut self, desk: &mut Desk) {
        self.typed = LineEdit::default();
        self.explained = false;
        self.top = 0;
        let finished = self.side == Side::Summary;
        self.side = if self.review.current().is_some() { Side::Front } else { Side::Summary };
        if self.side == Side::Summary && !finished {
            if self.kind != ReviewKind::Cram {
                desk.measure();
            }
            desk.ask(Effect::Snapshot);
        }
        self.lay_out(desk);
    }

    fn lay_out(&mut self, desk: &Desk) {
        let width = desk.measure_width();
        let mut page = Page::default();
        if let Some(item) = self.item() {
            match self.side {
                Side::Front => page.push_blocks(&card_text::front(item), width),
                Side::Back { .. } => {
                    let is_cloze =
                        matches!(item, Item::Card(card) if matches!(card.kind, CardKind::Cloze { .. }));
                    if !is_cloze {
                        page.push_blocks(&card_text::front(item), width);
                        page.gap();
                        page.push_line([crate::app::Run::new(
                            "─".repeat(width.min(24)),
                            crate::app::Role::Muted,
                        )]);
                    }
                    page.push_blocks(&card_text::back(item), width);
                    if self.explained {
                        page.gap();
                        card_text::push_explanation(&mut page, item, width);
                    }
                }
                Side::Summary => {}
            }
        }
        self.page = page;
    }

    fn turn(&mut self, desk: &Desk) {
        let right = match self.item() {
            Some(Item::Card(card)) => match &card.kind {
                CardKind::Typed { answers, compare, .. } => {
                    Some(answers.iter().any(|answer| compare.equal(answer, self.typed.text())))
                }
                _ => None,
            },
            _ => None,
        };
        self.side = Side::Back { right };
        // A wrong answer teaches at once.
        self.explained = right == Some(false);
        self.lay_out(desk);
    }

    fn grade(&mut self, grade: Grade, desk: &mut Desk) {
        let was_leech = self.state(desk).is_some_and(CardState::is_leech);
        let id = self.review.current().cloned();
        let entry = self.review.grade(grade, &desk.progress, &desk.scheduler(), desk.now);
        if let Some(entry) = entry {
            desk.undo = None;
            desk.record(entry);
        }
        let is_leech = id.and_then(|id| desk.progress.cards.get(&id)).is_some_and(CardState::is_leech);
        if is_leech && !was_leech {
            desk.say("That card was lost eight times: a leech. Read its section, or put it aside with !");
        }
        self.show_current(desk);
    }

    fn undo(&mut self, desk: &mut Desk) -> Step {
        match self.review.undo() {
            Undone::Nothing => match desk.undo.take() {
                Some(entry) => return self.take_back_earlier(entry, desk),
                None => {
                    desk.say("There is no grade to take back.");
                    return Step::Stay;
                }
            },
            Undone::Moved => {}
            Undone::Logged(entry) => desk.record(entry),
        }
        self.show_current(desk);
        desk.say("Taken back.");
        Step::Stay
    }

    /// The last grade of a review that was left: its card is asked again, in a review begun anew.
    fn take_back_earlier(&self, entry: Entry, desk: &mut Desk) -> Step {
        desk.record(entry);
        let again = Self::start(desk, self.review.options().clone());
        desk.say("The last grade of the review before was taken back.");
        again.map_or(Step::Stay, |review| Step::replace(Screen::Review(Box::new(review))))
    }

    /// Kept for the next review: a slip is often seen just when one has left.
    fn keep_undo(&self, desk: &mut Desk) {
        if let Undone::Logged(entry) = self.review.clone().undo() {
            desk.undo = Some(entry);
        }
    }

    fn mark(&mut self, change: impl Fn(&mut Marks), desk: &mut Desk) {
        let mut marks = self.state(desk).map(|state| state.marks).unwrap_or_default();
        change(&mut marks);
        if let Some(entry) = self.review.mark(marks, &desk.progress, desk.now) {
            desk.record(entry);
        }
        if marks.aside {
            desk.say("Put aside; find it with ctrl-p to bring it back.");
            self.show_current(desk);
        } else {
            desk.say(if marks.flagged { "Flagged." } else { "The flag is gone." });
        }
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        let last = self.page.lines.len().saturating_sub(desk.body().height.saturating_sub(4));
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

impl ScreenState for ReviewScreen {
    fn place(&self) -> Place {
        match self.side {
            Side::Front if self.wants_typing() => Place::CardTyping,
            Side::Front => Place::CardFront,
            Side::Back { .. } => Place::CardBack,
            Side::Summary => Place::ReviewSummary,
        }
    }

    fn opened(&mut self, desk: &mut Desk) {
        let ids =
            self.review.current().into_iter().chain(self.review.upcoming(usize::MAX)).cloned().collect();
        desk.ask(Effect::LoadItems(ids));
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        if let Loaded::Items(items) = loaded {
            self.items = items.into_iter().map(|item| (item.id().clone(), item)).collect();
            let before = self.review.remaining();
            self.review.keep(|id| self.items.contains_key(id), desk.now);
            if self.review.remaining() < before {
                desk.say("Some cards could not be read and are left out; `kubedrill check` says why.");
            }
            self.show_current(desk);
        }
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Turn => self.turn(desk),
            Command::Again => self.grade(Grade::Again, desk),
            Command::Hard => self.grade(Grade::Hard, desk),
            Command::Good => self.grade(Grade::Good, desk),
            Command::Easy => self.grade(Grade::Easy, desk),
            Command::Undo => return self.undo(desk),
            Command::Explain => {
                self.explained = !self.explained;
                self.lay_out(desk);
            }
            Command::Flag => self.mark(|marks| marks.flagged = !marks.flagged, desk),
            Command::SetAside => self.mark(|marks| marks.aside = true, desk),
            Command::Section => {
                let section = self.item().and_then(card_text::section);
                return Step::section(section, "card", desk);
            }
            Command::Up => self.scroll(-1, desk),
            Command::Down => self.scroll(1, desk),
            Command::Back if self.side == Side::Summary => return Step::Home,
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn key(&mut self, key: Key, _desk: &mut Desk) -> Step {
        if self.place() == Place::CardTyping {
            self.typed.key(key);
        }
        Step::Stay
    }

    fn paste(&mut self, text: &str, _desk: &mut Desk) -> Step {
        if self.place() == Place::CardTyping {
            self.typed.insert(text);
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.lay_out(desk);
        self.scroll(0, desk);
    }

    fn work(&self) -> Option<Work> {
        Some(Work::Review)
    }

    fn closing(&mut self, desk: &mut Desk) {
        self.keep_undo(desk);
    }
}

/// When a card is due, in words, for a card that is looked at.
pub fn due_words(desk: &Desk, due: Due) -> String {
    if due.has_come(desk.now) {
        "due now".to_owned()
    } else {
        format!("due in {}", interval_words(desk.now, due))
    }
}
