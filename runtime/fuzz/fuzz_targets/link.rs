//! A link of any text leads to the client's origin, or nowhere.
#![no_main]

libfuzzer_sys::fuzz_target!(|link: &str| pagesmith::__fuzz::link(link));
