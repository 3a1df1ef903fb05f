//! The server of a scenario: HTTP/1.1 by hand, one request per connection.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::BufReader;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::reply::Reply;
use super::request::Request;
use super::{Script, Site};

/// A running scenario; it stops when this value is dropped.
///
/// It also listens on a second port, as a foreign server.
#[derive(Debug)]
pub struct Stage {
    site: Site,
    own: Arc<Log>,
    foreign: Arc<Log>,
    tasks: [JoinHandle<()>; 2],
}

/// The connections and requests of a port.
#[derive(Debug, Default)]
struct Log(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    open: usize,
    requests: Vec<Request>,
}

impl Log {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stage {
    pub(crate) async fn start(
        script: fn(&Site) -> Script,
        port: u16,
        echo: bool,
    ) -> io::Result<Self> {
        let (own, foreign) = (bind(port).await?, bind(0).await?);
        let host = |listener: &TcpListener| listener.local_addr().map(|host| host.to_string());
        let site = Site { host: host(&own)?, foreign: host(&foreign)? };
        let (log, elsewhere) = (Arc::<Log>::default(), Arc::<Log>::default());
        let at = |listener, script, log: &Arc<Log>| {
            tokio::spawn(accept(listener, Arc::new(Mutex::new(script)), Arc::clone(log), echo))
        };
        let tasks = [at(own, script(&site), &log), at(foreign, script(&site), &elsewhere)];
        Ok(Self { site, own: log, foreign: elsewhere, tasks })
    }

    /// Where it listens, without a slash at the end: `http://127.0.0.1:41234`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.site.host)
    }

    /// Host and port of the server: `127.0.0.1:41234`.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.site.host
    }

    /// Host and port of the second server, which should get no request.
    #[must_use]
    pub fn foreign_host(&self) -> &str {
        &self.site.foreign
    }

    /// The text with host and port of the server for `<host>`, its port for `<port>`, and host and
    /// port of the second server for `<foreign>`.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        super::page::at(&self.site, text)
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.own.seen().requests.clone()
    }

    /// How many connections were made, including those without a request.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.own.seen().connections
    }

    /// How many connections are open.
    #[must_use]
    pub fn open_connections(&self) -> usize {
        self.own.seen().open
    }

    /// How many connections the second server saw.
    #[must_use]
    pub fn foreign_connections(&self) -> usize {
        self.foreign.seen().connections
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Dropping a task closes the connections that it holds.
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

async fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", port)).await
}

async fn accept(listener: TcpListener, script: Arc<Mutex<Script>>, log: Arc<Log>, echo: bool) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        {
            let mut seen = log.seen();
            seen.connections += 1;
            seen.open += 1;
        }
        while connections.try_join_next().is_some() {}
        let (script, log) = (Arc::clone(&script), Arc::clone(&log));
        connections.spawn(async move {
            converse(stream, &script, &log, echo).await;
            log.seen().open -= 1;
        });
    }
}

/// After this many requests every reply is 410, so that an endless walk ends.
const MAX_REQUESTS: usize = 5000;

/// Answers the one request of a connection.
async fn converse(stream: TcpStream, script: &Mutex<Script>, log: &Log, echo: bool) {
    // A socket that refuses the option still serves.
    drop(stream.set_nodelay(true));
    let mut stream = BufReader::new(stream);
    let Some(mut request) = Request::read(&mut stream).await else { return };
    {
        let mut seen = log.seen();
        request.number = seen.requests.len() + 1;
        seen.requests.push(request.clone());
    }
    if echo {
        println!("{request}");
    }
    let reply = if request.number > MAX_REQUESTS {
        Reply::bare(410)
    } else {
        script.lock().unwrap_or_else(PoisonError::into_inner)(&request)
    };
    // The client may have disconnected.
    drop(reply.send(&mut stream).await);
}
