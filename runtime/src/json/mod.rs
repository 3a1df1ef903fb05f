//! JSON texts: a lexer, and errors with their place.

pub(crate) mod checked;
pub(crate) mod error;
pub(crate) mod lexer;
