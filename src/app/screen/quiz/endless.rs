//! Generated questions: a quiz of them, or batch after batch; and what wrong answers say of the learner.

use std::collections::BTreeMap;

use super::{QuizMode, QuizScreen};
use crate::app::screen::Step;
use crate::app::{Desk, Effect};
use crate::course::{Answer, ItemId, Mistake};
use crate::generate::{Impossible, Wanted, choose, is_generated};
use crate::study::mistakes::weights;
use crate::study::quiz::QuizRequest;
use crate::study::{Entry, QuizPlan};

/// Questions that come together: few, so that a mistake is heeded soon.
const BATCH: usize = 5;

impl QuizScreen {
    /// The first batch of questions without end.
    ///
    /// # Errors
    /// When nobody makes questions on what is asked for.
    pub fn endless(desk: &Desk, request: &QuizRequest) -> Result<Self, Impossible> {
        let ids = chosen(desk, request, BATCH, request.seed)?;
        Ok(Self::of(ids, QuizMode::Endless { request: request.clone() }, request.seed))
    }

    pub(super) fn is_endless(&self) -> bool {
        matches!(self.mode, QuizMode::Endless { .. })
    }

    /// Goes on behind the last question: to a new batch, which the latest mistakes weigh in.
    pub(super) fn next_batch(&mut self, desk: &mut Desk) {
        let QuizMode::Endless { request } = &self.mode else { return };
        // Each batch has a seed of its own, by its place.
        let seed = request.seed.wrapping_add(u64::try_from(self.ids.len()).unwrap_or(u64::MAX));
        let Ok(more) = chosen(desk, request, BATCH, seed) else { return };
        self.answers.extend(more.iter().map(|_| Answer::None));
        self.checked.extend(more.iter().map(|_| false));
        self.current = self.ids.len();
        self.ids.extend(more.clone());
        desk.ask(Effect::LoadItems(more));
    }

    pub(super) fn leave_endless(&self, desk: &mut Desk) -> Step {
        let judged = self.checked.iter().filter(|checked| **checked).count();
        let right = self.right();
        desk.measure();
        if judged > 0 {
            desk.say(format!("{right} of {judged} right."));
        }
        Step::Back
    }

    /// Questions judged right.
    pub fn right(&self) -> usize {
        let right = |index: &usize| {
            let question = self.questions.get(*index).and_then(Option::as_ref);
            self.checked[*index] && question.is_some_and(|question| question.is_right(&self.answers[*index]))
        };
        (0..self.ids.len()).filter(right).count()
    }

    /// What the answers of a quiz that is handed in say.
    pub(super) fn mistakes(&self, desk: &Desk) -> Vec<Entry> {
        (0..self.ids.len()).filter_map(|index| self.mistook(index, desk)).collect()
    }

    /// What the answer to one question says; nothing where there is none, or its choices stand for no mistakes.
    pub(super) fn mistook(&self, index: usize, desk: &Desk) -> Option<Entry> {
        let answer = self.answers.get(index).filter(|answer| **answer != Answer::None)?;
        let (made, avoided) = self.questions.get(index)?.as_ref()?.mistakes(answer);
        let any = !made.is_empty() || !avoided.is_empty();
        any.then_some(Entry::Mistook { made, avoided, at: desk.now })
    }
}

/// A quiz of questions made for it, by what the learner gets wrong.
///
/// # Errors
/// When nobody makes questions on what is asked for.
pub(in crate::app::screen) fn generated_plan(
    desk: &Desk,
    request: &QuizRequest,
) -> Result<QuizPlan, Impossible> {
    let questions = chosen(desk, request, request.count, request.seed)?;
    let title = format!("{}, generated", request.title());
    Ok(QuizPlan { questions, seed: request.seed, minutes: request.minutes, title })
}

/// The ids of questions on what is asked for, more of what was missed lately.
fn chosen(desk: &Desk, request: &QuizRequest, count: usize, seed: u64) -> Result<Vec<ItemId>, Impossible> {
    let weights: BTreeMap<Mistake, u32> = weights(&desk.progress, desk.now.day);
    let (topics, rows) = (request.topics.clone(), request.rows.clone());
    choose(&Wanted { topics, rows, level: None, count, seed, weights })
}

/// Said where one wants to keep a question that was generated.
pub(in crate::app::screen) const COMES_BACK: &str =
    "A generated question comes back by itself, in new clothes.";

