//! The loop, as one writes it with care in an hour: it follows links and tokens,
//! resolves relative links, and makes three attempts.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::error::Error;
use std::time::Duration;

/// Any error.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A server, and the credentials that it requires.
pub struct Api {
    /// The client.
    pub http: reqwest::Client,
    /// Scheme, host and port.
    pub origin: String,
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// A message.
#[derive(Debug, Deserialize)]
pub struct Message {
    /// What identifies it.
    pub sid: String,
}

/// A subscriber.
#[derive(Debug, Deserialize)]
pub struct Subscriber {
    /// What identifies it.
    pub id: u64,
}

/// Lists what is at this path.
///
/// # Errors
/// When a request fails, or a reply or a row can't be read.
pub async fn list<T: DeserializeOwned>(
    api: &Api,
    path: &str,
    items: &str,
    link: &str,
) -> Result<Vec<T>, BoxError> {
    let first = format!("{}{path}", api.origin);
    let mut url = first.clone();
    let mut all = Vec::new();
    loop {
        let mut attempt = 1;
        let reply = loop {
            let request = api.http.get(&url).basic_auth(&api.user, Some(&api.password));
            let reply = request.send().await?;
            if !reply.status().is_server_error() || attempt == 3 {
                break reply.error_for_status()?;
            }
            attempt += 1;
            tokio::time::sleep(Duration::from_secs(1)).await;
        };
        let page: Value = reply.json().await?;
        let rows = page[items].as_array().cloned().unwrap_or_default();
        if rows.is_empty() {
            break;
        }
        for row in rows {
            all.push(serde_json::from_value(row)?);
        }
        if let Some(next) = page[link].as_str() {
            let absolute = next.starts_with("http");
            url = if absolute { next.to_owned() } else { format!("{}{next}", api.origin) };
        } else if let Some(token) = page["next_page_token"].as_str() {
            url = format!("{first}?page_token={token}");
        } else {
            break;
        }
    }
    Ok(all)
}
