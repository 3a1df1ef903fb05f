//! `schema`: prints the JSON Schema of the spec format.

use crate::outcome::{CommandResult, Outcome};
use crate::terminal;
use clap::Args;
use pagesmith_codegen::schema;

/// Print the JSON Schema of the spec format, for editors.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  pagesmith schema > pagesmith.schema.json

Then write this as the first line of a spec:
  # yaml-language-server: $schema=pagesmith.schema.json")]
pub(crate) struct Schema {}

/// Prints the schema.
#[expect(clippy::unnecessary_wraps, reason = "all commands have this signature")]
pub(super) fn run(Schema {}: &Schema) -> CommandResult {
    terminal::document(&schema::text());
    Ok(Outcome::Done)
}
