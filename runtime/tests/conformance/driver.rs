//! How a call is made and walked to its end.

use crate::call::Call;
use crate::lists::{self, Record};
use crate::scene::{Items, Scene};
use pagesmith::{Client, Error, ErrorKind, Numbered, Outcome, Pager, Warning};
use std::fmt::Write as _;

/// The result of a walk.
#[derive(Default)]
pub(crate) struct Walked {
    pub(crate) records: Vec<u64>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) failed: Option<Error>,
    /// The outcome, if the walk has ended.
    pub(crate) outcome: Option<Outcome>,
    /// All that the client's types print of themselves.
    pub(crate) shown: String,
}

/// Makes the call of a row.
pub(crate) async fn walk(call: &Call, scene: &Scene) -> Walked {
    let builder = call.builder(scene);
    let shown = format!("{builder:?}");
    let mut walked = match scene.build(builder) {
        Ok(client) => lists::walk(scene, &client, call).await,
        Err(error) => Walked { failed: Some(error), ..Walked::default() },
    };
    walked.shown += &shown;
    walked
}

/// Makes the call of this list, and walks it to its end.
pub(crate) async fn walk_list<L: Numbered<Item = Record>>(
    scene: &Scene,
    client: &Client,
    call: &Call,
) -> Walked {
    let pager = pager::<L>(client, call);
    let shown = format!("{client:?} {pager:?}");
    let mut walked = drain(match (call.from_page, call.concurrency) {
        (Some(page), _) => scene.items(pager.from_page(page)),
        (None, Some(most)) => scene.items(pager.by_number().concurrency(most)),
        (None, None) => scene.items(pager),
    })
    .await;
    walked.shown += &shown;
    walked
}

/// The call of a row.
fn pager<L: Numbered<Item = Record>>(client: &Client, call: &Call) -> Pager<L> {
    let mut pager = if call.folder.is_empty() && !L::LIST.path.contains('{') {
        Pager::new(client, [])
    } else {
        Pager::new(client, [("folder", &call.folder)])
    };
    if !call.query.is_empty() {
        pager = pager.query(call.query);
    }
    if let Some(items) = call.page_size {
        pager = pager.page_size(items);
    }
    if let Some(items) = call.limit {
        pager = pager.limit(items);
    }
    if let Some(time) = call.deadline {
        pager = pager.deadline(time);
    }
    if let Some(evidence) = call.required {
        pager = pager.require(evidence);
    }
    if let Some(pages) = call.max_pages {
        pager = pager.max_pages(pages);
    }
    pager
}

/// Walks to the end, and holds the stream to what holds for every walk: an
/// error comes once, after it and after the end comes nothing, and the stream
/// says so; what its size hint promises, it keeps.
pub(crate) async fn drain(items: impl Into<Items<Record>>) -> Walked {
    let mut items = items.into();
    let mut walked = Walked::default();
    let mut hints = Vec::new();
    loop {
        assert!(items.outcome().is_none() || items.is_terminated(), "it continues after its end");
        hints.push((walked.records.len(), items.size_hint()));
        match items.next().await {
            Some(Ok(record)) => walked.records.push(record.id),
            Some(Err(error)) => walked.failed = Some(error),
            None => break,
        }
        write!(walked.shown, "{items:?}").unwrap();
        if walked.failed.is_some() {
            break;
        }
        assert!(!items.is_terminated() || items.size_hint() == (0, Some(0)));
    }
    for _ in 0..2 {
        assert!(items.next().await.is_none(), "a stream that is over stays over");
    }
    assert!(items.is_terminated());
    let received = walked.records.len() + usize::from(walked.failed.is_some());
    for (at, (least, most)) in hints {
        assert!(at + least <= received, "{least} items were promised after {at}");
        assert!(most.is_none_or(|most| at + most >= walked.records.len()), "{most:?} after {at}");
    }
    walked.warnings = items.warnings().to_vec();
    walked.outcome = items.outcome();
    let failed = walked.failed.as_ref().map(Error::kind);
    match &walked.outcome {
        Some(outcome) => {
            assert!(failed.is_none_or(|kind| kind == ErrorKind::Unproven), "{failed:?}");
            assert_eq!(
                (outcome.items, &outcome.warnings),
                (count(&walked.records), &walked.warnings)
            );
        }
        None => assert!(failed.is_some(), "a walk that ended well has an outcome"),
    }
    walked
}

fn count(records: &[u64]) -> u64 {
    u64::try_from(records.len()).unwrap()
}
