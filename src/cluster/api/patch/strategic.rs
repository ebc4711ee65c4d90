//! Strategic merge patch: a merge patch that merges lists by a key of their elements and takes directives
//! (Kubernetes documentation, "Update API Objects in Place Using kubectl patch"; `strategicpatch` of apimachinery).

use serde_json::{Map, Value};

use super::{fault::PatchFault, order::arrange, schema::Schema};

const PATCH: &str = "$patch";
const RETAIN_KEYS: &str = "$retainKeys";
const SET_ORDER: &str = "$setElementOrder/";
const DELETE_FROM: &str = "$deleteFromPrimitiveList/";

/// The document with the patch merged in, by what the kind's types say of their lists.
///
/// # Errors
/// When the patch is not a map, an element lacks its merge key, or a directive does not fit.
pub fn strategic_merge_patch(document: &Value, patch: &Value, schema: &Schema) -> Result<Value, PatchFault> {
    let (Value::Object(fields), Value::Object(changes)) = (document, patch) else {
        return Err(PatchFault::NotADocument);
    };
    merge_map(fields.clone(), changes.clone(), schema).map(Value::Object)
}

fn merge_map(
    mut fields: Map<String, Value>,
    mut changes: Map<String, Value>,
    schema: &Schema,
) -> Result<Map<String, Value>, PatchFault> {
    match changes.get(PATCH) {
        None => {}
        Some(Value::String(directive)) if directive == "replace" => {
            changes.remove(PATCH);
            return Ok(changes);
        }
        Some(Value::String(directive)) if directive == "delete" => return Ok(Map::new()),
        Some(directive) => {
            let map = Value::Object(changes.clone());
            return Err(PatchFault::bad_directive(directive, &map));
        }
    }
    retain_keys(&mut fields, &mut changes)?;
    set_element_order(&mut fields, &mut changes, schema)?;
    for (name, change) in changes {
        if let Some(list) = name.strip_prefix(DELETE_FROM) {
            delete_from(&mut fields, list, &change)?;
            continue;
        }
        let merged = match (fields.remove(&name), change) {
            (_, Value::Null) => continue,
            (Some(Value::Object(there)), Value::Object(change)) => {
                Value::Object(merge_map(there, change, &schema.child(&name))?)
            }
            (Some(Value::Array(there)), Value::Array(change)) => {
                let schema = schema.child(&name);
                match schema.merge_key() {
                    Some(key) => Value::Array(merge_list(there, change, key, &schema)?),
                    None => Value::Array(change),
                }
            }
            (_, change) => as_new(change),
        };
        fields.insert(name, merged);
    }
    Ok(fields)
}

/// What a patch adds where the document has nothing: without its nulls and directives.
fn as_new(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(name, value)| {
                    !value.is_null()
                        && name != PATCH
                        && name != RETAIN_KEYS
                        && !name.starts_with(SET_ORDER)
                        && !name.starts_with(DELETE_FROM)
                })
                .map(|(name, value)| (name, as_new(value)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(
            items
                .into_iter()
                .filter(|item| item.get(PATCH).is_none())
                .map(|item| if item.is_null() { item } else { as_new(item) })
                .collect(),
        ),
        plain => plain,
    }
}

fn retain_keys(fields: &mut Map<String, Value>, changes: &mut Map<String, Value>) -> Result<(), PatchFault> {
    let Some(retained) = changes.remove(RETAIN_KEYS) else { return Ok(()) };
    let Value::Array(retained) = retained else { return Err(PatchFault::RetainKeys) };
    let keeps = |name: &str| retained.iter().any(|retained| retained == name);
    let a_directive = |name: &str| name.starts_with(SET_ORDER) || name.starts_with(DELETE_FROM);
    if changes.iter().any(|(name, change)| !change.is_null() && !a_directive(name) && !keeps(name)) {
        return Err(PatchFault::RetainKeys);
    }
    fields.retain(|name, _| keeps(name));
    Ok(())
}

