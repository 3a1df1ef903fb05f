//! Compares records and enums.

use super::location::{Location, Side, TypePlaces};
use super::{Change, code, docs, in_order, pair_by_name, shown, wire_names};
use crate::emit::{Options, type_of};
use crate::model::{Api, Dates, Enum, Field, Name, Struct, Type, TypeDef, Zone};
use crate::work::Counted;

/// What differs between the types of two modules.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let (in_old, in_new) = (TypePlaces::of(Side::Old, old), TypePlaces::of(Side::New, new));
    let both = ApiPair { old, new, in_old: &in_old, in_new: &in_new };
    let types = pair_by_name(&old.types, &new.types, TypeDef::name, Shape::of);
    let mut changes = Vec::new();
    for (was, is) in &types.renamed {
        let at = in_new.type_def(is.name());
        changes.push(renamed(&was.name().rust, at, is.name(), NAMED));
    }
    for gone in &types.gone {
        let at = in_old.type_def(gone.name());
        let what = format!("{} removed", kind(gone));
        changes.push(Change::breaks(&gone.name().rust, at, what, NAMED));
    }
    // Most of a large spec stays as it was. Dates are chosen for all fields.
    let same_dates = old.generate.dates == new.generate.dates;
    let touched = types.both.iter().filter(|(was, is)| was != is || !same_dates);
    for (before, after) in touched.chain(&types.renamed) {
        match (before, after) {
            (TypeDef::Struct(before), TypeDef::Struct(after)) => {
                both.records(before, after, &mut changes);
            }
            (TypeDef::Enum(before), TypeDef::Enum(after)) => {
                both.enums(before, after, &mut changes);
            }
            _ => {
                let (was, is) = (kind(before), kind(after));
                let at = in_new.type_def(after.name());
                let why = "a struct has fields, an enum has variants";
                let what = format!("{was} before, {is} now");
                changes.push(Change::breaks(&before.name().rust, at, what, why));
            }
        }
    }
    for added in &types.new {
        let at = in_new.type_def(added.name());
        let why = "nothing else changes";
        changes.push(Change::adds(&added.name().rust, at, format!("{} added", kind(added)), why));
    }
    changes
}

/// Why a name that is gone breaks callers.
const NAMED: &str = "callers that name it no longer compile";

/// The same thing under another name.
pub(super) fn renamed(item: &str, at: Location, now: &Name, why: &'static str) -> Change {
    Change::breaks(item, at, format!("renamed to `{}`", now.rust), why)
}

fn kind(ty: &TypeDef) -> &'static str {
    match ty {
        TypeDef::Struct(_) => "record",
        TypeDef::Enum(_) => "enum",
    }
}

/// The Rust type of a field, as a reader writes it.
fn rust(field: &Field, dates: Dates) -> String {
    shown(&type_of(field, dates, &Options::default()))
}

/// The change of a zone, and whether times become other moments or errors.
fn zone_change(item: &str, was: &Field, is: &Field, at: Location) -> Option<Change> {
    let shown = |zone: &Option<Zone>| match zone {
        Some(Zone(offset)) if offset == "Z" => "is in UTC".to_owned(),
        Some(Zone(offset)) => format!("is at `{offset}`"),
        None => "is an error".to_owned(),
    };
    if was.zone == is.zone {
        return None;
    }
    let (before, now) = (shown(&was.zone), shown(&is.zone));
    let what = format!("a time without an offset {now} now, and {before} before");
    Some(match (&was.zone, &is.zone) {
        (None, _) => {
            Change::behaves(item, at, what, "callers compile, and get a value in place of an error")
        }
        (_, None) => {
            let why = "callers compile; a reply with such a time no longer decodes";
            Change::fails(item, at, what, why)
        }
        _ => Change::fails(item, at, what, "callers compile, and get another time"),
    })
}

