//! Closed issues of a repository, by a client that a spec describes.

use std::env;
use std::error::Error;

pagesmith::client!(
    /// GitHub's REST API.
    mod github = "github.yaml"
);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = env::var("GITHUB_TOKEN").map_err(|_| "GITHUB_TOKEN is not set")?;
    let url = env::var("GITHUB_API_URL").unwrap_or("https://api.github.com".to_owned());
    // Without `base_url`, the client asks the server of the spec.
    let github = github::Client::builder().base_url(url).bearer(token).build()?;
    let issues = github.list_issues("rust-lang", "log").state(github::ListIssuesState::Closed);
    for issue in issues.limit(2).collect().await? {
        println!("{} #{} {}", issue.created_at, issue.number, issue.title);
    }
    Ok(())
}
