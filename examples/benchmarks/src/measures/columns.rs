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
        let pairs = in_turn(
            pairs()?,
            || {
                let (spent, mib) = written(at)?;
                peaks.push(mib);
                Ok(spent.cpu)
            },
            || Ok(spent(|| child(false, at).map(drop))?.cpu),
        )?;
        let ratio = Ratio::of(&pairs);
        let (ours, walk) = ratio.of;
        let what = "CPU time of a million records into a Parquet file over loopback";
        let most = peaks.iter().copied().fold(f64::NAN, f64::max);
        let mut rows = vec![
            Row::ratio(format!("{what}, against the walk alone"), &ratio, WALKS)
                .note(format!("{ours:.2} s against {walk:.2} s, of one process each")),
            Row::figure(
                "resident memory of it, at most",
                format!("{most:.1} MiB"),
                "≤ 64 MiB",
                most <= MIB,
            ),
        ];
        rows.push(against_python(at, ours, what)?);
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

/// The same file by a loop in Python, if it is at hand with pyarrow.
fn against_python(at: SocketAddr, ours: f64, what: &str) -> Outcome<Row> {
    let what = format!("{what}, against a loop in Python with pyarrow");
    let has_it = Command::new("python3").args(["-c", "import pyarrow"]).output();
    if !has_it.is_ok_and(|out| out.status.success()) {
        return Ok(Row::skipped(what, "python3 with pyarrow is not installed"));
    }
    let out = std::env::temp_dir().join(format!("pagesmith-python-{}", std::process::id()));
    let base = format!("http://{at}/rows/{PAGES}");
    let theirs = spent(|| {
        let out = Command::new("python3").args(["-c", LOOP, &base]).arg(&out).output()?;
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        if out.status.success() { Ok(()) } else { Err(said.into()) }
    })?;
    fs::remove_file(out)?;
    let ratio = Ratio::of(&[(ours, theirs.cpu)]);
    let note = format!("{:.1} s in Python, one run", theirs.cpu);
    Ok(Row::ratio(what, &ratio, OF_PYTHON).note(note))
}
