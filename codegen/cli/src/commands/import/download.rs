//! A description at a URL, and the files beside it.
//!
//! Redirects and `$ref`s stay on the origin of the URL, so that a description can't reach another
//! server from this machine.

use crate::drafting::document::MAX_BYTES;
use crate::drafting::import::Folder;
use crate::outcome::Failure;
use pagesmith::http::Method;
use pagesmith::{Client, Retry};
use pagesmith_interpret::plain_http::is_loopback;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout_at;
use url::Url;

/// How long a description and the files beside it may take together.
const ALL: Duration = Duration::from_secs(120);

/// The URL that an argument is, if it is one.
pub(super) fn url(argument: &Path) -> Option<String> {
    let text = argument.to_str()?;
    let is_url = ["https://", "http://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    is_url.then(|| text.to_owned())
}

/// Reads what is at a URL, and below its folder.
pub(super) struct Download {
    url: Url,
    client: Client,
    runtime: Runtime,
    until: Instant,
}

impl Download {
    pub(super) fn of(url: &str) -> Result<Self, Failure> {
        let misuse = |why: &str| Failure::Misuse(format!("the URL of the description {why}"));
        let url = Url::parse(url).map_err(|error| misuse(&format!("is invalid: {error}")))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(misuse("has credentials; download the description, and pass the file"));
        }
        let is_here = is_loopback(&url);
        if url.scheme() == "http" && !is_here {
            return Err(Failure::Misuse(format!(
                "anyone on the way could change a description from `http://{}`; use `https:`, or download it and pass the file",
                url.host_str().unwrap_or_default()
            )));
        }
        let builder = Client::builder(url.origin().ascii_serialization())
            .retry(Retry::default().page_timeout(ALL))
            .max_page_bytes(MAX_BYTES);
        // A proxy would read what is sent to this machine.
        let builder = if is_here { builder } else { builder.environment_proxy() };
        let failed = |error: String| Failure::Failed(format!("no request can be made: {error}"));
        let client = builder.build().map_err(|error| failed(error.to_string()))?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| failed(error.to_string()))?;
        Ok(Self { url, client, runtime, until: Instant::now() + ALL })
    }

    /// The last segment of the path.
    pub(super) fn name(&self) -> &str {
        self.url.path().rsplit('/').next().unwrap_or_default()
    }

    pub(super) fn description(&self) -> Result<Vec<u8>, Failure> {
        let bytes = self.get(&self.url);
        bytes.map_err(|why| Failure::Failed(format!("the description can't be read: {why}")))
    }

    fn get(&self, url: &Url) -> Result<Vec<u8>, String> {
        let request = self.client.request(Method::GET, url.as_str());
        let reply = async { timeout_at(self.until.into(), request.send()).await };
        match self.runtime.block_on(reply) {
            Ok(Ok(reply)) => Ok(reply.bytes().to_vec()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("it took longer than {} s", ALL.as_secs())),
        }
    }
}

impl Folder for Download {
    fn read(&self, path: &Path, _: u64) -> Result<Vec<u8>, String> {
        let mut url = self.url.clone();
        url.set_query(None);
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop().extend(path.iter().map(|step| step.to_string_lossy()));
        }
        self.get(&url).map_err(|why| format!("`{}` can't be read: {why}", path.display()))
    }
}
