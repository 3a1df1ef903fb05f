//! Links that can't be stored without a credential, or that no server of ours sends: they
//! are refused, and nothing is sent.

use super::{Row, ready, shown, stored_text};
use crate::common::wire::Wire;
use pagesmith::{Client, ErrorKind, Pager};

/// The error of the second page of a list whose first page has this link.
fn refused(wire: &Wire, client: &Client, link: &str) -> String {
    let body = serde_json::json!({"rows": [{"id": 1}], "next": link});
    wire.then(200, &body.to_string());
    let mut pages = Pager::<Row>::new(client, [("token", &"t")]).pages();
    ready(&mut pages).unwrap().unwrap();
    let stored = stored_text(&pages.position().unwrap());
    assert!(!stored.contains("sesame"), "{stored}");
    let error = ready(&mut pages).unwrap().unwrap_err();
    assert_eq!((error.kind(), wire.sent().len()), (ErrorKind::PagingKey, 1), "{error}");
    shown(&error)
}

#[test]
fn a_link_with_a_placeholder_of_the_server_is_refused() {
    for auth in ["", "opensesame"] {
        let wire = Wire::default();
        let builder = wire.builder();
        let builder = if auth.is_empty() { builder } else { builder.bearer(auth) };
        let client = builder.build().unwrap();
        let error = refused(&wire, &client, "/rows?key=~pagesmith.credential.0.0.0~");
        assert!(error.contains("reserves for placeholders"), "{error}");
    }
}

#[test]
fn a_link_with_a_credential_over_several_parameters_is_refused() {
    let wire = Wire::default();
    let client = wire.builder().bearer("open&sesame=yes").build().unwrap();
    let error = refused(&wire, &client, "/rows?key=open&sesame=yes&after=1");
    assert!(error.contains("can't be removed") && !error.contains("sesame"), "{error}");
}

#[test]
fn a_link_that_ends_within_a_credential_is_refused() {
    let wire = Wire::default();
    let client = wire.builder().bearer("opensaysme#sesame").build().unwrap();
    let error = refused(&wire, &client, "/rows?after=1&key=opensaysme#sesame");
    assert!(error.contains("can't be removed") && !error.contains("opensays"), "{error}");
}

#[test]
fn a_redirect_that_ends_within_a_credential_is_refused() {
    let wire = Wire::default();
    let client = wire.builder().bearer("opensaysme#sesame").build().unwrap();
    wire.then_with(302, &[("location", "/rows?key=opensaysme#sesame")], "");
    let mut pages = Pager::<Row>::new(&client, [("token", &"t")]).pages();
    let error = shown(&ready(&mut pages).unwrap().unwrap_err());
    assert!(error.contains("can't be removed") && !error.contains("opensays"), "{error}");
    assert_eq!(wire.sent().len(), 1);
}
