#[derive(serde::Deserialize, pagesmith::Paged)]
#[paged(get = "/messages", items = "/messages", style = laml, one = messages)]
struct Message {
    #[allow(dead_code)]
    sid: String,
}

fn main() {}
