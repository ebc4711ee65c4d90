//! The keys of an exam.

use super::{Binding, key};
use crate::app::Command as C;
use crate::app::Place as P;

#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    key(P::ExamSetup, &["enter"], C::Open, 1, "start", "Start the exam: the clock runs from then on. Or look at the last result."),
    key(P::ExamSetup, &["left", "h", "-"], C::Less, 2, "less", "Less of what is selected."),
    key(P::ExamSetup, &["right", "l", "+"], C::More, 3, "more", "More of what is selected."),
    key(P::ExamSetup, &["up", "k"], C::Up, 0, "up", "Select the row above."),
    key(P::ExamSetup, &["down", "j"], C::Down, 0, "down", "Select the row below."),
    key(P::ExamSetup, &["pgdn", "space"], C::PageDown, 0, "page down", "Read on."),
    key(P::ExamSetup, &["pgup"], C::PageUp, 0, "page up", "Read back."),

    key(P::ExamTasks, &["enter", "right", "l"], C::Open, 1, "open", "Go to the selected task."),
    key(P::ExamTasks, &["!", "f4"], C::Flag, 2, "flag", "Flag the task, to come back to it, or take the flag away."),
    key(P::ExamTasks, &["f6", "ctrl-s"], C::HandIn, 3, "hand in", "Hand the exam in: every task is graded as it stands."),
    key(P::ExamTasks, &["esc", "q", "f10"], C::Back, 4, "leave", "Leave the exam; its clock goes on, and it waits on home."),
    key(P::ExamTasks, &["up", "k"], C::Up, 0, "up", "Select the task above."),
    key(P::ExamTasks, &["down", "j"], C::Down, 0, "down", "Select the task below."),

    key(P::ExamTerminal, &["f1"], C::Help, 7, "help", "Show every key that works here."),
    key(P::ExamTerminal, &["f3"], C::ShowTask, 1, "task", "Read the task; typing comes back to the prompt."),
    key(P::ExamTerminal, &["f8"], C::ToNextTask, 2, "next", "Go to the next task; this one stays as it is."),
    key(P::ExamTerminal, &["f7"], C::ToPreviousTask, 3, "previous", "Go to the previous task."),
    key(P::ExamTerminal, &["f4"], C::Flag, 4, "flag", "Flag the task, to come back to it, or take the flag away."),
    key(P::ExamTerminal, &["f10"], C::LeaveLab, 5, "all tasks", "Show all tasks."),
    key(P::ExamTerminal, &["f6"], C::HandIn, 6, "hand in", "Hand the exam in: every task is graded as it stands."),
    key(P::ExamTerminal, &["ctrl-space"], C::Leader, 0, "leader", "The next letter is the program's, where function keys are missing."),
    key(P::ExamTerminal, &["pgup"], C::PageUp, 0, "scroll up", "Scroll the terminal up by a page."),
    key(P::ExamTerminal, &["pgdn"], C::PageDown, 0, "scroll down", "Scroll the terminal down by a page."),
    key(P::ExamTerminal, &["alt-up"], C::Previous, 0, "task up", "Scroll the task beside the terminal up."),
    key(P::ExamTerminal, &["alt-down"], C::Next, 0, "task down", "Scroll the task beside the terminal down."),

    key(P::ExamLeader, &["t"], C::ShowTask, 1, "task", "Read the task."),
    key(P::ExamLeader, &["n"], C::ToNextTask, 2, "next", "Go to the next task."),
    key(P::ExamLeader, &["p"], C::ToPreviousTask, 3, "previous", "Go to the previous task."),
    key(P::ExamLeader, &["f"], C::Flag, 4, "flag", "Flag the task, or take the flag away."),
    key(P::ExamLeader, &["a"], C::LeaveLab, 5, "all tasks", "Show all tasks."),
    key(P::ExamLeader, &["e"], C::HandIn, 6, "hand in", "Hand the exam in: every task is graded as it stands."),
    key(P::ExamLeader, &["esc"], C::Back, 7, "cancel", "Back to the prompt."),

    key(P::ExamPane, &["esc", "tab"], C::Back, 1, "prompt", "Back to the prompt; typing goes there too."),
    key(P::ExamPane, &["f8"], C::ToNextTask, 2, "next", "Go to the next task; this one stays as it is."),
    key(P::ExamPane, &["f7"], C::ToPreviousTask, 3, "previous", "Go to the previous task."),
    key(P::ExamPane, &["f4"], C::Flag, 4, "flag", "Flag the task, to come back to it, or take the flag away."),
    key(P::ExamPane, &["f10"], C::LeaveLab, 5, "all tasks", "Show all tasks."),
    key(P::ExamPane, &["f6"], C::HandIn, 6, "hand in", "Hand the exam in: every task is graded as it stands."),
    key(P::ExamPane, &["f3"], C::ShowTask, 0, "prompt", "Go back to the prompt."),
    key(P::ExamPane, &["ctrl-space"], C::Leader, 0, "leader", "The next letter is the program's, where function keys are missing."),
    key(P::ExamPane, &["up"], C::Up, 0, "up", "Scroll up."),
    key(P::ExamPane, &["down"], C::Down, 0, "down", "Scroll down."),
    key(P::ExamPane, &["pgup"], C::PageUp, 0, "page up", "Scroll up by a page."),
    key(P::ExamPane, &["pgdn"], C::PageDown, 0, "page down", "Scroll down by a page."),

    key(P::ExamEditor, &["f2"], C::Save, 1, "write and leave", "Write the file and leave the editor, as :wq does."),
    key(P::ExamEditor, &["f10"], C::DropEdit, 2, "leave", "Leave the editor; nothing is written, as :q! does."),
    key(P::ExamEditor, &["f8"], C::ToNextTask, 3, "next task", "Go to the next task; the editor stays open in this one."),
    key(P::ExamEditor, &["f7"], C::ToPreviousTask, 0, "previous task", "Go to the previous task; the editor stays open in this one."),
    key(P::ExamEditor, &["f1"], C::Help, 4, "help", "Show every key of the program that works here; the others are the editor's."),

    key(P::ExamResult, &["enter", "right", "l"], C::Open, 1, "look", "Everything about the selected task: why, what you typed, the solutions."),
    key(P::ExamResult, &["o"], C::Section, 2, "section", "Open the section that explains the selected task."),
    key(P::ExamResult, &["a"], C::MakeCards, 3, "cards of the lost", "Make questions on what was lost cards that are due."),
    key(P::ExamResult, &["esc", "q"], C::Back, 4, "back", "Go one step back."),
    key(P::ExamResult, &["up", "k"], C::Up, 0, "up", "Select the task above."),
    key(P::ExamResult, &["down", "j"], C::Down, 0, "down", "Select the task below."),
    key(P::ExamResult, &["pgup"], C::PageUp, 0, "page up", "Scroll up by a page."),
    key(P::ExamResult, &["pgdn", "space"], C::PageDown, 0, "page down", "Scroll down by a page."),
];
