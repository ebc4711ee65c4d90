//! Runs awk's rules over the lines of a text.

use std::collections::BTreeMap;

use super::parse::{Action, Expression, Rule, When};
use crate::shell::{
    budget,
    programs::{printf, regular},
};

/// Statements of one call: loops inside each other have their end.
const STEPS: u32 = 200_000;
/// Bytes of all variables and their names.
const MEMORY: usize = 4 << 20;
/// What stands between an array's name and an index, as awk has it between two indices (`SUBSEP`).
const BETWEEN: char = '\u{1c}';

/// What a rule does to the course of the program.
#[derive(PartialEq, Eq)]
enum Course {
    On,
    Next,
    Exit,
}

pub struct State {
    variables: BTreeMap<String, String>,
    /// What the variables and their names take.
    size: usize,
    /// They would have taken more than there is: the program ends.
    pub is_full: bool,
    separator: Option<String>,
    line: String,
    fields: Vec<String>,
    number: usize,
    steps: u32,
    /// `exit` was met, behind that many lines.
    pub left_at: Option<usize>,
    pub output: String,
}

impl State {
    pub fn new(separator: Option<String>) -> Self {
        let mut state = Self {
            variables: BTreeMap::new(),
            size: 0,
            is_full: false,
            separator,
            line: String::new(),
            fields: Vec::new(),
            number: 0,
            steps: STEPS,
            left_at: None,
            output: String::new(),
        };
        state.set("OFS", " ");
        state.set("ORS", "\n");
        state
    }

    pub fn set(&mut self, name: &str, value: &str) {
        if name == "FS" {
            self.separator = Some(value.to_owned());
        }
        let before = self.variables.get(name).map_or(0, |before| name.len() + before.len());
        let size = self.size - before + name.len() + value.len();
        self.is_full |= size > MEMORY;
        if !self.is_full {
            self.size = size;
            self.variables.insert(name.to_owned(), value.to_owned());
        }
    }

    pub fn run(&mut self, rules: &[Rule], text: &str) -> u8 {
        for rule in rules.iter().filter(|rule| rule.when == When::Begin) {
            if self.act(&rule.actions) == Course::Exit {
                return 0;
            }
        }
        let has_rules = rules.iter().any(|rule| rule.when != When::Begin);
        for line in text.lines().filter(|_| has_rules) {
            self.number += 1;
            self.read(line);
            let mut course = Course::On;
            for rule in rules {
                let meant = match &rule.when {
                    When::Always => true,
                    When::If(condition) => self.holds(condition),
                    When::Begin | When::End => false,
                };
                if meant {
                    course = self.act(&rule.actions);
                }
                if course != Course::On {
                    break;
                }
            }
            self.left_at = (course == Course::Exit).then_some(self.number);
            if course == Course::Exit || self.is_full || self.output.len() > budget::OUTPUT {
                break;
            }
        }
        for rule in rules.iter().filter(|rule| rule.when == When::End) {
            self.act(&rule.actions);
        }
        0
    }

    fn read(&mut self, line: &str) {
        line.clone_into(&mut self.line);
        let fields: Vec<&str> = match self.separator.as_deref() {
            None | Some(" ") => line.split_whitespace().collect(),
            Some(_) if line.is_empty() => vec![],
            Some(mark) if mark.chars().count() == 1 => line.split(mark).collect(),
            Some(pattern) => match regular::compile(pattern, true, false) {
                Ok(regex) => regex.split(line).collect(),
                Err(_) => vec![line],
            },
        };
        self.fields = fields.into_iter().map(str::to_owned).collect();
    }

