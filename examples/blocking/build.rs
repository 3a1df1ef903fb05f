//! Generates the client.

fn main() {
    pagesmith_codegen::Builder::new().spec("../../specs/signalwire.yaml").compile();
}
