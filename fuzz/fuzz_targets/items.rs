//! Any text into the reader of cards and questions: it returns, and lets no control character through.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let read = format!("{:?}", kubedrill::content::parse_items("fuzz.toml", text));
    // `Debug` writes control characters as escapes; line ends are allowed.
    for escape in ["\\u{1b}", "\\r", "\\0", "\\u{7}", "\\u{7f}", "\\u{9b}", "\\u{202e}"] {
        assert!(!read.replace("\\\\", "").contains(escape), "{escape} in {read}");
    }
});
