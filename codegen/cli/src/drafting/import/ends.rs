//! Statuses that a description gives a list past its last page.

use super::document::Document;
use crate::drafting::document::Node;

/// What descriptions say of a page past the last one, in lower case.
const PAST_THE_END: [&str; 9] = [
    "no more",
    "no further",
    "past the last",
    "past the end",
    "beyond the last",
    "beyond the end",
    "after the last",
    "out of range",
    "not satisfiable",
];
/// Statuses that may mean so.
const STATUSES: [&str; 5] = ["400", "404", "410", "416", "422"];

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
        let is_end = |phrase: &&&str| {
            docs.contains(**phrase) && (**phrase != "out of range" || docs.contains("page"))
        };
        let phrase = PAST_THE_END.iter().filter(|_| STATUSES.contains(&status)).find(is_end)?;
        Some(format!("its description says “{phrase}”"))
    };
    let found = replies
        .iter()
        .filter_map(|(status, reply)| Some((status.parse().ok()?, why(status, reply)?)));
    found.collect()
}
