//! A walk of a list of a spec against its vendor: what is asked for, and what must come.

use crate::in_process::{InProcess, ORIGIN, Waits};
use crate::specs;
use crate::vendors::log::{Limits, Log};
use crate::vendors::{ROWS, Vendor, server};
use pagesmith::paging::SendSize;
use pagesmith::{ClientBuilder, Page};
use pagesmith_codegen::lower::paging_of;
use pagesmith_codegen::model::Api;
use pagesmith_interpret::{Call, Record};
use serde_json::Value;
use std::sync::Arc;

/// A walk of a list to its end.
pub struct Walk {
    pub vendor: &'static Vendor,
    /// `spec/resource`.
    pub list: &'static str,
    /// The path of the base URL, for a spec without a server.
    pub base: &'static str,
    /// The page size that the call sets; 0 if it sets none.
    pub size: u64,
    /// A name that begins with `?` is a filter; others are parameters.
    pub given: &'static [&'static str],
    pub requests: &'static [&'static str],
    /// What the first reply states about the list; `; previous` if the last page leads back.
    pub says: &'static str,
    /// How many of the vendor's rows come.
    pub rows: usize,
    /// How each warning begins.
    pub warns: &'static [&'static str],
    /// The rows that the next synchronisation lists, by their numbers. Empty if no synchronisation follows.
    pub changes: &'static [usize],
}

impl Walk {
    /// A walk of all rows, of whose pages the vendor says nothing.
    pub const fn of(vendor: &'static Vendor, list: &'static str, size: u64) -> Self {
        Self {
            vendor,
            list,
            base: "",
            size,
            given: &[],
            requests: &[],
            says: "",
            rows: ROWS,
            warns: &[],
            changes: &[],
        }
    }
}

/// What came of a walk.
#[derive(Debug, Default)]
pub struct Outcome {
    pub error: Option<String>,
    pub warnings: Vec<String>,
    pub requests: Vec<String>,
    pub says: String,
    pub rows: Vec<Value>,
    /// Default and maximum of the page size.
    pub limits: Limits,
}

impl Outcome {
    /// Where this outcome is not as expected.
    pub fn differences(&self, expected: &Self) -> String {
        let mut found = Vec::new();
        let mut compare = |what: &str, is: String, should: String| {
            if is != should {
                found.push(format!("{what}: {is}\n  should be {should}"));
            }
        };
        compare("error", format!("{:?}", self.error), format!("{:?}", expected.error));
        compare("warnings", format!("{:?}", self.warnings), format!("{:?}", expected.warnings));
        compare("requests", format!("{:#?}", self.requests), format!("{:#?}", expected.requests));
        compare("the reply says", self.says.clone(), expected.says.clone());
        compare("rows", format!("{:?}", self.rows), format!("{:?}", expected.rows));
        compare("page sizes", format!("{:?}", self.limits), format!("{:?}", expected.limits));
        found.join("\n")
    }
}

/// More requests than any walk has.
const ENDLESS: usize = 40;

