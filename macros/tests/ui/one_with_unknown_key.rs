#[derive(serde::Deserialize, pagesmith::Paged)]
#[paged(get = "/messages", items = "/messages", style = laml, one(get = "/messages/{sid}", items = "/data"))]
struct Message {
    #[allow(dead_code)]
    sid: String,
}

fn main() {}
