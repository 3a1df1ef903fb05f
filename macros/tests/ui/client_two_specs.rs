pagesmith::client!(mod a = "specs/messages.yaml", mod b = "specs/messages.yaml");

fn main() {}
