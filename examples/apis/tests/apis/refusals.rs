//! How each vendor refuses a request, and how its spec understands that.

mod by_status;
mod under_200;
mod with_headers;

use crate::in_process::{Always, ORIGIN, Waits};
use crate::vendors::log::Log;
use crate::{specs, walks};
use pagesmith_codegen::model::Api;
use std::sync::Arc;

/// A reply that refuses, and what must be understood of it.
pub struct Refusal {
    /// `spec/resource`.
    pub list: &'static str,
    pub status: u16,
    pub headers: &'static [(&'static str, &'static str)],
    pub body: &'static str,
    /// The waits before each attempt but the first, in seconds; then the kind of the error, and the
    /// code and the message of the API.
    pub understood: &'static str,
}

/// A refusal without headers.
const fn plain(
    list: &'static str,
    status: u16,
    body: &'static str,
    understood: &'static str,
) -> Refusal {
    Refusal { list, status, headers: &[], body, understood }
}

/// All refusals.
pub fn all() -> impl Iterator<Item = &'static Refusal> {
    [by_status::REFUSALS, under_200::REFUSALS, with_headers::REFUSALS].into_iter().flatten()
}

impl Refusal {
    /// The spec.
    pub fn spec(&self) -> &'static str {
        self.list.split_once('/').unwrap().0
    }

    /// What must be understood.
    pub fn expected(&self) -> String {
        self.understood.to_owned()
    }

    /// What is understood by this spec.
    pub async fn understood(&'static self, api: &Api) -> String {
        match self.first_page(api).await {
            Ok(()) => "a page".to_owned(),
            Err(error) => error,
        }
    }

    async fn first_page(&'static self, api: &Api) -> Result<(), String> {
        let log = Arc::new(Log::default());
        let walk = walks::all().find(|walk| walk.list == self.list).unwrap();
        let call = walk.call(api, ORIGIN);
        let transport = Always { refusal: self };
        let client = walk.client(api, &call)?.timer(Waits::new(Arc::clone(&log)));
        let client = client.transport(transport).build().map_err(|it| it.to_string())?;
        let pages = pagesmith_interpret::pages(api, &call, &client);
        let mut pages = pages.map_err(|it| it.to_string())?;
        let Err(error) = pages.try_next().await else { return Ok(()) };
        let api = error.api_error().cloned().unwrap_or_default();
        let parts = [Some(format!("{:?}", error.kind())), api.code, api.message];
        Err([log.entries(), parts.into_iter().flatten().collect()].concat().join(", "))
    }
}

#[tokio::test]
async fn each_refusal_is_understood() {
    let mut wrong = Vec::new();
    for refusal in all() {
        let understood = refusal.understood(&specs::api(refusal.spec())).await;
        if understood != refusal.understood {
            wrong.push(format!("{}: {understood}\n  not {}", refusal.list, refusal.understood));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn each_spec_that_says_how_its_api_refuses_has_a_refusal() {
    for name in specs::names() {
        let text = specs::text(&name);
        let says =
            text.lines().any(|it| it.starts_with("errors:") || it.starts_with("rate_limit:"));
        assert!(!says || all().any(|it| it.spec() == name), "{name}");
    }
}
