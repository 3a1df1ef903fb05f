//! Whatever passes the checks is Rust: any spec gives code that `syn` parses,
//! and a batch of them compiles without a warning.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::format_push_string, reason = "a test reads better so")]

mod built;
#[path = "built/specs.rs"]
mod specs;

use built::{runtime, scratch};
use pagesmith_codegen::diag::Diagnostics;
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::generate;
use proptest::prelude::*;
use std::fs;

fn code(spec: &str) -> Result<String, Diagnostics> {
    generate(spec.as_bytes(), &Options::default()).map(|made| made.code)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_passes_the_checks_is_rust(choices in prop::collection::vec(any::<u16>(), 0..120)) {
        let spec = specs::spec(&choices);
        match code(&spec) {
            Ok(code) => {
                prop_assert!(syn::parse_file(&code).is_ok(), "{}\n{}", spec, code);
            }
            // A bug of the generator is reported as one.
            Err(problems) => for problem in &problems.problems {
                prop_assert!(!problem.message.contains("please report"), "{}\n{:?}", spec, problem);
            }
        }
    }
}

/// Choices by a seed, the same on every machine.
fn choices(seed: u64) -> Vec<u16> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u16::try_from(state >> 48).unwrap()
    };
    std::iter::repeat_with(next).take(120).collect()
}

const ROOT: &str = "//! Generated clients, and nothing else.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
#![deny(clippy::all, clippy::pedantic)]
/// Types of a user.
pub mod own {
    /// A type of a user.
    pub type Own = ::std::string::String;
}
";

#[test]
fn a_batch_of_specs_compiles_without_a_warning() {
    let folder = scratch("batch");
    let made: Vec<String> =
        (0..200).filter_map(|seed| code(&specs::spec(&choices(seed))).ok()).take(20).collect();
    for (edition, made) in [("2021", &made[..10]), ("2024", &made[10..20])] {
        let mut root = ROOT.to_owned();
        for (at, code) in made.iter().enumerate() {
            root += &format!("/// A client.\npub mod s{at};\n");
            fs::write(folder.join(format!("s{at}.rs")), code).unwrap();
        }
        let file = folder.join(format!("of_{edition}.rs"));
        fs::write(&file, root).unwrap();
        runtime().check(&file, edition, "pagesmith");
    }
    fs::remove_dir_all(folder).unwrap();
}
