//! `import --update`: a description changes, and a person has edited the spec in between.

use crate::command::{code, pagesmith, scratch, stderr_of};
use pagesmith_cli::drafting::import::{Options, import};
use pagesmith_cli::drafting::update::{Updated, update};
use serde_json::{Value, json};
use std::fs;

fn text(ty: &str) -> Value {
    json!({"type": ty})
}

fn described(docs: &str) -> Value {
    json!({"type": "string", "format": "date-time", "description": docs})
}

fn schema(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A list by token, or by page number.
fn list(record: &str, by_token: bool) -> Value {
    let (param, key) = if by_token { ("cursor", "next_cursor") } else { ("page", "total_pages") };
    let ty = if by_token { "string" } else { "integer" };
    json!({"get": {
        "summary": format!("Lists each {record}."),
        "parameters": [
            {"name": param, "in": "query", "schema": text(ty)},
            {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
            {"name": "state", "in": "query", "schema": text("string")},
        ],
        "responses": {"200": {"content": {"application/json": {"schema": {"type": "object", "properties": {
            "data": {"type": "array", "items": schema(record)},
            key: text(ty),
        }}}}}},
    }})
}

/// The description before its changes.
fn before() -> Value {
    let record = |fields: &[(&str, Value)]| {
        let mut all = serde_json::Map::from_iter([("id".to_owned(), text("string"))]);
        all.extend(fields.iter().map(|(name, ty)| ((*name).to_owned(), ty.clone())));
        json!({"type": "object", "properties": all})
    };
    json!({
        "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example.com/v1"}],
        "paths": {
            "/orders": list("Order", true), "/users": list("User", true),
            "/tags": list("Tag", true), "/parts": list("Part", true), "/zones": list("Zone", false),
        },
        "components": {"schemas": {
            "Order": record(&[
                ("state", text("string")), ("total", text("string")), ("note", text("string")),
                ("buyer", schema("User")), ("placed", described("When the buyer placed it, by the clock of the shop.")),
            ]),
            "User": record(&[("name", text("string"))]),
            "Tag": record(&[("label", text("string"))]),
            "Part": record(&[("size", text("integer"))]),
            "Zone": record(&[("code", text("string"))]),
        }},
    })
}

fn imported(description: &Value, base: Option<&str>) -> String {
    let options = Options { base: base.map(str::to_owned), ..Options::default() };
    import(description.to_string().as_bytes(), &options).unwrap().spec.unwrap()
}

/// The edits of a person: a knob, comments, a field and a list less, a list renamed.
fn edited(spec: &str) -> String {
    let edit = |text: String, from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in {text}");
        text.replacen(from, to, 1)
    };
    let text =
        edit(spec.to_owned(), "size: {query: limit, max: 100}", "size: {query: limit, max: 50}");
    let text = edit(text, "resources:\n", "resources:\n  # Our most important list.\n");
    let text = edit(text, "      note: string?\n", "");
    let text = edit(text, "  users: {", "  people: {");
    let text = edit(text, "      total: string?\n", "      total: decimal?  # it is a sum\n");
    text.split_inclusive('\n').filter(|line| !line.starts_with("  tags:")).collect()
}

/// Merges a description that was changed by this function into the spec that was edited.
fn after(change: impl Fn(&mut Value)) -> (String, Updated, Value) {
    let base = imported(&before(), None);
    let mine = edited(&base);
    assert!(pagesmith_codegen::check(mine.as_bytes()).is_ok(), "{mine}");
    let mut description = before();
    change(&mut description);
    let new = imported(&description, Some(&base));
    let updated = update(&base, &new, &mine).unwrap();
    let checked = pagesmith_codegen::check(updated.text.as_bytes());
    assert!(checked.is_ok(), "{:?}\n{}", checked.err(), updated.text);
    for kept in ["# Our most important list.", "# it is a sum", "max: 50", "  people: {"] {
        assert!(updated.text.contains(kept), "{kept} is gone: {}", updated.text);
    }
    assert!(!updated.text.contains("  tags:"), "{}", updated.text);
    let spec = serde_yaml::from_str(&updated.text).unwrap();
    (mine, updated, spec)
}

fn operation<'v>(description: &'v mut Value, path: &str) -> &'v mut Value {
    &mut description["paths"][path]["get"]
}

fn fields<'v>(description: &'v mut Value, record: &str) -> &'v mut serde_json::Map<String, Value> {
    description["components"]["schemas"][record]["properties"].as_object_mut().unwrap()
}

/// How many lines differ.
fn differing(one: &str, other: &str) -> usize {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (lines(one), lines(other));
    let gone = one.iter().filter(|line| !other.contains(line)).count();
    gone + other.iter().filter(|line| !one.contains(line)).count()
}

