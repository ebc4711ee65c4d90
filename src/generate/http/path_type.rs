//! Which path type of an Ingress takes the one request and not the other?

use super::{
    INGRESS,
    scene::{Rule, answering, backend, doors_in, get, ground, ingress},
};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        text::named,
        words::{NAMESPACES, web_apps},
        world,
    },
};

/// A path, and what may be asked for near it.
const PATHS: &[(&str, &[&str])] = &[
    ("/api", &["/api", "/api/", "/api/v1", "/apis", "/API", "/api-docs", "/v1/api"]),
    ("/shop/", &["/shop", "/shop/", "/shop/cart", "/shopping", "/shop/cart/7"]),
    ("/v2/items", &["/v2/items", "/v2/items/", "/v2/items/3", "/v2/items3", "/v2", "/V2/items"]),
    ("/img", &["/img", "/img/logo.png", "/images", "/img/", "/static/img"]),
];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let (path, near) = *draw.pick(PATHS)?;
    let space = draw.pick(NAMESPACES)?.0;
    let app = *draw.pick(&web_apps())?;
    let host = format!("{space}.example.com");
    let count = if level == Level::EASY { 2 } else { 3 };
    let asked = draw.few(near, count);
    let mut ground = ground(&[space]);
    ground.extend(backend(space, app));
    let cluster = world::cluster(&ground)?;
    let takes = |exact: bool| -> Option<Vec<bool>> {
        let rule = Rule { host: host.clone(), path: path.to_owned(), exact, service: app.name };
        let doors = doors_in(&cluster, &[ingress(space, "web", &[rule], None)])?;
        asked.iter().map(|one| Some(answering(&get(&doors, &host, one)?).is_some())).collect()
    };
    let (exact, prefix) = (takes(true)?, takes(false)?);
    // What is wanted: what one of the two does, mostly; else something that neither does.
    let wanted = match draw.between(0, 4) {
        0 | 1 => exact.clone(),
        2 | 3 => prefix.clone(),
        _ => asked.iter().map(|_| draw.chance(50)).collect(),
    };
    if wanted.iter().all(|one| *one) == wanted.iter().any(|one| *one) {
        return None;
    }
    let word = |taken: bool| -> Vec<String> {
        asked
            .iter()
            .zip(&wanted)
            .filter(|(_, one)| **one == taken)
            .map(|(one, _)| (*one).to_owned())
            .collect()
    };
    let (taken, left) = (word(true), word(false));
    let says = |kind: &str, does: &[bool]| {
        let wrong = asked.iter().zip(does).zip(&wanted).find(|((_, does), wanted)| does != wanted);
        wrong.map_or_else(String::new, |((one, does), _)| {
            format!("`{kind}` {} `{one}`.", if *does { "takes" } else { "does not take" })
        })
    };
    let fits = (exact == wanted, prefix == wanted);
    let (exact_says, prefix_says) = (says("Exact", &exact), says("Prefix", &prefix));
    let options = vec![
        Opt::of(
            "Only `Exact`",
            fits == (true, false),
            Mistake::ExactForPrefix,
            if fits.0 { "`Prefix` does it as well." } else { &exact_says },
        ),
        Opt::of(
            "Only `Prefix`",
            fits == (false, true),
            Mistake::ExactForPrefix,
            if fits.1 { "`Exact` does it as well." } else { &prefix_says },
        ),
        Opt::of(
            "Either of them",
            fits == (true, true),
            Mistake::ExactForPrefix,
            format!("{exact_says} {prefix_says}").trim(),
        ),
        Opt::of(
            "Neither of them",
            fits == (false, false),
            Mistake::PathElements,
            if fits == (true, true) {
                "Both do."
            } else if fits.0 {
                "`Exact` does just that."
            } else {
                "`Prefix` does just that."
            },
        ),
    ];
    let shown = ingress(
        space,
        "web",
        &[Rule { host: host.clone(), path: path.to_owned(), exact: fits.0, service: app.name }],
        None,
    );
    ground.push(shown);
    Some(Draft {
        stem: format!(
            "An Ingress has one rule, for the path `{path}`, and no default backend. It must take requests for {}, but not for {}. Which `pathType` does that?",
            named(&taken),
            named(&left)
        ),
        told: ground,
        options,
        explanation: format!(
            "`Exact` means the whole path, in its case and with its final slash. `Prefix` compares element by element between the slashes, so `/api` takes `/api/v1` and not \
             `/apis`, and a final slash does not count. {}; {}.",
            taken_by("Exact", &asked, &exact),
            taken_by("Prefix", &asked, &prefix)
        ),
        source: INGRESS,
        section: "ingress#path-type",
        look: Look::Request { host, path: taken.first()?.clone() },
        ..Draft::default()
    })
}

/// Which of the requests a type takes, in words.
fn taken_by(kind: &str, asked: &[&str], does: &[bool]) -> String {
    let taken: Vec<&str> = asked.iter().zip(does).filter(|(_, does)| **does).map(|(one, _)| *one).collect();
    if taken.is_empty() {
        format!("`{kind}` takes none of them")
    } else {
        format!("`{kind}` takes {}", named(&taken))
    }
}