    fn act(&mut self, actions: &[Action]) -> Course {
        for action in actions {
            self.steps = self.steps.saturating_sub(1);
            if self.steps == 0 || self.is_full {
                return Course::Exit;
            }
            match action {
                Action::If(condition, then, other) => {
                    let chosen = if self.holds(condition) { then } else { other };
                    let course = self.act(chosen);
                    if course != Course::On {
                        return course;
                    }
                }
                Action::Each(name, array, body) => {
                    for index in self.indices(array) {
                        self.set(name, &index);
                        let course = self.act(body);
                        if course != Course::On {
                            return course;
                        }
                    }
                }
                Action::Print(list) => {
                    let separator = self.variable("OFS");
                    let parts: Vec<String> = list.iter().map(|one| self.value(one)).collect();
                    let text = if list.is_empty() { self.line.clone() } else { parts.join(&separator) };
                    let end = self.variable("ORS");
                    self.write(&text);
                    self.write(&end);
                }
                Action::Printf(list) => {
                    let parts: Vec<String> = list.iter().map(|one| self.value(one)).collect();
                    if let Some((format, values)) = parts.split_first() {
                        let text = printf::formatted(format, values);
                        self.write(&text);
                    }
                }
                Action::Do(expression) => {
                    self.value(expression);
                }
                Action::Next => return Course::Next,
                Action::Exit => return Course::Exit,
            }
        }
        Course::On
    }

    fn write(&mut self, text: &str) {
        if self.output.len() <= budget::OUTPUT {
            self.output.push_str(text);
        }
    }

    /// The indices of an array; awk has no order for them, here it is that of the alphabet.
    fn indices(&self, array: &str) -> Vec<String> {
        let before = format!("{array}{BETWEEN}");
        let all = self.variables.range(before.clone()..).map(|(name, _)| name.strip_prefix(&before));
        all.map_while(|index| index.map(str::to_owned)).collect()
    }

    fn variable(&self, name: &str) -> String {
        match name {
            "NR" | "FNR" => self.number.to_string(),
            "NF" => self.fields.len().to_string(),
            name => self.variables.get(name).cloned().unwrap_or_default(),
        }
    }

    fn holds(&mut self, expression: &Expression) -> bool {
        match expression {
            Expression::Match(regex) => regex.is_match(&self.line),
            other => {
                let value = self.value(other);
                match value.parse::<f64>() {
                    Ok(number) => number != 0.0,
                    Err(_) => !value.is_empty(),
                }
            }
        }
    }

    fn value(&mut self, expression: &Expression) -> String {
        match expression {
            Expression::Text(text) => text.clone(),
            Expression::Number(number) => shown(*number),
            Expression::Variable(name) => self.variable(name),
            Expression::Field(index) => {
                let index = number(&self.value(index));
                if index == 0.0 {
                    return self.line.clone();
                }
                let at = whole(index).and_then(|index| index.checked_sub(1));
                at.and_then(|at| self.fields.get(at)).cloned().unwrap_or_default()
            }
            Expression::Element(array, index) => {
                let index = self.value(index);
                self.variable(&format!("{array}{BETWEEN}{index}"))
            }
            Expression::In(index, array) => {
                let index = self.value(index);
                truth(self.variables.contains_key(&format!("{array}{BETWEEN}{index}")))
            }
            Expression::Step(target, operator) => {
                let before = shown(number(&self.value(target)));
                self.assign(target, operator, &Expression::Number(1.0));
                before
            }
            Expression::Match(_) => truth(self.holds(expression)),
            Expression::Not(inner) => truth(!self.holds(inner)),
            Expression::Minus(inner) => shown(-number(&self.value(inner))),
            Expression::Two(operator, left, right) => self.two(operator, left, right),
            Expression::Assign(target, operator, value) => self.assign(target, operator, value),
            Expression::Call(name, arguments) => self.call(name, arguments),
        }
    }

