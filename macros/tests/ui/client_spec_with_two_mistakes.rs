pagesmith::client!(mod messages = "specs/two_mistakes.yaml");

fn main() {}
