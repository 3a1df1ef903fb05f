struct Message {
    sid: String,
}

fn newest(_: &pagesmith::Pager<Message>) {}

fn main() {}
