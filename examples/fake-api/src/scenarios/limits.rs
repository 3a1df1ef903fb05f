//! Correct lists, for calls that request a part of them.

use super::page::list;
use super::scenarios;

scenarios! {
    "ten-rows", "A list of ten rows by token, pages of two unless the request sets another size.",
        |_| list(10);
}
