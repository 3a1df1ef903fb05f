//! Which column a type has.

use super::texts::{Ends, Texts};
use super::words::Words;
use super::{Column, Data, Struct};
use crate::record::{Field, Records, Type};
use pagesmith::__private::Key;

/// How many columns a list has at most, nested ones included. Records in records have more
/// than anybody reads, and some specs have them by the million: those beyond are JSON.
const MOST: usize = 1000;

/// What is known where a column is made.
struct Scope<'t> {
    records: &'t Records,
    /// The records that the column is in.
    within: Vec<usize>,
    /// How many more columns there may be.
    left: usize,
}

impl<'t> Struct<'t> {
    /// The columns of the rows of a list.
    pub(super) fn of_rows(records: &'t Records) -> Self {
        let fields = records.all[records.row].fields.len();
        let mut scope = Scope { records, within: Vec::new(), left: MOST.max(fields) - fields };
        scope.record(records.row)
    }

    /// The columns of these fields, in this order. All of them were built first, so that a
    /// column's type does not depend on which others are read.
    pub(super) fn only(self, fields: &[usize]) -> Self {
        let Self { record, keys, columns } = self;
        let mut columns: Vec<_> = columns.into_iter().zip(keys).map(Some).collect();
        let chosen = fields.iter().filter_map(|field| columns.get_mut(*field)?.take());
        let (columns, keys) = chosen.unzip();
        Self { record, keys, columns }
    }
}

impl<'t> Scope<'t> {
    fn record(&mut self, at: usize) -> Struct<'t> {
        let record = &self.records.all[at];
        self.within.push(at);
        let columns: Vec<_> = record.fields.iter().map(|field| self.field(field)).collect();
        self.within.pop();
        let keys = record.fields.iter().map(|field| Key::new(&field.quoted)).collect();
        Struct { record: &record.name, keys, columns }
    }

    fn field(&mut self, field: &'t Field) -> Column<'t> {
        let column = self.column(field.name(), &field.ty);
        Column { zone: field.zone.as_deref(), ..column }
    }

    fn column(&mut self, name: &'t str, ty: &'t Type) -> Column<'t> {
        let (ty, is_optional) = ty.required();
        let data =
            if self.records.is_secret(ty) { Data::Secret(self.records) } else { self.data(ty) };
        let is_optional = is_optional || matches!(data, Data::Own(..));
        let valid = is_optional.then(Vec::new);
        let width = data.width() + usize::from(is_optional);
        Column { name, ty, zone: None, valid, len: 0, width, data }
    }

    fn data(&mut self, ty: &'t Type) -> Data<'t> {
        match ty {
            Type::Text => Data::Texts(Texts::new()),
            Type::Uuid => Data::Uuids(Texts::new()),
            Type::Enum => Data::Words(Words::new()),
            Type::Secret => Data::Secret(self.records),
            Type::Boolean => Data::Booleans(Vec::new()),
            Type::Integer => Data::Integers(Vec::new()),
            Type::Unsigned => Data::Unsigned(Vec::new()),
            Type::Number => Data::Numbers(Vec::new()),
            Type::Decimal => Data::Decimals(Vec::new()),
            Type::Date => Data::Dates(Vec::new()),
            Type::DateTime => Data::Moments(Vec::new()),
            Type::Epoch => Data::Epochs(Vec::new()),
            Type::Json => Data::Json(Texts::new()),
            Type::Own(check) => Data::Own(Texts::new(), *check),
            // `column` takes it off.
            Type::Optional(inner) => self.data(inner),
            Type::List(inner) => Data::List(Ends::new(), Box::new(self.column("item", inner))),
            Type::Map(inner) => {
                let values = Box::new(self.column("values", inner));
                Data::Map(Ends::new(), Texts::new(), values)
            }
            Type::Record(at) => self.nested(*at),
        }
    }

    /// A record in a record: columns of its own, or JSON where they would have no end.
    fn nested(&mut self, at: usize) -> Data<'t> {
        let fields = self.records.all[at].fields.len();
        match self.left.checked_sub(fields) {
            Some(left) if !self.within.contains(&at) => {
                self.left = left;
                Data::Struct(self.record(at))
            }
            _ => Data::Trees(Texts::new(), self.records),
        }
    }
}

impl Data<'_> {
    /// How many bytes a value takes.
    fn width(&self) -> usize {
        match self {
            Self::Secret(_) => 0,
            Self::Booleans(_) => 1,
            Self::Decimals(_) => 16,
            Self::Integers(_)
            | Self::Unsigned(_)
            | Self::Numbers(_)
            | Self::Moments(_)
            | Self::Epochs(_) => 8,
            Self::Struct(inner) => inner.columns.iter().map(|column| column.width).sum(),
            Self::Dates(_)
            | Self::Texts(_)
            | Self::Uuids(_)
            | Self::Words(_)
            | Self::Json(_)
            | Self::Own(..)
            | Self::Trees(..)
            | Self::List(..)
            | Self::Map(..) => 4,
        }
    }
}
