//! Every screen as text at both sizes, and the styles that text does not show.

mod support;

use std::path::Path;

use insta::assert_snapshot;
use kubedrill::app::{Message, Size};
use kubedrill::content::Library;
use kubedrill::course::Row;
use kubedrill::study::quiz::QuizRequest;
use kubedrill::study::{Day, Progress, ThemeChoice};
use kubedrill::tui::{ColorDepth, Look};
use ratatui::style::{Color, Modifier};
use support::{LARGE, Learner, SMALL};

/// One learner at each size, with some days of work behind.
fn at_both_sizes(name: &str, keys: &str) {
    for (size, suffix) in [(SMALL, "80x24"), (LARGE, "120x40")] {
        let mut learner = experienced(size);
        learner.keys(keys);
        assert_snapshot!(format!("{name}_{suffix}"), learner.screen());
    }
}

/// Three days of cards, a practice quiz with a wrong answer, some reading.
fn experienced(size: Size) -> Learner {
    let mut learner = Learner::new(size);
    learner.model.desk.settings.exam = Some(Day(learner.now.day.0 + 23));
    for _ in 0..3 {
        learner.keys("r");
        for round in 0..12 {
            let place = learner.model.place();
            if place == kubedrill::app::Place::CardTyping || place == kubedrill::app::Place::CardFront {
                learner.keys("enter");
            }
            if learner.model.screens.is_empty() {
                break;
            }
            learner.keys(if round % 5 == 0 { "1" } else { "3" });
        }
        while !learner.model.screens.is_empty() {
            learner.keys("esc");
        }
        learner.wait(86_400);
    }
    learner.keys("c enter space space esc esc");
    learner
}

#[test]
fn home() {
    at_both_sizes("home", "");
}

#[test]
fn home_of_a_new_learner() {
    assert_snapshot!("home_new_80x24", Learner::new(SMALL).screen());
}

#[test]
fn chapters() {
    at_both_sizes("chapters", "c down");
}

#[test]
fn reader() {
    at_both_sizes("reader", "c enter g space");
}

#[test]
fn reader_with_a_focus_and_a_match() {
    at_both_sizes("reader_focus", "c enter g tab tab");
}

/// A learner with the chapter of `tests/figures`.
fn with_figures(size: Size) -> Learner {
    let mut library = Library::empty();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/figures");
    assert_eq!(library.add_user(&dir, None), []);
    Learner::with(size, Progress::default(), library)
}

#[test]
fn figures_are_drawn_by_the_engine() {
    for (size, suffix) in [(SMALL, "80x24"), (LARGE, "120x40")] {
        let mut learner = with_figures(size);
        learner.keys("c enter g ]");
        assert_snapshot!(format!("figure_reach_{suffix}"), learner.screen());
        learner.keys("]");
        assert_snapshot!(format!("figure_way_{suffix}"), learner.screen());
    }
}

