//! Columns as places of the runtime's reader: what a typed field takes and refuses, its
//! column takes and refuses, since the same types read it.
//!
//! A value that is refused may leave parts of its row in some columns. Whoever holds the
//! columns takes them back by [`Column::truncate`].

mod build;
mod exact;
mod finish;
mod rows;
mod texts;
mod words;

pub(crate) use rows::Rows;

use crate::record::{Check, Records, Type};
use crate::tree::Tree;
use pagesmith::__private::{Key, Object, ReadError, Shape, Slot, Token, Value, Zoned, take_memory};
use pagesmith::{Json, Secret, Uuid};
use serde_core::de::Error as _;
use std::collections::BTreeSet;
use texts::{Ends, Texts};
use words::Words;

/// A column that is being filled.
pub(crate) struct Column<'t> {
    name: &'t str,
    ty: &'t Type,
    zone: Option<&'t str>,
    /// Which values are not null; `None` if none may be.
    valid: Option<Vec<bool>>,
    /// How many values it has.
    len: usize,
    /// How many bytes a value takes, without its text and without the elements of a list.
    width: usize,
    data: Data<'t>,
}

/// The values of a column.
enum Data<'t> {
    Integers(Vec<i64>),
    Unsigned(Vec<u64>),
    Numbers(Vec<f64>),
    Booleans(Vec<bool>),
    Decimals(Vec<i128>),
    Dates(Vec<i32>),
    Moments(Vec<i64>),
    Epochs(Vec<i64>),
    Texts(Texts),
    /// UUIDs, each in its one form.
    Uuids(Texts),
    Words(Words),
    Json(Texts),
    /// The JSON of a type of the user's, as it came.
    Own(Texts, Option<Check>),
    /// The JSON of a record that leads back to itself, or lies too deep.
    Trees(Texts, &'t Records),
    List(Ends, Box<Column<'t>>),
    Map(Ends, Texts, Box<Column<'t>>),
    Struct(Struct<'t>),
    /// Secrets, which are read and dropped.
    Secret(&'t Records),
}

impl Slot for Column<'_> {
    fn shape(&self) -> Shape {
        self.ty.shape()
    }

    #[inline]
    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        match self.zone {
            None => self.take(token),
            Some(zone) => Zoned::new(&mut InZone(self), zone).put(token),
        }
    }
}

/// A column whose times have their offset.
struct InZone<'c, 't>(&'c mut Column<'t>);

impl Slot for InZone<'_, '_> {
    fn shape(&self) -> Shape {
        self.0.ty.shape()
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        self.0.take(token)
    }
}

impl Column<'_> {
    fn take(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        take_memory(self.width)?;
        if self.valid.is_some() && token.is_none(self.ty.empty_is_value()) {
            self.data.check_missing(token)?;
            self.push_nothing();
            return Ok(());
        }
        self.data.take(self.ty, token)?;
        self.len += 1;
        if let Some(valid) = &mut self.valid {
            valid.push(true);
        }
        Ok(())
    }

    /// Adds null. A column without nulls gets a value that does not count, since the record
    /// around it is null.
    fn push_nothing(&mut self) {
        self.len += 1;
        if let Some(valid) = &mut self.valid {
            valid.push(false);
        }
        match &mut self.data {
            Data::Integers(values) | Data::Moments(values) | Data::Epochs(values) => values.push(0),
            Data::Unsigned(values) => values.push(0),
            Data::Numbers(values) => values.push(0.0),
            Data::Booleans(values) => values.push(false),
            Data::Decimals(values) => values.push(0),
            Data::Dates(values) => values.push(0),
            Data::Words(words) => words.push_nothing(),
            Data::Texts(texts)
            | Data::Uuids(texts)
            | Data::Json(texts)
            | Data::Own(texts, _)
            | Data::Trees(texts, _) => {
                texts.push_empty();
            }
            Data::List(ends, _) | Data::Map(ends, ..) => ends.push_empty(),
            Data::Struct(inner) => inner.columns.iter_mut().for_each(Column::push_nothing),
            Data::Secret(_) => {}
        }
    }

    /// Forgets all but the first values.
    fn truncate(&mut self, values: usize) {
        self.len = values;
        if let Some(valid) = &mut self.valid {
            valid.truncate(values);
        }
        match &mut self.data {
            Data::Integers(kept) | Data::Moments(kept) | Data::Epochs(kept) => {
                kept.truncate(values);
            }
            Data::Unsigned(kept) => kept.truncate(values),
            Data::Numbers(kept) => kept.truncate(values),
            Data::Booleans(kept) => kept.truncate(values),
            Data::Decimals(kept) => kept.truncate(values),
            Data::Dates(kept) => kept.truncate(values),
            Data::Words(words) => words.truncate(values),
            Data::Texts(texts)
            | Data::Uuids(texts)
            | Data::Json(texts)
            | Data::Own(texts, _)
            | Data::Trees(texts, _) => {
                texts.truncate(values);
            }
            Data::List(ends, elements) => elements.truncate(ends.truncate(values)),
            Data::Map(ends, keys, entries) => {
                let kept = ends.truncate(values);
                keys.truncate(kept);
                entries.truncate(kept);
            }
            Data::Struct(inner) => inner.columns.iter_mut().for_each(|it| it.truncate(values)),
            Data::Secret(_) => {}
        }
    }
}

impl Data<'_> {
    /// What its type says of a value that is not there. Only types of the user's have a say.
    fn check_missing(&self, token: Token<'_>) -> Result<(), ReadError> {
        match self {
            Self::Own(_, Some(check)) => check(token),
            _ => Ok(()),
        }
    }

    fn take(&mut self, ty: &Type, token: Token<'_>) -> Result<(), ReadError> {
        match self {
            Self::Integers(values) => values.push(i64::take(token)?),
            Self::Unsigned(values) => values.push(u64::take(token)?),
            Self::Numbers(values) => values.push(f64::take(token)?),
            Self::Booleans(values) => values.push(bool::take(token)?),
            Self::Decimals(values) => values.push(exact::decimal(token)?),
            Self::Dates(values) => values.push(exact::date(token)?),
            Self::Moments(values) => values.push(exact::moment(token)?),
            Self::Epochs(values) => values.push(exact::epoch(token)?),
            Self::Texts(texts) => texts.push(&token.word()?)?,
            Self::Uuids(texts) => texts.push(&Uuid::take(token)?.to_string())?,
            Self::Words(words) => words.push(&token.word()?)?,
            Self::Json(texts) => texts.push(&<Json as Value>::take(token)?.to_string())?,
            Self::Own(texts, check) => own(texts, *check, token)?,
            Self::Trees(texts, records) => {
                texts.push(&Tree::read(ty, records, token)?.to_string())?;
            }
            Self::List(ends, elements) => {
                let Token::Array(array) = token else { return Err(token.refused("an array")) };
                array.elements(usize::MAX, &mut **elements)?;
                ends.push(elements.len)?;
            }
            Self::Map(ends, keys, values) => {
                let Token::Object(object) = token else { return Err(token.refused("an object")) };
                entries(object, keys, values)?;
                ends.push(values.len)?;
            }
            Self::Struct(inner) => inner.take(token)?,
            Self::Secret(records) => match ty {
                Type::Secret => drop(Secret::take(token)?),
                ty => drop(Tree::read(ty, records, token)?),
            },
        }
        Ok(())
    }
}

