//! Queries and loads on several machines, by datafusion-distributed: feature `distributed`.
//!
//! A coordinator plans a query, and hands parts of lists to workers; each worker reads its parts
//! and works on their rows. A plan names an API that a worker has registered. It holds neither
//! a URL of an API nor a credential: those are the worker's own. The requests of an API are
//! counted where its parts are handed out, so that all workers keep to one rate.
//!
//! ```no_run
//! use pagesmith_datafusion::distributed::{Cluster, Worker};
//! use pagesmith_datafusion::{Api, Split};
//! # use pagesmith_datafusion::datafusion::error::DataFusionError;
//!
//! # fn api() -> Api { unimplemented!() }
//! /// On each worker.
//! async fn work(listener: tokio::net::TcpListener) -> Result<(), Box<dyn std::error::Error>> {
//!     Ok(Worker::new().api("shop", api()).serve(listener).await?)
//! }
//!
//! /// On the coordinator.
//! async fn count() -> Result<(), Box<dyn std::error::Error>> {
//!     let api = api().rate(40.0);
//!     let cluster = Cluster::new(["http://10.0.0.1:8470", "http://10.0.0.2:8470"])?;
//!     let context = cluster.api("shop", &api).session();
//!     context.register_table("people", api.table("people").split(Split::Numbers).build()?)?;
//!     context.sql("select count(*) from people").await?.show().await?;
//!     Ok(())
//! }
//! ```

// In the order of use.
mod registry;
mod message;
mod feed;
mod slot;
mod exec;
mod codec;
mod planner;
mod channels;
mod cluster;
mod worker;
mod load;

pub use channels::ClusterError;
pub use cluster::Cluster;
pub use load::{Load, LoadError, Loaded};
pub use worker::Worker;

/// The engine that appears in the signatures here, in the version used.
pub use datafusion_distributed;
