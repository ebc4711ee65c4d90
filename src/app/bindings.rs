//! The one key table: dispatch, footer, help and the key document are derived from it, so help can not lie.

mod exam;

use super::{Command, Key, Place};

/// One row of the table: in `place`, any of `keys` means `command`.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    pub place: Place,
    /// As [`Key`] writes them; the first is the one shown in the footer.
    pub keys: &'static [&'static str],
    pub command: Command,
    /// One or two words, for the footer.
    pub label: &'static str,
    /// A sentence, for the help.
    pub help: &'static str,
    /// The footer shows the bindings of the lowest rank first, as many as fit; 0 is never shown.
    pub rank: u8,
}

/// What `key` means in `place`: its own bindings before those for everywhere.
pub fn command_for(place: Place, key: Key) -> Option<Command> {
    if place.takes_text() && key.typed().is_some() {
        return None;
    }
    let bound = |place: Place| {
        BINDINGS.iter().find(|binding| {
            binding.place == place && binding.keys.iter().any(|name| Key::parse(name) == Some(key))
        })
    };
    let everywhere = || if place.owns_keyboard() { None } else { bound(Place::Everywhere) };
    bound(place).or_else(everywhere).map(|binding| binding.command)
}

/// The bindings of `place` for its footer with the key that works there, the most important first; those for everywhere
/// come last.
pub fn footer(place: Place) -> Vec<(&'static str, &'static Binding)> {
    let mut own: Vec<_> = BINDINGS.iter().filter(|b| b.place == place && b.rank > 0).collect();
    own.sort_by_key(|binding| binding.rank);
    let mut everywhere: Vec<_> = BINDINGS
        .iter()
        .filter(|b| b.place == Place::Everywhere && b.rank > 0 && !place.owns_keyboard())
        .filter(|b| own.iter().all(|bound| bound.command != b.command))
        .collect();
    everywhere.sort_by_key(|binding| binding.rank);
    own.extend(everywhere);
    own.into_iter().filter_map(|binding| Some((working_key(place, binding)?, binding))).collect()
}

/// The first of its keys that means this binding in `place`: where text is typed, `?` is text and help is `f1`.
fn working_key(place: Place, binding: &Binding) -> Option<&'static str> {
    let works =
        |name: &&&str| Key::parse(name).and_then(|key| command_for(place, key)) == Some(binding.command);
    binding.keys.iter().find(works).copied()
}

/// The bindings of `place` for its help: its own, then those for everywhere that work there.
pub fn help(place: Place) -> [(Place, Vec<&'static Binding>); 2] {
    let own = BINDINGS.iter().filter(|binding| binding.place == place).collect();
    let everywhere = BINDINGS
        .iter()
        .filter(|binding| binding.place == Place::Everywhere && !shadowed(place, binding))
        .collect();
    [(place, own), (Place::Everywhere, everywhere)]
}

/// Whether none of the keys of `binding` reaches it in `place`.
fn shadowed(place: Place, binding: &Binding) -> bool {
    working_key(place, binding).is_none()
}

const fn key(
    place: Place,
    keys: &'static [&'static str],
    command: Command,
    rank: u8,
    label: &'static str,
    help: &'static str,
) -> Binding {
    Binding { place, keys, command, label, help, rank }
}

use Command as C;
use Place as P;

/// Every key of the program.
pub const BINDINGS: &[Binding] = &ALL;
static ALL: [Binding; MOST.len() + exam::BINDINGS.len()] = {
    let mut all = [MOST[0]; MOST.len() + exam::BINDINGS.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < MOST.len() { MOST[at] } else { exam::BINDINGS[at - MOST.len()] };
        at += 1;
    }
    all
};

