//! A million records into a Parquet file.

use crate::child::FLAG;
use crate::loops;
use crate::measure::{Findings, Measurement, Outcome, Ratio, Row, in_turn, pairs};
use crate::process::{Spent, peak, spent};
use crate::record;
use crate::server::{self, Canned};
use pagesmith_arrow::parquet::ParquetFile;
use std::fs;
use std::hint::black_box;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;

/// The first argument of a child that walks, with columns or without.
pub const CHILD: &str = "columns";

pagesmith::client!(
    /// A client of the messages, with a type for each field.
    pub mod typed = "typed_messages.yaml"
);

const PER_PAGE: u64 = 1000;
const PAGES: u64 = 1000;

/// What the file may cost, in walks without columns.
const WALKS: f64 = 4.0;
/// The memory that it may take, in MiB.
const MIB: f64 = 64.0;
/// The part of the CPU time of a loop in Python that it may take.
const OF_PYTHON: f64 = 0.125;
/// How many pairs of runs that takes at most: one in Python takes many seconds.
const PYTHON_PAIRS: usize = 5;

/// Columns of a walk, against the walk alone and against a loop in Python.
pub struct Columns;

impl Measurement for Columns {
    fn name(&self) -> &'static str {
        "columns"
    }

    fn run(&self) -> Outcome<Findings> {
        let canned = Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE));
        let at = server::serve(&Arc::new(canned))?;
        let mut peaks = Vec::new();
        let mut ours = || {
            let (spent, mib) = written(at)?;
            peaks.push(mib);
            Ok(spent.cpu)
        };
        let walk = || Ok(spent(|| child(false, at).map(drop))?.cpu);
        let against_walk = Ratio::of(&in_turn(pairs()?, &mut ours, walk)?);
        let what = "CPU time of a million records into a Parquet file over loopback";
        let against = |what: String, ratio: &Ratio, bound: f64| {
            let (ours, theirs) = ratio.of;
            let note = format!("{ours:.2} s against {theirs:.2} s, of one process each");
            Row::ratio(what, ratio, bound).note(note)
        };
        let mut rows =
            vec![against(format!("{what}, against the walk alone"), &against_walk, WALKS)];
        let python = format!("{what}, against a loop in Python with pyarrow");
        rows.push(if has_pyarrow() {
            let pairs = pairs()?.min(PYTHON_PAIRS);
            let ratio = Ratio::of(&in_turn(pairs, &mut ours, || in_python(at))?);
            let row = against(python, &ratio, OF_PYTHON);
            Row {
                note: format!("{}; {pairs} pairs", row.note),
                target: format!("≤ {OF_PYTHON}"),
                ..row
            }
        } else {
            Row::skipped(python, "python3 with pyarrow is not installed")
        });
        let most = peaks.iter().copied().fold(f64::NAN, f64::max);
        let memory = format!("{most:.1} MiB");
        let row = Row::figure("resident memory of it, at most", memory, "≤ 64 MiB", most <= MIB);
        rows.insert(1, row);
        Ok(rows.into())
    }
}

/// What it takes to write the file, and the most memory.
fn written(at: SocketAddr) -> Outcome<(Spent, f64)> {
    let mut said = String::new();
    let spent = spent(|| {
        said = child(true, at)?;
        Ok(())
    })?;
    Ok((spent, said.trim().parse()?))
}

/// Runs a child over all pages, with or without columns; what it prints.
fn child(columns: bool, at: SocketAddr) -> Outcome<String> {
    let mut command = Command::new(std::env::current_exe()?);
    let args = [columns.to_string(), at.to_string(), PAGES.to_string()];
    let out = command.args([FLAG, CHILD]).args(args).output()?;
    if out.status.success() {
        return Ok(String::from_utf8(out.stdout)?);
    }
    Err(String::from_utf8_lossy(&out.stderr).into_owned().into())
}

/// Walks, with columns into a file; prints the most memory that it took, in MiB.
///
/// # Errors
/// When an argument is wrong, or the walk or a file fails.
pub fn run(args: &[String]) -> Outcome<()> {
    let [columns, at, pages] = args else {
        return Err("a child takes `true` or `false`, an address and pages".into());
    };
    let base = format!("http://{}", at.parse::<SocketAddr>()?);
    let client = typed::Client::builder().base_url(base);
    let list = |client: typed::Client| Outcome::Ok(client.list_messages(pages.parse()?));
    loops::one_thread()?.block_on(async {
        let list = list(client.build()?)?;
        if columns.parse()? { write(list).await } else { walk(list).await }
    })?;
    println!("{}", peak().unwrap_or(f64::NAN));
    Ok(())
}

async fn walk(list: typed::ListMessages) -> Outcome<()> {
    let mut items = list.items();
    while let Some(message) = items.try_next().await? {
        black_box(message);
    }
    Ok(())
}

async fn write(list: typed::ListMessages) -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("pagesmith-columns-{}", std::process::id()));
    fs::create_dir(&folder)?;
    let mut batches = pagesmith_arrow::batches(list.pages())?;
    let (out, position) = (folder.join("x.parquet"), folder.join("x.parquet.position"));
    let mut file = ParquetFile::open(&out, &position, batches.schema(), false)?;
    while let Some(batch) = batches.try_next().await? {
        let position = batches.position().map(|position| position.encode());
        file.write(&batch, position.into())?;
    }
    file.finish(().into())?;
    Ok(fs::remove_dir_all(folder)?)
}

/// The loop that a program in Python would have, with the same columns.
const LOOP: &str = r"
import json, sys, urllib.request
from decimal import Decimal
from email.utils import parsedate_to_datetime
import pyarrow as pa, pyarrow.parquet
base, out = sys.argv[1:]
moment, word = pa.timestamp('us', tz='UTC'), pa.dictionary(pa.int32(), pa.string())
types = dict.fromkeys(['sid', 'account_sid', 'to', 'from', 'body'], pa.string())
types |= {'status': word, 'direction': word, 'date_created': moment, 'date_sent': moment}
types |= {'num_segments': pa.int64(), 'num_media': pa.int64(), 'price': pa.decimal128(38, 10)}
types |= {'error_code': pa.int64(), 'uri': pa.string()}
schema, url = pa.schema(list(types.items())), base
read = {moment: parsedate_to_datetime, types['price']: Decimal}
read = {name: read[kind] for name, kind in types.items() if kind in read}
with pyarrow.parquet.ParquetWriter(out, schema, compression='zstd') as writer:
    while url:
        with urllib.request.urlopen(url) as reply:
            page = json.load(reply)
        for row in page['data']:
            for name, reader in read.items():
                if row[name] is not None:
                    row[name] = reader(row[name])
        writer.write_table(pa.Table.from_pylist(page['data'], schema=schema))
        token = page['next_page_token']
        url = token and base + '?page_token=' + token
";

fn has_pyarrow() -> bool {
    let found = Command::new("python3").args(["-c", "import pyarrow"]).output();
    found.is_ok_and(|out| out.status.success())
}

/// The CPU time of a loop in Python that writes the same file.
fn in_python(at: SocketAddr) -> Outcome<f64> {
    let out = std::env::temp_dir().join(format!("pagesmith-python-{}", std::process::id()));
    let base = format!("http://{at}/rows/{PAGES}");
    let spent = spent(|| {
        let out = Command::new("python3").args(["-c", LOOP, &base]).arg(&out).output()?;
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        if out.status.success() { Ok(()) } else { Err(said.into()) }
    })?;
    fs::remove_file(out)?;
    Ok(spent.cpu)
}
