pagesmith::client!(mod messages = "specs/mesages.yaml");

fn main() {}