#[test]
fn a_figure_needs_no_colour() {
    let mut learner = with_figures(SMALL);
    learner.look = Look { depth: ColorDepth::Indexed, no_color: true };
    learner.keys("c enter g ]");
    let buffer = learner.buffer();
    assert!(buffer.content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    learner.sees("✗ time-out").sees("✓ yes");
}

/// Answers a generated question on peers of policies.
fn answered_generated(size: Size) -> Learner {
    let mut learner = Learner::new(size);
    let rows = Row::find("P2").into_iter().collect();
    learner.endless(&QuizRequest { rows, seed: 7, ..QuizRequest::default() });
    learner.keys("space enter");
    learner
}

#[test]
fn a_packet_is_followed_hop_by_hop() {
    for (size, suffix) in [(SMALL, "80x24"), (LARGE, "120x40")] {
        let mut learner = answered_generated(size);
        learner.keys("s").sees("hop 1 of");
        assert_snapshot!(format!("steps_first_{suffix}"), learner.screen());
        learner.keys("G");
        assert_snapshot!(format!("steps_last_{suffix}"), learner.screen());
        learner.keys("left").sees("hop ").keys("g").sees("hop 1 of");
    }
}

#[test]
fn review_menu() {
    at_both_sizes("review_menu", "j j enter");
}

#[test]
fn card_front_and_back() {
    at_both_sizes("card_front", "r");
    at_both_sizes("card_back", "r enter e");
}

#[test]
fn quiz_setup() {
    at_both_sizes("quiz_setup", "q j j right");
}

#[test]
fn labs() {
    at_both_sizes("labs", "b");
}

#[test]
fn lab_task_terminal_and_map() {
    at_both_sizes("lab", "b enter");
    at_both_sizes("lab_map", "b enter f2");
}

#[test]
fn exam() {
    at_both_sizes("exam_setup", "e");
    at_both_sizes("exam_tasks", "e enter ! down enter x enter f10");
    at_both_sizes("exam_task", "e enter enter");
    at_both_sizes("exam_result", "e enter enter x enter f6 y down");
}

#[test]
fn home_with_an_open_exam_and_statistics_with_one_behind() {
    at_both_sizes("home_open_exam", "e enter esc");
    let mut learner = experienced(SMALL);
    learner.keys("e enter f6 y esc s").sees("0 quizzes · 1 exam");
    learner.keys("pgdn").sees("2026-11-25    0 %  ○ not passed  3 tasks · 0:00 of 20:00 min");
}

#[test]
fn statistics() {
    at_both_sizes("statistics", "s");
}

#[test]
fn settings() {
    at_both_sizes("settings", ", j");
}

#[test]
fn help() {
    at_both_sizes("help", "r ?");
}

#[test]
fn sentences_of_the_help_are_whole_in_a_narrow_window() {
    let mut learner = Learner::new(SMALL);
    learner.keys("b enter tab f1").sees("A lab's prompt").sees("   counted.").sees("keys are missing.");
    // To its last line and no further.
    for _ in 0..60 {
        learner.keys("down");
    }
    learner.sees("Show every key that works here.");
}

#[test]
fn search() {
    for (size, suffix) in [(SMALL, "80x24"), (LARGE, "120x40")] {
        let mut learner = experienced(size);
        learner.keys("/").typed("named port");
        assert_snapshot!(format!("search_{suffix}"), learner.screen());
        learner.keys("enter");
        assert_snapshot!(format!("search_opened_{suffix}"), learner.screen());
    }
}

#[test]
fn too_small_says_what_it_needs_and_recovers() {
    let mut learner = Learner::new(SMALL);
    for (width, height) in [(30, 8), (1, 1), (0, 0), (59, 16), (60, 15)] {
        learner.tell(Message::Resized(Size { width, height }));
        let screen = learner.screen();
        assert!(!screen.contains("Mastery"), "{screen}");
    }
    learner.tell(Message::Resized(Size { width: 40, height: 8 }));
    learner.sees("kubedrill needs 60x16").sees("this window is 40x8");
    learner.tell(Message::Resized(SMALL));
    learner.sees("Mastery");
}

#[test]
fn an_exam_ends_at_zero_also_in_a_window_that_is_too_small() {
    let mut learner = Learner::new(Size { width: 30, height: 8 });
    learner.keys("e enter enter tab").typed("touch a").keys("enter f8 f8 f10 down");
    learner.sees("kubedrill needs 60x16");
    assert_eq!(
        learner.model.desk.progress.exam.as_ref().map(kubedrill::study::exam::OpenExam::begun),
        Some(1)
    );
    learner.wait(19 * 60 + 59);
    assert!(learner.model.desk.progress.exam.is_some());
    learner.wait(1);
    assert!(learner.model.desk.progress.exam.is_none());
    learner.tell(Message::Resized(SMALL));
    learner.sees("Exam › Result").sees("20:00 of 20:00 min");
}

#[test]
fn an_exam_whose_labs_are_gone_is_handed_in_without_them() {
    let mut learner = Learner::new(SMALL);
    learner.keys("e enter esc");
    for entry in &mut learner.entries {
        if let kubedrill::study::Entry::ExamStarted { plan, .. } = entry {
            plan.tasks[0].lab = "gone".to_owned();
            plan.tasks[2].lab = "gone too".to_owned();
        }
    }
    let mut learner = learner.restarted();
    learner.keys("e").sees("1   Gone from the course: it does not count.");
    learner.keys("enter").sees("This lab can not be begun.").keys("esc down enter tab").typed("touch a");
    learner.keys("enter f6 y").sees("gone  is not in the course any more").sees("0 % of");
    learner.keys("enter").sees("This task is not in the course any more.");
    let result = &learner.model.desk.progress.exams[0];
    assert_eq!(result.tasks.len(), 1);
}

#[test]
fn the_smallest_window_shows_every_screen() {
    let keys = ["", "c", "c enter", "r", "r enter e", "q", "q enter", "s", ",", "/", "?", "j j enter"];
    for keys in keys {
        let mut learner = Learner::new(Size { width: 60, height: 16 });
        learner.keys(keys);
        let screen = learner.screen();
        let last = screen.lines().last().unwrap_or_default();
        assert!(last.contains("help") || last.contains("close"), "after {keys:?}:\n{screen}");
    }
}

#[test]
fn without_colour_the_selection_is_reversed_and_nothing_is_coloured() {
    let mut learner = Learner::new(SMALL);
    learner.look = Look { depth: ColorDepth::Indexed, no_color: true };
    learner.keys("c");
    let buffer = learner.buffer();
    assert!(buffer.content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    assert!(buffer.content().iter().any(|cell| cell.modifier.contains(Modifier::REVERSED)));
}

#[test]
fn sixteen_colours_use_no_others() {
    let mut learner = Learner::new(SMALL);
    learner.look = Look { depth: ColorDepth::Sixteen, no_color: false };
    for theme in ThemeChoice::ALL {
        learner.model.desk.settings.theme = theme;
        let buffer = learner.buffer();
        let beyond = |color: Color| matches!(color, Color::Indexed(_) | Color::Rgb(..));
        if theme != ThemeChoice::HighContrast {
            assert!(!buffer.content().iter().any(|cell| beyond(cell.fg) || beyond(cell.bg)), "{theme:?}");
        }
    }
}
