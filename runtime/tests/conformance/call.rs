//! The client's side of a row, as data, so that each driver makes the same
//! call in its own way.

use crate::driver::Walked;
use crate::lists::Kind;
pub(crate) use crate::row::CANARY;
use crate::scene::Scene;
use fake_api::scenarios::Stage;
use pagesmith::__private::Api;
use pagesmith::reqwest;
use pagesmith::{Client, ClientBuilder, Evidence, Paging};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A list call: which list, what is set, and with which client.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    pub(crate) list: Kind,
    pub(crate) client: fn(&Stage) -> ClientBuilder,
    /// The value of `{space}` in the server's name, in place of `client`.
    pub(crate) space: Option<&'static str>,
    /// The value of `{folder}` in the path, for lists that have it.
    pub(crate) folder: &'static str,
    pub(crate) query: &'static [(&'static str, &'static str)],
    pub(crate) page_size: Option<u64>,
    pub(crate) limit: Option<u64>,
    pub(crate) max_pages: Option<u64>,
    /// What the walk has to show at its end.
    pub(crate) required: Option<Evidence>,
    /// By number, from this page on.
    pub(crate) from_page: Option<u64>,
    /// By number, so many pages at a time.
    pub(crate) concurrency: Option<usize>,
    /// Request headers that the row states after each target.
    pub(crate) showing: &'static [&'static str],
    pub(crate) deadline: Option<Duration>,
    /// How long the walk takes, in milliseconds: at least, and at most.
    pub(crate) took: Option<(u64, u64)>,
    /// In a separate process, with these variables in its environment.
    pub(crate) alone: Option<&'static [(&'static str, &'static str)]>,
    /// The most memory that the walk takes, in bytes, measured.
    pub(crate) memory: Option<u64>,
    /// On a clock that jumps from wait to wait.
    pub(crate) timed: bool,
    /// A walk by hand, in place of all this.
    pub(crate) own: Option<Own>,
}

/// A walk by hand.
pub(crate) type Own = for<'s> fn(&'s Scene) -> Walking<'s>;

/// A walk under way.
pub(crate) type Walking<'s> = Pin<Box<dyn Future<Output = Walked> + 's>>;

/// A call of this list with nothing set.
pub(crate) const fn list(list: Kind) -> Call {
    Call {
        list,
        client: basic,
        space: None,
        folder: "",
        query: &[],
        page_size: None,
        limit: None,
        max_pages: None,
        required: None,
        from_page: None,
        concurrency: None,
        showing: &[],
        deadline: None,
        took: None,
        alone: None,
        memory: None,
        timed: false,
        own: None,
    }
}

/// By links, whose key has to be there.
pub(crate) const LINK: Call = list(Kind::Link);
/// By tokens, and by number where the server knows no tokens.
pub(crate) const TOKEN: Call = list(Kind::Token);
/// By number.
pub(crate) const NUMBER: Call = list(Kind::Number);

/// The client of a row that does not say otherwise.
pub(crate) fn basic(stage: &Stage) -> ClientBuilder {
    Client::builder(stage.url()).basic("user", CANARY)
}

/// A client of a spec whose server is `http://{space}.api.test`, with this
/// value; the server is its proxy.
fn of_space(stage: &Stage, space: &str) -> ClientBuilder {
    let api = Api::NONE.server("http://{space}.api.test/v1").variables(&["space"]);
    let proxy = reqwest::Proxy::http(stage.url()).unwrap();
    ClientBuilder::of(&api).value("space", space).reqwest(|client| client.proxy(proxy))
}

impl Call {
    /// The client's builder.
    pub(crate) fn builder(&self, stage: &Stage) -> ClientBuilder {
        self.space.map_or_else(|| (self.client)(stage), |space| of_space(stage, space))
    }

    /// Whether it goes by number from the first page on, one page at a time.
    pub(crate) fn goes_by_number(&self) -> bool {
        let Paging { next, number, .. } = self.list.paging();
        let is_plain = self.own.is_none() && self.alone.is_none() && self.from_page.is_none();
        is_plain && self.concurrency.is_none() && next.is_none() && number.is_some()
    }

    pub(crate) const fn client(mut self, client: fn(&Stage) -> ClientBuilder) -> Self {
        self.client = client;
        self
    }

    pub(crate) const fn space(mut self, value: &'static str) -> Self {
        self.space = Some(value);
        self
    }

    pub(crate) const fn folder(mut self, value: &'static str) -> Self {
        self.folder = value;
        self
    }

    pub(crate) const fn query(mut self, pairs: &'static [(&'static str, &'static str)]) -> Self {
        self.query = pairs;
        self
    }

    pub(crate) const fn page_size(mut self, items: u64) -> Self {
        self.page_size = Some(items);
        self
    }

    pub(crate) const fn limit(mut self, items: u64) -> Self {
        self.limit = Some(items);
        self
    }

    pub(crate) const fn max_pages(mut self, pages: u64) -> Self {
        self.max_pages = Some(pages);
        self
    }

    pub(crate) const fn require(mut self, evidence: Evidence) -> Self {
        self.required = Some(evidence);
        self
    }

    pub(crate) const fn at_page(mut self, page: u64) -> Self {
        self.from_page = Some(page);
        self
    }

    pub(crate) const fn concurrency(mut self, pages: usize) -> Self {
        self.concurrency = Some(pages);
        self
    }

    pub(crate) const fn showing(mut self, headers: &'static [&'static str]) -> Self {
        self.showing = headers;
        self
    }

    pub(crate) const fn timed(mut self) -> Self {
        self.timed = true;
        self
    }

    pub(crate) const fn deadline(mut self, ms: u64) -> Self {
        self.deadline = Some(Duration::from_millis(ms));
        self.timed()
    }

    pub(crate) const fn took(mut self, least: u64, most: u64) -> Self {
        self.took = Some((least, most));
        self.timed()
    }

    pub(crate) const fn alone(mut self, env: &'static [(&'static str, &'static str)]) -> Self {
        self.alone = Some(env);
        self
    }

    pub(crate) const fn memory(mut self, most: u64) -> Self {
        self.memory = Some(most);
        self.alone(&[])
    }

    pub(crate) const fn own(mut self, own: Own) -> Self {
        self.own = Some(own);
        self
    }
}