struct ApiPair<'a> {
    old: &'a Api,
    new: &'a Api,
    in_old: &'a TypePlaces<'a>,
    in_new: &'a TypePlaces<'a>,
}

impl ApiPair<'_> {
    fn records(&self, before: &Struct, after: &Struct, changes: &mut Vec<Change>) {
        let record = &before.name.rust;
        let fields = pair_by_name(
            &before.fields,
            &after.fields,
            |field| &field.name,
            |field| field.name.wire.as_str(),
        );
        let on_the_wire = wire_names(after.fields.iter().map(|field| &field.name));
        let new = |field: &Field| self.in_new.field(after, field);
        let why = "callers that read it no longer compile";
        for (was, is) in &fields.renamed {
            let item = format!("{record}::{}", was.name.rust);
            changes.push(renamed(&item, new(is), &is.name, why));
        }
        for gone in &fields.gone {
            let item = format!("{record}::{}", gone.name.rust);
            let at = self.in_old.field(before, gone);
            changes.push(Change::breaks(&item, at, "field removed", why));
        }
        let same_dates = self.old.generate.dates == self.new.generate.dates;
        let touched = fields.both.iter().filter(|(was, is)| was != is || !same_dates);
        for (was, is) in touched.chain(&fields.renamed) {
            let item = format!("{record}::{}", was.name.rust);
            changes.extend(self.type_change(&item, was, is, new(is)));
            changes.extend(zone_change(&item, was, is, new(is)));
            let moved = on_the_wire.contains(&Counted(was.name.wire.as_str()));
            changes.extend(wire_name_changed(
                &item,
                &was.name,
                &is.name,
                moved,
                new(is),
                "is read from",
            ));
            changes.extend(attributes(&item, new(is), &was.attributes, &is.attributes));
            changes.extend(docs(&item, new(is), was.docs.as_deref(), is.docs.as_deref()));
        }
        for added in &fields.new {
            let item = format!("{record}::{}", added.name.rust);
            changes.push(Change::adds(&item, new(added), "field added", why_added(added)));
        }
        let at = || self.in_new.type_def(&after.name);
        changes.extend(attributes(record, at(), &before.attributes, &after.attributes));
        changes.extend(docs(record, at(), before.docs.as_deref(), after.docs.as_deref()));
        if before.name.wire != after.name.wire && before.name.rust == after.name.rust {
            changes.push(Change::text(record, at(), "written in another way in the spec"));
        }
        if !in_order(&fields.both, &after.fields, |field| &field.name) {
            changes.push(Change::text(record, at(), "fields in another order"));
        }
    }

    fn type_change(&self, item: &str, was: &Field, is: &Field, at: Location) -> Option<Change> {
        let shown = (rust(was, self.old.generate.dates), rust(is, self.new.generate.dates));
        if shown.0 == shown.1 && is_foreign(&was.ty) == is_foreign(&is.ty) {
            return (was.ty != is.ty).then(|| {
                Change::text(
                    item,
                    at,
                    format!("another type in the spec, `{}` in Rust as before", shown.0),
                )
            });
        }
        let (what, why) = match (&was.ty, &is.ty) {
            (Type::Optional(inner), is) if **inner == *is => (
                "made required",
                "callers that match or map the option no longer compile, and a reply without it no longer decodes",
            ),
            (was, Type::Optional(inner)) if *was == **inner => {
                ("made optional", "callers that use the value must handle `None`")
            }
            _ => ("retyped", "callers that use the value no longer compile"),
        };
        let what = format!("{what}: `{}` before, `{}` now", shown.0, shown.1);
        Some(Change::breaks(item, at, what, why))
    }

    fn enums(&self, before: &Enum, after: &Enum, changes: &mut Vec<Change>) {
        let name = &before.name.rust;
        let at = || self.in_new.type_def(&after.name);
        let variants = pair_by_name(
            &before.variants,
            &after.variants,
            |variant| variant,
            |variant| variant.wire.as_str(),
        );
        let on_the_wire = wire_names(after.variants.iter());
        for (was, is) in &variants.renamed {
            changes.push(renamed(&format!("{name}::{}", was.rust), at(), is, NAMED));
        }
        for gone in &variants.gone {
            let item = format!("{name}::{}", gone.rust);
            let at = self.in_old.type_def(&before.name);
            let what = format!("value {} removed", code(&gone.wire));
            changes.push(Change::breaks(&item, at, what, NAMED));
        }
        if before.other != after.other {
            let item = format!("{name}::{}", before.other);
            let what = format!("unknown values are in `{}` now", after.other);
            let why = "callers that match unknown values no longer compile";
            changes.push(Change::breaks(&item, at(), what, why));
        }
        for (was, is) in &variants.both {
            let item = format!("{name}::{}", was.rust);
            let moved = on_the_wire.contains(&Counted(was.wire.as_str()));
            changes.extend(wire_name_changed(&item, was, is, moved, at(), "has the wire value"));
        }
        for added in &variants.new {
            let item = format!("{name}::{}", added.rust);
            let what = format!("value {} added", code(&added.wire));
            let why = format!(
                "the enum is `#[non_exhaustive]`: a match in another crate has a `_` already, and in the client's own crate needs the value; it came as `{name}::{}` before",
                before.other
            );
            changes.push(Change::adds(&item, at(), what, why));
        }
        changes.extend(docs(name, at(), before.docs.as_deref(), after.docs.as_deref()));
        if !in_order(&variants.both, &after.variants, |variant| variant) {
            changes.push(Change::text(name, at(), "values in another order"));
        }
    }
}

