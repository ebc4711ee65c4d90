//! Label selectors as kubectl takes them: any text is a selector or is refused.
#![no_main]

use kubedrill::cluster::Selector;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Selector::parse(text);
});
