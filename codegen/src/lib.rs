//! Generates typed paging clients from YAML specs.
//!
//! In a build script:
//!
//! ```no_run
//! // build.rs
//! pagesmith_codegen::compile("specs/signalwire.yaml");
//! ```
//!
//! and in the crate:
//!
//! ```text
//! mod signalwire { pagesmith::include_client!("signalwire"); }
//! ```
//!
//! Several specs, another folder, another name: [`Builder`]. The command line
//! (the package `pagesmith-cli`) writes clients that are kept under version
//! control. All of it is one pipeline, and the same spec gives the same bytes
//! from each entry point:
//!
//! ```text
//! YAML ──parse::spec_file──┐                       ┌─ records
//!                     ├─► ast ─lower─► model ─┼─ paged    ─► tokens ─format─► text
//! #[paged(…)] ─attr───┘                       └─ client
//! ```

#![cfg_attr(
    not(feature = "yaml"),
    allow(
        dead_code,
        unused_imports,
        reason = "the derive takes a part of each stage, and does not wait for the compiler to write the rest"
    )
)]

#[doc(hidden)]
pub mod ast;
#[doc(hidden)]
pub mod credentials;
#[doc(hidden)]
pub mod diag;
#[cfg(feature = "yaml")]
#[doc(hidden)]
pub mod diff;
#[doc(hidden)]
pub mod emit;
#[cfg(feature = "yaml")]
#[doc(hidden)]
pub mod explain;
#[cfg(feature = "yaml")]
#[doc(hidden)]
pub mod format;
#[doc(hidden)]
pub mod lower;
#[doc(hidden)]
pub mod proc_macro;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod parse;
#[doc(hidden)]
pub mod source_map;

#[cfg(feature = "yaml")]
mod fields;
#[cfg(feature = "yaml")]
#[doc(hidden)]
pub mod input;
#[doc(hidden)]
pub mod work;
#[cfg(all(test, feature = "yaml"))]
mod linear_tests;
#[cfg(feature = "yaml")]
mod other_file;
#[cfg(feature = "yaml")]
mod output;
#[cfg(feature = "schema")]
#[doc(hidden)]
pub mod schema;
#[cfg(feature = "yaml")]
mod build_script;

#[cfg(feature = "yaml")]
#[doc(hidden)]
pub use build_script::parse_runtime;
#[cfg(feature = "yaml")]
pub use build_script::{Builder, compile};
#[cfg(feature = "yaml")]
#[doc(hidden)]
pub use output::{Output, WriteOutcome, check_module, module_name};

#[cfg(feature = "yaml")]
use diag::Diagnostics;
#[cfg(feature = "yaml")]
use emit::Options;

/// A generated client, with the warnings of its spec.
#[cfg(feature = "yaml")]
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Generated<T> {
    /// The model that it was generated from.
    pub api: model::Api,
    /// The client.
    pub code: T,
    /// Warnings.
    pub warnings: Diagnostics,
}

/// A spec that was checked.
#[cfg(feature = "yaml")]
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Checked {
    /// The API that it describes.
    pub api: model::Api,
    /// Where its entries are.
    pub source_map: source_map::SourceMap,
    /// Warnings.
    pub warnings: Diagnostics,
}

/// Reads a spec and checks it.
///
/// # Errors
/// All that is wrong with the spec: where only unknown keys are wrong with its
/// form, what is wrong with the rest too; stage by stage otherwise.
#[cfg(feature = "yaml")]
#[doc(hidden)]
pub fn check(spec: &[u8]) -> Result<Checked, Diagnostics> {
    let parse::spec_file::Parsed { spec, source_map, problems } =
        parse::spec_file::parse_further(spec)?;
    let (api, warnings) = lower::api_after(problems, &spec, &source_map)?;
    Ok(Checked { api, source_map, warnings })
}

/// All errors of a spec, however many, for a program: in no order, and without
/// the names that were meant.
#[cfg(feature = "yaml")]
#[doc(hidden)]
#[must_use]
pub fn errors(spec: &[u8]) -> Vec<diag::Problem> {
    let problems = match parse::spec_file::parse_further(spec) {
        Ok(parsed) => lower::problems(parsed.problems, &parsed.spec, &parsed.source_map),
        Err(problems) => problems.problems,
    };
    problems.into_iter().filter(|problem| problem.level == diag::Level::Error).collect()
}

/// A spec as the tokens of its module.
///
/// # Errors
/// All that is wrong with the spec, stage by stage.
#[cfg(feature = "yaml")]
#[doc(hidden)]
pub fn expand(
    spec: &[u8],
    options: &Options,
) -> Result<Generated<proc_macro2::TokenStream>, Diagnostics> {
    let Checked { api, warnings, .. } = check(spec)?;
    let code = emit::api(&api, options);
    Ok(Generated { api, code, warnings })
}

/// A spec as the text of its module: a function of the spec and the options
/// alone.
///
/// # Errors
/// All that is wrong with the spec, stage by stage.
#[cfg(feature = "yaml")]
#[doc(hidden)]
pub fn generate(spec: &[u8], options: &Options) -> Result<Generated<String>, Diagnostics> {
    let Checked { api, warnings, .. } = check(spec)?;
    let code = format::file(emit::parts(&api, options)).map_err(|error| {
        // A bug of the generator: invalid Rust never reaches the disk.
        let message =
            format!("a bug in pagesmith: this spec gives invalid Rust ({error}); please report it");
        Diagnostics::of(diag::Problem::error(&source_map::Path::default(), message))
    })?;
    Ok(Generated { api, code, warnings })
}