impl Walk {
    /// The spec.
    pub fn spec(&self) -> &'static str {
        self.list.split_once('/').unwrap().0
    }

    /// The resource.
    pub fn resource(&self) -> &'static str {
        self.list.split_once('/').unwrap().1
    }

    /// What must come; the vendor's word counts for the page sizes.
    pub fn expected(&self, outcome: &Outcome, log: &Log) -> Outcome {
        let begins = |index: usize, found: &String| {
            let start = self.warns.get(index);
            start.filter(|start| found.starts_with(**start)).map_or("none", |_| found).to_owned()
        };
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Outcome {
            error: None,
            warnings: if outcome.warnings.len() == self.warns.len() {
                outcome.warnings.iter().enumerate().map(|(n, it)| begins(n, it)).collect()
            } else {
                owned(self.warns)
            },
            requests: owned(self.requests),
            says: self.says.to_owned(),
            rows: self.vendor.rows()[..self.rows]
                .iter()
                .cloned()
                .chain(self.changes.iter().map(|n| (self.vendor.row)(*n)))
                .collect(),
            limits: log.limits().unwrap_or_default(),
        }
    }

    /// Walks over a socket of loopback.
    pub async fn over_a_socket(&self) -> (Outcome, Arc<Log>) {
        let log = Arc::new(Log::default());
        let origin = server::start(self.vendor, Arc::clone(&log)).await;
        (self.run(&specs::api(self.spec()), &origin, None, &log).await, log)
    }

    /// Walks by this spec, without a socket.
    pub async fn in_process(&self, api: &Api) -> (Outcome, Arc<Log>) {
        let log = Arc::new(Log::default());
        let transport = InProcess { vendor: self.vendor, log: Arc::clone(&log) };
        (self.run(api, ORIGIN, Some(transport), &log).await, log)
    }

    async fn run(
        &self,
        api: &Api,
        origin: &str,
        transport: Option<InProcess>,
        log: &Arc<Log>,
    ) -> Outcome {
        let mut outcome = Outcome { limits: limits(api, self.resource()), ..Outcome::default() };
        if let Err(error) = self.pages(api, origin, transport, log, &mut outcome).await {
            outcome.error = Some(error);
            outcome.requests = log.entries();
        }
        outcome
    }

    async fn pages(
        &self,
        api: &Api,
        origin: &str,
        transport: Option<InProcess>,
        log: &Arc<Log>,
        outcome: &mut Outcome,
    ) -> Result<(), String> {
        let call = self.call(api, origin);
        let mut client = self.client(api, &call)?.timer(Waits::new(Arc::clone(log)));
        if let Some(transport) = transport {
            client = client.transport(transport);
        }
        let client = client.build().map_err(text)?;
        let mut pages = pagesmith_interpret::pages(api, &call, &client).map_err(text)?;
        let mut syncs = usize::from(!self.changes.is_empty());
        let (mut first, mut last) = (true, None);
        loop {
            let Some(page) = pages.try_next().await.map_err(text)? else {
                if syncs == 0 {
                    break;
                }
                syncs -= 1;
                let call = Call { resume: pages.position(), ..call.clone() };
                outcome.warnings.extend(pages.warnings().iter().map(text));
                pages = pagesmith_interpret::pages(api, &call, &client).map_err(text)?;
                continue;
            };
            if log.entries().len() > ENDLESS {
                return Err("the walk does not end".to_owned());
            }
            if std::mem::take(&mut first) {
                outcome.says = says(&page).replace(origin, "");
            }
            let rows = page.items().iter().map(|it| serde_json::from_str::<Value>(it.get()));
            outcome.rows.extend(rows.map(Result::unwrap));
            last = Some(page);
        }
        outcome.requests = log.entries();
        if let Some(last) = last
            && let Ok(Some(_)) = last.previous().await
        {
            outcome.says += "; previous";
        }
        outcome.warnings.extend(pages.warnings().iter().map(text));
        Ok(())
    }

    /// A client with the credentials that the vendor accepts.
    pub fn client(&self, api: &Api, call: &Call) -> Result<ClientBuilder, String> {
        let secrets = |name: &str| secret(self.vendor, name);
        pagesmith_interpret::client(api, call, &secrets).map_err(text)
    }

    /// The call of this walk.
    pub fn call(&self, api: &Api, origin: &str) -> Call {
        let pairs = || self.given.iter().map(|pair| pair.split_once('=').unwrap());
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Call {
            resource: self.resource().to_owned(),
            params: pairs().filter(|(name, _)| !name.starts_with('?')).map(owned).collect(),
            filters: pairs()
                .filter_map(|(name, value)| Some(owned((name.strip_prefix('?')?, value))))
                .collect(),
            base_url: Some(format!("{origin}{}{}", path_of_server(api), self.base)),
            page_size: (self.size > 0).then_some(self.size),
            ..Call::default()
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "errors are mapped by it")]
fn text(error: impl ToString) -> String {
    error.to_string()
}

/// The page sizes that a spec states.
fn limits(api: &Api, resource: &str) -> Limits {
    let list = api.lists.iter().find(|list| list.method.wire == resource);
    let size = list.and_then(|list| paging_of(list, api).size);
    size.map_or((None, None), |size| {
        // A default that is always sent is the spec's own choice.
        (size.default.filter(|_| size.send == SendSize::Set), size.max)
    })
}

/// What a page states about the list.
fn says(page: &Page<Record>) -> String {
    let numbers = [
        ("number", page.number()),
        ("size", page.size()),
        ("pages", page.total_pages()),
        ("total", page.total()),
    ];
    let numbers = numbers.iter().filter_map(|(name, it)| it.map(|it| format!("{name} {it}")));
    let first = page.first_uri().map(|uri| format!("first {uri}"));
    numbers.chain(first).collect::<Vec<_>>().join(", ")
}

/// The part of the spec's server after its host.
fn path_of_server(api: &Api) -> String {
    let Some(server) = &api.server else { return String::new() };
    let host = server.template.strip_prefix("https://").unwrap();
    host.find('/').map_or(String::new(), |slash| host[slash..].to_owned())
}

/// The credentials that this vendor accepts.
fn secret(vendor: &Vendor, name: &str) -> Option<String> {
    let header = vendor.headers.first()?;
    Some(
        match name {
            pagesmith_interpret::USERNAME => "me",
            pagesmith_interpret::PASSWORD => "any",
            pagesmith_interpret::TOKEN => header.strip_prefix("authorization: Bearer ")?,
            pagesmith_interpret::API_ID => vendor.headers.get(1)?.split_once(": ")?.1,
            _ => header.split_once(": ")?.1,
        }
        .to_owned(),
    )
}
