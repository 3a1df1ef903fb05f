//! Counts a list, and copies it to Parquet files, over two workers.
//!
//! `cargo run --features distributed --example cluster -- SPEC URL`, with the token of the cluster
//! in `PAGESMITH_CLUSTER_TOKEN`

use datafusion::prelude::SessionContext;
use pagesmith_datafusion::distributed::{Cluster, Load};
use pagesmith_datafusion::{Api, Split};
use std::error::Error;

/// Counts people.
async fn count(api: Api, token: String) -> Result<SessionContext, Box<dyn Error>> {
    let cluster = Cluster::new(["http://10.0.0.1:8470", "http://10.0.0.2:8470"])?.token(token)?;
    let context = cluster.api("shop", &api).session();
    let people = api.table("people").split(Split::Numbers);
    context.register_table("shop.people", people.build()?)?;
    context.sql("select count(*) from shop.people").await?.show().await?;
    Ok(context)
}

/// Copies them.
async fn copy(context: SessionContext) -> Result<(), Box<dyn Error>> {
    let load = Load::of("shop.people").to("/srv/loads/people").pages_a_unit(50).resume();
    let loaded = load.run(&context).await?;
    println!("{} records", loaded.records);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [spec, url] = arguments.as_slice() else {
        return Err("expected a spec and a URL".into());
    };
    let api = Api::from_spec(spec)?.base_url(url).rate(40.0);
    let context = count(api, std::env::var("PAGESMITH_CLUSTER_TOKEN")?).await?;
    copy(context).await
}
