//! JSON Pointers (RFC 6901) into replies that are being built.

use serde_json::{Map, Value};

/// Puts a value at a pointer; creates missing objects.
pub(super) fn put(into: &mut Value, pointer: &str, value: Value) {
    let mut place = into;
    for name in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(members) = place else { return };
        let name = name.replace("~1", "/").replace("~0", "~");
        place = members.entry(name).or_insert(Value::Null);
    }
    *place = value;
}

/// Removes the member of an object at a pointer, if it is there.
pub(super) fn remove(from: &mut Value, pointer: &str) {
    let Some((holder, name)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(members)) = from.pointer_mut(holder) {
        members.remove(&name.replace("~1", "/").replace("~0", "~"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_member_is_removed_from_its_object() {
        let mut body = json!({"meta": {"page": 1, "a/b": 2}});
        for pointer in ["/meta/a~1b", "/meta/none", "/none/none", ""] {
            remove(&mut body, pointer);
        }
        assert_eq!(body, json!({"meta": {"page": 1}}));
    }

    #[test]
    fn missing_objects_are_created() {
        let mut body = json!({"meta": {"page": 1}});
        put(&mut body, "/meta/next", json!("t"));
        put(&mut body, "/a~1b/c", json!([1]));
        assert_eq!(body, json!({"meta": {"page": 1, "next": "t"}, "a/b": {"c": [1]}}));
        put(&mut body, "", json!([]));
        assert_eq!(body, json!([]));
    }
}
