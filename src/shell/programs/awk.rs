//! `awk`, a part of it: `-F`, `-v`, patterns (`NR==1`, `/re/`, `$1=="x"`, `$3>5`, `&&`, `||`, `!`), `BEGIN`, `END`, and in
//! actions `print`, `printf`, assignments and sums, arrays, `x in a`, `if`, `for (x in a)`, `next`, `exit`.
//!
//! Not there, and said so: functions of one's own, other loops, `split`, `sub`, `gsub`.

mod parse;
mod run;
mod statement;

use super::options::OptionFault;
use crate::shell::call::Call;

pub fn awk(call: &mut Call<'_>) -> u8 {
    let given = match super::options::read(call.arguments, "F: v: f:", true) {
        Ok(given) => given,
        Err(OptionFault::Value(name)) => {
            return call.fail(&format!("option requires an argument -- {name}"), 2);
        }
        Err(fault) => return call.fail(&fault.to_string(), 2),
    };
    let Some((program, files)) = given.rest.split_first() else {
        call.error_line("usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]");
        return 2;
    };
    let rules = match parse::program(program) {
        Ok(rules) => rules,
        Err(message) => return call.fail(&message, 2),
    };
    let separator = given.value("F").map(|text| crate::shell::expand::escape::decode(text).0);
    let mut state = run::State::new(separator);
    for (name, value) in given.all("v").filter_map(|text| text.split_once('=')) {
        state.set(name, value);
    }
    let needs_input = rules.iter().any(|rule| rule.when != parse::When::Begin);
    let texts = if needs_input { call.texts(files) } else { vec![] };
    let missing = needs_input && texts.len() < files.len();
    let whole: String = texts.iter().map(|(_, text)| &**text).collect();
    let status = state.run(&rules, &whole);
    call.print(&state.output);
    if let Some(line) = state.left_at.filter(|_| files.is_empty()) {
        call.leave_input_behind(line);
    }
    if state.is_full {
        return call.fail("out of memory: variables may take 4 MiB in this shell", 2);
    }
    if missing { 2 } else { status }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_conditions_and_sums() {
        let input = "NAME READY AGE\nweb-1 1/1 5\ndb-1 0/1 7\n";
        for (program, output) in [
            ("{print $1}", "NAME\nweb-1\ndb-1\n"),
            ("NR>1 {print $1,$3}", "web-1 5\ndb-1 7\n"),
            ("NR>1{print $NF}", "5\n7\n"),
            ("/web/ {print \"[\" $1 \"]\"}", "[web-1]\n"),
            ("$2==\"0/1\"{print NR\": \"$1}", "3: db-1\n"),
            ("NR==2", "web-1 1/1 5\n"),
            ("NR>1{s+=$3} END{print s, s/2}", "12 6\n"),
            ("BEGIN{printf \"%s-%03d\\n\", \"a\", 7}", "a-007\n"),
            ("$1 ~ /^db/ && NR>1 {print; next} END{print NR}", "db-1 0/1 7\n3\n"),
            ("!/NAME/ {print length($1)}", "5\n4\n"),
            ("NR>1{split_=1; n[$2]++; n[$2]++} END{for (k in n) print k, n[k]}", "0/1 2\n1/1 2\n"),
            ("!seen[length($3)]++", "NAME READY AGE\nweb-1 1/1 5\n"),
            ("{if (NR==1) next; else if ($3 > 6) {print $1} else print \"-\"}", "-\ndb-1\n"),
            ("!($1 in s){s[$1]=1; print $1}", "NAME\nweb-1\ndb-1\n"),
            (
                "NR>1{s[$3]=1} END{print 5 in s, 6 in s, 5 in s && !(6 in s), index(\"in\", \"n\")}",
                "1 0 1 2\n",
            ),
            ("{if (NR==2) print NR; print \"x\"}", "x\n2\nx\nx\n"),
            ("{i=NR; print i++, i; i--}", "1 2\n2 3\n3 4\n"),
        ] {
            let rules = parse::program(program).unwrap();
            let mut state = run::State::new(None);
            state.run(&rules, input);
            assert_eq!(state.output, output, "{program}");
        }
        for bad in
            ["{", "{print", "{for(;;)print}", "{a[1=2}", "{if(1)}", "{while(1)print}", "f(1)", "$", "1 in"]
        {
            assert!(parse::program(bad).is_err(), "{bad}");
        }
    }
}
