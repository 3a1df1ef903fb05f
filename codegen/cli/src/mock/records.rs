//! Made-up records with the types of the spec: the same seed gives the same records, and
//! each has a unique key.

use super::hash;
use super::plan::{List, Plan};
use super::pointer::{put, remove};
use super::shape::GROUP;
use super::unique;
use fastrand::Rng;
use pagesmith_codegen::model::{NextFrom, Record, Scalar, Shape, Struct, Type, TypeDef};
use serde_json::{Map, Number, Value, json};

/// Builds the records of an API.
#[derive(Clone, Copy)]
pub(super) struct RecordFactory<'a> {
    pub plan: &'a Plan,
    pub seed: u64,
}

/// The deepest nesting of objects.
const DEPTH: usize = 6;
/// About how many values a record has at most, so that a page of records that hold records of
/// their own kind stays small.
const VALUES: usize = 1000;

impl RecordFactory<'_> {
    /// The record of a list with this index. Fields named like a parameter of the request get
    /// its value, so that records match the filters.
    pub(super) fn record(&self, list: &List, index: u64, given: &[(String, String)]) -> Value {
        let name = list.resource.as_bytes();
        let mut seed = hash(&[&self.seed.to_be_bytes(), name, &index.to_be_bytes()]);
        let parent = parent(list, given);
        if let Some(parent) = parent {
            seed = hash(&[&seed.to_be_bytes(), &parent.to_be_bytes()]);
        }
        let mut builder = RecordBuilder {
            types: &self.plan.types,
            rng: Rng::with_seed(seed),
            index,
            values: 0,
            given,
        };
        let mut record = match &list.record {
            Record::Own(name) => builder.own(name, "", 0),
            Record::Rust(_) => json!({"index": index}),
        };
        let position = match &list.paging.next {
            Some(NextFrom::Last(pointer)) => Some(pointer),
            _ => None,
        };
        for key in position.into_iter().chain(&list.key) {
            let scalar = unique::scalar_at(&self.plan.types, &list.record, key);
            // Another number too for the children of another parent.
            let index = index + parent.map_or(0, |parent| parent % 1_000_000 * 1_000_000);
            let value = unique::value(scalar, record.pointer(key), seed, index);
            put(&mut record, key, value);
        }
        if let Some(name) = &list.item_rules.name
            && record.get(name).is_none_or(|made_up| made_up.is_string() || made_up.is_null())
        {
            record[name] = json!(name_of(list, index));
        }
        for (pointer, scalar) in list.ordered().filter(|it| list.key.as_deref() != Some(it.0)) {
            let made_up = record.pointer(pointer).filter(|made_up| !made_up.is_null());
            if let Some(value) = made_up.map(|made_up| ordered(scalar, made_up, index)) {
                put(&mut record, pointer, value);
            }
        }
        record
    }
}

impl RecordFactory<'_> {
    /// What a page of this list has beside its items and its paging keys.
    pub(super) fn envelope(&self, list: &List, given: &[(String, String)]) -> Value {
        let Some(name) = &list.envelope else { return Value::Object(Map::new()) };
        let seed = hash(&[&self.seed.to_be_bytes(), list.resource.as_bytes()]);
        let rng = Rng::with_seed(seed);
        let mut builder =
            RecordBuilder { types: &self.plan.types, rng, index: 0, values: 0, given };
        let mut envelope = builder.own(name, "", 0);
        // The page says itself what is there, or leaves it out.
        let errors = &list.errors;
        let of_errors = [&errors.success, &errors.failed, &errors.code, &errors.message];
        let of_errors = of_errors.into_iter().flatten().map(String::as_str);
        for pointer in list.paging.pointers().chain(of_errors) {
            remove(&mut envelope, pointer);
        }
        envelope
    }
}

/// What a record, or its group, is called by.
fn name_of(list: &List, index: u64) -> String {
    match list.item_rules.shape {
        Shape::Groups => format!("group-{:06}", index / GROUP),
        // With several pointers, which one has the record depends on the page.
        Shape::Array | Shape::OneOrMany | Shape::One => "row".to_owned(),
        Shape::Map => format!("row-{index:06}"),
    }
}

/// A hash of the parent that a request names.
fn parent(list: &List, given: &[(String, String)]) -> Option<u64> {
    let named = |name: &String| given.iter().find(|(known, _)| known == name);
    let values: Vec<&[u8]> =
        list.from_parent.iter().filter_map(named).map(|(_, value)| value.as_bytes()).collect();
    (!values.is_empty()).then(|| hash(&values))
}

