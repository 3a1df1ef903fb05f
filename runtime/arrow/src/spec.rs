//! The records of a spec that is read at run time.

use crate::record::{Field, Record, Records, Type, of_kind};
use pagesmith::__private::Kind;
use pagesmith_codegen::model::{self, Api, Dates, Scalar, TypeDef, Zone};

impl Records {
    /// Of the rows of this list; `None` if they are a struct of the user's.
    pub(crate) fn of_spec(api: &Api, list: &model::List) -> Option<Self> {
        let model::Record::Own(name) = &list.record else { return None };
        let row = number_of(api, name)?;
        let all = structs(api).map(|found| Record {
            name: found.name.wire.clone(),
            fields: found.fields.iter().map(|field| of_field(field, api)).collect(),
        });
        Some(Self { all: all.collect(), row })
    }
}

fn structs(api: &Api) -> impl Iterator<Item = &model::Struct> {
    api.types.iter().filter_map(|ty| match ty {
        TypeDef::Struct(found) => Some(found),
        TypeDef::Enum(_) => None,
    })
}

/// Which of the structs has this Rust name.
fn number_of(api: &Api, name: &str) -> Option<usize> {
    structs(api).position(|found| found.name.rust == name)
}

fn of_field(field: &model::Field, api: &Api) -> Field {
    Field {
        quoted: format!("\"{}\":", field.name.wire),
        // Of a type with one of the user's in it, the text is kept as it came.
        ty: of_type(&field.ty, api).unwrap_or(Type::Own(None)),
        zone: field.zone.as_ref().map(|Zone(offset)| offset.clone()),
    }
}

/// `None` if a type of the user's is in it.
fn of_type(ty: &model::Type, api: &Api) -> Option<Type> {
    let inner = |inner: &model::Type| of_type(inner, api).map(Box::new);
    Some(match ty {
        model::Type::Optional(ty) => Type::Optional(inner(ty)?),
        model::Type::List(ty) => Type::List(inner(ty)?),
        model::Type::Map(ty) => Type::Map(inner(ty)?),
        model::Type::Scalar(scalar) => of_scalar(*scalar, api.generate.dates),
        model::Type::Rust(_) => return None,
        model::Type::Own(name) => number_of(api, name).map_or(Type::Enum, Type::Record),
    })
}

fn of_scalar(scalar: Scalar, dates: Dates) -> Type {
    match pagesmith_interpret::scalar_kind(scalar, dates) {
        // Of a generated client it is the whole number alone.
        Kind::Integer if scalar == Scalar::Epoch => Type::Epoch,
        kind => of_kind(kind, &mut Vec::new()),
    }
}
