pagesmith::client!(messages, "specs/messages.yaml");

fn main() {}
