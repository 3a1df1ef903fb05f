//! Connections between coordinator and workers.

use async_trait::async_trait;
use datafusion::common::{Result, plan_err};
use datafusion_distributed::grpc::{
    BoxCloneSyncChannel, DefaultChannelResolver, create_worker_client,
};
use datafusion_distributed::{ChannelResolver, WorkerChannel};
use pagesmith::Secret;
use pagesmith::http::header::{AUTHORIZATION, HeaderValue};
use std::fmt;
use std::sync::Arc;
use tower::ServiceExt as _;
use url::Url;

/// Why there is no cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterError(pub(super) String);

impl fmt::Display for ClusterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ClusterError {}

/// Resolves connections.
pub(super) type Resolver = Arc<dyn ChannelResolver + Send + Sync>;

/// The URLs of workers.
pub(super) fn urls<T: AsRef<str>>(
    urls: impl IntoIterator<Item = T>,
) -> Result<Vec<Url>, ClusterError> {
    let parse = |url: T| {
        let url = url.as_ref();
        let parsed = Url::parse(url).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https") && url.host().is_some() && url.path() == "/"
        });
        parsed.ok_or_else(|| {
            ClusterError(format!(
                "`{}` is not the URL of a worker; write `http://HOST:PORT`",
                url.escape_debug()
            ))
        })
    };
    urls.into_iter().map(parse).collect()
}

/// The header that carries a token.
pub(super) fn authorization(token: &Secret) -> Result<HeaderValue, ClusterError> {
    let value = HeaderValue::try_from(format!("Bearer {}", token.expose()));
    let mut value = value.map_err(|_| {
        ClusterError("the token of the cluster can't be sent: it has control characters".to_owned())
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Connections to some workers, with a token.
pub(super) struct Channels {
    connect: DefaultChannelResolver,
    authorization: Option<HeaderValue>,
    /// The only ones that are connected to; all if `None`.
    allowed: Option<Vec<Url>>,
}

impl Channels {
    pub(super) fn new(authorization: Option<HeaderValue>, allowed: Option<Vec<Url>>) -> Self {
        Self { connect: DefaultChannelResolver::default(), authorization, allowed }
    }
}

#[async_trait]
impl ChannelResolver for Channels {
    async fn get_worker_client_for_url(&self, url: &Url) -> Result<Box<dyn WorkerChannel>> {
        if self.allowed.as_ref().is_some_and(|allowed| !allowed.contains(url)) {
            return plan_err!("the worker {url} is not one of the peers that are set here");
        }
        let mut channel = self.connect.get_channel(url).await?;
        if let Some(value) = self.authorization.clone() {
            let add = move |mut request: pagesmith::http::Request<_>| {
                request.headers_mut().insert(AUTHORIZATION, value.clone());
                request
            };
            channel = BoxCloneSyncChannel::new(channel.map_request(add));
        }
        Ok(create_worker_client(channel))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_peers_are_connected_to() {
        let peers = urls(["http://10.0.0.1:8470"]).expect("a URL");
        let channels = Channels::new(None, Some(peers));
        let other = Url::parse("http://127.0.0.1:1").expect("a URL");
        let refused = channels.get_worker_client_for_url(&other).await.map(drop);
        let refused = refused.expect_err("it is no peer").to_string();
        assert!(refused.contains("is not one of the peers"), "{refused}");
        let open = Channels::new(None, None).get_worker_client_for_url(&other).await.map(drop);
        assert!(open.expect_err("nobody is there").to_string().contains("127.0.0.1:1"));
    }

    #[test]
    fn urls_and_tokens_of_another_form_are_refused() {
        for url in ["10.0.0.1:8470", "ftp://x", "http://", "http://x/y", ""] {
            let refused = urls([url]).expect_err(url).to_string();
            assert!(refused.contains("write `http://HOST:PORT`"), "{refused}");
        }
        assert!(authorization(&Secret::from("a\nb")).is_err());
        let token = authorization(&Secret::from("s3cret")).expect("a token");
        assert!(!format!("{token:?}").contains("s3cret"));
    }
}