/// A value that does not fall from one record to the next, and that several share.
fn ordered(scalar: Option<Scalar>, made_up: &Value, index: u64) -> Value {
    const ALIKE: u64 = 3;
    match scalar {
        Some(Scalar::Epoch) => json!(1_700_000_000 + index / ALIKE),
        // A time without an offset stays one.
        Some(Scalar::DateTime) if made_up.as_str().is_some_and(|time| !time.ends_with('Z')) => {
            without_offset(ordered(scalar, &Value::Null, index))
        }
        Some(Scalar::Date) => unique::value(scalar, None, 0, index / 50),
        Some(Scalar::DateTime) => unique::value(scalar, None, 0, index / ALIKE),
        Some(Scalar::Integer | Scalar::Unsigned | Scalar::Number) => json!(index / ALIKE),
        Some(Scalar::Decimal) => json!(format!("{}.5", index / ALIKE)),
        _ => json!(format!("{:012}", index / ALIKE)),
    }
}

/// Builds one record.
struct RecordBuilder<'a> {
    types: &'a [TypeDef],
    rng: Rng,
    index: u64,
    /// How many values it has so far.
    values: usize,
    /// Values of the request.
    given: &'a [(String, String)],
}

impl RecordBuilder<'_> {
    /// A value of a type of the spec.
    fn own(&mut self, name: &str, field: &str, depth: usize) -> Value {
        let def = self.types.iter().find(|def| match def {
            TypeDef::Struct(def) => def.name.rust == name,
            TypeDef::Enum(def) => def.name.rust == name,
        });
        match def {
            Some(TypeDef::Struct(def)) => self.object(def, depth),
            Some(TypeDef::Enum(def)) => {
                let wires: Vec<&str> =
                    def.variants.iter().map(|value| value.wire.as_str()).collect();
                json!(self.rng.choice(&wires))
            }
            None => json!(self.text(field)),
        }
    }

    fn object(&mut self, def: &Struct, depth: usize) -> Value {
        let mut fields = Map::new();
        for field in &def.fields {
            let wire = &field.name.wire;
            if let Some(value) = self.requested(wire, &field.ty, depth) {
                fields.insert(wire.clone(), value);
                continue;
            }
            match &field.ty {
                Type::Optional(_) if self.is_full(depth) => {}
                // Leaves out an optional field now and then.
                Type::Optional(_) if self.rng.u8(..16) == 0 => {}
                ty => {
                    let value = self.value(ty, wire, depth);
                    let value = if field.zone.is_some() { without_offset(value) } else { value };
                    fields.insert(wire.clone(), value);
                }
            }
        }
        Value::Object(fields)
    }

    /// The value of the request's parameter that is named like this field.
    fn requested(&self, field: &str, ty: &Type, depth: usize) -> Option<Value> {
        let mut given = self.given.iter().filter(|_| depth == 0);
        let (_, text) = given.find(|(name, _)| folded(name) == folded(field))?;
        let inner = if let Type::Optional(inner) = ty { inner } else { ty };
        match inner {
            // A record can't be a text.
            Type::Own(name) if !self.is_enum(name) => None,
            ty => typed(ty, text),
        }
    }

    fn is_enum(&self, name: &str) -> bool {
        self.types.iter().any(|def| matches!(def, TypeDef::Enum(def) if def.name.rust == name))
    }

    /// Whether an object at this depth gets only what it must have.
    fn is_full(&self, depth: usize) -> bool {
        depth >= DEPTH || (depth > 0 && self.values >= VALUES)
    }

    fn value(&mut self, ty: &Type, field: &str, depth: usize) -> Value {
        self.values += 1;
        match ty {
            Type::Optional(_) if self.rng.u8(..8) == 0 => Value::Null,
            Type::Optional(ty) => self.value(ty, field, depth),
            Type::List(_) if self.is_full(depth) => json!([]),
            Type::Map(_) if self.is_full(depth) => json!({}),
            Type::List(ty) => {
                let values = self.rng.usize(..=3);
                (0..values).map(|_| self.value(ty, field, depth + 1)).collect()
            }
            Type::Map(ty) => {
                let names = self.rng.usize(..=2);
                let name = |at: usize| ["first", "second"][at].to_owned();
                let pairs = (0..names).map(|at| (name(at), self.value(ty, field, depth + 1)));
                Value::Object(pairs.collect())
            }
            Type::Scalar(scalar) => self.scalar(*scalar, field),
            Type::Own(name) => self.own(name, field, depth + 1),
            Type::Rust(_) => json!(self.text(field)),
        }
    }

    fn scalar(&mut self, scalar: Scalar, field: &str) -> Value {
        match scalar {
            Scalar::String => json!(self.text(field)),
            Scalar::Integer => json!(self.rng.u32(..1_000)),
            // Most are beyond the range of `i64`.
            Scalar::Unsigned => json!(u64::MAX - u64::from(self.rng.u32(..))),
            Scalar::Number => float(f64::from(self.rng.u32(..100_000)) / 100.0),
            Scalar::Decimal => {
                json!(format!("{}.{:04}", self.rng.u32(..100), self.rng.u32(..10_000)))
            }
            Scalar::Boolean => json!(self.rng.bool()),
            Scalar::Date => json!(self.day()),
            Scalar::DateTime => {
                let (hour, minute) = (self.rng.u8(..24), self.rng.u8(..60));
                json!(format!("{}T{hour:02}:{minute:02}:00Z", self.day()))
            }
            Scalar::Epoch => json!(1_700_000_000 + self.index * 3_600),
            Scalar::Uuid => json!(uuid(self.rng.u64(..), self.rng.u64(..))),
            Scalar::Uri => json!(self.uri()),
            Scalar::Secret => json!(format!("{:016x}", self.rng.u64(..))),
            Scalar::Json => json!({"note": self.words()}),
        }
    }

    /// A text that suits a field of this name.
    fn text(&mut self, field: &str) -> String {
        let name = folded(field);
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&["id", "sid", "token", "key"]) {
            id(self.rng.u64(..), self.index)
        } else if ends(&["email", "mail", "emailaddress"]) {
            format!("user{}@example.com", self.index)
        } else if matches!(name.as_str(), "to" | "from") || ends(&["phone", "phonenumber"]) {
            format!("+1555{:07}", self.rng.u32(..10_000_000))
        } else if ends(&["uri", "url", "href", "link"]) {
            self.uri()
        } else if ends(&["name"]) {
            format!("{} {}", self.word(), self.index)
        } else {
            self.words()
        }
    }

    fn uri(&mut self) -> String {
        format!("https://example.com/{}/{}", self.word(), self.index)
    }

    fn day(&mut self) -> String {
        format!(
            "{}-{:02}-{:02}",
            self.rng.u16(2020..=2025),
            self.rng.u8(1..=12),
            self.rng.u8(1..=28)
        )
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.rng.usize(..WORDS.len())]
    }

    fn words(&mut self) -> String {
        let words = self.rng.usize(1..=4);
        let words: Vec<&str> = (0..words).map(|_| self.word()).collect();
        words.join(" ")
    }
}