#[test]
fn nothing_changes_if_the_description_is_the_same() {
    let (mine, updated, _) = after(|_| ());
    assert_eq!(updated.text, mine);
    assert_eq!((updated.changed.len(), updated.conflicts.len()), (0, 0));
}

#[test]
fn a_list_is_added_with_its_record() {
    let (mine, updated, spec) = after(|description| {
        description["paths"]["/coupons"] = list("Coupon", true);
        description["components"]["schemas"]["Coupon"] =
            json!({"type": "object", "properties": {"id": text("string")}});
    });
    assert_eq!(spec["resources"]["coupons"]["record"], json!("Coupon"));
    assert_eq!(spec["records"]["Coupon"]["key"], json!("id"));
    assert!(updated.conflicts.is_empty() && updated.text.len() > mine.len());
}

#[test]
fn a_list_is_removed_with_its_record() {
    let (_, updated, spec) = after(|description| {
        description["paths"].as_object_mut().unwrap().remove("/parts");
    });
    assert!(spec["resources"]["parts"].is_null() && spec["records"]["Part"].is_null());
    assert_eq!(updated.conflicts, []);
    assert!(!updated.text.contains("\n\n\n"), "{}", updated.text);
}

#[test]
fn a_list_that_is_renamed_is_another_list() {
    let (_, updated, spec) = after(|description| {
        let paths = description["paths"].as_object_mut().unwrap();
        let list = paths.remove("/parts").unwrap();
        paths.insert("/pieces".to_owned(), list);
    });
    assert!(spec["resources"]["parts"].is_null());
    assert_eq!(spec["resources"]["pieces"]["record"], json!("Part"));
    assert_eq!(updated.conflicts, []);
}

#[test]
fn a_field_is_added_and_another_removed() {
    let (mine, updated, spec) = after(|description| {
        fields(description, "Order").insert("weight".to_owned(), text("integer"));
        fields(description, "Order").remove("state");
    });
    let order = &spec["records"]["Order"]["fields"];
    assert_eq!(order["weight"], json!("integer?"));
    assert!(order["state"].is_null() && order["note"].is_null());
    assert_eq!(order["total"], json!("decimal?"));
    assert_eq!(
        (differing(&mine, &updated.text), updated.conflicts.len()),
        (2, 0),
        "{}",
        updated.text
    );
}

#[test]
fn a_type_changes_unless_a_person_changed_it_too() {
    let (_, updated, spec) = after(|description| {
        fields(description, "Part").insert("size".to_owned(), text("string"));
        fields(description, "Order").insert("total".to_owned(), text("number"));
    });
    assert_eq!(spec["records"]["Part"]["fields"]["size"], json!("string?"));
    assert_eq!(spec["records"]["Order"]["fields"]["total"], json!("decimal?"), "as it was edited");
    // A number that is a sum is imported as a decimal, as the person wrote.
    assert_eq!(updated.conflicts, []);
    let (mine, updated, spec) = after(|description| {
        fields(description, "Order").insert("total".to_owned(), text("boolean"));
    });
    let [conflict] = updated.conflicts.as_slice() else { panic!("{:?}", updated.conflicts) };
    assert_eq!(conflict.path, "records.Order.fields.total");
    assert!(conflict.why.contains("boolean?"), "{}", conflict.why);
    assert!(mine.lines().nth(conflict.line - 1).unwrap().contains("total: decimal?"));
    assert_eq!(spec["records"]["Order"]["fields"]["total"], json!("decimal?"));
}

#[test]
fn a_parameter_is_added_also_to_a_list_that_was_renamed() {
    let (_, updated, spec) = after(|description| {
        for path in ["/users", "/orders", "/tags"] {
            let parameters = operation(description, path)["parameters"].as_array_mut().unwrap();
            parameters.push(json!({"name": "since", "in": "query", "schema": {"type": "string", "format": "date"}}));
        }
    });
    for list in ["people", "orders"] {
        assert_eq!(
            spec["resources"][list]["filters"]["since"],
            json!({"type": "date"}),
            "{}",
            updated.text
        );
    }
    assert_eq!(updated.conflicts, []);
}

#[test]
fn paging_changes_where_no_person_changed_it() {
    let (_, updated, spec) =
        after(|description| description["paths"]["/zones"] = list("Zone", true));
    assert!(spec["resources"]["zones"]["paging"].is_null(), "{}", updated.text);
    assert_eq!(updated.conflicts, []);
    let (_, updated, spec) = after(|description| {
        for path in ["/orders", "/users", "/tags", "/parts"] {
            operation(description, path)["parameters"][1]["schema"]["maximum"] = json!(200);
        }
    });
    assert_eq!(spec["paging"]["size"]["max"], json!(50));
    let [conflict] = updated.conflicts.as_slice() else { panic!("{:?}", updated.conflicts) };
    assert_eq!(conflict.path, "paging.size.max");
}

