//! `schema`: the JSON Schema of the spec format.

use super::{Outcome, Ran, tell};
use clap::Args;
use pagesmith_codegen::schema;

/// Print the JSON Schema of the spec format, for editors.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  pagesmith schema > pagesmith.schema.json

and as the first line of a spec:
  # yaml-language-server: $schema=pagesmith.schema.json")]
pub(super) struct Schema {}

/// Prints it.
#[expect(clippy::unnecessary_wraps, reason = "every command answers in one way")]
pub(super) fn run(Schema {}: &Schema) -> Ran {
    tell::document(&schema::text());
    Ok(Outcome::Done)
}
