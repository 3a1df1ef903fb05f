//! Properties of all lists, checked on random ones.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use bytes::Bytes;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, Error, ErrorKind, List, Paged, Pager, Paging, Position, Retry, Timer};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A row of a list.
#[derive(Debug, serde::Deserialize)]
struct Row {
    id: u64,
}

impl Paged for Row {
    type Item = Self;
    const LIST: List = List::get("/rows", "/data").paging(Paging::SENDSAGE).key("/id");
}

/// A page of a random list: how many rows it has, and the page behind it.
#[derive(Clone, Debug)]
struct Node {
    rows: u64,
    next: Option<usize>,
}

/// Serves a graph of pages; page `n` has the token `n`. Each request fails as
/// often as its page says before it is answered.
#[derive(Clone, Default)]
struct Graph {
    nodes: Arc<Vec<Node>>,
    faults: Arc<Mutex<Vec<u32>>>,
    asked: Arc<Mutex<Vec<usize>>>,
}

impl Graph {
    fn new(nodes: &[Node]) -> Self {
        Self { nodes: Arc::new(nodes.to_vec()), ..Self::default() }
    }

    /// The rows of a page, by their ids: page `n` has those from `100 n` on.
    fn rows(&self, page: usize) -> impl Iterator<Item = u64> {
        let first = 100 * page as u64;
        first..first + self.nodes[page].rows
    }

    fn client(&self) -> Client {
        let builder = Client::builder("https://api.test").transport(self.clone());
        builder.timer(Clock::default()).retry(Retry::default()).build().unwrap()
    }

    fn list(&self) -> Pager<Row> {
        Pager::new(&self.client(), [])
    }

    fn asked(&self) -> Vec<usize> {
        self.asked.lock().unwrap().clone()
    }

    fn answer(&self, token: Option<&str>) -> (u16, String) {
        let page: usize = token.map_or(0, |token| token.parse().unwrap());
        self.asked.lock().unwrap().push(page);
        if let Some(left @ 1..) = self.faults.lock().unwrap().get_mut(page) {
            *left -= 1;
            return (503, "{}".to_owned());
        }
        let rows: Vec<String> = self.rows(page).map(|id| format!("{{\"id\":{id}}}")).collect();
        let next = self.nodes[page].next.map_or("null".to_owned(), |next| format!("\"{next}\""));
        (200, format!("{{\"data\":[{}],\"next_page_token\":{next}}}", rows.join(",")))
    }
}

impl Transport for Graph {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let query = request.uri().query().unwrap_or_default();
        let token = query.split('&').find_map(|pair| pair.strip_prefix("page_token="));
        let (status, body) = self.answer(token);
        Box::pin(async move { Ok(http::Response::builder().status(status).body(body.into())?) })
    }
}

/// A clock whose waits are over at once.
#[derive(Default)]
struct Clock(Mutex<Duration>);

impl Timer for Clock {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::ready(()))
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

async fn ids(pager: Pager<Row>) -> (Vec<u64>, Option<Error>) {
    let mut items = pager.items();
    let mut ids = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(row)) => ids.push(row.id),
            Some(Err(error)) => return (ids, Some(error)),
            None => return (ids, None),
        }
    }
}

/// Pages in a row, the last without a next one.
fn chain() -> impl Strategy<Value = Vec<Node>> {
    vec(0..5_u64, 1..12).prop_map(|rows| {
        let last = rows.len() - 1;
        let node = |(at, rows)| Node { rows, next: (at < last).then_some(at + 1) };
        rows.into_iter().enumerate().map(node).collect()
    })
}

/// Pages that lead anywhere.
fn graph() -> impl Strategy<Value = Vec<Node>> {
    (1..12_usize).prop_flat_map(|size| {
        let node = (0..5_u64, proptest::option::weighted(0.9, 0..size));
        vec(node.prop_map(|(rows, next)| Node { rows, next }), size)
    })
}

