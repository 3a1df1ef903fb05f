//! JSON text: a lexer, a reader for what servers write plainly, and what is wrong with a
//! text at which byte.

pub(crate) mod checked;
pub(crate) mod deserializer;
pub(crate) mod error;
pub(crate) mod lexer;
pub(crate) mod number;
pub(crate) mod scanner;
