//! The clients under version control match their specs.

use pagesmith_codegen::emit::Options;
use std::fs;
use std::path::Path;

#[test]
fn checked_in_clients_are_current() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["signalwire", "sendsage"] {
        let spec = fs::read(here.join(format!("../../specs/{name}.yaml"))).unwrap();
        let made = pagesmith_codegen::generate(&spec, &Options::default()).unwrap();
        let kept = fs::read_to_string(here.join(format!("src/clients/{name}.rs"))).unwrap();
        assert!(
            made.code == kept.replace("\r\n", "\n"),
            "{name}.rs is not what its spec gives: run `cargo pagesmith generate \
             specs/signalwire.yaml specs/sendsage.yaml --out examples/checked-in/src/clients`"
        );
    }
}