proptest! {
    /// A walk of any graph matches a walker that remembers every page: each page
    /// once, and then the end or the cycle.
    #[test]
    fn a_graph_of_pages_is_walked_as_a_reference_walks_it(nodes in graph()) {
        let graph = Graph::new(&nodes);
        let (mut seen, mut pages, mut at) = (Vec::new(), Vec::new(), Some(0));
        while let Some(page) = at.filter(|page| !seen.contains(page)) {
            // The first page, requested without a token, has no token of its own.
            if !pages.is_empty() {
                seen.push(page);
            }
            pages.push(page);
            at = nodes[page].next;
        }
        let rows = |pages: &[usize]| -> Vec<u64> {
            pages.iter().flat_map(|page| graph.rows(*page)).collect()
        };
        let (walked, error) = run(ids(graph.list()));
        // Its rows may show that the first page comes again, before its token does.
        let is_known = walked == rows(&pages[..pages.len() - 1]) && graph.rows(0).count() > 1;
        let comes_again = pages.len() > 1 && pages.ends_with(&[0]);
        prop_assert!(walked == rows(&pages) || (comes_again && is_known), "{:?}", walked);
        prop_assert_eq!(error.is_some(), at.is_some());
        if let Some(error) = error {
            prop_assert!(error.is_cycle(), "{}", error);
            prop_assert!(graph.asked().len() <= nodes.len() + 1);
        }
    }

    /// Transient faults change neither the records nor their order.
    #[test]
    fn transient_faults_change_nothing(nodes in chain(), faults in vec(0..3_u32, 12)) {
        let graph = Graph::new(&nodes);
        let (expected, _) = run(ids(graph.list()));
        let faults: Vec<u32> = faults.into_iter().take(nodes.len()).collect();
        let total: u32 = faults.iter().sum();
        prop_assume!(total <= 20);
        let faulty = Graph { faults: Arc::new(Mutex::new(faults)), ..Graph::new(&nodes) };
        let (walked, error) = run(ids(faulty.list()));
        prop_assert_eq!(walked, expected);
        prop_assert!(error.is_none());
        prop_assert_eq!(faulty.asked().len(), nodes.len() + total as usize);
    }

    /// A limit gives the first items, and asks for no page beyond the one that
    /// has the last of them.
    #[test]
    fn a_limit_gives_a_prefix_with_as_few_requests_as_possible(nodes in chain(), limit in 0..60_u64) {
        let graph = Graph::new(&nodes);
        let (all, _) = run(ids(graph.list()));
        graph.asked.lock().unwrap().clear();
        let (limited, error) = run(ids(graph.list().limit(limit)));
        prop_assert!(error.is_none());
        let most = usize::try_from(limit).unwrap();
        prop_assert_eq!(&limited[..], &all[..most.min(all.len())]);
        let mut rows = 0;
        let pages = nodes.iter().take_while(|node| {
            let wanted = rows < limit;
            rows += node.rows;
            wanted
        });
        prop_assert_eq!(graph.asked().len(), pages.count());
    }

    /// A walk that stops after any item and resumes from its position gives the
    /// whole list once.
    #[test]
    fn a_walk_in_two_parts_gives_the_same_items(nodes in chain(), stop in 0..40_usize, ahead: bool) {
        let graph = Graph::new(&nodes);
        let (all, _) = run(ids(graph.list()));
        let (mut walked, position) = run(async {
            let mut items = graph.list().read_ahead(ahead).items();
            let mut ids = Vec::new();
            while ids.len() < stop {
                match items.try_next().await.unwrap() {
                    Some(row) => ids.push(row.id),
                    None => break,
                }
            }
            (ids, items.position().unwrap().encode())
        });
        let position = Position::decode(&position).unwrap();
        prop_assert_eq!(position.items(), walked.len() as u64);
        walked.extend(run(async {
            let mut items = graph.list().resume(&position).items();
            let mut ids = Vec::new();
            while let Some(row) = items.try_next().await.unwrap() {
                ids.push(row.id);
            }
            ids
        }));
        prop_assert_eq!(walked, all);
    }

    /// A token of any text is sent back unchanged.
    #[test]
    fn a_token_is_sent_back_unchanged(token in "\\PC+|.+") {
        #[derive(Clone)]
        struct Echo(String, Arc<Mutex<Option<String>>>);
        impl Transport for Echo {
            fn send(&self, request: http::Request<Bytes>) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
                let sent = request.uri().query().map(|query| {
                    url::form_urlencoded::parse(query.replace('+', "%2B").as_bytes()).next().unwrap().1.into_owned()
                });
                let next = if sent.is_some() { "null".to_owned() } else { serde_json::to_string(&self.0).unwrap() };
                *self.1.lock().unwrap() = sent;
                let body = format!("{{\"data\":[],\"next_page_token\":{next}}}");
                Box::pin(async move { Ok(http::Response::new(body.into())) })
            }
        }
        let echo = Echo(token.clone(), Arc::default());
        let client = Client::builder("https://api.test").transport(echo.clone()).build().unwrap();
        let walked = run(Pager::<Row>::new(&client, []).collect());
        prop_assert!(walked.is_ok());
        prop_assert_eq!(echo.1.lock().unwrap().clone(), Some(token));
    }

    /// Only text from `encode` decodes to a position.
    #[test]
    fn no_other_text_decodes_to_a_position(text in ".*") {
        let refused = Position::decode(&text).map_err(|error| error.kind());
        prop_assert_eq!(refused.unwrap_err(), ErrorKind::Position);
    }
}
