//! Nodes on a value: what they find.

use std::cmp::Ordering;

use serde_json::Value;

use super::Node;

/// Values beyond this are not collected: ranges in ranges over large lists.
const MOST: usize = 200_000;

/// What each node of a template finds, a text found as itself.
pub fn find(nodes: &[Node], data: &Value) -> Result<Vec<Vec<Value>>, String> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            Node::Range { over, body } => {
                for value in walk_all(over, vec![data])? {
                    found.extend(find(body, &value)?);
                    if found.len() > MOST {
                        return Err("the template finds too many values".to_owned());
                    }
                }
            }
            Node::Steps(steps) => found.push(walk_all(steps, vec![data])?.into_iter().collect()),
            Node::Text(text) => found.push(vec![text.as_str().into()]),
            _ => {}
        }
    }
    Ok(found)
}

/// Takes the steps from each value; values made on the way are owned.
fn walk_all(steps: &[Node], from: Vec<&Value>) -> Result<Vec<Value>, String> {
    let literal = match steps {
        [Node::Text(text)] => Some(Value::from(text.as_str())),
        [Node::Number(number)] => Some(Value::Number(number.clone())),
        [Node::Truth(truth)] => Some(Value::from(*truth)),
        _ => None,
    };
    if let Some(literal) = literal {
        return Ok(vec![literal]);
    }
    let mut values = from;
    for step in steps {
        values = walk(step, &values)?;
        if values.len() > MOST {
            return Err("the template finds too many values".to_owned());
        }
    }
    Ok(values.into_iter().cloned().collect())
}

fn walk<'v>(step: &Node, values: &[&'v Value]) -> Result<Vec<&'v Value>, String> {
    let mut found = Vec::new();
    for value in values {
        match step {
            Node::Field(name) => found.extend(value.get(name)),
            Node::Wildcard => found.extend(children(value)),
            Node::Recursive => descend(value, &mut found),
            Node::Slice { start, end, step, single } => {
                found.extend(slice(value, *start, *end, *step, *single)?);
            }
            Node::Union(parts) => {
                for part in parts {
                    let mut inner = vec![*value];
                    for step in part {
                        inner = walk(step, &inner)?;
                    }
                    found.extend(inner);
                }
            }
            Node::Steps(steps) => {
                let mut inner = vec![*value];
                for step in steps {
                    inner = walk(step, &inner)?;
                }
                found.extend(inner);
            }
            Node::Filter { left, operator, right } => {
                let items = value.as_array().ok_or_else(|| {
                    format!("{} is not array or slice and cannot be filtered", super::shown(value))
                })?;
                for item in items {
                    if holds(left, operator, right, item)? {
                        found.push(item);
                    }
                }
            }
            Node::Text(_) | Node::Number(_) | Node::Truth(_) | Node::Range { .. } => {}
        }
    }
    Ok(found)
}

fn children(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    }
}

fn descend<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    if matches!(value, Value::Array(_) | Value::Object(_)) {
        found.push(value);
    }
    for child in children(value) {
        descend(child, found);
    }
}

fn slice(
    value: &Value,
    start: Option<i64>,
    end: Option<i64>,
    step: Option<i64>,
    single: bool,
) -> Result<Vec<&Value>, String> {
    let Some(items) = value.as_array() else {
        return Err(format!("{} is not array or slice", super::shown(value)));
    };
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let from_end = |at: i64| if at < 0 { at.saturating_add(length) } else { at };
    let first = from_end(start.unwrap_or(0));
    let last = if single { first.saturating_add(1) } else { from_end(end.unwrap_or(length)) };
    if first == last {
        return Ok(Vec::new());
    }
    let outside = |index: i64| format!("array index out of bounds: index {index}, length {length}");
    if first < 0 || first >= length {
        return Err(outside(first));
    }
    if last < 0 || last > length {
        return Err(outside(last - 1));
    }
    if first > last {
        return Err(format!("starting index {first} is greater than ending index {last}"));
    }
    let step = match step {
        None => 1,
        Some(step) if step <= 0 => return Err("step must be > 0".to_owned()),
        Some(step) => usize::try_from(step).unwrap_or(1),
    };
    let bounds = usize::try_from(first).unwrap_or(0)..usize::try_from(last).unwrap_or(0);
    Ok(items.get(bounds).unwrap_or_default().iter().step_by(step).collect())
}

/// A filter's condition. A side that finds nothing makes it false.
fn holds(left: &[Node], operator: &str, right: &[Node], item: &Value) -> Result<bool, String> {
    let lefts = walk_all(left, vec![item])?;
    if operator == "exists" {
        return Ok(!lefts.is_empty());
    }
    let rights = walk_all(right, vec![item])?;
    let (left, right) = match (lefts.as_slice(), rights.as_slice()) {
        ([], _) | (_, []) => return Ok(false),
        ([left], [right]) => (left, right),
        _ => return Err("can only compare one element at a time".to_owned()),
    };
    let order = compare(left, right).ok_or("incompatible types for comparison")?;
    Ok(match operator {
        "==" => order == Ordering::Equal,
        "!=" => order != Ordering::Equal,
        "<" => order == Ordering::Less,
        ">" => order == Ordering::Greater,
        "<=" => order != Ordering::Greater,
        _ => order != Ordering::Less,
    })
}

/// Values of one type in order; values of two types have none.
pub fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        _ => None,
    }
}
