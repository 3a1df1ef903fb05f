//! Replies, down to the bytes and the pauses between them.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// The most that one step repeats, so that no server runs forever.
const MAX_BYTES: u64 = 1 << 40;

/// A step on the socket.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes over and over.
    Repeat(Vec<u8>),
    /// Sends these bytes one by one, each after this time.
    Drip(Vec<u8>, Duration),
    /// Sends nothing more, and waits until the client disconnects.
    Stall,
    /// Resets the connection.
    Reset,
}

/// A reply.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    raw: Option<Vec<Step>>,
}

impl Reply {
    /// JSON with status 200.
    pub(crate) fn json(body: impl Into<Vec<u8>>) -> Self {
        let kind = ("Content-Type".to_owned(), "application/json".to_owned());
        Self { status: 200, headers: vec![kind], body: body.into(), raw: None }
    }

    /// A text of this type with status 200.
    pub(crate) fn typed(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        let kind = ("Content-Type".to_owned(), kind.to_owned());
        Self { headers: vec![kind], ..Self::json(body) }
    }

    /// A reply with only a status.
    pub(crate) fn bare(status: u16) -> Self {
        Self { status, headers: Vec::new(), ..Self::json("") }
    }

    /// Steps on the bare socket.
    pub(crate) fn raw(steps: impl Into<Vec<Step>>) -> Self {
        Self { raw: Some(steps.into()), ..Self::bare(200) }
    }

    pub(crate) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The head of the reply, with this framing of the body.
    pub(crate) fn head(&self, framing: &str) -> String {
        let mut head = format!("HTTP/1.1 {} Scripted\r\n", self.status);
        for (name, value) in &self.headers {
            head.extend([name.as_str(), ": ", value, "\r\n"]);
        }
        head.extend([framing, "\r\nConnection: close\r\n\r\n"]);
        head
    }

    /// The steps on the socket that send it.
    fn steps(self) -> Vec<Step> {
        if let Some(raw) = self.raw {
            return raw;
        }
        let mut bytes = self.head(&format!("Content-Length: {}", self.body.len())).into_bytes();
        bytes.extend(self.body);
        vec![Step::Send(bytes)]
    }

    /// Sends it. An error means that the client disconnected before the end.
    pub(crate) async fn send(self, stream: &mut BufReader<TcpStream>) -> std::io::Result<()> {
        for step in self.steps() {
            match step {
                Step::Send(bytes) => stream.write_all(&bytes).await?,
                Step::Repeat(bytes) => {
                    let mut sent = 0;
                    while sent < MAX_BYTES {
                        stream.write_all(&bytes).await?;
                        sent += bytes.len() as u64;
                    }
                }
                Step::Drip(bytes, pause) => {
                    for byte in bytes {
                        tokio::time::sleep(pause).await;
                        stream.write_all(&[byte]).await?;
                    }
                }
                Step::Stall => {
                    // Ends when the client closes its side.
                    while stream.read_u8().await.is_ok() {}
                }
                Step::Reset => return stream.get_ref().set_zero_linger(),
            }
        }
        stream.shutdown().await
    }
}