/// Some have characters that bodies and URLs must escape.
const WORDS: &[&str] = &[
    "amber",
    "birch",
    "café",
    "delta",
    "ember",
    "fjord",
    "grove",
    "harbor",
    "\"iris\"",
    "jasper",
    "kelp",
    "lumen",
    "maple",
    "naïve",
    "opal",
    "pine & oak",
    "quartz",
    "reed",
    "slate",
    "tülip",
];

/// A random UUID (version 4 of RFC 9562) of these bits.
pub(super) fn uuid(high: u64, low: u64) -> String {
    let version_4 = (high & !0xf000) | 0x4000;
    let variant = (low & !(3 << 62)) | (1 << 63);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        version_4 >> 32,
        (version_4 >> 16) & 0xffff,
        version_4 & 0xffff,
        variant >> 48,
        variant & 0xffff_ffff_ffff
    )
}

/// A unique ID within the list.
pub(super) fn id(seed: u64, index: u64) -> String {
    format!("{seed:016x}{index:08x}")
}

/// Removes the offset of times, as some servers write them.
fn without_offset(value: Value) -> Value {
    match value {
        Value::String(text) => text.trim_end_matches('Z').into(),
        Value::Array(values) => values.into_iter().map(without_offset).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, without_offset(value))).collect()
        }
        other => other,
    }
}

fn float(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// A text as a value of this type; `None` if it does not fit.
fn typed(ty: &Type, text: &str) -> Option<Value> {
    match ty {
        Type::Scalar(Scalar::Integer | Scalar::Epoch) => text.parse::<i64>().ok().map(Value::from),
        Type::Scalar(Scalar::Unsigned) => text.parse::<u64>().ok().map(Value::from),
        Type::Scalar(Scalar::Number) => text.parse().ok().map(float),
        Type::Scalar(Scalar::Boolean) => text.parse::<bool>().ok().map(Value::from),
        Type::Scalar(Scalar::Json)
        | Type::Optional(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Rust(_) => None,
        Type::Scalar(_) | Type::Own(_) => Some(Value::from(text)),
    }
}

/// A name without its case and its separators.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