/// Merges every list that the patch orders, and puts it into that order; what is done is taken out of the patch.
fn set_element_order(
    fields: &mut Map<String, Value>,
    changes: &mut Map<String, Value>,
    schema: &Schema,
) -> Result<(), PatchFault> {
    let directives: Vec<String> =
        changes.keys().filter(|name| name.starts_with(SET_ORDER)).cloned().collect();
    for directive in directives {
        let name = directive.strip_prefix(SET_ORDER).unwrap_or_default().to_owned();
        let Some(Value::Array(wanted)) = changes.remove(&directive) else {
            return Err(PatchFault::NotAList(directive));
        };
        let schema = schema.child(&name);
        let key = schema.merge_key();
        let change = match changes.remove(&name) {
            None => None,
            Some(Value::Array(change)) => Some(change),
            Some(other) => {
                changes.insert(name, other);
                continue;
            }
        };
        if let Some(change) = &change {
            check_order(change, &wanted, key.unwrap_or_default(), &schema)?;
        }
        let (there, merged) = match (fields.remove(&name), change) {
            (None, None) => continue,
            (Some(Value::Array(there)), None) => (there.clone(), there),
            (Some(Value::Array(there)), Some(change)) => {
                let merged = match key {
                    Some(key) => merge_list(there.clone(), change, key, &schema)?,
                    None => change,
                };
                (there, merged)
            }
            (_, Some(change)) => match as_new(Value::Array(change)) {
                Value::Array(change) => (Vec::new(), change),
                _ => continue,
            },
            (Some(other), None) => {
                fields.insert(name, other);
                continue;
            }
        };
        fields.insert(name, Value::Array(arrange(merged, &wanted, &there, key.unwrap_or_default())));
    }
    Ok(())
}

/// The elements of a patch must be among those that its order names, in that order; deleted ones need not be.
fn check_order(change: &[Value], wanted: &[Value], key: &str, schema: &Schema) -> Result<(), PatchFault> {
    let mut wanted_left = wanted.iter();
    for element in change.iter().filter(|element| element.get(PATCH).is_none()) {
        let found = wanted_left
            .any(|other| if key.is_empty() { other == element } else { other.get(key) == element.get(key) });
        if !found {
            return Err(PatchFault::ElementOrder(format!(
                "The order in patch list:\n{}\n doesn't match {SET_ORDER}{} list:\n{}\n",
                super::go_value::go_value(&Value::Array(change.to_vec())),
                schema.path().rsplit('.').next().unwrap_or_default(),
                super::go_value::go_value(&Value::Array(wanted.to_vec())),
            )));
        }
    }
    Ok(())
}

fn delete_from(fields: &mut Map<String, Value>, list: &str, deleted: &Value) -> Result<(), PatchFault> {
    let Value::Array(deleted) = deleted else {
        return Err(PatchFault::NotAList(format!("{DELETE_FROM}{list}")));
    };
    if let Some(Value::Array(items)) = fields.get_mut(list) {
        items.retain(|item| !deleted.contains(item));
    }
    Ok(())
}

fn merge_list(
    mut there: Vec<Value>,
    change: Vec<Value>,
    key: &str,
    schema: &Schema,
) -> Result<Vec<Value>, PatchFault> {
    let maps = there.iter().chain(&change).filter(|element| element.is_object()).count();
    if maps != 0 && maps != there.len() + change.len() {
        return Err(PatchFault::MixedList(schema.path().to_owned()));
    }
    if key.is_empty() {
        let mut merged: Vec<Value> = Vec::new();
        for element in there.iter().chain(&change) {
            if !merged.contains(element) {
                merged.push(element.clone());
            }
        }
        return Ok(arrange(merged, &change, &there, key));
    }
    let mut replace = false;
    let mut plain = Vec::new();
    for element in change {
        match element.get(PATCH) {
            None => plain.push(element),
            Some(Value::String(directive)) if directive == "delete" => {
                let Some(value) = element.get(key) else {
                    return Err(PatchFault::no_merge_key(&element, key));
                };
                there.retain(|other| other.get(key) != Some(value));
            }
            Some(Value::String(directive)) if directive == "replace" => replace = true,
            Some(Value::String(directive)) if directive == "merge" => {
                return Err(PatchFault::MergeDirectiveInList);
            }
            Some(directive) => return Err(PatchFault::bad_directive(directive, &element)),
        }
    }
    if replace {
        return Ok(plain);
    }
    let mut merged = there.clone();
    for element in &plain {
        let Some(value) = element.get(key) else { return Err(PatchFault::no_merge_key(element, key)) };
        let same = merged.iter_mut().find(|other| other.get(key) == Some(value));
        match (same, element) {
            (Some(Value::Object(same)), Value::Object(element)) => {
                *same = merge_map(std::mem::take(same), element.clone(), schema)?;
            }
            _ => merged.push(as_new(element.clone())),
        }
    }
    Ok(arrange(merged, &plain, &there, key))
}
