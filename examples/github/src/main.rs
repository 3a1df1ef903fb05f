//! The open issues of a repository, on a struct of your own.

use pagesmith::{Client, Paged};
use serde::Deserialize;
use std::env;
use std::error::Error;

#[derive(Deserialize, Paged)]
#[paged(get = "/repos/{owner}/{repo}/issues", items = "", style = link_header)]
struct Issue {
    number: u64,
    title: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = env::var("GITHUB_TOKEN").map_err(|_| "GITHUB_TOKEN is not set")?;
    // The path of a list is appended to the base URL.
    let url = env::var("GITHUB_API_URL").unwrap_or("https://api.github.com".to_owned());
    let github = Client::builder(url).bearer(token).build()?;
    let mut issues = Issue::list(&github, "rust-lang", "log").page_size(100).items();
    while let Some(issue) = issues.try_next().await? {
        println!("#{} {}", issue.number, issue.title);
    }
    if let Some(outcome) = issues.outcome() {
        println!("{outcome}");
        for warning in &outcome.warnings {
            println!("warning: {warning}");
        }
    }
    Ok(())
}
