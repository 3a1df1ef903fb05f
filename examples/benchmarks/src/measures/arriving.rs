//! Large pages, whose rows are read while the body arrives: the time from the server's last
//! write to the first record, and memory.

use crate::child;
use crate::loops::{self, Decode};
use crate::measure::{Findings, Measurement, Outcome, Row, paired, seconds};
use crate::measures::first_item::{decoded, middle};
use crate::process::peak;
use crate::record::{self, Envelope, Message};
use crate::server::{self, Canned};
use pagesmith::{Client, Paging};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Records on a page of 10 MB.
const PER_PAGE: u64 = 12_600;
/// Pages of the walk whose memory is measured.
const PAGES: u64 = 6;
/// How many bytes the server writes at a time.
const WRITE: usize = 64 << 10;
/// How many bytes a second a slow server writes.
const SLOW: f64 = 50e6;

/// The first argument of the process that walks large pages.
pub const CHILD: &str = "large-pages";

/// Pages of 10 MB while they arrive.
pub struct Arriving;

impl Measurement for Arriving {
    fn name(&self) -> &'static str {
        "arriving"
    }

    fn run(&self) -> Outcome<Findings> {
        let canned = Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE));
        let body = canned.body(0, 1);
        let runtime = loops::threads()?;
        let _entered = runtime.enter();
        let mut rows = Vec::new();
        for (speed, how, bound) in [(None, "over loopback", 0.6), (Some(SLOW), "at 50 MB/s", 0.02)]
        {
            let server = Server::start(&body, speed)?;
            let client = loops::ours(server.at)?;
            let first = || middle(|| runtime.block_on(first(&client, &server)));
            let ratio = paired(first, || middle(|| decoded(&body, Decode::Str)))?;
            let (ours, theirs) = ratio.of;
            let what = format!(
                "first item of a page of {} MB, from the server's last write {how}, against decoding it once by `from_str`",
                body.len() / 1_000_000
            );
            let note = format!("{} against {}", seconds(ours), seconds(theirs));
            rows.push(Row::ratio(what, &ratio, bound).note(note));
        }
        rows.extend(memory(canned)?);
        Ok(rows.into())
    }
}

/// From the server's last write to the first record.
async fn first(client: &Client, server: &Server) -> Outcome<f64> {
    let mut items = loops::list::<Message>(client, 1).items();
    let first = items.try_next().await?;
    let now = Instant::now();
    first.ok_or("the list is empty")?;
    let last = server.last.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(now.duration_since(last.ok_or("nothing was written")?).as_secs_f64())
}

/// A server of one page, which notes when it begins its last write.
struct Server {
    at: SocketAddr,
    last: Arc<Mutex<Option<Instant>>>,
}

impl Server {
    /// Serves this body until the process ends, so many bytes a second.
    fn start(body: &str, speed: Option<f64>) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (at, last) = (listener.local_addr()?, Arc::default());
        let server = Self { at, last };
        let (last, body) = (server.last.clone(), body.to_owned());
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                // A client that goes away ends its connection.
                while answer(&mut stream, &body, speed, &last).is_ok() {}
            }
        });
        Ok(server)
    }
}

/// Answers one request.
fn answer(
    stream: &mut TcpStream,
    body: &str,
    speed: Option<f64>,
    last: &Mutex<Option<Instant>>,
) -> std::io::Result<()> {
    let (mut head, mut chunk) = (Vec::new(), [0; 4096]);
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut chunk)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => head.extend_from_slice(&chunk[..read]),
        }
    }
    stream.set_nodelay(true)?;
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len())?;
    let began = Instant::now();
    let mut written = 0;
    for part in body.as_bytes().chunks(WRITE) {
        written += part.len();
        #[expect(clippy::cast_precision_loss, reason = "a count far below 2^52")]
        let due = speed.map(|speed| Duration::from_secs_f64(written as f64 / speed));
        if let Some(due) = due {
            thread::sleep(due.saturating_sub(began.elapsed()));
        }
        if written == body.len() {
            *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        stream.write_all(part)?;
    }
    Ok(())
}

/// The memory of a walk of large pages without a key: all that is resident, against the same walk
/// with a limit, whose pages are read as a whole; and what is held beside the records of a page.
fn memory(canned: Canned) -> Outcome<[Row; 2]> {
    let resident = "most resident memory of a walk of pages of 10 MB without a key, against one that reads each page as a whole";
    let held = "memory beside the records of a page, in that walk, against the bytes of a page";
    let body = canned.body(0, PAGES);
    let at = server::serve(&Arc::new(canned.made(PAGES)))?;
    let args = |limit: u64| [CHILD.to_owned(), at.to_string(), limit.to_string()];
    let resident = if peak().is_some() {
        let run = |limit: u64| -> Outcome<f64> {
            let out = Command::new(std::env::current_exe()?)
                .arg(child::FLAG)
                .args(args(limit))
                .output()?;
            Ok(String::from_utf8(out.stdout)?.trim().parse()?)
        };
        // One row less than a page may have.
        let ratio = paired(|| run(0), || run(99_999))?;
        let (ours, theirs) = ratio.of;
        Row::ratio(resident, &ratio, 0.65).note(format!("{ours:.1} MiB against {theirs:.1} MiB"))
    } else {
        Row::skipped(resident, "this system does not report it in /proc")
    };
    if !child::has_valgrind() {
        return Ok([resident, Row::skipped(held, "valgrind is not installed")]);
    }
    let said = child::below(&["valgrind", "--tool=dhat", "--dhat-out-file=/dev/null"], &args(0))?;
    let most = child::figure(&said, "At t-gmax:", " bytes")?;
    let records = u64::try_from(records(&body)?)?;
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let share = most.saturating_sub(records) as f64 / body.len() as f64;
    let note = format!(
        "at the moment of the most, by dhat: {most} bytes less {records} of records, of a page of {}",
        body.len()
    );
    Ok([resident, Row::figure(held, format!("{share:.3}"), "≤ 0.1", share <= 0.1).note(note)])
}

/// The memory that the records of a page take.
fn records(body: &str) -> Outcome<usize> {
    let page: Envelope<Message> = Decode::Str.page(body.as_bytes())?;
    let strings: usize = page.data.iter().map(Message::heap).sum();
    Ok(strings + page.data.capacity() * size_of::<Message>())
}

/// Walks large pages, and prints the most resident memory of this process, in MiB.
///
/// # Errors
/// When an argument is wrong, or the walk fails.
pub fn run(args: &[String]) -> Outcome<()> {
    let [at, limit] = args else { return Err("an address and a limit".into()) };
    let (at, limit): (SocketAddr, u64) = (at.parse()?, limit.parse()?);
    loops::one_thread()?.block_on(async {
        let client = loops::ours(at)?;
        let path = format!("/rows/{PAGES}");
        let list = client.list::<Message>(path, [""; 0], Paging::SENDSAGE).items_at("/data");
        let mut items = if limit > 0 { list.limit(limit) } else { list }.items();
        while let Some(message) = items.try_next().await? {
            message.consume();
        }
        Outcome::Ok(())
    })?;
    println!("{}", peak().ok_or("no peak is reported")?);
    Ok(())
}
