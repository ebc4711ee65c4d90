//! `echo`: its arguments on one line.

use crate::shell::call::Call;

pub fn echo(call: &mut Call<'_>) -> u8 {
    call.stdout.push_str(&call.arguments.join(" "));
    call.stdout.push('\n');
    0
}
