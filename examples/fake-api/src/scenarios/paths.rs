//! Values that become part of a path or of a host name: the server takes whatever comes.

use super::page::{by, last};
use super::scenarios;

scenarios! {
    "one-page", "Whatever is asked for is one page.", |_| by(|_| last(1..=2));
}
