//! Generates the clients of both APIs.

fn main() {
    pagesmith_codegen::Builder::new()
        .spec("../../specs/signalwire.yaml")
        .spec("../../specs/sendsage.yaml")
        .compile();
}
