//! A `Link` header of any bytes names its next page in its own words, or says
//! that it can't be read, and hides no line behind it.
#![no_main]

libfuzzer_sys::fuzz_target!(|value: &[u8]| pagesmith::__fuzz::web_link(value));
