//! For tests of code that lists: replies without a server, and time that
//! passes at once.

mod clock;

pub use clock::Clock;
