//! Rules over several fields: those of a structure before those within it, as the server evaluates them.

use serde_json::Value;

use super::{Form, below};
use crate::cluster::api::Faults;

impl Form {
    pub(super) fn check_rules(&self, path: &str, value: &Value, faults: &mut Faults) {
        match (self, value) {
            (Self::Fields { own, rules }, Value::Object(fields)) => {
                break_rules(rules, path, value, faults);
                for field in *own {
                    if let Some(value) = fields.get(field.name) {
                        field.form.check_rules(&below(path, field.name), value, faults);
                    }
                }
            }
            (Self::List { of, rules, .. }, Value::Array(items)) => {
                break_rules(rules, path, value, faults);
                for (index, item) in items.iter().enumerate() {
                    of.check_rules(&format!("{path}[{index}]"), item, faults);
                }
            }
            _ => {}
        }
    }
}

fn break_rules(rules: &[super::Rule], path: &str, value: &Value, faults: &mut Faults) {
    for rule in rules.iter().filter(|rule| !(rule.holds)(value)) {
        faults.rule_broken(path, rule.says);
    }
}
