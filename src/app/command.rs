//! What a key can mean, and the places where keys have a meaning of their own.

/// Something the learner asks for. A screen decides what it means there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    Help,
    Search,
    Leave,
    Suspend,
    Redraw,
    Back,
    Open,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Less,
    More,
    Next,
    Previous,
    GoReview,
    GoQuiz,
    GoChapters,
    GoStatistics,
    GoSettings,
    Continue,
    Find,
    FindNext,
    FindPrevious,
    Copy,
    TryIt,
    NextSection,
    PreviousSection,
    NextChapter,
    PreviousChapter,
    Contents,
    Turn,
    Again,
    Hard,
    Good,
    Easy,
    Undo,
    Explain,
    Flag,
    SetAside,
    Section,
    Toggle,
    ToggleAll,
    Check,
    HandIn,
    ToNextQuestion,
    ToPreviousQuestion,
    MakeCard,
    MakeCards,
    WhatIf,
    /// Follow a packet hop by hop.
    StepPacket,
    OtherSource,
    OtherTarget,
    MoveUp,
    MoveDown,
    GoLabs,
    GoExam,
    ToNextTask,
    ToPreviousTask,
    Leader,
    GradeLab,
    Hint,
    ShowTask,
    ShowMap,
    ToTerminal,
    Reset,
    LeaveLab,
    Save,
    DropEdit,
    OwnEditor,
    PlayFirst,
    Yes,
    No,
    Dismiss,
}

/// Where a key is pressed. A place that takes text gets every character that a key types before its bindings do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    Everywhere,
    Home,
    Chapters,
    Reader,
    ReaderFind,
    ReviewMenu,
    CardFront,
    CardTyping,
    CardBack,
    ReviewSummary,
    QuizSetup,
    QuestionChoice,
    QuestionTyping,
    QuestionOrder,
    QuestionLine,
    QuestionChecked,
    /// A generated question's cluster.
    Insight,
    /// A packet followed hop by hop.
    Steps,
    QuizResult,
    Labs,
    /// The prompt of a lab: every key is the shell's but a few.
    LabTerminal,
    /// After the leader in a lab: a letter is the program's.
    LabLeader,
    /// The task or the map of a lab, where it has the keys.
    LabPane,
    /// The built-in editor in a lab: every key is the editor's but a few.
    LabEditor,
    LabResult,
    LabPlaying,
    ExamSetup,
    /// The list of the tasks of an exam.
    ExamTasks,
    /// The prompt of a task: every key is the shell's but a few.
    ExamTerminal,
    /// After the leader in a task.
    ExamLeader,
    /// What is to be done, where it has the keys.
    ExamPane,
    /// The built-in editor in a task.
    ExamEditor,
    ExamResult,
    Look,
    Statistics,
    Search,
    Settings,
    SettingsTyping,
    Help,
    Confirm,
}

impl Place {
    pub const ALL: [Self; 40] = [
        Self::Everywhere,
        Self::Home,
        Self::Chapters,
        Self::Reader,
        Self::ReaderFind,
        Self::ReviewMenu,
        Self::CardFront,
        Self::CardTyping,
        Self::CardBack,
        Self::ReviewSummary,
        Self::QuizSetup,
        Self::QuestionChoice,
        Self::QuestionTyping,
        Self::QuestionOrder,
        Self::QuestionLine,
        Self::QuestionChecked,
        Self::Insight,
        Self::Steps,
        Self::QuizResult,
        Self::Labs,
        Self::LabTerminal,
        Self::LabLeader,
        Self::LabPane,
        Self::LabEditor,
        Self::LabResult,
        Self::LabPlaying,
        Self::ExamSetup,
        Self::ExamTasks,
        Self::ExamTerminal,
        Self::ExamLeader,
        Self::ExamPane,
        Self::ExamEditor,
        Self::ExamResult,
        Self::Look,
        Self::Statistics,
        Self::Search,
        Self::Settings,
        Self::SettingsTyping,
        Self::Help,
        Self::Confirm,
    ];

    /// Whether characters are text here, so that only other keys can be commands.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::ReaderFind
                | Self::CardTyping
                | Self::QuestionTyping
                | Self::Search
                | Self::SettingsTyping
                | Self::LabTerminal
                | Self::LabEditor
                | Self::ExamTerminal
                | Self::ExamEditor
        )
    }

    /// Whether all keys but those bound for this very place belong to what is inside: a shell, an editor. There `ctrl-c`
    /// and `esc` mean what they mean in any terminal.
    pub fn owns_keyboard(self) -> bool {
        matches!(self, Self::LabTerminal | Self::LabEditor | Self::ExamTerminal | Self::ExamEditor)
    }

    /// Its heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Home => "Home",
            Self::Chapters => "Chapters",
            Self::Reader => "Reading",
            Self::ReaderFind => "Finding in the chapter",
            Self::ReviewMenu => "Choosing what to review",
            Self::CardFront => "A card's front",
            Self::CardTyping => "A card with a typed answer",
            Self::CardBack => "A card's back",
            Self::ReviewSummary => "After a review",
            Self::QuizSetup => "Choosing a quiz",
            Self::QuestionChoice => "A question with choices",
            Self::QuestionTyping => "A question with a typed answer",
            Self::QuestionOrder => "A question of order",
            Self::QuestionLine => "Finding the wrong line",
            Self::QuestionChecked => "After an answer",
            Self::Insight => "Looking into a question's cluster",
            Self::Steps => "Following a packet",
            Self::QuizResult => "A quiz's result",
            Self::Labs => "Choosing a lab",
            Self::LabTerminal => "A lab's prompt",
            Self::LabLeader => "A lab, after ctrl-space",
            Self::LabPane => "A lab's task or map",
            Self::LabEditor => "A lab's editor",
            Self::LabResult => "After a lab",
            Self::LabPlaying => "Playing a solution",
            Self::ExamSetup => "Before an exam",
            Self::ExamTasks => "The tasks of an exam",
            Self::ExamTerminal => "A task's prompt in an exam",
            Self::ExamLeader => "An exam, after ctrl-space",
            Self::ExamPane => "A task of an exam",
            Self::ExamEditor => "An editor in an exam",
            Self::ExamResult => "After an exam",
            Self::Look => "Looking at a card",
            Self::Statistics => "Statistics",
            Self::Search => "Search",
            Self::Settings => "Settings",
            Self::SettingsTyping => "Typing a setting",
            Self::Help => "Help",
            Self::Confirm => "A question to confirm",
        }
    }
}
