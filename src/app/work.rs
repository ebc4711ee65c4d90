//! What the record has one of. Two screens that have it open would each write down what the other does not know of: answers to
//! another quiz, commands on another cluster, a grade taken back that was given since.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Cards that are graded, and the last grade, which can be taken back.
    Review,
    /// The quiz that is not handed in.
    Quiz,
    /// The exam that is not handed in.
    Exam,
    /// The attempt at the lab of this id.
    Lab(String),
}
