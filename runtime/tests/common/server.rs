//! A server of scripted replies on a loopback port.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Gives one scripted reply to each connection, and notes the request.
#[derive(Clone)]
pub(crate) struct Server {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    connections: usize,
    requests: Vec<String>,
    replies: VecDeque<Vec<u8>>,
}

impl Server {
    /// A server without replies, on the current tokio runtime.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, state: Arc::default() };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.state().connections += 1;
                tokio::spawn(serving.clone().answer(stream));
            }
        });
        server
    }

    /// Without a slash at the end: `http://127.0.0.1:41234`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Adds a reply with status 200; `'` becomes `"`.
    pub(crate) fn then(&self, body: &str) {
        let body = body.replace('\'', "\"");
        self.then_raw(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
    }

    /// Adds a reply, byte for byte.
    pub(crate) fn then_raw(&self, reply: impl Into<Vec<u8>>) {
        self.state().replies.push_back(reply.into());
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.state().connections
    }

    /// The first line of each request, without the version.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |head: &String| head.split(" HTTP/1.1").next().unwrap().to_owned();
        self.state().requests.iter().map(line).collect()
    }

    /// The values of a header in the request of that index.
    pub(crate) fn header(&self, request: usize, name: &str) -> Vec<String> {
        let state = self.state();
        let lines = state.requests[request].lines().skip(1);
        let pairs = lines.filter_map(|line| line.split_once(": "));
        let values = pairs.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.to_owned()).collect()
    }

    async fn answer(self, mut stream: TcpStream) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => return,
            }
        }
        let reply = {
            let mut state = self.state();
            state.requests.push(String::from_utf8(head).unwrap());
            state.replies.pop_front().unwrap_or_else(|| b"HTTP/1.1 500 Done\r\n\r\n".to_vec())
        };
        // The client may have gone.
        let _gone = stream.write_all(&reply).await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}
