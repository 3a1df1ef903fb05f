//! Loads, with workers and coordinators that are killed.

use super::processes::{Processes, again, api};
use super::{SHOP, TOKEN, session};
use crate::server::{SPEC, Server};
use datafusion::arrow::array::AsArray as _;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use datafusion::prelude::SessionContext;
use pagesmith_datafusion::distributed::{Cluster, Load, LoadError};
use pagesmith_datafusion::{Api, Split};
use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::{Arc, Mutex};

/// A folder for loads, empty.
pub(super) fn loads(name: &str) -> PathBuf {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _was_there = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// How often each id is in the files of a load, all of which its manifest names.
pub(super) fn ids(folder: &Path) -> BTreeMap<i64, usize> {
    let manifest = fs::read_to_string(folder.join("_manifest.json")).unwrap();
    assert!(manifest.contains(r#""done":true"#), "{manifest}");
    let mut ids = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if ["_manifest.json", "_lock"].contains(&name) {
            continue;
        }
        assert!(manifest.contains(name), "{name} is in no manifest");
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
        for batch in reader.build().unwrap() {
            for id in batch.unwrap()["id"].as_primitive::<Int64Type>().values() {
                *ids.entry(*id).or_default() += 1;
            }
        }
    }
    ids
}

pub(super) fn is_each_once(ids: &BTreeMap<i64, usize>, count: i64) {
    assert!(ids.keys().copied().eq(1..=count), "{} ids", ids.len());
    assert!(ids.values().all(|times| *times == 1));
}

/// A coordinator's process; nothing in the test's own.
#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator() {
    let Ok(url) = env::var("COORDINATOR_OF") else { return };
    let workers = env::var("WORKERS").unwrap();
    let cluster = Cluster::new(workers.split(' ')).unwrap();
    let cluster = cluster.token(super::processes::CLUSTER_TOKEN).unwrap();
    let context = session(cluster, &api(&url));
    let load = Load::of("shop.people").to(env::var("FOLDER").unwrap()).pages_a_unit(2).resume();
    println!("\n{:?}", load.run(&context).await.unwrap());
}

#[test]
fn kills_of_workers_and_coordinators_lose_and_double_nothing() {
    let (server, folder) = (Server::start(6000, 0, 0), loads("killed"));
    let workers = Processes::start(&server, 4, Some(&folder));
    let folder = folder.join("people");
    let urls = workers.urls.join(" ");
    let variables = [
        ("COORDINATOR_OF", server.url.as_str()),
        ("WORKERS", urls.as_str()),
        ("FOLDER", folder.to_str().unwrap()),
    ];
    let coordinator: Arc<Mutex<Option<Child>>> = Arc::default();
    let (target, killed) = (coordinator.clone(), workers.clone());
    server.before_each(move |request, _| match request {
        12 => killed.kill(0),
        30 | 55 | 56 => {
            // Taken, so that the next run is not killed by a request of this one.
            if let Some(child) = &mut *target.lock().unwrap() {
                let _is_gone = child.kill();
            }
        }
        45 => killed.kill(1),
        _ => {}
    });
    let mut deaths = 0;
    loop {
        let mut child = again("distributed::loads::a_coordinator", 0, &variables);
        let mut said = child.stdout.take().unwrap();
        *coordinator.lock().unwrap() = Some(child);
        // It ends with its output.
        said.read_to_end(&mut Vec::new()).unwrap();
        let status = coordinator.lock().unwrap().take().unwrap().wait().unwrap();
        if status.success() {
            break;
        }
        deaths += 1;
        assert!(deaths < 5, "{status}");
    }
    assert!(deaths >= 1);
    is_each_once(&ids(&folder), 6000);
    // What was committed was not requested again: each death costs the parts that were open.
    let requests = server.take_log().len();
    assert!((60..120).contains(&requests), "{requests}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_is_resumed_only_for_the_same_list() {
    let (server, root) = (Server::start(1000, 3, 1000), loads("resumed"));
    // One worker requests one unit after the other, so that it is known which one fails.
    let workers = Processes::start(&server, 1, Some(&root));
    let context = session(workers.cluster(), &api(&server.url));
    // By shards, each a file.
    let events = Load::of("shop.events").to(root.join("events"));
    let loaded = events.run(&context).await.unwrap();
    assert_eq!((loaded.records, loaded.parts, loaded.attempts), (1000, 3, 1));
    is_each_once(&ids(&root.join("events")), 1000);
    assert_eq!(server.take_log().len(), 12);
    let again = events.run(&context).await.unwrap_err();
    assert!(matches!(&again, LoadError::Refused(why) if why.contains("exists already")), "{again}");
    assert_eq!(events.clone().resume().run(&context).await.unwrap().records, 1000);
    assert!(server.take_log().is_empty());

    // A part fails: the others are there, and the next run requests what is missing.
    let people = Load::of("shop.people").to(root.join("people")).pages_a_unit(1).resume();
    server.before_each(|request, lists| {
        if request == 4 {
            lists.get_mut("people").unwrap().pop();
        }
    });
    let failed = people.run(&context).await.unwrap_err();
    assert!(
        matches!(&failed, LoadError::Permanent(why) if why.contains("its total was 1000 and is now 999")),
        "{failed}"
    );
    let changed = people.run(&context).await.unwrap_err().to_string();
    assert!(changed.contains("its total was 1000, and is 999; load the list anew"), "{changed}");
    let other = Load::of("shop.teams").to(root.join("people")).resume();
    let other = other.run(&context).await.unwrap_err().to_string();
    assert!(other.contains("the columns have changed"), "{other}");

    // What can't be a load.
    let refused = async |load: Load, why: &str| {
        let error = load.run(&context).await.unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    };
    refused(people.clone().pages_a_unit(0), "1 or more").await;
    refused(Load::of("shop.peple").to(root.join("x")), "peple").await;
    refused(
        Load::of("shop.people").to(root.join("x").join("..")),
        "has to end with the name of a folder",
    )
    .await;
    refused(Load::of("shop.people"), "has to end with the name of a folder").await;
    // Workers write nowhere without a folder for loads, and nothing else is left behind.
    let closed = Processes::start(&server, 2, None);
    let elsewhere = session(closed.cluster(), &api(&server.url));
    let load = Load::of("shop.people").to(root.join("closed")).pages_a_unit(2);
    let error = load.run(&elsewhere).await.unwrap_err();
    // At once: another attempt would be refused too.
    assert!(
        matches!(&error, LoadError::Refused(why) if why.contains("this worker writes no files")),
        "{error:?}"
    );
    let bare = SessionContext::new();
    let error = people.run(&bare).await.unwrap_err().to_string();
    assert!(error.contains("make it by `Cluster::session`"), "{error}");
}

/// How many parts the manifest of a load names.
fn committed(folder: &Path) -> usize {
    let manifest = fs::read_to_string(folder.join("_manifest.json")).unwrap();
    manifest.matches(".parquet\"").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_is_resumed_requests_what_is_missing() {
    let (server, root) = (Server::start(1000, 3, 0), loads("missing"));
    let workers = Processes::start(&server, 2, Some(&root));
    let known = api(&server.url);
    let context = session(workers.cluster(), &known);
    let folder = root.join("people");
    let people = Load::of("shop.people").to(&folder).pages_a_unit(1).resume();
    let removed = Arc::new(Mutex::new(None));
    let last = removed.clone();
    server.before_each(move |request, lists| {
        if request == 6 {
            *last.lock().unwrap() = lists.get_mut("people").unwrap().pop();
        }
    });
    let failed = people.run(&context).await.unwrap_err();
    assert!(matches!(&failed, LoadError::Permanent(why) if why.contains("is now 999")), "{failed}");
    let there = committed(&folder);
    assert!((1..=4).contains(&there), "{there}");
    // The list is again what it was.
    server.before_each(move |_, lists| {
        lists.get_mut("people").unwrap().extend(removed.lock().unwrap().take());
    });

    // Not for other work, even if its columns are the same.
    let refused = async |context: &SessionContext, load: Load, why: &str| {
        let error = load.to(&folder).resume().run(context).await.unwrap_err();
        assert!(matches!(&error, LoadError::Refused(text) if text.contains(why)), "{error:?}");
    };
    refused(&context, Load::of("shop.people").pages_a_unit(2), "its parts are others").await;
    let paused = known.table("people").filter("status", "paused").split(Split::Numbers);
    context.register_table("shop.paused", paused.build().unwrap()).unwrap();
    let paused = Load::of("shop.paused").pages_a_unit(1);
    refused(&context, paused, "it is of `shop.people`, and not of `shop.paused`").await;
    let spec = SPEC.replace("      id: {type: integer, matches: {field: id}}\n", "");
    let changed = Api::from_text("lists.yaml", spec.as_bytes()).unwrap().base_url(&server.url);
    let changed = session(workers.cluster(), &changed.bearer(TOKEN).param("shop", SHOP));
    refused(&changed, Load::of("shop.people").pages_a_unit(1), "the spec has changed").await;

    server.take_log();
    let loaded = people.run(&context).await.unwrap();
    assert_eq!((loaded.records, loaded.parts, loaded.attempts), (1000, 10, 1));
    is_each_once(&ids(&folder), 1000);
    // One more, for the first page, says how many there are.
    assert_eq!(server.take_log().len(), 1 + 10 - there);
}
