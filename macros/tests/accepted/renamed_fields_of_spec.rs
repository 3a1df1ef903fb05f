use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(spec = "tests/specs/messages.yaml", resource = "messages")]
pub struct Message {
    #[serde(rename = "sid")]
    pub id: String,
    #[serde(alias = "body")]
    pub text: Option<String>,
    pub r#type: Option<String>,
    #[serde(skip)]
    pub seen: bool,
    #[serde(flatten)]
    pub rest: std::collections::BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize, Paged)]
#[paged(spec = "tests/specs/messages.yaml", resource = "media")]
#[serde(rename_all = "camelCase")]
pub struct Media {
    pub sid: String,
    pub content_type: Option<String>,
    #[serde(rename(deserialize = "size_in_bytes"))]
    pub size: Option<u64>,
}

/// Read by way of another type, which has fields of its own.
#[derive(Deserialize, Paged)]
#[paged(spec = "tests/specs/messages.yaml", resource = "messages")]
#[serde(transparent)]
pub struct Raw(pub serde_json::Value);

#[test]
fn is_accepted() {
    let all = |client: &pagesmith::Client| Media::list(client, "AC1", "SM1").items();
    let _ = all;
    assert_eq!(Message::LIST.key, Some("/sid"));
}
