//! `kubectl`: a client of `cluster::api`.

use super::call::Call;

/// Runs one `kubectl` command.
pub fn kubectl(call: &mut Call<'_>) -> u8 {
    let command = call.arguments.first().map_or("", String::as_str);
    call.error_line(&format!("error: unknown command {command:?} for \"kubectl\""));
    1
}
