//! Values that become part of a path or of a host name: the server accepts anything.

use super::page::{by, last};
use super::scenarios;

scenarios! {
    "one-page", "Every request gets the same single page.", |_| by(|_| last(1..=2));
}
