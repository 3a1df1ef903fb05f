//! Clients that a build script generates.

/// Includes the client that the build script generated from a spec, by the name of the spec's file:
/// that of `specs/signalwire.yaml` is `"signalwire"`. Its module is the one that it is in.
///
/// ```ignore
/// // In build.rs: pagesmith_codegen::compile("specs/signalwire.yaml");
/// mod signalwire {
///     pagesmith::include_client!("signalwire");
/// }
/// ```
#[macro_export]
macro_rules! include_client {
    ($name:literal) => {
        ::core::include!(::core::concat!(
            ::core::env!(
                "OUT_DIR",
                "`include_client!` needs a build script that generates the client: see `pagesmith_codegen::compile`"
            ),
            "/",
            $name,
            ".rs"
        ));
    };
}
