//! Specs with one mistake each, made from a spec: a knob is missing, or has another value.

use serde_yaml::{Mapping, Value};

/// A spec with one mistake.
pub struct Spoilt {
    /// Where and how it differs from the spec.
    pub what: String,
    pub text: String,
}

/// What of a file says how its lists page. Records are compared with rows elsewhere.
const OF_FILE: [&str; 7] = ["auth", "headers", "query", "errors", "rate_limit", "paging", "styles"];
/// What of a resource says how it pages.
const OF_RESOURCE: [&str; 8] = ["get", "post", "query", "body", "paging", "items", "size", "key"];

/// Words that have another in their place.
const WORDS: [(&str, &str); 15] = [
    ("always", "set"),
    ("base", "request"),
    ("basic", "bearer"),
    ("bearer", "basic"),
    ("drop", "keep"),
    ("end", "error"),
    ("error", "end"),
    ("ignore", "error"),
    ("items", "size"),
    ("number", "same"),
    ("off", "error"),
    ("single_page", "error"),
    ("size", "items"),
    ("stop", "error"),
    ("warn", "error"),
];

/// All specs with one mistake, of the spec with this text.
pub fn all(text: &str) -> Vec<Spoilt> {
    let spec: Value = serde_yaml::from_str(text).unwrap();
    let mut paths = Vec::new();
    let mut add = |root: Vec<Value>, keys: &[&str]| {
        for key in keys {
            let mut path = root.clone();
            path.push(Value::from(*key));
            if let Some(value) = at(&spec, &path) {
                collect(value, &path, &mut paths);
            }
        }
    };
    add(Vec::new(), &OF_FILE);
    for resource in spec["resources"].as_mapping().unwrap().keys() {
        add(vec![Value::from("resources"), resource.clone()], &OF_RESOURCE);
    }
    paths.iter().flat_map(|path| spoil(&spec, path)).collect()
}

/// The place of this value, and of those in it.
fn collect(value: &Value, path: &[Value], paths: &mut Vec<Vec<Value>>) {
    paths.push(path.to_vec());
    let inner: Vec<(Value, &Value)> = match value {
        Value::Mapping(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Sequence(all) => {
            all.iter().enumerate().map(|(n, it)| (Value::from(n), it)).collect()
        }
        _ => Vec::new(),
    };
    for (key, value) in inner {
        collect(value, &[path, &[key]].concat(), paths);
    }
}

/// The spec without the value at this place, and with another one there.
fn spoil(spec: &Value, path: &[Value]) -> Vec<Spoilt> {
    let shown: Vec<String> = path.iter().map(|key| serde_yaml::to_string(key).unwrap()).collect();
    let shown = shown.iter().map(|key| key.trim()).collect::<Vec<_>>().join("/");
    let spoilt = |how: String, spec: &Value| Spoilt {
        what: format!("{shown}: {how}"),
        text: serde_yaml::to_string(spec).unwrap(),
    };
    let (last, parents) = path.split_last().unwrap();
    let mut without = spec.clone();
    match (at_mut(&mut without, parents), last.as_u64()) {
        (Value::Sequence(all), Some(index)) => {
            all.remove(usize::try_from(index).unwrap());
        }
        (parent, _) => {
            parent.as_mapping_mut().unwrap().shift_remove(last);
        }
    }
    let mut made = vec![spoilt("removed".to_owned(), &without)];
    if let Some(other) = changed(at(spec, path).unwrap()) {
        let mut with = spec.clone();
        let how = format!("changed to {}", serde_yaml::to_string(&other).unwrap().trim());
        *at_mut(&mut with, path) = other;
        made.push(spoilt(how, &with));
    }
    made
}

/// Another value of the same type.
fn changed(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Bool(flag) => Value::from(!flag),
        Value::Number(number) => Value::from(number.as_i64()? + 1),
        Value::String(text) => {
            let word = WORDS.iter().find(|(word, _)| word == text);
            Value::from(word.map_or_else(|| format!("{text}_"), |(_, other)| (*other).to_owned()))
        }
        _ => return None,
    })
}

fn at<'a>(spec: &'a Value, path: &[Value]) -> Option<&'a Value> {
    path.iter().try_fold(spec, |value, key| match (value, key.as_u64()) {
        (Value::Sequence(all), Some(index)) => all.get(usize::try_from(index).ok()?),
        _ => value.as_mapping()?.get(key),
    })
}

fn at_mut<'a>(spec: &'a mut Value, path: &[Value]) -> &'a mut Value {
    path.iter().fold(spec, |value, key| match (value, key.as_u64()) {
        (Value::Sequence(all), Some(index)) => &mut all[usize::try_from(index).unwrap()],
        (value, _) => {
            let map: &mut Mapping = value.as_mapping_mut().unwrap();
            map.get_mut(key).unwrap()
        }
    })
}
