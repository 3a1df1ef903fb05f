//! A build in which another crate turned rustls on in reqwest and in ureq, and
//! nobody chose a crypto provider: errors say so, and what they advise helps.

use pagesmith::{Client, ClientBuilder, Error, ErrorKind, Retry};
use rustls::crypto::ring::default_provider;
use rustls::{ClientConfig, RootCertStore};
use std::net::TcpListener;
use std::sync::Arc;

/// With `http:`, too: reqwest sets TLS up for every client.
const URLS: [&str; 2] = ["https://api.example.com", "http://127.0.0.1:9"];

fn main() {
    URLS.iter().for_each(|url| refused(Client::builder(*url).build()));
    URLS.iter().for_each(|url| refused(Client::builder(*url).reqwest(|builder| builder).build()));
    blocking();

    let configured = |builder: ClientBuilder| {
        builder.reqwest(|builder| builder.tls_backend_preconfigured(own_tls())).build()
    };
    URLS.iter().for_each(|url| drop(configured(Client::builder(*url)).expect("TLS of its own")));
    default_provider().install_default().expect("nobody chose one yet");
    URLS.iter().for_each(|url| drop(Client::builder(*url).build().expect("a provider is there")));
}

fn refused(built: Result<Client, Error>) {
    let error = built.expect_err("no provider is there");
    assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    for advice in ["feature `rustls`", "install_default()", "tls_backend_preconfigured"] {
        assert!(error.to_string().contains(advice), "{error}");
    }
}

/// ureq sets TLS up when it first connects by `https:`.
fn blocking() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = server.local_addr().expect("a bound port");
    let error = asked(&format!("https://{address}"));
    assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    drop(server);
    assert_eq!(asked(&format!("http://{address}")).kind(), ErrorKind::Transport);
}

/// Why there is no reply.
fn asked(url: &str) -> Error {
    let client = Client::builder(url).retry(Retry::none()).build_blocking();
    let client = client.expect("ureq sets nothing up yet");
    client.request("GET", "/").blocking().send().expect_err("nobody answers")
}

fn own_tls() -> ClientConfig {
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions().expect("what ring offers");
    config.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
}
