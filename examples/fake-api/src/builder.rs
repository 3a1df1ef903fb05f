//! Configures a server: the number of rows, and the quirks of real servers in its replies.

use std::collections::BTreeMap;
use std::io;

use crate::data::Data;
use crate::lists::List;
use crate::server::FakeApi;
use crate::tokens::TokenStyle;

/// How a reply marks the last page, in `next_page_uri` and `next_page_token`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EndMark {
    /// With null, as documented.
    #[default]
    Null,
    /// With an empty string, as recorded replies show it.
    EmptyString,
    /// By leaving the key out.
    Absent,
}

/// Where the paging keys are in a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyOrder {
    /// Before the rows, as SignalWire shows them.
    PagingFirst,
    /// After the rows, as SendSage shows them.
    RowsFirst,
}

/// Configures a server; [`FakeApi::builder`] creates it.
///
/// By default, the server has one account, three mailing lists, and no other rows.
#[derive(Debug, Clone)]
#[must_use = "a builder serves nothing until it is started"]
pub struct Builder {
    pub(crate) rows: BTreeMap<List, usize>,
    pub(crate) quirks: Quirks,
    pub(crate) token_style: TokenStyle,
    pub(crate) port: u16,
    pub(crate) echo: bool,
}

/// The quirks of a reply.
#[derive(Debug, Clone)]
pub(crate) struct Quirks {
    pub(crate) end_mark: EndMark,
    pub(crate) key_order: Option<KeyOrder>,
    pub(crate) page_stuck: bool,
    pub(crate) size_as_string: bool,
    pub(crate) counts: bool,
    /// The keys that hold the media of a fax.
    pub(crate) fax_media: &'static [&'static str],
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            rows: BTreeMap::from([(List::Accounts, 1), (List::MailingLists, 3)]),
            quirks: Quirks {
                end_mark: EndMark::Null,
                key_order: None,
                page_stuck: false,
                size_as_string: false,
                counts: true,
                fax_media: List::FaxMedia.items(),
            },
            token_style: TokenStyle::Plain,
            port: 0,
            echo: false,
        }
    }

    /// Serves that many made-up messages; short for [`rows`](Self::rows).
    pub fn messages(self, count: usize) -> Self {
        self.rows(List::Messages, count)
    }

    /// Serves that many made-up subscribers; short for [`rows`](Self::rows).
    pub fn subscribers(self, count: usize) -> Self {
        self.rows(List::Subscribers, count)
    }

    /// Serves that many made-up rows of a list.
    ///
    /// They differ in their ids and are the same in every run.
    pub fn rows(mut self, list: List, count: usize) -> Self {
        self.rows.insert(list, count);
        self
    }

    /// Sets the characters of page tokens.
    pub fn token_style(mut self, style: TokenStyle) -> Self {
        self.token_style = style;
        self
    }

    /// Sets how the last page is marked; by default with null.
    pub fn end_mark(mut self, mark: EndMark) -> Self {
        self.quirks.end_mark = mark;
        self
    }

    /// Puts the paging keys of both APIs before or after the rows; by default each API keeps the
    /// order of its documents.
    pub fn key_order(mut self, order: KeyOrder) -> Self {
        self.quirks.key_order = Some(order);
        self
    }

    /// States `"page": 0` in every reply, as recorded SignalWire replies do.
    pub fn page_stuck_at_zero(mut self) -> Self {
        self.quirks.page_stuck = true;
        self
    }

    /// Writes `page_size` and `per_page` as strings; SignalWire's table says string, its example
    /// shows a number.
    pub fn page_size_as_string(mut self) -> Self {
        self.quirks.size_as_string = true;
        self
    }

    /// Leaves `num_records` and `num_pages` out of SendSage replies.
    pub fn without_counts(mut self) -> Self {
        self.quirks.counts = false;
        self
    }

    /// Lists the media of a fax twice, as `media` and as `fax_media`, as SignalWire's documentation
    /// shows them; recorded replies have only `fax_media`.
    pub fn fax_media_twice(mut self) -> Self {
        self.quirks.fax_media = &["media", "fax_media"];
        self
    }

    /// Listens on this port of 127.0.0.1; 0, the default, means any free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Prints each entry of the access log as a line on standard output.
    pub fn echo(mut self) -> Self {
        self.echo = true;
        self
    }

    /// Starts the server on the current tokio runtime.
    ///
    /// # Panics
    ///
    /// When the port cannot be bound; [`try_start`](Self::try_start) returns an error instead.
    pub async fn start(self) -> FakeApi {
        self.try_start().await.expect("the port on 127.0.0.1 can be bound")
    }

    /// Starts the server on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// When the port cannot be bound.
    pub async fn try_start(self) -> io::Result<FakeApi> {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", self.port)).await?;
        let (api, serving) = FakeApi::new(self, listener)?;
        tokio::spawn(serving);
        Ok(api)
    }

    /// Starts the server on a separate thread with its own runtime, for blocking clients.
    ///
    /// # Errors
    ///
    /// When the port cannot be bound or the thread cannot be started.
    pub fn start_on_thread(self) -> io::Result<FakeApi> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let bound = tokio::net::TcpListener::bind(("127.0.0.1", self.port));
        let listener = runtime.block_on(bound)?;
        let (api, serving) = FakeApi::new(self, listener)?;
        let name = String::from("fake-api");
        std::thread::Builder::new().name(name).spawn(move || runtime.block_on(serving))?;
        Ok(api)
    }

    pub(crate) fn data(&self) -> Data {
        let mut data = Data::default();
        for (list, count) in &self.rows {
            for _ in 0..*count {
                data.insert_back(*list);
            }
        }
        data
    }
}
