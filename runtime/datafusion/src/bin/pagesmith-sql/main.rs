//! `pagesmith-sql`: queries the lists of APIs with SQL.

mod args;
mod credentials;
mod outcome;
mod output;
mod tables;

use args::Args;
use clap::Parser as _;
use datafusion::prelude::{SQLOptions, SessionConfig, SessionContext};
use futures_util::TryStreamExt as _;
use outcome::Failure;
use output::Output;
use std::process::ExitCode;

fn main() -> ExitCode {
    outcome::exit_code(run(&Args::parse()))
}

fn run(args: &Args) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Failed(format!("can't start: {error}")))?;
    args.check()?;
    let format = args.format()?;
    runtime.block_on(async {
        let mut config = SessionConfig::new();
        if let Some(walks) = args.walks {
            config = config.with_target_partitions(walks.get());
        }
        let context = SessionContext::new_with_config(config).enable_url_table();
        tables::register(&context, args)?;
        // A query reads; files are written by `--out` alone.
        let only_reads = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        let frame = context.sql_with_options(args.query(), only_reads).await?;
        let schema = frame.schema().as_arrow().clone();
        let mut rows = frame.execute_stream().await?;
        // Nothing is written before the first rows are there, or the query has ended.
        let mut output = Output::new(format, args.out.as_deref(), schema.into());
        while let Some(batch) = rows.try_next().await? {
            output.write(&batch)?;
        }
        output.finish()
    })
}
