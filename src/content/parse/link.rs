//! Link targets: `chapter`, `chapter#section`, `#section`, and nothing else.

use crate::course::{Link, is_id};

/// Reads a target; `None` if it is no place in the course.
pub fn read(target: &str) -> Option<Link> {
    let (chapter, section) = match target.split_once('#') {
        Some((chapter, section)) => (chapter, Some(section)),
        None => (target, None),
    };
    let chapter = (!chapter.is_empty()).then_some(chapter);
    let good = (chapter.is_some() || section.is_some()) && chapter.into_iter().chain(section).all(is_id);
    good.then(|| Link { chapter: chapter.map(str::to_owned), section: section.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_in_the_course_are_links() {
        let link = |chapter: Option<&str>, section: Option<&str>| {
            Some(Link { chapter: chapter.map(str::to_owned), section: section.map(str::to_owned) })
        };
        assert_eq!(read("dns#search-path"), link(Some("dns"), Some("search-path")));
        assert_eq!(read("#ports"), link(None, Some("ports")));
        assert_eq!(read("dns"), link(Some("dns"), None));
        for bad in ["", "#", "dns#", "https://kubernetes.io", "a#b#c", "../x", "mailto:a@b", "Dns"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
