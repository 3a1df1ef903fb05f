//! Specs of any number of resources, each with a record of its own.

use std::fmt::Write as _;

/// A spec that lists this many things.
pub fn spec(resources: usize) -> String {
    let mut lists = String::new();
    let mut records = String::new();
    for number in 0..resources {
        // Writing to a string can't fail.
        let _ = writeln!(
            lists,
            "  things_{number}:\n    docs: The things of kind {number}.\n    get: /boxes/{{box}}/things_{number}\n    params: {{box: integer}}\n    items: /data\n    record: Thing{number}\n    filters: {{named: {{param: Name, type: string}}}}"
        );
        let _ = writeln!(
            records,
            "  Thing{number}:\n    key: id\n    fields: {{id: integer, name: string?, kind: \"enum(a, b)?\", made_at: datetime?}}"
        );
    }
    format!(
        "pagesmith: 1\nname: Large\nserver: https://api.example.com\npaging: sendsage\nresources:\n{lists}records:\n{records}"
    )
}
