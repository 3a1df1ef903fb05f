use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages")]
#[paged(style = laml, key = "/sid")]
pub struct Message {
    pub sid: String,
}

#[test]
fn is_accepted() {
    assert_eq!((Message::LIST.path, Message::LIST.key), ("/Messages", Some("/sid")));
}