/// Whether a question can be made a card: one that was generated comes back by itself.
pub(in crate::app::screen) fn can_be_a_card(id: &ItemId) -> bool {
    !is_generated(id)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::screen::ScreenState;
    use crate::app::{Command, Loaded, Size};
    use crate::course::{Catalog, Item, QuestionKind, Topic};
    use crate::generate::of_id;
    use crate::study::{Moment, Progress, Settings};

    fn desk() -> Desk {
        let size = Size { width: 100, height: 40 };
        Desk::new(
            Arc::new(Catalog::default()),
            Progress::default(),
            Settings::default(),
            Moment::default(),
            size,
        )
    }

    fn load(quiz: &mut QuizScreen, desk: &mut Desk) {
        let made = quiz.ids.iter().filter_map(of_id).map(|made| Item::Question(made.question)).collect();
        quiz.loaded(Loaded::Items(made), desk);
    }

    /// Gives the first wrong choice, or all that are right.
    fn answer(quiz: &mut QuizScreen, desk: &mut Desk, rightly: bool) {
        let question = quiz.question().unwrap();
        let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &question.kind else {
            panic!()
        };
        let mut wanted: Vec<usize> =
            (0..choices.len()).filter(|index| choices[*index].right == rightly).collect();
        wanted.truncate(if rightly { wanted.len() } else { 1 });
        for index in wanted {
            let place = quiz.order().iter().position(|shown| *shown == index).unwrap();
            quiz.choose(place, desk);
        }
        quiz.check(desk);
    }

    #[test]
    fn questions_come_batch_after_batch_and_each_answer_counts_at_once() {
        let mut desk = desk();
        let request =
            QuizRequest { topics: vec![Topic::find("dns").unwrap()], seed: 1, ..QuizRequest::default() };
        let mut quiz = QuizScreen::endless(&desk, &request).unwrap();
        load(&mut quiz, &mut desk);
        assert!(!quiz.offers(Command::Flag), "there is no list of them to come back to");
        for number in 0..12 {
            assert_eq!(quiz.current, number);
            quiz.command(Command::ToNextQuestion, &mut desk);
            assert_eq!(quiz.current, number, "an open question is not left behind");
            answer(&mut quiz, &mut desk, number % 2 == 0);
            assert!(quiz.is_checked());
            quiz.command(Command::ToNextQuestion, &mut desk);
            load(&mut quiz, &mut desk);
        }
        assert_eq!(quiz.ids.len(), 3 * BATCH);
        let asked: u32 = desk.progress.questions.values().map(|state| state.asked).sum();
        assert_eq!((asked, quiz.right()), (12, 6));
        let made: u32 = desk.progress.mistakes.values().map(|state| state.made).sum();
        assert_eq!(made, 6);
        assert!(desk.progress.quiz.is_none(), "nothing is left to be handed in");
        assert!(matches!(quiz.command(Command::Back, &mut desk), Step::Back));
        assert!(desk.notice.unwrap().text.contains("6 of 12 right"));
    }

    #[test]
    fn a_generated_quiz_is_handed_in_as_any_other_and_tells_the_mistakes() {
        let mut desk = desk();
        let request = QuizRequest { count: 4, seed: 9, ..QuizRequest::default() };
        let plan = generated_plan(&desk, &request).unwrap();
        let mut quiz = QuizScreen::begin(&mut desk, plan).unwrap();
        load(&mut quiz, &mut desk);
        quiz.confirmed(Command::Reset, &mut desk);
        assert!(desk.progress.quiz.is_some(), "handed in by what was not asked");
        for _ in 0..4 {
            answer(&mut quiz, &mut desk, false);
            quiz.command(Command::ToNextQuestion, &mut desk);
        }
        let result = desk.progress.results.last().unwrap();
        assert_eq!((result.marks.len(), result.right()), (4, 0));
        assert!(result.title.ends_with(", generated"));
        assert!(!weights(&desk.progress, desk.now.day).is_empty());
        assert!(result.marks.iter().all(|(id, _)| of_id(id).is_some()), "each can be shown again");
    }

    #[test]
    fn what_nobody_makes_opens_nothing() {
        let request = QuizRequest { topics: vec![Topic::find("cni").unwrap()], ..QuizRequest::default() };
        assert!(QuizScreen::endless(&desk(), &request).is_err());
    }
}
