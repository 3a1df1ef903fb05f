use pagesmith::Paged;

#[derive(Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml)]
union Message {
    sid: u64,
}

fn main() {}
