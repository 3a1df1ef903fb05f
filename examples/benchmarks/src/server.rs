//! A server of canned pages on loopback: HTTP/1.1 by hand, a thread for each
//! connection, and no code of the runtime.

use crate::measure::Outcome;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// The rows of a page, by its number.
type Rows = Box<dyn Fn(u64) -> String + Send + Sync>;

/// What pages hold, and how they are served.
pub struct Canned {
    rows: Rows,
    per_page: u64,
    /// Whole replies, by page, if they were prepared.
    made: Vec<Vec<u8>>,
    /// Waits this long before each reply.
    latency: Duration,
}

impl Canned {
    /// Pages with this many records, built on request.
    pub fn of(per_page: u64, rows: impl Fn(u64) -> String + Send + Sync + 'static) -> Self {
        Self { rows: Box::new(rows), per_page, made: Vec::new(), latency: Duration::ZERO }
    }

    /// Served after this time.
    pub fn after(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Prepares this many pages.
    pub fn made(mut self, pages: u64) -> Self {
        self.made = (0..pages).map(|page| reply("", self.body(page, pages).as_bytes())).collect();
        self
    }

    /// Prepares this many compressed pages.
    ///
    /// # Errors
    /// When they can't be compressed.
    pub fn compressed(mut self, pages: u64) -> Outcome<Self> {
        for page in 0..pages {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            gzip.write_all(self.body(page, pages).as_bytes())?;
            self.made.push(reply("Content-Encoding: gzip\r\n", &gzip.finish()?));
        }
        Ok(self)
    }

    /// The body of a page, in a list of this many.
    pub fn body(&self, page: u64, pages: u64) -> String {
        let next = page + 1;
        let token = if next < pages { format!("\"t{next}\"") } else { "null".to_owned() };
        let (rows, per_page, all) = ((self.rows)(page), self.per_page, pages * self.per_page);
        format!(
            r#"{{"data":[{rows}],"page":{page},"per_page":{per_page},"num_records":{all},"num_pages":{pages},"next_page_token":{token}}}"#
        )
    }

    fn answer(&self, target: &str, to: &mut TcpStream) -> std::io::Result<()> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pages = path.rsplit('/').next().and_then(|pages| pages.parse().ok()).unwrap_or(1);
        let page: u64 = query
            .split('&')
            .find_map(|pair| {
                pair.strip_prefix("page=").or_else(|| pair.strip_prefix("page_token=t"))
            })
            .and_then(|page| page.parse().ok())
            .unwrap_or(0);
        thread::sleep(self.latency);
        match usize::try_from(page).ok().and_then(|page| self.made.get(page)) {
            Some(made) => to.write_all(made),
            None => to.write_all(&reply("", self.body(page, pages).as_bytes())),
        }
    }
}

fn reply(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut reply = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{coding}Content-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    reply.extend_from_slice(body);
    reply
}

/// Serves until the process ends; the path ends in the number of pages, as in
/// `/rows/20`.
///
/// # Errors
/// When no port is free.
pub fn serve(canned: &Arc<Canned>) -> Outcome<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let canned = canned.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let canned = canned.clone();
            // A client that goes away ends its thread.
            thread::spawn(move || drop(connection(stream, &canned)));
        }
    });
    Ok(address)
}

fn connection(mut stream: TcpStream, canned: &Canned) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut head = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk)?;
        if read == 0 {
            return Ok(());
        }
        head.extend_from_slice(&chunk[..read]);
        // A GET has no body: its head is the request.
        if head.ends_with(b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&head);
            let target = text.split(' ').nth(1).unwrap_or_default().to_owned();
            canned.answer(&target, &mut stream)?;
            head.clear();
        }
    }
}
