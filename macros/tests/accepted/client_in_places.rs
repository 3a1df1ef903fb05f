pagesmith::client!(
    /// The client of a messenger.
    #[allow(dead_code)]
    pub(crate) mod messenger = "tests/specs/messages.yaml";
);

mod nested {
    pagesmith::client!(pub mod messenger = "tests/specs/messages.yaml");
}

#[test]
fn is_accepted() {
    pagesmith::client!(mod local = "tests/specs/messages.yaml");

    let _ = local::Client::builder().account_sid("AC1");
    let _ = messenger::Client::builder().account_sid("AC1");
    let _ = nested::messenger::Client::builder().account_sid("AC1");
}