#[test]
fn a_path_and_a_server_change() {
    let (_, updated, spec) = after(|description| {
        description["servers"][0]["url"] = json!("https://api.example.org/v2");
        let paths = description["paths"].as_object_mut().unwrap();
        let list = paths.remove("/parts").unwrap();
        paths.insert("/v3/parts".to_owned(), list);
    });
    assert_eq!(spec["server"], json!("https://api.example.org/v2"));
    assert_eq!(spec["resources"]["parts"]["get"], json!("/v3/parts"), "{}", updated.text);
    assert_eq!(updated.conflicts, []);
}

#[test]
fn docs_change_with_their_lists() {
    let (mine, updated, spec) = after(|description| {
        operation(description, "/users")["summary"] = json!("Everyone: staff, too.");
        fields(description, "Part")
            .insert("size".to_owned(), json!({"type": "integer", "description": "In pixels."}));
    });
    assert_eq!(spec["resources"]["people"]["docs"], json!("Everyone: staff, too."));
    assert_eq!(
        spec["records"]["Part"]["fields"]["size"],
        json!({"type": "integer?", "docs": "In pixels."})
    );
    assert_eq!(
        (differing(&mine, &updated.text), updated.conflicts.len()),
        (4, 0),
        "{}",
        updated.text
    );
}

#[test]
fn a_record_that_the_description_renames_keeps_its_name() {
    let (mine, updated, _) = after(|description| {
        let text = description
            .to_string()
            .replace("\"User\"", "\"Person\"")
            .replace("schemas/User", "schemas/Person");
        *description = serde_json::from_str(&text).unwrap();
    });
    assert!(
        updated.text.contains("record: User") && updated.text.contains("buyer: User?"),
        "{}",
        updated.text
    );
    assert_eq!((updated.text, updated.conflicts.len()), (mine, 0));
}

#[test]
fn a_record_that_a_person_renames_keeps_that_name() {
    let base = imported(&before(), None);
    let mine = base
        .replace("record: User", "record: Person")
        .replace("buyer: User?", "buyer: Person?")
        .replace("  User:", "  Person:");
    let mut description = before();
    fields(&mut description, "User").insert("mail".to_owned(), text("string"));
    let updated = update(&base, &imported(&description, Some(&base)), &mine).unwrap();
    let spec: Value = serde_yaml::from_str(&updated.text).unwrap();
    assert_eq!(spec["records"]["Person"]["fields"]["mail"], json!("string?"), "{}", updated.text);
    assert!(spec["records"]["User"].is_null() && updated.conflicts.is_empty());
}

#[test]
fn what_was_edited_is_not_removed() {
    let (_, updated, spec) = after(|description| {
        description["paths"].as_object_mut().unwrap().remove("/orders");
    });
    assert!(spec["resources"]["orders"].is_object(), "it has a comment of its own");
    let paths: Vec<&str> = updated.conflicts.iter().map(|conflict| &*conflict.path).collect();
    assert!(paths.contains(&"records.Order"), "{paths:?}");
}

#[test]
fn the_command_updates_a_spec_and_tells_conflicts() {
    let folder = scratch("update");
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (description, spec) = (file("shop.json"), file("shop.yaml"));
    fs::write(&description, before().to_string()).unwrap();
    let update = ["import", &description, "--update", &spec];
    let missing = pagesmith(&update);
    assert_eq!(code(&missing), 1);
    assert!(
        stderr_of(&missing).contains("shop.yaml.imported can't be read"),
        "{}",
        stderr_of(&missing)
    );
    assert_eq!(code(&pagesmith(&["import", &description, "--out", &spec])), 0);
    let mine = edited(&fs::read_to_string(&spec).unwrap());
    fs::write(&spec, &mine).unwrap();
    assert_eq!(code(&pagesmith(&update)), 0);
    assert_eq!(fs::read_to_string(&spec).unwrap(), mine);

    let mut changed = before();
    fields(&mut changed, "Order").insert("total".to_owned(), text("boolean"));
    fields(&mut changed, "Order").insert("weight".to_owned(), text("integer"));
    fs::write(&description, changed.to_string()).unwrap();
    let conflict = pagesmith(&update);
    assert_eq!(code(&conflict), 1);
    assert!(
        stderr_of(&conflict).contains("conflict at `records.Order.fields.total`"),
        "{}",
        stderr_of(&conflict)
    );
    let text = fs::read_to_string(&spec).unwrap();
    assert!(text.contains("weight: integer?") && text.contains("total: decimal?"), "{text}");
    assert_eq!(code(&pagesmith(&update)), 0, "a conflict is reported once");
    assert_eq!(code(&pagesmith(&["import", &description, "--update", &spec, "--out", &spec])), 2);
    fs::remove_dir_all(folder).unwrap();
}