/// All but those of an exam.
#[rustfmt::skip]
const MOST: &[Binding] = &[
    key(P::Everywhere, &["?", "f1"], C::Help, 91, "help", "Show every key that works here."),
    key(P::Everywhere, &["ctrl-p"], C::Search, 90, "search", "Search chapters, cards, questions and labs."),
    key(P::Everywhere, &["esc", "q"], C::Back, 80, "back", "Go one step back."),
    key(P::Everywhere, &["ctrl-c"], C::Leave, 92, "leave", "Leave; everything is saved."),
    key(P::Everywhere, &["ctrl-z"], C::Suspend, 0, "suspend", "Put the program into the background."),
    key(P::Everywhere, &["ctrl-l"], C::Redraw, 0, "redraw", "Draw the screen anew."),
    key(P::Everywhere, &["ctrl-x"], C::Dismiss, 0, "dismiss", "Put away the notice at the bottom."),

    key(P::Home, &["enter", "right", "l"], C::Open, 1, "open", "Open what is selected."),
    key(P::Home, &["r"], C::GoReview, 2, "review", "Review the cards that are due."),
    key(P::Home, &["q", "z"], C::GoQuiz, 3, "quiz", "Set up a quiz."),
    key(P::Home, &["c"], C::GoChapters, 4, "chapters", "Show the chapters."),
    key(P::Home, &["b"], C::GoLabs, 5, "labs", "Show the labs."),
    key(P::Home, &["e"], C::GoExam, 6, "exam", "Sit an exam, or go on with the one that is open."),
    key(P::Home, &["s"], C::GoStatistics, 7, "statistics", "Show the statistics."),
    key(P::Home, &[","], C::GoSettings, 8, "settings", "Change theme, limits and exam date."),
    key(P::Home, &["/"], C::Search, 9, "search", "Search chapters, cards, questions and labs."),
    key(P::Home, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::Home, &["down", "j"], C::Down, 0, "down", "Select the row below."),

    key(P::Chapters, &["enter", "right", "l"], C::Open, 1, "read", "Read what is selected."),
    key(P::Chapters, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::Chapters, &["down", "j"], C::Down, 0, "down", "Select the row below."),
    key(P::Chapters, &["pgup", "ctrl-b"], C::PageUp, 0, "page up", "Go up by a page."),
    key(P::Chapters, &["pgdn", "ctrl-f"], C::PageDown, 0, "page down", "Go down by a page."),
    key(P::Chapters, &["home", "g"], C::Top, 0, "top", "Select the first row."),
    key(P::Chapters, &["end", "G"], C::Bottom, 0, "bottom", "Select the last row."),
    key(P::Chapters, &["z"], C::GoQuiz, 2, "quiz", "A quiz on the chapter."),
    key(P::Chapters, &["r"], C::GoReview, 3, "review", "Review the chapter's cards."),

    key(P::Reader, &["space", "pgdn", "ctrl-f"], C::PageDown, 1, "on", "Read on by a page."),
    key(P::Reader, &["tab"], C::Next, 2, "next block", "Focus the next code block, link or question."),
    key(P::Reader, &["enter"], C::Open, 3, "open", "Follow the focused link, or answer the focused question."),
    key(P::Reader, &["y"], C::Copy, 4, "copy", "Copy the focused code block, or the one on the screen."),
    key(P::Reader, &["t"], C::TryIt, 5, "try it", "Try the focused block, or the one on the screen, in a cluster of your own."),
    key(P::Reader, &["/"], C::Find, 6, "find", "Find words in this chapter."),
    key(P::Reader, &["c"], C::Contents, 7, "contents", "Show the chapters and sections."),
    key(P::Reader, &["shift-tab"], C::Previous, 0, "previous block", "Focus the previous code block, link or question."),
    key(P::Reader, &["n"], C::FindNext, 0, "next match", "Go to the next match."),
    key(P::Reader, &["N"], C::FindPrevious, 0, "previous match", "Go to the previous match."),
    key(P::Reader, &["up", "k"], C::Up, 0, "up", "Scroll up by a line."),
    key(P::Reader, &["down", "j"], C::Down, 0, "down", "Scroll down by a line."),
    key(P::Reader, &["pgup", "b", "ctrl-b"], C::PageUp, 0, "page up", "Go back by a page."),
    key(P::Reader, &["home", "g"], C::Top, 0, "top", "Go to the beginning."),
    key(P::Reader, &["end", "G"], C::Bottom, 0, "bottom", "Go to the end."),
    key(P::Reader, &["]", "right", "l"], C::NextSection, 0, "next section", "Go to the next section."),
    key(P::Reader, &["[", "left", "h"], C::PreviousSection, 0, "previous section", "Go to the previous section."),
    key(P::Reader, &["}"], C::NextChapter, 0, "next chapter", "Open the next chapter."),
    key(P::Reader, &["{"], C::PreviousChapter, 0, "previous chapter", "Open the previous chapter."),
    key(P::Reader, &["z"], C::GoQuiz, 0, "quiz", "A quiz on this chapter."),
    key(P::Reader, &["r"], C::GoReview, 0, "review", "Review this chapter's cards."),

    key(P::ReaderFind, &["enter"], C::Open, 1, "find", "Go to the first match from here."),
    key(P::ReaderFind, &["esc"], C::Back, 2, "cancel", "Stop finding."),

    key(P::ReviewMenu, &["enter", "right", "l"], C::Open, 1, "start", "Start with what is selected."),
    key(P::ReviewMenu, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::ReviewMenu, &["down", "j"], C::Down, 0, "down", "Select the row below."),

    key(P::CardFront, &["space", "enter"], C::Turn, 1, "turn", "Turn the card."),
    key(P::CardFront, &["u"], C::Undo, 2, "undo", "Take the last grade back."),
    key(P::CardFront, &["f"], C::Flag, 3, "flag", "Flag the card, or take the flag away."),
    key(P::CardFront, &["!"], C::SetAside, 4, "set aside", "Put the card aside: it is not shown any more."),
    key(P::CardFront, &["up", "k"], C::Up, 0, "up", "Scroll up."),
    key(P::CardFront, &["down", "j"], C::Down, 0, "down", "Scroll down."),

    key(P::CardTyping, &["enter"], C::Turn, 1, "answer", "Give the answer that is typed."),
    key(P::CardTyping, &["ctrl-u"], C::Undo, 2, "undo", "Take the last grade back."),
    key(P::CardTyping, &["esc"], C::Back, 3, "back", "Go one step back."),

    key(P::CardBack, &["1"], C::Again, 1, "again", "I did not recall it: it comes back soon."),
    key(P::CardBack, &["2"], C::Hard, 2, "hard", "I recalled it with trouble."),
    key(P::CardBack, &["3", "space", "enter"], C::Good, 3, "good", "I recalled it."),
    key(P::CardBack, &["4"], C::Easy, 4, "easy", "I recalled it at once."),
    key(P::CardBack, &["e"], C::Explain, 5, "why", "Show or hide the explanation and its source."),
    key(P::CardBack, &["u"], C::Undo, 6, "undo", "Take the last grade back."),
    key(P::CardBack, &["o"], C::Section, 7, "section", "Open the section that explains it."),
    key(P::CardBack, &["f"], C::Flag, 8, "flag", "Flag the card, or take the flag away."),
    key(P::CardBack, &["!"], C::SetAside, 9, "set aside", "Put the card aside: it is not shown any more."),
    key(P::CardBack, &["up", "k"], C::Up, 0, "up", "Scroll up."),
    key(P::CardBack, &["down", "j"], C::Down, 0, "down", "Scroll down."),

    key(P::ReviewSummary, &["enter", "space", "esc", "q"], C::Back, 1, "home", "Go home."),
    key(P::ReviewSummary, &["u"], C::Undo, 2, "undo", "Take the last grade back."),

    key(P::QuizSetup, &["enter"], C::Open, 1, "start", "Start the quiz."),
    key(P::QuizSetup, &["space", "x"], C::Toggle, 2, "choose", "Choose or leave out what is selected."),
    key(P::QuizSetup, &["left", "h", "-"], C::Less, 3, "less", "Less of what is selected."),
    key(P::QuizSetup, &["right", "l", "+"], C::More, 4, "more", "More of what is selected."),
    key(P::QuizSetup, &["a"], C::ToggleAll, 5, "all topics", "Choose all topics, or none."),
    key(P::QuizSetup, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::QuizSetup, &["down", "j"], C::Down, 0, "down", "Select the row below."),

    key(P::QuestionChoice, &["enter"], C::Check, 1, "answer", "Give the answer; in a timed quiz, go on."),
    key(P::QuestionChoice, &["space", "x"], C::Toggle, 2, "choose", "Choose what is selected; a letter does it at once."),
    key(P::QuestionChoice, &["!"], C::Flag, 3, "flag", "Flag the question, to come back to it."),
    key(P::QuestionChoice, &["tab", "right", "n"], C::ToNextQuestion, 4, "next", "Go to the next question."),
    key(P::QuestionChoice, &["shift-tab", "left", "p"], C::ToPreviousQuestion, 0, "previous", "Go to the previous question."),
    key(P::QuestionChoice, &["ctrl-s"], C::HandIn, 5, "hand in", "Hand the quiz in."),
    key(P::QuestionChoice, &["up", "k"], C::Up, 0, "up", "Select the choice above."),
    key(P::QuestionChoice, &["down", "j"], C::Down, 0, "down", "Select the choice below."),
    key(P::QuestionChoice, &["pgup"], C::PageUp, 0, "page up", "Scroll up."),
    key(P::QuestionChoice, &["pgdn"], C::PageDown, 0, "page down", "Scroll down."),

    key(P::QuestionTyping, &["enter"], C::Check, 1, "answer", "Give the answer that is typed."),
    key(P::QuestionTyping, &["ctrl-f"], C::Flag, 3, "flag", "Flag the question, to come back to it."),
    key(P::QuestionTyping, &["tab"], C::ToNextQuestion, 4, "next", "Go to the next question."),
    key(P::QuestionTyping, &["shift-tab"], C::ToPreviousQuestion, 0, "previous", "Go to the previous question."),
    key(P::QuestionTyping, &["ctrl-s"], C::HandIn, 5, "hand in", "Hand the quiz in."),
    key(P::QuestionTyping, &["esc"], C::Back, 6, "back", "Go one step back."),
    key(P::QuestionTyping, &["pgup"], C::PageUp, 0, "page up", "Scroll up."),
    key(P::QuestionTyping, &["pgdn"], C::PageDown, 0, "page down", "Scroll down."),

    key(P::QuestionOrder, &["enter"], C::Check, 1, "answer", "Give this order as the answer."),
    key(P::QuestionOrder, &["K", "-"], C::MoveUp, 2, "move up", "Move the selected step up."),
    key(P::QuestionOrder, &["J", "+"], C::MoveDown, 3, "move down", "Move the selected step down."),
    key(P::QuestionOrder, &["!"], C::Flag, 4, "flag", "Flag the question, to come back to it."),
    key(P::QuestionOrder, &["tab", "right", "n"], C::ToNextQuestion, 5, "next", "Go to the next question."),
    key(P::QuestionOrder, &["shift-tab", "left", "p"], C::ToPreviousQuestion, 0, "previous", "Go to the previous question."),
    key(P::QuestionOrder, &["ctrl-s"], C::HandIn, 6, "hand in", "Hand the quiz in."),
    key(P::QuestionOrder, &["up", "k"], C::Up, 0, "up", "Select the step above."),
    key(P::QuestionOrder, &["down", "j"], C::Down, 0, "down", "Select the step below."),
    key(P::QuestionOrder, &["pgup"], C::PageUp, 0, "page up", "Scroll up."),
    key(P::QuestionOrder, &["pgdn"], C::PageDown, 0, "page down", "Scroll down."),

    key(P::QuestionLine, &["enter"], C::Check, 1, "answer", "Answer with the selected line."),
    key(P::QuestionLine, &["!"], C::Flag, 2, "flag", "Flag the question, to come back to it."),
    key(P::QuestionLine, &["tab", "right", "n"], C::ToNextQuestion, 3, "next", "Go to the next question."),
    key(P::QuestionLine, &["shift-tab", "left", "p"], C::ToPreviousQuestion, 0, "previous", "Go to the previous question."),
    key(P::QuestionLine, &["ctrl-s"], C::HandIn, 4, "hand in", "Hand the quiz in."),
    key(P::QuestionLine, &["up", "k"], C::Up, 0, "up", "Select the line above."),
    key(P::QuestionLine, &["down", "j"], C::Down, 0, "down", "Select the line below."),

    key(P::QuestionChecked, &["enter", "space"], C::ToNextQuestion, 1, "go on", "Go on to the next question."),
    key(P::QuestionChecked, &["o"], C::Section, 2, "section", "Open the section that explains it."),
    key(P::QuestionChecked, &["a"], C::MakeCard, 3, "make a card", "Make the question a card that is due."),
    key(P::QuestionChecked, &["w"], C::WhatIf, 4, "what if", "Look into a generated question's cluster: who reaches whom, and what if."),
    key(P::QuestionChecked, &["s"], C::StepPacket, 5, "step", "Follow a generated question's packet, hop by hop."),
    key(P::QuestionChecked, &["left", "p", "shift-tab"], C::ToPreviousQuestion, 0, "previous", "Go to the previous question."),
    key(P::QuestionChecked, &["right", "n", "tab"], C::ToNextQuestion, 0, "next", "Go to the next question."),
    key(P::QuestionChecked, &["ctrl-s"], C::HandIn, 0, "finish", "End the quiz here and show its result."),
    key(P::QuestionChecked, &["up", "k"], C::Up, 0, "up", "Scroll up."),
    key(P::QuestionChecked, &["down", "j"], C::Down, 0, "down", "Scroll down."),
    key(P::QuestionChecked, &["pgup"], C::PageUp, 0, "page up", "Scroll up by a page."),
    key(P::QuestionChecked, &["pgdn"], C::PageDown, 0, "page down", "Scroll down by a page."),

    key(P::Insight, &["space", "x", "enter"], C::Toggle, 1, "take away", "Take the selected rule or label away, or put it back."),
    key(P::Insight, &["s"], C::StepPacket, 2, "step", "Follow a packet through this cluster, hop by hop."),
    key(P::Insight, &["esc", "q"], C::Back, 3, "question", "Back to the question."),
    key(P::Insight, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::Insight, &["down", "j"], C::Down, 0, "down", "Select the row below."),

    key(P::Steps, &["space", "right", "l", "enter"], C::Next, 1, "next hop", "Go with the packet to the next hop."),
    key(P::Steps, &["left", "h", "backspace"], C::Previous, 2, "hop back", "Go back by a hop."),
    key(P::Steps, &["f"], C::OtherSource, 3, "from another", "Follow a packet from another source to this destination."),
    key(P::Steps, &["t"], C::OtherTarget, 4, "to another", "Follow a packet from this source to another destination or endpoint."),
    key(P::Steps, &["home", "g"], C::Top, 0, "first hop", "Go back to the first hop."),
    key(P::Steps, &["end", "G"], C::Bottom, 0, "last hop", "Go to the last hop at once."),
    key(P::Steps, &["esc", "q"], C::Back, 5, "back", "Go one step back."),
    key(P::Steps, &["up", "k"], C::Up, 0, "up", "Scroll up."),
    key(P::Steps, &["down", "j"], C::Down, 0, "down", "Scroll down."),

    key(P::QuizResult, &["enter", "right", "l"], C::Open, 1, "look", "Look at the selected question, your answer and the right one."),
    key(P::QuizResult, &["a"], C::MakeCards, 2, "cards of the missed", "Make every missed question a card that is due."),
    key(P::QuizResult, &["esc", "q"], C::Back, 3, "home", "Go home."),
    key(P::QuizResult, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::QuizResult, &["down", "j"], C::Down, 0, "down", "Select the row below."),

    key(P::Labs, &["enter", "right", "l"], C::Open, 1, "open", "Open the selected lab, or go on with it."),
    key(P::Labs, &["e"], C::GoExam, 2, "exam", "Several labs under one clock, or the exam that is open."),
    key(P::Labs, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::Labs, &["down", "j"], C::Down, 0, "down", "Select the row below."),
    key(P::Labs, &["pgup", "ctrl-b"], C::PageUp, 0, "page up", "Go up by a page."),
    key(P::Labs, &["pgdn", "ctrl-f"], C::PageDown, 0, "page down", "Go down by a page."),
    key(P::Labs, &["home", "g"], C::Top, 0, "top", "Select the first row."),
    key(P::Labs, &["end", "G"], C::Bottom, 0, "bottom", "Select the last row."),

    key(P::LabTerminal, &["f1"], C::Help, 7, "help", "Show every key that works here."),
    key(P::LabTerminal, &["f5"], C::GradeLab, 1, "grade", "Grade what is there; you can go on."),
    key(P::LabTerminal, &["f3"], C::ShowTask, 2, "task", "Read the task; typing comes back to the prompt."),
    key(P::LabTerminal, &["f2"], C::ShowMap, 3, "map", "Show the map of the cluster, with what has changed."),
    key(P::LabTerminal, &["f7"], C::StepPacket, 0, "packets", "Follow packets through the cluster as it is now, hop by hop."),
    key(P::LabTerminal, &["f4"], C::Hint, 4, "hint", "Show the next hint; hints cost nothing but are counted."),
    key(P::LabTerminal, &["f6"], C::HandIn, 5, "end", "End the attempt: the result, and the solutions."),
    key(P::LabTerminal, &["f10"], C::LeaveLab, 6, "leave", "Leave the lab; the attempt waits."),
    key(P::LabTerminal, &["f8"], C::Reset, 0, "begin anew", "Begin the lab anew, with other names."),
    key(P::LabTerminal, &["ctrl-space"], C::Leader, 0, "leader", "The next letter is the program's, where function keys are missing."),
    key(P::LabTerminal, &["pgup"], C::PageUp, 0, "scroll up", "Scroll the terminal up by a page."),
    key(P::LabTerminal, &["pgdn"], C::PageDown, 0, "scroll down", "Scroll the terminal down by a page."),
    key(P::LabTerminal, &["alt-up"], C::Previous, 0, "task up", "Scroll the task beside the terminal up."),
    key(P::LabTerminal, &["alt-down"], C::Next, 0, "task down", "Scroll the task beside the terminal down."),

    key(P::LabLeader, &["g"], C::GradeLab, 1, "grade", "Grade what is there; you can go on."),
    key(P::LabLeader, &["t"], C::ShowTask, 2, "task", "Read the task."),
    key(P::LabLeader, &["m"], C::ShowMap, 3, "map", "Show the map of the cluster."),
    key(P::LabLeader, &["p"], C::StepPacket, 9, "packets", "Follow packets through the cluster as it is now."),
    key(P::LabLeader, &["h"], C::Hint, 4, "hint", "Show the next hint."),
    key(P::LabLeader, &["e"], C::HandIn, 5, "end", "End the attempt: the result, and the solutions."),
    key(P::LabLeader, &["r"], C::Reset, 6, "begin anew", "Begin the lab anew, with other names."),
    key(P::LabLeader, &["q"], C::LeaveLab, 7, "leave", "Leave the lab; the attempt waits."),
    key(P::LabLeader, &["esc"], C::Back, 8, "cancel", "Back to the prompt."),

    key(P::LabPane, &["esc", "tab"], C::Back, 1, "prompt", "Back to the prompt; typing goes there too."),
    key(P::LabPane, &["f5"], C::GradeLab, 2, "grade", "Grade what is there; you can go on."),
    key(P::LabPane, &["f3"], C::ShowTask, 3, "task", "Read the task, or go back to the prompt."),
    key(P::LabPane, &["f2"], C::ShowMap, 4, "map", "Show the map of the cluster, or go back to the prompt."),
    key(P::LabPane, &["f7"], C::StepPacket, 8, "packets", "Follow packets through the cluster as it is now, hop by hop."),
    key(P::LabPane, &["f4"], C::Hint, 5, "hint", "Show the next hint; hints cost nothing but are counted."),
    key(P::LabPane, &["f6"], C::HandIn, 6, "end", "End the attempt: the result, and the solutions."),
    key(P::LabPane, &["f10"], C::LeaveLab, 7, "leave", "Leave the lab; the attempt waits."),
    key(P::LabPane, &["f8"], C::Reset, 0, "begin anew", "Begin the lab anew, with other names."),
    key(P::LabPane, &["ctrl-space"], C::Leader, 0, "leader", "The next letter is the program's, where function keys are missing."),
    key(P::LabPane, &["up"], C::Up, 0, "up", "Scroll up."),
    key(P::LabPane, &["down"], C::Down, 0, "down", "Scroll down."),
    key(P::LabPane, &["pgup"], C::PageUp, 0, "page up", "Scroll up by a page."),
    key(P::LabPane, &["pgdn"], C::PageDown, 0, "page down", "Scroll down by a page."),

    key(P::LabEditor, &["f1"], C::Help, 4, "help", "Show every key of the program that works here; the others are the editor's."),
    key(P::LabEditor, &["f2"], C::Save, 1, "write and leave", "Write the file and leave the editor, as :wq does."),
    key(P::LabEditor, &["f10"], C::DropEdit, 2, "leave", "Leave the editor; nothing is written, as :q! does."),
    key(P::LabEditor, &["f9"], C::OwnEditor, 3, "your editor", "Edit the text in your own editor: $VISUAL or $EDITOR."),

    key(P::LabResult, &["1"], C::PlayFirst, 1, "play solution 1", "Play the first solution step by step; 2 plays the second, and so on."),
    key(P::LabResult, &["r"], C::Reset, 2, "again", "Do the lab again, with other names."),
    key(P::LabResult, &["o"], C::Section, 3, "section", "Open the section that explains it."),
    key(P::LabResult, &["esc", "q", "enter"], C::Back, 4, "back", "Back to the labs, or to the exam's result."),
    key(P::LabResult, &["up", "k"], C::Up, 0, "up", "Scroll up."),
    key(P::LabResult, &["down", "j"], C::Down, 0, "down", "Scroll down."),
    key(P::LabResult, &["pgup"], C::PageUp, 0, "page up", "Scroll up by a page."),
    key(P::LabResult, &["pgdn", "space"], C::PageDown, 0, "page down", "Scroll down by a page."),

    key(P::LabPlaying, &["space", "enter"], C::Turn, 1, "next command", "Type the next command of the solution."),
    key(P::LabPlaying, &["esc", "q"], C::Back, 2, "result", "Back to the result."),
    key(P::LabPlaying, &["up", "k"], C::Up, 3, "up", "Scroll up."),
    key(P::LabPlaying, &["down", "j"], C::Down, 4, "down", "Scroll down."),
    key(P::LabPlaying, &["pgup", "ctrl-b"], C::PageUp, 0, "page up", "Scroll up by a page."),
    key(P::LabPlaying, &["pgdn", "ctrl-f"], C::PageDown, 0, "page down", "Scroll down by a page."),

    key(P::Look, &["o"], C::Section, 1, "section", "Open the section that explains it."),
    key(P::Look, &["f"], C::Flag, 2, "flag", "Flag the card, or take the flag away."),
    key(P::Look, &["!"], C::SetAside, 3, "aside or back", "Put the card aside, or bring it back."),
    key(P::Look, &["up", "k"], C::Up, 0, "up", "Scroll up."),
    key(P::Look, &["down", "j"], C::Down, 0, "down", "Scroll down."),

    key(P::Statistics, &["up", "k"], C::Up, 0, "up", "Scroll up."),
    key(P::Statistics, &["down", "j"], C::Down, 1, "more", "Scroll down."),
    key(P::Statistics, &["pgup"], C::PageUp, 0, "page up", "Scroll up by a page."),
    key(P::Statistics, &["pgdn", "space"], C::PageDown, 0, "page down", "Scroll down by a page."),

    key(P::Search, &["enter"], C::Open, 1, "open", "Open what is selected."),
    key(P::Search, &["up", "ctrl-k"], C::Up, 0, "up", "Select the row above."),
    key(P::Search, &["down", "ctrl-j"], C::Down, 0, "down", "Select the row below."),
    key(P::Search, &["pgup"], C::PageUp, 0, "page up", "Go up by a page."),
    key(P::Search, &["pgdn"], C::PageDown, 0, "page down", "Go down by a page."),
    key(P::Search, &["esc"], C::Back, 2, "back", "Go one step back."),

    key(P::Settings, &["left", "h", "-"], C::Less, 1, "less", "The value before, or less."),
    key(P::Settings, &["right", "l", "+", "space"], C::More, 2, "more", "The value after, or more."),
    key(P::Settings, &["enter"], C::Open, 3, "change", "Change what is selected; the exam date is typed."),
    key(P::Settings, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::Settings, &["down", "j"], C::Down, 0, "down", "Select the row below."),

    key(P::SettingsTyping, &["enter"], C::Open, 1, "set", "Set what is typed; nothing typed is no date."),
    key(P::SettingsTyping, &["esc"], C::Back, 2, "cancel", "Leave it as it was."),

    key(P::Help, &["esc", "q", "?", "f1", "enter"], C::Back, 1, "close", "Close the help."),
    key(P::Help, &["up", "k"], C::Up, 0, "up", "Scroll up."),
    key(P::Help, &["down", "j"], C::Down, 2, "more", "Scroll down."),

    key(P::Confirm, &["y"], C::Yes, 1, "yes", "Do it; enter does not, so that no work is lost by a key too many."),
    key(P::Confirm, &["n", "esc", "q"], C::No, 2, "no", "Do not do it."),
];

#[cfg(test)]
mod tests;
