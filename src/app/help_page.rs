//! The help laid out for a width: every key of a place, from the key table.

use super::{Model, Page, Place, Role, Run, help, wrap_runs};

/// Columns of the keys.
const KEYS: usize = 25;

/// What can do nothing now is left out.
pub fn help_page(model: &Model, place: Place, width: usize) -> Page {
    let mut page = Page::default();
    for (place, bindings) in help(place) {
        page.push_line([Run::new(place.title(), Role::Heading)]);
        for binding in bindings.into_iter().filter(|binding| model.offers(binding.command)) {
            let sentence = [Run::new(binding.help, Role::Text)];
            let lines = wrap_runs(&sentence, width.saturating_sub(KEYS).max(1));
            for (index, line) in lines.into_iter().enumerate() {
                let keys = if index == 0 { binding.keys.join("  ") } else { String::new() };
                let keys = Run::new(format!("  {keys:<room$}", room = KEYS - 2), Role::Accent);
                page.push_line(std::iter::once(keys).chain(line));
            }
        }
        page.push_line([]);
    }
    page
}