/// Attributes of the user's own: only their derives know what they do.
fn attributes(item: &str, at: Location, was: &[String], is: &[String]) -> Option<Change> {
    let why = "callers compile; a derive that reads the attributes may do something else";
    (was != is).then(|| Change::behaves(item, at, "has other attributes", why))
}

/// Why a new field breaks no other crate, and what it breaks within the own one.
macro_rules! why_added {
    ($($more:literal)?) => {
        concat!(
            "the record is `#[non_exhaustive]`: no other crate builds it by a literal or matches it without `..`; in the client's own crate those need it"
            $(, $more)?
        )
    };
}

fn why_added(added: &Field) -> &'static str {
    match added.ty {
        Type::Optional(_) => why_added!(),
        _ => why_added!("; a reply without it, as saved ones are, no longer decodes"),
    }
}

/// The same name in Rust, another one on the wire. If another item has the old wire
/// name now, callers read another value without an error.
pub(super) fn wire_name_changed(
    item: &str,
    was: &Name,
    is: &Name,
    moved: bool,
    at: Location,
    verb: &str,
) -> Option<Change> {
    if was.wire == is.wire {
        return None;
    }
    let what = format!("{verb} {} now, {} before", code(&is.wire), code(&was.wire));
    Some(if moved {
        let why = "callers compile and get another value: the old one has another name now";
        Change::fails(item, at, what, why)
    } else {
        Change::behaves(item, at, what, "callers compile; the name on the wire is another one")
    })
}

/// A type except for its name and docs.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Shape<'t> {
    Struct(Vec<(&'t Name, &'t Type)>),
    Enum(&'t [Name]),
}

impl<'t> Shape<'t> {
    fn of(ty: &'t TypeDef) -> Self {
        match ty {
            TypeDef::Struct(record) => {
                Self::Struct(record.fields.iter().map(|field| (&field.name, &field.ty)).collect())
            }
            TypeDef::Enum(values) => Self::Enum(&values.variants),
        }
    }
}

/// Whether it contains a type of the user's own, which may have any name.
fn is_foreign(ty: &Type) -> bool {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => is_foreign(inner),
        Type::Rust(_) => true,
        Type::Scalar(_) | Type::Own(_) => false,
    }
}
