//! The order of a merged list: elements of the patch in the patch's order, the others where the document had them.

use serde_json::Value;

/// Do two elements mean the same: by the merge key, or as plain values when it is empty.
fn same(left: &Value, right: &Value, key: &str) -> bool {
    if key.is_empty() { left == right } else { left.get(key).is_some() && left.get(key) == right.get(key) }
}

fn place(list: &[Value], element: &Value, key: &str) -> Option<usize> {
    list.iter().position(|other| same(other, element, key))
}

/// Orders `merged`: those in `wanted` in its order, the rest as in `document`, interleaved by the document's order.
/// Both orders are kept; where they do not say, the patch's elements come first.
pub(super) fn arrange(merged: Vec<Value>, wanted: &[Value], document: &[Value], key: &str) -> Vec<Value> {
    let (mut patched, mut kept): (Vec<_>, Vec<_>) =
        merged.into_iter().partition(|element| place(wanted, element, key).is_some());
    patched.sort_by_key(|element| place(wanted, element, key));
    kept.sort_by_key(|element| place(document, element, key).unwrap_or(usize::MAX));
    let mut arranged = Vec::with_capacity(patched.len() + kept.len());
    let (mut patched, mut kept) = (patched.into_iter().peekable(), kept.into_iter().peekable());
    while let (Some(ours), Some(theirs)) = (patched.peek(), kept.peek()) {
        let kept_first = match (place(document, theirs, key), place(document, ours, key)) {
            (Some(theirs), Some(ours)) => theirs < ours,
            _ => false,
        };
        arranged.extend(if kept_first { kept.next() } else { patched.next() });
    }
    arranged.extend(patched);
    arranged.extend(kept);
    arranged
}
