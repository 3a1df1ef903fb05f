//! The client of an imported spec compiles unchanged, and accepts the values of the
//! description.

pagesmith::client!(
    /// The library of `tests/import/library.yaml`.
    mod library = "tests/import/library.spec.yaml"
);

#[test]
fn the_imported_client_accepts_the_values_of_the_description() {
    let client = library::Client::builder().branch("main").api_key("key").build().unwrap();
    let _lists = (client.list_readers().page_size(200), client.list_reader_loans("r-1"));
    let branches = client.list_branches().page_size(100);
    let _by_number = branches.by_number().concurrency(2);
    let reader: library::Reader = serde_json::from_value(serde_json::json!({
        "reader_id": 7, "born": "", "best_friend": {"reader_id": 8},
        "friends": [{"reader_id": "9", "settings": {"theme": null}}],
    }))
    .unwrap();
    assert_eq!((reader.reader_id.as_str(), reader.born), ("7", None));
    assert_eq!(reader.friends.unwrap()[0].reader_id, "9");
}
