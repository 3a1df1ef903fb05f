//! A value whose column would have no end, as JSON: its fields that the spec names, and
//! no secrets.

use crate::record::{Check, Field, Record, Records, Type};
use pagesmith::__private::{Key, ReadError, Shape, Slot, Token, Value, Zoned, take_memory};
use pagesmith::{Date, DateTime, Decimal, Json, Secret, Uuid};
use serde_core::de::Error as _;
use serde_json::map::Entry;
use serde_json::{Map, Number};

/// The place of a value that becomes JSON.
pub(crate) struct Tree<'t> {
    ty: &'t Type,
    records: &'t Records,
    /// `None` for a value that is not there, and for a secret.
    value: Option<Json>,
}

impl<'t> Tree<'t> {
    fn new(ty: &'t Type, records: &'t Records) -> Self {
        Self { ty, records, value: None }
    }

    /// A value of this type.
    pub(crate) fn read(ty: &Type, records: &Records, token: Token<'_>) -> Result<Json, ReadError> {
        let mut tree = Tree::new(ty, records);
        tree.put(token)?;
        Ok(tree.value.unwrap_or_default())
    }
}

impl Slot for Tree<'_> {
    fn shape(&self) -> Shape {
        self.ty.shape()
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        let (ty, is_optional) = self.ty.required();
        self.value = if is_optional && token.is_none(ty.empty_is_value()) {
            None
        } else {
            json(ty, self.records, token)?
        };
        Ok(())
    }
}

fn json(ty: &Type, records: &Records, token: Token<'_>) -> Result<Option<Json>, ReadError> {
    Ok(Some(match ty {
        Type::Text | Type::Enum => Json::String(token.word()?.into_owned()),
        Type::Secret => {
            Secret::take(token)?;
            return Ok(None);
        }
        Type::Boolean => bool::take(token)?.into(),
        Type::Integer | Type::Epoch => i64::take(token)?.into(),
        Type::Unsigned => u64::take(token)?.into(),
        Type::Number => Number::from_f64(f64::take(token)?).map_or(Json::Null, Json::Number),
        Type::Decimal => Json::String(Decimal::take(token)?.to_string()),
        Type::Date => Json::String(Date::take(token)?.to_string()),
        Type::DateTime => Json::String(DateTime::take(token)?.to_string()),
        Type::Uuid => Json::String(Uuid::take(token)?.to_string()),
        Type::Json => <Json as Value>::take(token)?,
        Type::Own(check) => return own(*check, token),
        Type::Optional(inner) => return json(inner, records, token),
        Type::List(inner) => list(inner, records, token)?,
        Type::Map(inner) => map(inner, records, token)?,
        Type::Record(at) => record(&records.all[*at], records, token)?,
    }))
}

fn own(check: Option<Check>, token: Token<'_>) -> Result<Option<Json>, ReadError> {
    let Token::Literal(text) = token else {
        return check.map_or(Ok(None), |check| check(token).map(|()| None));
    };
    check.map_or(Ok(()), |check| check(Token::Literal(text)))?;
    serde_json::from_str(text).map(Some).map_err(ReadError::custom)
}

fn list(inner: &Type, records: &Records, token: Token<'_>) -> Result<Json, ReadError> {
    let Token::Array(array) = token else { return Err(token.refused("an array")) };
    let mut values = Vec::new();
    array.elements(usize::MAX, &mut Push { inner, records, values: &mut values })?;
    Ok(Json::Array(values))
}

/// The place behind the last of these values.
struct Push<'v, 't> {
    inner: &'t Type,
    records: &'t Records,
    values: &'v mut Vec<Json>,
}

impl Slot for Push<'_, '_> {
    fn shape(&self) -> Shape {
        self.inner.shape()
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        take_value()?;
        self.values.push(Tree::read(self.inner, self.records, token)?);
        Ok(())
    }
}

fn map(inner: &Type, records: &Records, token: Token<'_>) -> Result<Json, ReadError> {
    let Token::Object(object) = token else { return Err(token.refused("an object")) };
    let (mut members, mut next) = (Map::new(), Tree::new(inner, records));
    while let Some(key) = object.entry(&mut next)? {
        take_value()?;
        match members.entry(key) {
            Entry::Vacant(free) => free.insert(next.value.take().unwrap_or_default()),
            // The key is data, which is not shown.
            Entry::Occupied(_) => return Err(ReadError::custom("duplicate field in a map")),
        };
    }
    Ok(Json::Object(members))
}

fn record(found: &Record, records: &Records, token: Token<'_>) -> Result<Json, ReadError> {
    let Token::Object(object) = token else {
        return Err(token.refused(&format!("an object ({})", found.name)));
    };
    take_value()?;
    let keys: Vec<_> = found.fields.iter().map(|field| Key::new(&field.quoted)).collect();
    let mut trees: Vec<_> = found.fields.iter().map(|it| Tree::new(&it.ty, records)).collect();
    let mut zoned: Vec<_> = trees.iter_mut().zip(&found.fields).map(InZone::new).collect();
    let mut slots: Vec<_> = zoned.iter_mut().map(|it| Some(it as &mut dyn Slot)).collect();
    object.fields(&keys, &mut slots)?;
    let named = found.fields.iter().zip(trees);
    let members = named.filter_map(|(field, tree)| Some((field.name().to_owned(), tree.value?)));
    Ok(Json::Object(members.collect()))
}

/// A place whose times have the offset of its field.
struct InZone<'z, 't> {
    tree: &'z mut Tree<'t>,
    zone: Option<&'t str>,
}

impl<'z, 't> InZone<'z, 't> {
    fn new((tree, field): (&'z mut Tree<'t>, &'t Field)) -> Self {
        Self { tree, zone: field.zone.as_deref() }
    }
}

impl Slot for InZone<'_, '_> {
    fn shape(&self) -> Shape {
        self.tree.shape()
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        match self.zone {
            None => self.tree.put(token),
            Some(zone) => Zoned::new(self.tree, zone).put(token),
        }
    }
}

/// Takes what a value of JSON takes, beside its text.
fn take_value() -> Result<(), ReadError> {
    take_memory(size_of::<Json>())
}
