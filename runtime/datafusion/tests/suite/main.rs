//! All tests that need a server, in one program: each program with the engine takes a while to
//! link.

#[cfg(feature = "distributed")]
mod distributed;
mod generated;
mod program;
mod server;
mod splits;
mod sql;
