//! A `Retry-After` of any bytes is a wait, or nothing.
#![no_main]

libfuzzer_sys::fuzz_target!(|value: &[u8]| pagesmith::__fuzz::retry_after(value));
