//! Compares the parents of a list.

use super::list::{ListPair, here};
use super::location::{Location, Side};
use super::{Change, code, location};
use crate::model::{ForEach, FromParent, List};

impl ListPair<'_> {
    /// The method that takes parents.
    pub(super) fn for_each(&self) -> Option<Change> {
        let item = format!("Client::{}", self.was.method_of_parents());
        let at = here(self.is, &["for_each"]);
        let no_longer = "callers of it no longer compile";
        match (&self.was.for_each, &self.is.for_each) {
            (None, None) => None,
            (Some(_), None) => {
                let at = Location::of(Side::Old, vec![location::list(self.was, &["for_each"])]);
                Some(Change::breaks(&item, at, "removed: the list has no parents now", no_longer))
            }
            (None, Some(_)) => {
                let what = "added: it takes the parents of the list";
                Some(Change::adds(&item, at, what, "nothing else changes"))
            }
            (Some(was), Some(is)) => self.parents(&item, at, (was, is)),
        }
    }

    fn parents(&self, item: &str, at: Location, (was, is): (&ForEach, &ForEach)) -> Option<Change> {
        let why = "callers of it no longer compile";
        if was.record != is.record {
            let what =
                format!("parents are {} now, {} before", code(&is.record), code(&was.record));
            return Some(Change::breaks(item, at, what, why));
        }
        let (had, has) = (given(self.was, was), given(self.is, is));
        if had != has {
            let shown = |names: &[&str]| match names {
                [] => "nothing".to_owned(),
                names => names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", "),
            };
            let what =
                format!("takes {} beside the parents now, {} before", shown(&has), shown(&had));
            return Some(Change::breaks(item, at, what, why));
        }
        if was.values != is.values {
            let (had, has) = (values(was), values(is));
            let what = format!("a parent gives {has} now, {had} before");
            let why = "callers compile, and send other values of their parents";
            return Some(Change::fails(item, at, what, why));
        }
        (was != is).then(|| {
            let what = format!("its parents are {} now", code(&is.list));
            Change::text(item, at, what)
        })
    }
}

/// The arguments that no parent gives.
fn given<'l>(list: &'l List, for_each: &ForEach) -> Vec<&'l str> {
    let rest = list.args.iter().filter(|arg| !for_each.gives(arg));
    rest.map(|arg| arg.name.rust.as_str()).collect()
}

fn values(for_each: &ForEach) -> String {
    let value = |FromParent { param, pointer, .. }: &FromParent| {
        format!("{} as {}", code(pointer), code(param))
    };
    for_each.values.iter().map(value).collect::<Vec<_>>().join(", ")
}