/// The JSON of a type of the user's, which checks it.
fn own(texts: &mut Texts, check: Option<Check>, token: Token<'_>) -> Result<(), ReadError> {
    let Token::Literal(text) = token else { return Err(token.refused("JSON")) };
    take_memory(text.len())?;
    check.map_or(Ok(()), |check| check(Token::Literal(text)))?;
    texts.push(text)
}

/// The entries of a map, each key once.
fn entries(
    object: &mut dyn Object,
    keys: &mut Texts,
    values: &mut Column<'_>,
) -> Result<(), ReadError> {
    let mut seen = BTreeSet::new();
    while let Some(key) = object.entry(values)? {
        take_memory(key.len())?;
        keys.push(&key)?;
        if !seen.insert(key) {
            // The key is data, which is not shown.
            return Err(ReadError::custom("duplicate field in a map"));
        }
    }
    Ok(())
}

/// The columns of a record.
struct Struct<'t> {
    record: &'t str,
    keys: Vec<Key<'t>>,
    columns: Vec<Column<'t>>,
}

impl Struct<'_> {
    fn take(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        /// Of records with so many fields, the places take no allocation.
        const FEW: usize = 32;
        let Token::Object(object) = token else {
            return Err(token.refused(&format!("an object ({})", self.record)));
        };
        let fields = self.columns.len();
        let mut columns = self.columns.iter_mut().map(|column| column as &mut dyn Slot);
        if fields > FEW {
            let mut slots: Vec<_> = columns.map(Some).collect();
            return object.fields(&self.keys, &mut slots);
        }
        let mut slots: [_; FEW] = std::array::from_fn(|_| columns.next());
        object.fields(&self.keys, &mut slots[..fields])
    }
}
