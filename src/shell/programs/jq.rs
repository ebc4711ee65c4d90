//! `jq`, by the jaq crates: filters with `-r`, `-c`, `-e`, `-n`, `-s`, `-j`, `--arg` and `--argjson`.
//!
//! jaq has no fuel: a filter that runs for ever or grows without bound can not be stopped. So what makes such filters -
//! definitions, loops, ranges, repetition - is refused before it runs, and so is what reads the machine this runs on.

use jaq_core::{
    Compiler, Ctx, Vars,
    data::JustLut,
    load::{Arena, File, Loader},
    unwrap_valr,
};
use jaq_json::{Val, read, write};

use crate::shell::{budget, call::Call};

/// Results of one call.
const RESULTS: usize = 5000;
/// Bytes of a filter.
const LONGEST: usize = 2000;
/// Brackets inside each other in a filter.
const DEEPEST: usize = 30;
/// Variables bound in a filter: each may multiply the results.
const BINDINGS: usize = 6;
/// Operators of a filter, signs and words: what reads and what runs it calls itself for each.
const OPERATORS: usize = 100;

/// Words that a filter may not hold.
const REFUSED: [&str; 24] = [
    "def",
    "range",
    "repeat",
    "while",
    "until",
    "infinite",
    "recurse",
    "combinations",
    "env",
    "now",
    "input",
    "inputs",
    "halt",
    "halt_error",
    "debug",
    "stderr",
    "localtime",
    "mktime",
    "strflocaltime",
    "limit",
    "label",
    "foreach",
    "import",
    "include",
];

pub fn jq(call: &mut Call<'_>) -> u8 {
    let mut words = call.arguments.iter();
    let (mut flags, mut filter, mut files) = (String::new(), None, Vec::new());
    let mut names: Vec<String> = Vec::new();
    let mut values: Vec<Val> = Vec::new();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--arg" | "--argjson" => {
                let (Some(name), Some(value)) = (words.next(), words.next()) else {
                    return call
                        .fail(&format!("error: {word} takes two parameters (e.g. {word} name value)"), 2);
                };
                let value = if word == "--arg" { Some(Val::from(value.clone())) } else { parsed(value) };
                let Some(value) = value else {
                    return call.fail(&format!("Invalid JSON text passed to {word}"), 2);
                };
                names.push(format!("${name}"));
                values.push(value);
            }
            "--raw-output" => flags.push('r'),
            "--compact-output" => flags.push('c'),
            "--exit-status" => flags.push('e'),
            "--null-input" => flags.push('n'),
            "--slurp" => flags.push('s'),
            "--join-output" => flags.push('j'),
            "--sort-keys" => flags.push('S'),
            "--color-output" | "--monochrome-output" => {}
            short if short.len() > 1 && short.starts_with('-') && !short.starts_with("--") => {
                let letters = short.trim_start_matches('-');
                if let Some(wrong) = letters.chars().find(|letter| !"rcensjSMCa".contains(*letter)) {
                    call.error_line(&format!("jq: Unknown option: -{wrong}"));
                    return 2;
                }
                flags.push_str(letters);
            }
            long if long.starts_with("--") => {
                call.error_line(&format!("jq: Unknown option: {long}"));
                return 2;
            }
            word if filter.is_none() => filter = Some(word.to_owned()),
            file => files.push(file),
        }
    }
    let filter = filter.unwrap_or_else(|| ".".to_owned());
    if let Some(word) = refused(&filter) {
        return call.fail(&format!("error: {word} is not there in this shell"), 3);
    }
    let inputs = match inputs(call, &files, &flags) {
        Ok(inputs) => inputs,
        Err(status) => return status,
    };
    run(call, &filter, (&names, values), inputs, &flags)
}

/// The text as one value. Its depth was bounded by another reader first: jaq's calls itself for each bracket.
fn parsed(text: &str) -> Option<Val> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
    read::parse_single(text.as_bytes()).ok()
}

