//! What a call gives is checked against the spec before any request.

use super::{spec, written};
use pagesmith_codegen::model::Api;
use pagesmith_interpret::{self as live, Call, Error};

/// The error of a refused call.
fn refused(api: &Api, call: &Call) -> String {
    match live::walk(api, call, &|_| None) {
        Err(Error::Misuse(message)) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_call_is_held_against_the_spec() {
    let api = spec("signalwire");
    let call = |resource: &str, params: &[(&str, &str)], filters: &[(&str, &str)]| {
        let owned = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let (params, filters) = (owned(params), owned(filters));
        refused(&api, &Call { resource: resource.to_owned(), params, filters, ..Call::default() })
    };
    let both = [("space", "acme"), ("account_sid", "AC1")];
    assert!(call("mesages", &[], &[]).contains("did you mean `messages`?"));
    let all = "`--param space=… --param account_sid=…`";
    assert!(call("messages", &[], &[]).contains(all));
    assert!(call("messages", &both[..1], &[]).contains("`--param account_sid=…`"));
    assert!(call("messages", &[("acount_sid", "")], &[]).contains("did you mean `account_sid`?"));
    let twice = [both[0], both[1], both[0]];
    assert!(call("messages", &twice, &[]).contains("`space` is given twice"));
    assert!(call("messages", &both, &[("too", "1")]).contains("did you mean `to`?"));
    assert!(call("messages", &both, &[("to", "1"), ("to", "2")]).contains("takes one value"));
    assert!(call("messages", &both, &[]).contains("`PAGESMITH_USERNAME`"));
}

#[test]
fn filters_are_checked_by_type() {
    let api = written(
        "pagesmith: 1\nname: Typed\nserver: https://api.example.com\nauth: none\npaging: none\n\
         resources:\n  things:\n    get: /things\n    record: Thing\n    filters:\n      \
         count: {type: integer}\n      since: {type: date}\n      live: {type: boolean}\n      \
         price: {type: decimal}\n      at: {type: datetime}\n      above: {type: unsigned}\nrecords:\n  Thing:\n    fields: {id: string}\n",
    );
    for (name, wrong) in [
        ("count", "1.5"),
        ("since", "2024-13-01"),
        ("live", "yes"),
        ("price", "x"),
        ("at", "noon"),
        ("above", "-1"),
    ] {
        let filters = vec![(name.to_owned(), wrong.to_owned())];
        let call = Call { resource: "things".to_owned(), filters, ..Call::default() };
        let message = refused(&api, &call);
        assert!(message.contains(name) && message.contains(wrong), "{message}");
    }
}

#[test]
fn times_of_filters_are_sent_without_an_offset_if_the_server_omits_it() {
    let api = written(
        "pagesmith: 1\nname: Local\nserver: https://api.example.com\nauth: none\npaging: none\n\
         resources:\n  things:\n    get: /things/{token}\n    params: {token: secret}\n    \
         record: Thing\n    filters:\n      at: {type: datetime, zone: \"+02:00\"}\n      \
         from: {type: [datetime], zone: UTC, list: comma}\n      above: {type: unsigned}\n\
         records:\n  Thing:\n    fields: {id: string}\n",
    );
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let call = Call {
        resource: "things".to_owned(),
        params: owned(&[("token", "a/b")]),
        filters: owned(&[
            ("at", "2024-05-01T10:00:00+02:00"),
            ("from", "2024-05-01T10:00:00Z"),
            ("from", "2024-05-02T10:00:00Z"),
            ("above", "18446744073709551615"),
        ]),
        ..Call::default()
    };
    let given = live::Given::read(&api, &call).unwrap();
    assert_eq!(given.path, owned(&[("token", "a/b")]));
    let sent = [
        ("at", "2024-05-01T10:00:00"),
        ("from", "2024-05-01T10:00:00,2024-05-02T10:00:00"),
        ("above", "18446744073709551615"),
    ];
    assert_eq!(given.query, owned(&sent));
}
