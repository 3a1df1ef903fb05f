//! JSON text: a lexer, and what is wrong with a text at which byte.

pub(crate) mod checked;
pub(crate) mod error;
pub(crate) mod lexer;
