//! The arguments of the process.

use crate::outcome::Failure;
use crate::output::Format;
use clap::Parser;
use std::io::{self, IsTerminal as _};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};

/// Query the lists of paged HTTP APIs with SQL.
///
/// Each list of a spec is a table, named like its resource: `subscribers`, or
/// `sendsage.subscribers` where several specs have one of that name. A schema is named like the
/// file of its spec. Tables can be joined with files: `join 'customers.parquet' on …`.
#[derive(Debug, Parser)]
#[command(name = "pagesmith-sql", version, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The specs, and after them the query.
    #[arg(required = true, value_names = ["SPEC", "QUERY"], num_args = 1..)]
    specs_and_query: Vec<String>,
    /// A variable of the server, or a path parameter of each table that has it. Several values of
    /// a path parameter are the parts of one table.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) params: Vec<(String, String)>,
    /// The base URL in place of the spec's server; with several specs, name the one that it is for.
    #[arg(long, value_name = "[SPEC=]URL")]
    pub(crate) base_url: Vec<String>,
    /// The most requests a second to each API, such as 10 or 0.5.
    #[arg(long, value_name = "N", value_parser = rate)]
    pub(crate) rate: Option<f64>,
    /// Rows a page, for each table.
    #[arg(long, value_name = "N")]
    pub(crate) page_size: Option<NonZeroU64>,
    /// Read this table by page number, several parts at a time. May be given several times.
    #[arg(long, value_name = "TABLE")]
    pub(crate) split: Vec<String>,
    /// How many parts of a table are read at a time [default: one for each processor].
    #[arg(long, value_name = "N")]
    pub(crate) walks: Option<NonZeroUsize>,
    /// Show warnings that a list may not be whole, in place of failing.
    #[arg(long)]
    pub(crate) allow_warnings: bool,
    /// Allow credentials to be sent unencrypted to other machines, over `http:`.
    #[arg(long)]
    pub(crate) allow_http: bool,
    /// The format [default: by the extension of --out; a table on a terminal; else JSON lines].
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to this file, which appears once the query has ended, whole.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Credentials come from the environment: PAGESMITH_USERNAME and PAGESMITH_PASSWORD, PAGESMITH_TOKEN,
or PAGESMITH_API_KEY, as the spec's `auth` asks. With several specs, the name of the spec is in
the name of the variable: PAGESMITH_SENDSAGE_USERNAME.

Examples:
  pagesmith-sql sendsage.yaml \"select status, count(*) from subscribers group by status\" \\
    --base-url https://studio.example.com/ga/api/v2 --param mailing_list_id=7
  pagesmith-sql sendsage.yaml \"explain select id from campaigns limit 10\" --param mailing_list_id=7 \\
    --base-url https://studio.example.com/ga/api/v2
  pagesmith-sql shop.yaml crm.yaml --out matches.parquet \\
    \"select * from shop.orders o join crm.contacts c on o.email = c.email\"

Exit codes:
  0  done
  1  failed; the same query may succeed later
  2  wrong arguments, or a query that can't be planned
  3  failed for good";

impl Args {
    /// The specs.
    pub(crate) fn specs(&self) -> impl Iterator<Item = &Path> {
        let specs = self.specs_and_query.split_last().map(|(_, specs)| specs).unwrap_or_default();
        specs.iter().map(Path::new)
    }

    /// The query.
    pub(crate) fn query(&self) -> &str {
        self.specs_and_query.last().map(String::as_str).unwrap_or_default()
    }

    /// Fails if there is no spec, or no query.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.specs_and_query.len() > 1 {
            return Ok(());
        }
        let message = "expected one spec or more, and after them the query, in quotes";
        Err(Failure::Misuse(message.to_owned()))
    }

    /// The format of the output.
    pub(crate) fn format(&self) -> Result<Format, Failure> {
        let is_terminal = self.out.is_none() && io::stdout().is_terminal();
        let is_plan = || {
            let first = self.query().split_whitespace().next().unwrap_or_default();
            first.eq_ignore_ascii_case("explain")
        };
        let format = match (self.format, &self.out) {
            (Some(format), _) => format,
            (None, Some(out)) => Format::of(out)?,
            (None, None) if is_terminal || is_plan() => Format::Table,
            (None, None) => Format::Jsonl,
        };
        if format == Format::Parquet && is_terminal {
            let message = "Parquet is not for terminals; name a file with `--out FILE.parquet`";
            return Err(Failure::Misuse(message.to_owned()));
        }
        Ok(format)
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn rate(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| *number > 0.0 && number.is_finite());
    number.ok_or_else(|| {
        "expected requests per second, a number greater than 0, such as 10 or 0.5".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_query_follows_the_specs() {
        Args::command().debug_assert();
        let args = Args::parse_from(["pagesmith-sql", "a.yaml", "b.yaml", "select 1"]);
        assert_eq!(args.query(), "select 1");
        assert_eq!(args.specs().collect::<Vec<_>>(), [Path::new("a.yaml"), Path::new("b.yaml")]);
        let split = ["pagesmith-sql", "a.yaml", "--rate", "5", "select 1"];
        assert_eq!(Args::parse_from(split).query(), "select 1");
        assert!(Args::parse_from(["pagesmith-sql", "select 1"]).check().is_err());
        assert!(Args::try_parse_from(["pagesmith-sql"]).is_err());
    }
}
