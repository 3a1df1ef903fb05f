//! Counts the subscribers of a mailing list by status, and matches them with a file.
//!
//! `cargo run --example subscribers -- https://studio.example.com/ga/api/v2 USER KEY`

use datafusion::prelude::{ParquetReadOptions, SessionContext};
use pagesmith_datafusion::{Api, ScanError, Split};

async fn report(url: &str, user: &str, key: &str) -> datafusion::error::Result<()> {
    let api = Api::from_spec("../../specs/sendsage.yaml")?.base_url(url).basic(user, key).rate(5.0);
    let subscribers = api.table("subscribers").param("mailing_list_id", 7).split(Split::Numbers);

    let context = SessionContext::new();
    context.register_table("subscribers", subscribers.build()?)?;
    context.register_parquet("customers", "customers.parquet", ParquetReadOptions::new()).await?;
    let counts = "select s.status, count(*) from subscribers s join customers c on s.email = c.email group by s.status";
    context.sql(counts).await?.show().await
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, user, key] = arguments.as_slice() else {
        return eprintln!("expected a URL, a user and a key");
    };
    if let Err(error) = report(url, user, key).await {
        match ScanError::of(&error) {
            // The table and the part of it, then what happened.
            Some(failed) => eprintln!("{failed}"),
            None => eprintln!("{error}"),
        }
    }
}
