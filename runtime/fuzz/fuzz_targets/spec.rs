//! A spec of any bytes gives diagnostics, or code that is Rust.
#![no_main]

use pagesmith_codegen::diag::{Look, Source};
use pagesmith_codegen::emit::Options;

libfuzzer_sys::fuzz_target!(|spec: &[u8]| {
    match pagesmith_codegen::generate(spec, &Options::default()) {
        Ok(made) => assert!(made.code.starts_with("// @generated")),
        Err(problems) => {
            let text = String::from_utf8_lossy(spec);
            let told = problems.render(&Source { name: "spec.yaml", text: &text }, Look::Plain);
            assert!(!told.contains("is no Rust"), "{told}");
        }
    }
});
