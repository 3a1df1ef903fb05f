//! `cargo pagesmith`, in any crate: Cargo runs this program by its name, with
//! the name of the command as the first argument.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut given = env::args_os().skip(1).peekable();
    let _by_cargo = given.next_if(|argument| argument == "pagesmith");
    // The help shows the command as it was typed.
    pagesmith_cli::run([OsString::from("cargo pagesmith")].into_iter().chain(given))
}
