//! `cargo pagesmith`: Cargo runs this program and passes the name of the command,
//! `pagesmith`, as the first argument.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).peekable();
    let _added_by_cargo = arguments.next_if(|argument| argument == "pagesmith");
    // The help shows the command as the user typed it.
    pagesmith_cli::run([OsString::from("cargo pagesmith")].into_iter().chain(arguments))
}
