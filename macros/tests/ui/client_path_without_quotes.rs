pagesmith::client!(mod messages = messages.yaml);

fn main() {}
