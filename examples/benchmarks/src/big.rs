//! A client as large as a vendor's: its spec, a program that calls all of its
//! lists, and the same records as one writes them by hand.

use std::fmt::Write as _;

/// How many lists the targets are about.
pub const LISTS: usize = 60;

/// The fields of a record: name, type in the spec, type in Rust.
const FIELDS: [(&str, &str, &str); 20] = [
    ("sid", "string", "String"),
    ("status", "enum(queued, ringing, in-progress, completed)?", ""),
    ("date_created", "datetime?", "Option<pagesmith::DateTime>"),
    ("price", "decimal?", "Option<pagesmith::Decimal>"),
    ("subresource_uris", "map<string>?", "Option<std::collections::BTreeMap<String, String>>"),
    ("duration", "integer?", "Option<i64>"),
    ("num_segments", "integer?", "Option<i64>"),
    ("num_media", "integer?", "Option<i64>"),
    ("recorded", "boolean?", "Option<bool>"),
    ("account_sid", "string?", "Option<String>"),
    ("parent_sid", "string?", "Option<String>"),
    ("group_sid", "string?", "Option<String>"),
    ("to", "string?", "Option<String>"),
    ("from", "string?", "Option<String>"),
    ("to_formatted", "string?", "Option<String>"),
    ("from_formatted", "string?", "Option<String>"),
    ("body", "string?", "Option<String>"),
    ("price_unit", "string?", "Option<String>"),
    ("api_version", "string?", "Option<String>"),
    ("annotation", "string?", "Option<String>"),
];

/// The filters of a list, each a line of its spec.
pub const FILTERS: [&str; 4] = [
    "status: {param: Status, type: string}",
    "start_time: {param: StartTime, type: datetime}",
    "start_time_before: {param: \"StartTime<\", type: datetime}",
    "start_time_after: {param: \"StartTime>\", type: datetime}",
];

/// Whose records the lists have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// A generated one each.
    Own,
    /// A generated one for all.
    Shared,
    /// A struct by hand each, which [`derived`] writes.
    ByHand,
}

/// The spec of this many lists.
pub fn spec(lists: usize, records: Records) -> String {
    let mut spec = String::from(
        "pagesmith: 1\nname: Large\nserver: https://{space}.example.com/api\nauth: basic\nparams: {account_sid: string}\npaging: laml\nresources:\n",
    );
    for number in 0..lists {
        spec += &list(number, records, &FILTERS);
    }
    spec += "records:\n";
    for number in 0..if records == Records::Shared { 1 } else { lists } {
        spec += &record(number, records);
    }
    spec
}

/// A list of a spec.
pub fn list(number: usize, records: Records, filters: &[&str]) -> String {
    let record = match records {
        Records::Own => format!("Thing{number}"),
        Records::Shared => "Thing0".to_owned(),
        Records::ByHand => format!("rust(crate::records::Thing{number})\n    key: /sid"),
    };
    let mut list = format!(
        "  things_{number}:\n    docs: The things of kind {number}.\n    get: /Accounts/{{account_sid}}/Things{number}\n    record: {record}\n"
    );
    if !filters.is_empty() {
        list += "    filters:\n";
    }
    for filter in filters {
        // Writing to a string can't fail, here and below.
        let _ = writeln!(list, "      {filter}");
    }
    list
}

/// A record of a spec; of one by hand, the enum that it shares with ours.
fn record(number: usize, records: Records) -> String {
    if records == Records::ByHand {
        let values = FIELDS[1].1.trim_end_matches('?');
        return format!("  Thing{number}Status: {values}\n");
    }
    let mut record = format!(
        "  Thing{number}:\n    docs: A thing of kind {number}.\n    key: sid\n    fields:\n"
    );
    for (name, ty, _) in FIELDS {
        let _ = writeln!(
            record,
            "      {name}: {{type: \"{ty}\", docs: \"What {name} of a thing of kind {number} holds, in a sentence.\"}}"
        );
    }
    record
}

/// The module of as many records by hand, with serde's derive.
pub fn derived(lists: usize) -> String {
    let mut module = String::new();
    for number in 0..lists {
        let _ = writeln!(
            module,
            "#[derive(Clone, Debug, serde::Deserialize)]\npub struct Thing{number} {{"
        );
        for (name, _, ty) in FIELDS {
            let own = format!("Option<crate::client::Thing{number}Status>");
            let ty = if ty.is_empty() { &own } else { ty };
            let _ = writeln!(module, "    pub {name}: {ty},");
        }
        module += "}\n";
    }
    module
}

/// A program that walks every list.
pub fn program(lists: usize, records: Records) -> String {
    let mut program = String::from("mod client;\n");
    if records == Records::ByHand {
        program += "mod records;\n";
    }
    program += "\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), pagesmith::Error> {\n    let client = client::Client::builder().space(\"a\").account_sid(\"b\").basic(\"a\", \"b\").build()?;\n";
    for number in 0..lists {
        let _ = writeln!(
            program,
            "    let mut seen = 0;
    let mut items = client.list_things_{number}().page_size(50).items();
    while let Some(item) = items.try_next().await? {{
        seen += item.sid.len();
    }}
    println!(\"{number} {{seen}}\");"
        );
    }
    program + "    Ok(())\n}\n"
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, LISTS, Records, derived, spec};
    use crate::generate::client;

    #[test]
    fn the_same_lists_with_records_of_three_kinds() {
        let [own, shared, by_hand] = [Records::Own, Records::Shared, Records::ByHand]
            .map(|records| client(&spec(LISTS, records)).unwrap());
        let count = |text: &str, what: &str| text.matches(what).count();
        for (client, structs) in [(&own, LISTS), (&shared, 1), (&by_hand, 0)] {
            assert_eq!(count(client, "pub fn list_things_"), LISTS);
            assert_eq!(count(client, "\npub struct Thing"), structs);
        }
        // The enums are the same on both sides.
        assert_eq!(count(&own, "\npub enum Thing"), LISTS);
        assert_eq!(count(&by_hand, "\npub enum Thing"), LISTS);
        assert_eq!(count(&derived(LISTS), "    pub "), LISTS * FIELDS.len());
    }
}
