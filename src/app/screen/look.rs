//! Looking at one card outside a review: both sides, what is known of it, and its marks.

use super::review::due_words;
use super::{ScreenState, Step};
use crate::app::{Command, Desk, Effect, Loaded, Page, Place, Role, Run, card_text};
use crate::course::{Item, ItemId, counted};
use crate::study::{CardState, Entry};

#[derive(Debug, Clone)]
pub struct LookScreen {
    pub id: ItemId,
    pub item: Option<Item>,
    pub page: Page,
    pub top: usize,
}

impl LookScreen {
    pub fn new(id: ItemId) -> Self {
        Self { id, item: None, page: Page::default(), top: 0 }
    }

    fn lay_out(&mut self, desk: &Desk) {
        let Some(item) = &self.item else { return };
        let width = desk.measure_width();
        let mut page = Page::of(&card_text::front(item), width);
        page.gap();
        page.push_line([Run::new("─".repeat(width.min(24)), Role::Muted)]);
        page.push_blocks(&card_text::back(item), width);
        page.gap();
        card_text::push_explanation(&mut page, item, width);
        page.gap();
        page.push_line([Run::new(known(desk, &self.id), Role::Muted)]);
        self.page = page;
    }

    fn mark(&mut self, desk: &mut Desk, change: impl Fn(&mut crate::study::Marks)) {
        let mut marks = desk.progress.cards.get(&self.id).map(|card| card.marks).unwrap_or_default();
        change(&mut marks);
        desk.record(Entry::Marked { card: self.id.clone(), marks, at: desk.now });
        self.lay_out(desk);
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        let last = self.page.lines.len().saturating_sub(desk.body().height);
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

/// What the record says of a card, in one line.
fn known(desk: &Desk, id: &ItemId) -> String {
    let Some(card) = desk.progress.cards.get(id) else { return "not seen yet".to_owned() };
    let mut facts = Vec::new();
    if card.is_learnt() {
        facts.push(format!("{}, {}", counted(card.reviews, "review"), counted(card.lapses, "lapse")));
        facts.push(due_words(desk, card.due));
    } else {
        facts.push("not seen yet".to_owned());
    }
    for (holds, word) in [
        (card.marks.flagged, "flagged"),
        (card.marks.aside, "put aside"),
        (CardState::is_leech(card), "a leech"),
    ] {
        if holds {
            facts.push(word.to_owned());
        }
    }
    facts.join(" · ")
}

impl ScreenState for LookScreen {
    fn place(&self) -> Place {
        Place::Look
    }

    fn opened(&mut self, desk: &mut Desk) {
        desk.ask(Effect::LoadItems(vec![self.id.clone()]));
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        if let Loaded::Items(items) = loaded {
            self.item = items.into_iter().next();
            self.lay_out(desk);
        }
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Flag => self.mark(desk, |marks| marks.flagged = !marks.flagged),
            Command::SetAside => self.mark(desk, |marks| marks.aside = !marks.aside),
            Command::Section => {
                let section = self.item.as_ref().and_then(card_text::section);
                return Step::section(section, "card", desk);
            }
            Command::Up => self.scroll(-1, desk),
            Command::Down => self.scroll(1, desk),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.lay_out(desk);
        self.scroll(0, desk);
    }
}
