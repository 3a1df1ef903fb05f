//! A reply of any bytes moves a walk on, ends it, or fails it.
#![no_main]

libfuzzer_sys::fuzz_target!(|body: &[u8]| pagesmith::__fuzz::page(body));
