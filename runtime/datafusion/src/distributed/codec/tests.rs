//! What a worker refuses of a plan.

use super::*;
use crate::api::Api;
use datafusion_distributed::WorkUnitFeedProto;
use datafusion_proto::physical_plan::DefaultPhysicalProtoConverter;
use futures_util::FutureExt as _;

const SPEC: &str = "pagesmith: 1
name: T
server: 'https://{tenant}.example.com'
auth: bearer
paging: none
resources:
  rows:
    get: /shops/{shop}/{box}/rows
    params: {shop: secret, box: integer}
    record: Row
    filters: {name: string}
records:
  Row: {key: id, fields: {id: string, name: string?}}
";

fn api(spec: &str) -> Api {
    let api = Api::from_text("t.yaml", spec.as_bytes()).expect("a spec");
    api.param("tenant", "acme").param("shop", "s3cret").bearer("t0ken")
}

fn codec(api: Api) -> ListCodec {
    let mut registry = Registry::default();
    registry.add("t".to_owned(), api);
    ListCodec { registry: Arc::new(registry), loads: Loads::Refused }
}

fn pair(name: &str, value: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), value.to_owned())]
}

/// A plan that is taken.
fn message() -> ListMessage {
    let api = api(SPEC);
    let all = columns(api.spec(), "rows").expect("columns");
    ListMessage {
        api: "t".to_owned(),
        spec: fingerprint_of_spec(api.spec()),
        list: "rows".to_owned(),
        params: to_pairs(&pair("box", "7")),
        require: "unproven".to_owned(),
        columns: vec![0, 1],
        schema: fingerprint_of_columns(all.schema()),
        partitions: 2,
        feed: Some(WorkUnitFeedProto { id: vec![7; 16] }),
        ..ListMessage::default()
    }
}

fn decode(bytes: &[u8]) -> Result<Arc<dyn ExecutionPlan>, String> {
    let context = TaskContext::default();
    let list = codec(api(SPEC)).try_decode(bytes, &[], &context, &DefaultPhysicalProtoConverter {});
    list.map_err(|error| error.to_string())
}

#[test]
fn a_plan_names_an_api_and_a_worker_adds_where_it_is() {
    let bytes = message().encode_to_vec();
    let list = decode(&bytes).expect("it is taken");
    let list = list.downcast_ref::<PartsExec>().expect("a list");
    let call = list.scan.source.of_spec().expect("of a spec").common();
    let param = |name: &str| call.params.iter().find(|(known, _)| known == name).map(|it| &*it.1);
    assert_eq!(
        (param("tenant"), param("shop"), param("box")),
        (Some("acme"), Some("s3cret"), Some("7"))
    );
    // Back again, without what the worker added.
    let again = ListCodec::encode(list).expect("it is encoded");
    assert_eq!(again, message());
    let shown = format!("{again:?} {list:?}");
    assert!(!["acme", "s3cret", "t0ken", "example"].iter().any(|it| shown.contains(it)), "{shown}");
}

#[test]
fn a_plan_with_anything_else_is_refused() {
    let refused = |change: &dyn Fn(&mut ListMessage), why: &str| {
        let mut message = message();
        change(&mut message);
        let error = decode(&message.encode_to_vec()).map(drop).expect_err(why);
        assert!(error.contains(why), "{error}");
    };
    refused(&|it| it.api = "u".to_owned(), "no API `u` is registered here; known: `t`");
    refused(&|it| it.spec = "0".to_owned(), "of another spec");
    refused(&|it| it.list = "row".to_owned(), "did you mean `rows`?");
    refused(
        &|it| it.params = to_pairs(&pair("tenant", "evil.example/")),
        "gives the parameter `tenant`",
    );
    refused(&|it| it.params = to_pairs(&pair("shop", "mine")), "only a worker has its value");
    refused(&|it| it.filters = to_pairs(&pair("url", "http://x")), "the filter `url`");
    refused(&|it| it.params.clear(), "needs a value for the parameter `box`");
    refused(&|it| it.columns = vec![1, 0], "its columns are others");
    refused(&|it| it.require = "sworn".to_owned(), "an unknown evidence");
    refused(&|it| it.feed = None, "no feed");
    let load = |folder: &str| LoadMessage { folder: folder.to_owned(), attempt: 1 };
    refused(&|it| it.load = Some(load("people")), "this worker writes no files");
    for folder in ["", "..", "a/b", "/etc", "../x", "."] {
        refused(&|it| it.load = Some(load(folder)), "a load goes to a folder in the one");
    }
    assert_eq!(Loads::In("/srv".into()).folder("people").ok(), Some("/srv/people".into()));
    // A field of a later version, or of somebody's own: `99: "http://x"`.
    let mut bytes = message().encode_to_vec();
    bytes.extend_from_slice(b"\x9a\x06\x08http://x");
    assert!(decode(&bytes).expect_err("a field").contains("such as a URL or a credential"));
    assert!(decode(b"\xff").is_err());
}

#[tokio::test]
async fn what_a_coordinator_requests_itself_is_counted() {
    // So slow that no later turn comes in this test.
    let api = api(SPEC).base_url("http://127.0.0.1:1").rate(1e-3);
    let api = api.client(|builder| builder.retry(pagesmith::Retry::none()));
    api.count_requests();
    let table = api.table("rows").param("box", 7).build().expect("a table");
    let scan = table.whole_scan().expect("a scan");
    let budget = api.budget().expect("it has a rate");
    let pages = std::num::NonZeroU64::MIN;
    let unit = table.load_units(&scan, pages).await.expect("one part").remove(0);
    crate::scan::FirstPage::read(&scan, &unit).await.expect_err("nobody is there");
    assert!(budget.turn(1).now_or_never().is_none());
}

#[test]
fn a_reader_keeps_to_the_rate_of_its_parts() {
    let list = decode(&message().encode_to_vec()).expect("it is taken");
    let list = list.downcast_ref::<PartsExec>().expect("a list");
    let mut slot = super::super::slot::Slot::new(list.scan.clone(), None);
    let part = |rate| super::super::message::UnitMessage { rate, ..Default::default() };
    for rate in [None, Some(2.0), Some(2.0), Some(3.0)] {
        slot.open(part(rate)).expect("a part");
        assert_eq!(slot.rate(), rate);
    }
}

#[test]
fn a_part_gives_no_secret_and_no_variable_of_the_server() {
    let list = decode(&message().encode_to_vec()).expect("it is taken");
    let list = list.downcast_ref::<PartsExec>().expect("a list");
    let open = |name: &str| {
        let mut slot = super::super::slot::Slot::new(list.scan.clone(), None);
        let part = super::super::message::UnitMessage {
            params: to_pairs(&pair(name, "x")),
            ..Default::default()
        };
        slot.open(part).map(drop).expect_err(name).to_string()
    };
    assert!(open("tenant").contains("which its path does not have"));
    assert!(open("shop").contains("which is secret"));
}

#[test]
fn a_list_whose_warnings_somebody_takes_is_in_no_plan() {
    let table = api(SPEC).table("rows").param("box", 7);
    let table = table.on_warning(|_, _| {}).build().expect("a table");
    let scan = Arc::new(table.whole_scan().expect("a scan"));
    let feed = WorkUnitFeed::new(Feed::new(Vec::new(), 1, None));
    let list = PartsExec::new("t".to_owned(), scan, feed, Vec::new(), 1);
    let refused = ListCodec::encode(&list).expect_err("a function").to_string();
    assert!(refused.contains("leave out `on_warning`"), "{refused}");
}
