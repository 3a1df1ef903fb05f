//! The text of a walk's error: its message, the root cause, and the proxy.

use super::proxy::Proxy;
use pagesmith::ErrorKind;
use pagesmith::http::StatusCode;
use std::error::Error as _;

/// What the library's messages advise, and what a user of `list` writes for it.
const ADVICE: [(&str, &str); 4] = [
    ("set a smaller page size", "set a smaller `--page-size`"),
    ("ask for smaller pages", "set a smaller `--page-size`"),
    ("`max_page_bytes`", "`--max-page-bytes`"),
    ("`max_page_items`", "`--max-page-items`"),
];

/// A message of the library, with the flags of `list` in its advice.
fn in_flags(message: &str) -> String {
    ADVICE
        .iter()
        .fold(message.to_owned(), |message, (library, flag)| message.replace(library, flag))
}

/// The message of an error with its root cause, such as an error of the operating
/// system or of TLS, unless the message contains it already.
pub(super) fn with_cause(error: &pagesmith::Error) -> String {
    let mut line = in_flags(&error.to_string());
    let mut root = error.source();
    while let Some(source) = root.and_then(|source| source.source()) {
        root = Some(source);
    }
    if let Some(root) = root.map(ToString::to_string)
        && !root.is_empty()
        && !line.to_lowercase().contains(&root.to_lowercase())
    {
        line.push_str("; cause: ");
        line.push_str(&root);
    }
    line
}

/// Names the proxy of a request that got no reply: the proxy may have failed, but the
/// message of the error names only a server.
pub(super) fn proxy_note(proxy: Option<&Proxy>, kind: ErrorKind) -> String {
    match (proxy, kind) {
        (Some(proxy), ErrorKind::Transport | ErrorKind::Timeout) => format!(
            "; the request went through the proxy {}, which may be what failed",
            proxy.describe()
        ),
        _ => String::new(),
    }
}

/// Says that credentials were not sent, if the server refuses a request and the environment has
/// some: the spec does not say how the API takes them.
pub(super) fn unsent_note(unsent: Option<(&str, &str)>, status: Option<StatusCode>) -> String {
    match (unsent, status) {
        (Some((variable, auth)), Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)) => {
            format!(
                "; {variable} is set, but was not sent, because the spec has no `auth`: add `auth: {auth}` to it"
            )
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::with_cause;
    use pagesmith::bytes::Bytes;
    use pagesmith::http::{Request, Response};
    use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
    use pagesmith::{Client, Json, Paging, Retry};

    /// A transport that fails with this cause.
    struct Failing(&'static str);

    impl Transport for Failing {
        fn send(&self, _: Request<Bytes>) -> BoxFuture<Result<Response<Body>, BoxError>> {
            let cause = self.0;
            Box::pin(async move { Err(cause.into()) })
        }
    }

    #[tokio::test]
    async fn a_cause_that_the_message_contains_is_not_repeated() {
        for (cause, ends) in [
            ("it is odd", ": the request failed; cause: it is odd"),
            ("The request failed", "/rows: the request failed"),
            ("", "/rows: the request failed"),
        ] {
            let builder = Client::builder("https://api.test").transport(Failing(cause));
            let client = builder.retry(Retry::none()).build().unwrap();
            let list = client.list::<Json>("/rows", [""; 0], Paging::NONE);
            let line = with_cause(&list.first_page().await.unwrap_err());
            assert!(line.ends_with(ends), "{line}");
        }
    }
}
