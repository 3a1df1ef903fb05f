use pagesmith::Paged;

#[derive(Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml)]
struct Message {
    sid: String,
}

fn main() {}
