//! Credentials in the body: what the mock expects, and what `list` sends.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith::Client;
use pagesmith_cli::mock::{self, Options};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{self as live, API_ID, API_KEY, Call, Error};

fn api(auth: &str) -> Api {
    let text = format!(
        "pagesmith: 1\nname: T\nauth: {{body: {auth}}}\npaging: {{next: {{body: /next}}, send: {{body: /page/cursor}}, size: {{body: /page/count}}, more: /more}}\nresources:\n  rows: {{post: /rows, body: {{kind: x}}, record: Row, filters: {{text: {{param: /text, type: string}}}}}}\nrecords:\n  Row: {{key: id, fields: {{id: string}}}}\n"
    );
    let (ast, source_map) = parse::spec_file::parse_bytes(text.as_bytes()).unwrap();
    lower::api(&ast, &source_map).unwrap().0
}

/// How many records a walk with these values of the environment lists, or why it fails.
async fn walk(auth: &str, secrets: &[(&str, &str)]) -> Result<usize, String> {
    let api = api(auth);
    let mock = mock::serve(&api, &Options { records: 7, ..Options::default() }).await.unwrap();
    let call = Call {
        resource: "rows".to_owned(),
        filters: vec![("text".to_owned(), "a".to_owned())],
        base_url: Some(mock.base_url()),
        page_size: Some(3),
        ..Call::default()
    };
    let secret = |name: &str| {
        let found = secrets.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let mut pages = live::walk(&api, &call, &secret).map_err(|error: Error| error.to_string())?;
    let mut records = 0;
    while let Some(page) = pages.try_next().await.map_err(|error| error.to_string())? {
        records += page.items().len();
    }
    Ok(records)
}

#[tokio::test]
async fn the_mock_takes_any_credentials_of_the_spec() {
    let both = [(API_ID, "id-1"), (API_KEY, "key-1")];
    assert_eq!(walk("/keys/secret", &both).await, Ok(7));
    assert_eq!(walk("{id: /client_id, key: /secret}", &both).await, Ok(7));
}

#[tokio::test]
async fn a_request_without_them_is_refused() {
    let api = api("{id: /client_id, key: /secret}");
    let mock = mock::serve(&api, &Options::default()).await.unwrap();
    for pointers in [&["/secret"][..], &["/client_id"], &["/secret", "/id"]] {
        let values = pointers.iter().map(|pointer| (*pointer, "any"));
        let client = Client::builder(mock.base_url()).api_key_body(values).build().unwrap();
        let body = serde_json::json!({"kind": "x"});
        let error = client.request("POST", "/rows").json(&body).send().await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401), "{error}");
        assert!(error.to_string().contains("of the body is missing"), "{error}");
    }
}

#[tokio::test]
async fn each_variable_is_asked_for() {
    let pair = "{id: /client_id, key: /secret}";
    for (secrets, missing) in [
        (&[][..], API_ID),
        (&[(API_ID, "id")][..], API_KEY),
        (&[(API_ID, ""), (API_KEY, "key")][..], API_ID),
    ] {
        let error = walk(pair, secrets).await.unwrap_err();
        assert!(error.contains(&format!("`{missing}`")), "{error}");
    }
    assert_eq!(walk("/secret", &[(API_KEY, "key")]).await, Ok(7));
}