    fn two(&mut self, operator: &str, left: &Expression, right: &Expression) -> String {
        match operator {
            "&&" => return truth(self.holds(left) && self.holds(right)),
            "||" => return truth(self.holds(left) || self.holds(right)),
            "~" | "!~" => {
                let text = self.value(left);
                let met = match right {
                    Expression::Match(regex) => regex.is_match(&text),
                    other => {
                        let pattern = self.value(other);
                        regular::compile(&pattern, true, false).is_ok_and(|regex| regex.is_match(&text))
                    }
                };
                return truth(met == (operator == "~"));
            }
            _ => {}
        }
        let (one, two) = (self.value(left), self.value(right));
        let (first, second) = (number(&one), number(&two));
        match operator {
            " " if one.len() + two.len() <= budget::OUTPUT => one + &two,
            " " => one,
            "+" => shown(first + second),
            "-" => shown(first - second),
            "*" => shown(first * second),
            "/" => shown(if second == 0.0 { 0.0 } else { first / second }),
            "%" => shown(if second == 0.0 { 0.0 } else { first % second }),
            compare => {
                let order = match (one.trim().parse::<f64>(), two.trim().parse::<f64>()) {
                    (Ok(first), Ok(second)) => first.total_cmp(&second),
                    _ => one.cmp(&two),
                };
                truth(match compare {
                    "==" => order.is_eq(),
                    "!=" => order.is_ne(),
                    "<" => order.is_lt(),
                    "<=" => order.is_le(),
                    ">" => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
        }
    }

    fn assign(&mut self, target: &Expression, operator: &str, value: &Expression) -> String {
        let new = self.value(value);
        let before = number(&self.value(target));
        let new = match operator {
            "+=" => shown(before + number(&new)),
            "-=" => shown(before - number(&new)),
            "*=" => shown(before * number(&new)),
            "/=" => shown(if number(&new) == 0.0 { 0.0 } else { before / number(&new) }),
            _ => new,
        };
        match target {
            Expression::Variable(name) => self.set(name, &new),
            Expression::Element(array, index) => {
                let index = self.value(index);
                self.set(&format!("{array}{BETWEEN}{index}"), &new);
            }
            Expression::Field(index) => {
                let at = whole(number(&self.value(index))).unwrap_or(0);
                if at == 0 {
                    self.read(&new);
                } else if at <= 1000 {
                    if self.fields.len() < at {
                        self.fields.resize(at, String::new());
                    }
                    if let Some(field) = self.fields.get_mut(at - 1) {
                        new.clone_into(field);
                    }
                    self.line = self.fields.join(&self.variable("OFS"));
                }
            }
            _ => {}
        }
        new
    }

    fn call(&mut self, name: &str, arguments: &[Expression]) -> String {
        let values: Vec<String> = arguments.iter().map(|one| self.value(one)).collect();
        let text = values.first().cloned().unwrap_or_else(|| self.line.clone());
        let at = |index: usize| values.get(index).map(|value| number(value));
        match name {
            "length" => text.chars().count().to_string(),
            "toupper" => text.to_uppercase(),
            "tolower" => text.to_lowercase(),
            "int" => shown(number(&text).trunc()),
            "index" => {
                let found = values.get(1).and_then(|part| text.find(part.as_str()));
                found.map_or(0, |at| text.get(..at).unwrap_or_default().chars().count() + 1).to_string()
            }
            _ => {
                let start = at(1).and_then(whole).unwrap_or(1).max(1) - 1;
                let count = at(2).map_or(usize::MAX, |count| whole(count).unwrap_or(0));
                text.chars().skip(start).take(count).collect()
            }
        }
    }
}

/// The number that a text begins with.
fn number(text: &str) -> f64 {
    let text = text.trim_start();
    let end = text
        .char_indices()
        .find(|(at, one)| {
            !(one.is_ascii_digit() || *one == '.' || (*at == 0 && (*one == '-' || *one == '+')))
        })
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).and_then(|digits| digits.parse().ok()).unwrap_or(0.0)
}

fn whole(number: f64) -> Option<usize> {
    (0.0..1e9).contains(&number).then(|| format!("{:.0}", number.trunc()).parse().ok())?
}

fn shown(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e16 {
        // Without the sign of a negative zero.
        return format!("{:.0}", number + 0.0);
    }
    // Six digits that count, as `%.6g`.
    let digits = 5_i32.saturating_sub(
        format!("{:e}", number.abs()).rsplit('e').next().and_then(|text| text.parse().ok()).unwrap_or(0),
    );
    let text = format!("{number:.*}", usize::try_from(digits.max(0)).unwrap_or(0));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn truth(met: bool) -> String {
    if met { "1" } else { "0" }.to_owned()
}
