//! One claim, from the words of its line.

use super::words::{Fault, Words};
use crate::content::parse::nearest::did_you_mean;
use crate::course::{Claim, RouteClaim};

/// What a client may see, as an outcome of `kubedrill trace` is called, with dashes.
const OUTCOMES: [&str; 9] = [
    "delivered",
    "partial",
    "refused",
    "timed-out",
    "name-not-found",
    "lookup-timeout",
    "lookup-failed",
    "http-error",
    "unknown",
];

const CONNECT: &str =
    "write `NS/POD reaches TO`, `NS/POD gets OUTCOME from TO`, or `NS/POD may reach NS/POD:PORT`";
const RESOLVE: &str = "write `NS/POD resolves NAME to service NS/NAME`, `to pods NS/A NS/B`, `to ADDRESS`, `to nothing` or `to outside`";
const ROUTE: &str = "write `GET http://HOST/PATH [header NAME=VALUE] [via class NAME] goes to NS/SERVICE:PORT [as PATH]`, or `answers 404`";
const OBJECT: &str = "write `KIND NS/NAME has PATH VALUE`, `HTTPRoute NS/NAME is Accepted` or `HTTPRoute NS/NAME is Accepted=REASON`";

pub fn read(text: &str) -> Result<Claim, Fault> {
    let mut words = Words::new(text);
    let first = words.needed("a claim", CONNECT)?;
    match first {
        "GET" | "POST" | "PUT" | "DELETE" => route(first, words),
        "refused" => Ok(Claim::Refused { text: words.all().join(" ") }),
        "service" => {
            let service = words.needed("NS/NAME", "write `service NS/NAME has pods ...`")?.to_owned();
            keyword(&mut words, "has", "write `service NS/NAME has pods NS/A NS/B`, or `has no endpoints`")?;
            let ready = if words.take("no") { Vec::new() } else { answers(words) };
            Ok(Claim::Endpoints { service, ready })
        }
        kind if kind.starts_with(char::is_uppercase) && !kind.contains('/') => object(kind, words),
        from => of_client(from, words),
    }
}

fn keyword(words: &mut Words<'_>, word: &str, hint: &str) -> Result<(), Fault> {
    if words.take(word) {
        return Ok(());
    }
    let found = words.next().unwrap_or("the end of the line");
    Err(Fault::new(format!("`{found}` stands where `{word}` should"), hint))
}

fn of_client(from: &str, mut words: Words<'_>) -> Result<Claim, Fault> {
    let from = from.to_owned();
    match words.needed("a verb", CONNECT)? {
        "reaches" => connects(from, "delivered", words),
        "gets" => {
            let outcome = words.needed("an outcome", CONNECT)?;
            if !OUTCOMES.contains(&outcome) {
                return Err(Fault::new(
                    format!("unknown outcome `{outcome}`"),
                    did_you_mean(outcome, OUTCOMES),
                ));
            }
            keyword(&mut words, "from", CONNECT)?;
            connects(from, outcome, words)
        }
        "may" => {
            keyword(&mut words, "reach", CONNECT)?;
            let to = words.needed("a destination", CONNECT)?.to_owned();
            words.end(CONNECT)?;
            Ok(Claim::May { from, to })
        }
        "resolves" => {
            let name = words.needed("a name", RESOLVE)?.to_owned();
            keyword(&mut words, "to", RESOLVE)?;
            let mut to = answers(words);
            let mut at = None;
            if let [.., word, _, number] = to.as_slice()
                && word == "at"
            {
                at =
                    Some(number.parse().map_err(|_| Fault::new("the try is no number", "write `at try 2`"))?);
                to.truncate(to.len() - 3);
            }
            Ok(Claim::Resolves { from, name, to, at })
        }
        verb => Err(Fault::new(
            format!("unknown verb `{verb}` in a claim"),
            match did_you_mean(verb, ["reaches", "gets", "may", "resolves"]) {
                hint if hint.contains("did you mean") => hint,
                _ => CONNECT.to_owned(),
            },
        )),
    }
}

fn connects(from: String, outcome: &str, mut words: Words<'_>) -> Result<Claim, Fault> {
    let to = words.needed("a destination", CONNECT)?.to_owned();
    let node = words.after("via", "write `via NODE`")?.map(str::to_owned);
    words.end(CONNECT)?;
    Ok(Claim::Connects { from, to, node, outcome: outcome.replace('-', "_") })
}

/// The words of an answer; `pods` and `service` stay as they are for whoever looks them up.
fn answers(mut words: Words<'_>) -> Vec<String> {
    words.all().into_iter().map(|word| word.trim_end_matches(',').to_owned()).collect()
}

fn route(method: &str, mut words: Words<'_>) -> Result<Claim, Fault> {
    let mut claim = RouteClaim { method: method.to_owned(), ..RouteClaim::default() };
    words.needed("a URL", ROUTE)?.clone_into(&mut claim.url);
    loop {
        if let Some(header) = words.after("header", ROUTE)? {
            let (name, value) =
                header.split_once('=').ok_or_else(|| Fault::new("a header has no `=`", ROUTE))?;
            claim.headers.push((name.to_owned(), value.to_owned()));
        } else if words.take("via") {
            let kind = words.needed("class or gateway", ROUTE)?.to_owned();
            claim.door = Some((kind, words.needed("a name", ROUTE)?.to_owned()));
        } else {
            break;
        }
    }
    if words.take("answers") {
        words.needed("a status", ROUTE)?.clone_into(&mut claim.goal);
    } else {
        keyword(&mut words, "goes", ROUTE)?;
        keyword(&mut words, "to", ROUTE)?;
        words.needed("a Service", ROUTE)?.clone_into(&mut claim.goal);
        claim.arrives = words.after("as", ROUTE)?.map(str::to_owned);
    }
    words.end(ROUTE)?;
    Ok(Claim::Routes(claim))
}

fn object(kind: &str, mut words: Words<'_>) -> Result<Claim, Fault> {
    let object = words.needed("a name", OBJECT)?.to_owned();
    if words.take("is") {
        let word = words.needed("a condition", OBJECT)?;
        let (condition, reason) = word.split_once('=').map_or((word, None), |(name, why)| (name, Some(why)));
        words.end(OBJECT)?;
        let (condition, reason) = (condition.to_owned(), reason.map(str::to_owned));
        return Ok(Claim::Condition { object, condition, reason });
    }
    keyword(&mut words, "has", OBJECT)?;
    let path = words.needed("a field", OBJECT)?.to_owned();
    if words.is_empty() {
        return Err(Fault::new("a claim about a field names no value", OBJECT));
    }
    Ok(Claim::Has { kind: kind.to_owned(), object, path, value: words.all().join(" ") })
}
