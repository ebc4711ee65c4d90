//! Plugins that do not change what is said: their arguments are checked, nothing more is kept.

use super::reader::Reader;
use crate::network::dns::corefile::CorefileError;

/// Those whose arguments are not looked at.
pub const UNCHECKED: &[&str] = &[
    "root",
    "metadata",
    "cancel",
    "timeouts",
    "multisocket",
    "nsid",
    "bufsize",
    "bind",
    "debug",
    "trace",
    "pprof",
    "dnstap",
    "header",
    "minimal",
    "log",
    "on",
];

/// Checks one of `errors`, `health`, `ready`, `prometheus`, `loop`, `reload`, `loadbalance`, `cache`.
pub fn check(reader: &mut Reader<'_>) -> Result<(), CorefileError> {
    match reader.plugin {
        "errors" => errors(reader),
        "health" => health(reader),
        "ready" | "prometheus" => listening(reader),
        "loop" => {
            if reader.argument().is_some() {
                Err(reader.wrong_count())
            } else {
                Ok(())
            }
        }
        "reload" => reload(reader),
        "loadbalance" => load_balance(reader),
        "cache" => cache(reader),
        _ => Ok(()),
    }
}

fn errors(reader: &mut Reader<'_>) -> Result<(), CorefileError> {
    match reader.arguments().as_slice() {
        [] | ["stdout"] => {}
        [other] => return Err(reader.fault(format!("invalid log file: {other}"))),
        _ => return Err(reader.wrong_count()),
    }
    while let Some(property) = reader.property() {
        match property {
            "stacktrace" => reader.no_arguments()?,
            "consolidate" => {
                let words = reader.arguments();
                let Some(period) = words.first().filter(|_| words.len() >= 2) else {
                    return Err(reader.wrong_count());
                };
                reader.duration(period)?;
            }
            other => return Err(reader.fault(format!("Unknown field {other}"))),
        }
    }
    Ok(())
}

fn health(reader: &mut Reader<'_>) -> Result<(), CorefileError> {
    listening(reader)?;
    while let Some(property) = reader.property() {
        if property != "lameduck" {
            return Err(reader.wrong_count());
        }
        let text = reader.only_argument()?;
        reader.duration(text).map_err(|why| {
            reader.plain(format!("unable to parse lameduck duration value: '{text}' : {}", why.message))
        })?;
    }
    Ok(())
}

fn listening(reader: &mut Reader<'_>) -> Result<(), CorefileError> {
    match reader.arguments().as_slice() {
        [] => Ok(()),
        [address] if address.contains(':') => Ok(()),
        [address] => Err(reader.plain(format!("address {address}: missing port in address"))),
        _ => Err(reader.wrong_count()),
    }
}

fn reload(reader: &mut Reader<'_>) -> Result<(), CorefileError> {
    let words = reader.arguments();
    if words.len() > 2 {
        return Err(reader.wrong_count());
    }
    for (text, (what, least)) in words.iter().zip([("interval", 2.0), ("jitter", 1.0)]) {
        if reader.duration(text)? < least {
            return Err(reader.plain(format!("{what} value must be greater or equal to {least}s")));
        }
    }
    Ok(())
}

fn load_balance(reader: &mut Reader<'_>) -> Result<(), CorefileError> {
    match reader.arguments().as_slice() {
        [] | ["round_robin"] | ["weighted", _] => {}
        ["round_robin", ..] => return Err(reader.fault("unknown property for round_robin")),
        ["weighted"] => return Err(reader.fault("missing weight file argument")),
        ["weighted", ..] => return Err(reader.fault("unexpected argument(s)")),
        [other, ..] => return Err(reader.plain(format!("unknown policy: {other}"))),
    }
    while let Some(property) = reader.property() {
        if !matches!(property, "reload" | "prefer") {
            return Err(reader.unknown_property());
        }
        reader.arguments();
    }
    Ok(())
}

fn cache(reader: &mut Reader<'_>) -> Result<(), CorefileError> {
    let positive = |reader: &Reader<'_>, text: &str| -> Result<(), CorefileError> {
        let seconds: i64 = reader.number(text)?;
        if seconds > 0 {
            Ok(())
        } else {
            Err(reader.plain(format!("cache TTL can not be zero or negative: {seconds}")))
        }
    };
    if let Some(ttl) = reader.arguments().first().filter(|text| text.parse::<i64>().is_ok()) {
        positive(reader, ttl)?;
    }
    while let Some(property) = reader.property() {
        let words = reader.arguments();
        match property {
            "success" | "denial" => {
                let Some(capacity) = words.first() else { return Err(reader.wrong_count()) };
                reader.number::<i64>(capacity)?;
                words.get(1).map_or(Ok(()), |ttl| positive(reader, ttl))?;
            }
            "prefetch" if (1..=3).contains(&words.len()) => {
                words.first().map_or(Ok(0), |amount| reader.number::<u32>(amount))?;
            }
            "serve_stale" if words.len() <= 2 => {
                words.first().map_or(Ok(0.0), |period| reader.duration(period))?;
            }
            "servfail" if words.len() == 1 => {
                words.first().map_or(Ok(0.0), |period| reader.duration(period))?;
            }
            "disable" => match words.first() {
                Some(&("success" | "denial")) => {}
                Some(other) => {
                    return Err(reader.plain(format!(
                        "cache type for disable must be \"success\" or \"denial\", not {other:?}"
                    )));
                }
                None => return Err(reader.wrong_count()),
            },
            "keepttl" if words.is_empty() => {}
            _ => return Err(reader.wrong_count()),
        }
    }
    Ok(())
}
