//! What generated code expands to: macros with what all clients and all lists
//! have in common.

mod client;
