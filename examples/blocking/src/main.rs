//! Lists messages without async, and continues where a first walk stopped.
//!
//! `cargo run -p blocking` starts the fake API as a separate process;
//! `cargo run -p blocking -- URL` uses one that is running.

/// The client of SignalWire's Compatibility API.
mod signalwire {
    pagesmith::include_client!("signalwire");
}

use pagesmith::Error;
use std::error::Error as StdError;
use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

/// Credentials that the fake API accepts.
const ACCOUNT_SID: &str = "5d1c7a52-90e4-4b7f-8a13-6f2e0c9b4d38";
const API_TOKEN: &str = "PTfa4e0000fa4e0000fa4e0000fa4e0000fa4e0000fa4e0000";

fn main() -> Result<(), Box<dyn StdError>> {
    if let Some(url) = std::env::args().nth(1) {
        return Ok(walk(&url)?);
    }
    let (_server, url) = start()?;
    Ok(walk(&url)?)
}

/// Walks to the 60th message, and from there to the last one.
fn walk(url: &str) -> Result<(), Error> {
    let client = signalwire::Client::builder()
        .base_url(format!("{url}/api/laml/2010-04-01"))
        .account_sid(ACCOUNT_SID)
        .basic(ACCOUNT_SID, API_TOKEN)
        .build_blocking()?;

    let mut messages = client.list_messages().page_size(50).blocking().items();
    for message in messages.by_ref().take(60) {
        println!("{}", message?.sid);
    }
    let Some(position) = messages.position() else { return Ok(()) };
    println!("{} messages, and a break.", position.items());

    let rest = client.list_messages().resume(&position).blocking().collect()?;
    println!("{} more from there on.", rest.len());

    let page = client.list_messages().page_size(100).blocking().first_page()?;
    let second = page.next()?.map_or(0, |page| page.items().len());
    println!("{} on a page of 100, and {second} on the next one.", page.items().len());
    Ok(())
}

/// The fake API, which stops when this value is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

/// Builds and starts the fake API, and reads where it listens.
fn start() -> Result<(Server, String), Box<dyn StdError>> {
    let built =
        Command::new(env!("CARGO")).args(["build", "--quiet", "-p", "fake-api"]).status()?;
    if !built.success() {
        return Err("the fake API does not build".into());
    }
    let name = format!("fake-api{}", std::env::consts::EXE_SUFFIX);
    let mut child = Command::new(std::env::current_exe()?.with_file_name(name))
        .args(["--messages", "137"])
        .stdout(Stdio::piped())
        .spawn()?;
    let out = child.stdout.take();
    let server = Server(child);
    let mut out = BufReader::new(out.ok_or("the fake API has no output")?);
    let mut url = String::new();
    out.read_line(&mut url)?;
    // It prints its requests, and would block if nobody read them.
    thread::spawn(move || io::copy(&mut out, &mut io::sink()));
    Ok((server, url.trim().to_owned()))
}