fn inputs(call: &mut Call<'_>, files: &[&str], flags: &str) -> Result<Vec<Val>, u8> {
    if flags.contains('n') {
        return Ok(vec![Val::Null]);
    }
    let texts = call.texts(files);
    let whole: String = texts.iter().map(|(_, text)| &**text).collect();
    if texts.len() < files.len() {
        return Err(2);
    }
    for value in serde_json::Deserializer::from_str(&whole).into_iter::<serde::de::IgnoredAny>() {
        if let Err(error) = value {
            return Err(call.fail(
                &format!(
                    "parse error: Invalid JSON text at line {}, column {}",
                    error.line(),
                    error.column()
                ),
                2,
            ));
        }
    }
    let values: Vec<Val> = read::parse_many(whole.as_bytes()).filter_map(Result::ok).collect();
    Ok(if flags.contains('s') { vec![values.into_iter().collect()] } else { values })
}

/// The word of a filter that is refused.
fn refused(filter: &str) -> Option<String> {
    if filter.len() > LONGEST {
        return Some("a filter that long".to_owned());
    }
    let (mut depth, mut deepest) = (0_usize, 0);
    for one in filter.chars() {
        match one {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    let words: Vec<&str> =
        filter.split(|one: char| !one.is_alphanumeric() && one != '_' && one != '.' && one != '$').collect();
    let signs = filter.bytes().filter(|byte| b"|,+-*/%<>=!?".contains(byte)).count();
    let joining = words.iter().filter(|word| matches!(**word, "and" | "or" | "try")).count();
    if deepest > DEEPEST
        || signs + joining > OPERATORS
        || words.iter().filter(|word| **word == "as" || **word == "reduce").count() > BINDINGS
    {
        return Some("a filter that deep".to_owned());
    }
    // A text times a number is that text so many times.
    let mut products = filter.match_indices('*');
    if products.any(|(at, _)| {
        !filter.get(at + 1..).unwrap_or_default().trim_start().starts_with(['{', '.', '=', '$'])
    }) {
        return Some("a product with `*`".to_owned());
    }
    words.into_iter().find(|word| REFUSED.contains(word) || *word == "$ENV").map(str::to_owned)
}

fn run(
    call: &mut Call<'_>,
    filter: &str,
    (names, values): (&[String], Vec<Val>),
    inputs: Vec<Val>,
    flags: &str,
) -> u8 {
    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let Ok(modules) = Loader::new(defs).load(&arena, File { code: filter, path: () }) else {
        call.fail(
            "error: syntax error, unexpected end or sign (Unix shell quoting issues?) at <top-level>",
            3,
        );
        call.error_line("jq: 1 compile error");
        return 3;
    };
    let compiler = Compiler::default().with_funs(funs).with_global_vars(names.iter().map(String::as_str));
    let Ok(compiled) = compiler.compile(modules) else {
        call.fail(&format!("error: a name in `{filter}` is not defined at <top-level>"), 3);
        call.error_line("jq: 1 compile error");
        return 3;
    };
    let raw = flags.contains(['r', 'j']);
    let form = write::Pp {
        indent: (!flags.contains('c')).then(|| "  ".to_owned()),
        sep_space: !flags.contains('c'),
        sort_keys: flags.contains('S'),
        ..write::Pp::default()
    };
    let mut status = 0;
    let mut last = None;
    for input in inputs {
        let context = Ctx::<JustLut<Val>>::new(&compiled.lut, Vars::new(values.clone()));
        for result in compiled.id.run((context, input)).map(unwrap_valr).take(RESULTS) {
            let value = match result {
                Ok(value) => value,
                Err(error) => {
                    status = call.fail(&format!("error (at <stdin>:0): {error}"), 5);
                    break;
                }
            };
            last = Some(!matches!(value, Val::Null | Val::Bool(false)));
            match &value {
                Val::TStr(text) if raw => call.print(&String::from_utf8_lossy(text)),
                value => {
                    let mut bytes = Vec::new();
                    if write::write(&mut bytes, &form, 0, value).is_ok() {
                        call.print(&String::from_utf8_lossy(&bytes));
                    }
                }
            }
            if !flags.contains('j') {
                call.print("\n");
            }
            if call.output.size() > budget::OUTPUT {
                return 5;
            }
        }
    }
    match (status, last) {
        (0, Some(false)) if flags.contains('e') => 1,
        (0, None) if flags.contains('e') => 4,
        (status, _) => status,
    }
}
