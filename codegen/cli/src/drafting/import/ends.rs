//! Statuses that a description gives a list past its last page.

use super::document::Document;
use crate::drafting::document::Node;

/// What descriptions say of a page past the last one, in lower case. A value that is out of range
/// may be another one than the page: that counts only with a status for what does not exist.
const PAST_THE_END: [&str; 11] = [
    "no more pages",
    "no more results",
    "no more items",
    "no more records",
    "no more data",
    "no further pages",
    "no further results",
    "past the last",
    "past the end",
    "beyond the last",
    "beyond the end",
];
const OUT_OF_RANGE: [&str; 4] =
    ["page out of range", "page is out of range", "page number is out of range", "not satisfiable"];

/// The statuses that end a list, and what says so: 204 beside the status with a page, and a refusal
/// whose description says that there are no more pages.
pub(super) fn statuses<'d>(document: &Document<'d>, operation: &'d Node) -> Vec<(u16, String)> {
    let replies = operation.get("responses").map_or(&[][..], Node::entries);
    if !replies.iter().any(|(status, _)| status == "200") {
        return Vec::new();
    }
    let why = |status: &str, reply: &'d Node| {
        if status == "204" {
            return Some("the description has it beside 200, as a reply without rows".to_owned());
        }
        let reply = document.resolve(reply)?.node;
        let docs = reply.text_of("description")?.to_lowercase();
        let known = match status {
            "404" | "410" | "416" => [&PAST_THE_END[..], &OUT_OF_RANGE].concat(),
            "400" | "422" => PAST_THE_END.to_vec(),
            _ => return None,
        };
        let phrase = known.into_iter().find(|phrase| docs.contains(phrase))?;
        Some(format!("its description says “{phrase}”"))
    };
    let found = replies
        .iter()
        .filter_map(|(status, reply)| Some((status.parse().ok()?, why(status, reply)?)));
    found.collect()
}
