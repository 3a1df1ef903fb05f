//! Compares lists: the calls of a client.

use super::exchange::{Moved, Values, swaps, without_names};
use super::location::{self, Location, Side};
use super::types::renamed;
use super::{Change, code, code_or_none, docs, pages, pair_by_name, shown};
use crate::emit::{Options, arg_type};
use crate::model::{Api, List, Name, Record, Scalar, Shape};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What differs between the lists of two clients.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let lists = pair_by_name(&old.lists, &new.lists, |list| &list.method, but_for_its_name);
    let (moved, values) = (Moved::of(&lists), Values::of(old, new));
    let mut changes = Vec::new();
    let call = |list: &List| format!("Client::{}", list.method.rust);
    for (was, is) in &lists.renamed {
        changes.push(renamed(
            &call(was),
            here(is, &[]),
            &is.method,
            "callers of it no longer compile",
        ));
    }
    for gone in &lists.gone {
        let at = Location::old_side(location::list(gone, &[]));
        let what = format!("list removed, and `{}` with it", gone.name.rust);
        changes.push(Change::breaks(&call(gone), at, what, "callers of it no longer compile"));
    }
    for (was, is) in lists.both.iter().chain(&lists.renamed) {
        ListPair { old, new, was, is, moved: &moved, values: &values }.compare(&mut changes);
    }
    for added in &lists.new {
        let what = format!("list added, and `{}` with it", added.name.rust);
        changes.push(Change::adds(&call(added), here(added, &[]), what, "nothing else changes"));
    }
    changes
}

/// A list except for its name and the place of its items, which follows the name by
/// default.
fn but_for_its_name(list: &List) -> impl Ord + use<'_> {
    let filters: Vec<&Name> = list.filters.iter().map(|filter| &filter.name).collect();
    (list.verb, &list.path, &list.record, &list.args, filters)
}

pub(super) fn here(list: &List, keys: &[&str]) -> Location {
    Location::new_side(location::list(list, keys))
}

/// A list of both specs.
pub(super) struct ListPair<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) was: &'a List,
    pub(super) is: &'a List,
    moved: &'a Moved<'a>,
    values: &'a Values<'a>,
}

/// Why an exchange of values breaks callers.
pub(super) const IN_PLACE_OF_ANOTHER: &str =
    "callers compile, and send a value in the place of another one";

/// Why an exchange of lists does.
const ANOTHER_LIST: &str =
    "callers compile, and get the rows of another list: what they asked for has another name now";

impl ListPair<'_> {
    fn compare(&self, changes: &mut Vec<Change>) {
        let (was, is) = (self.was, self.is);
        let name = &was.name.rust;
        if was.name.rust != is.name.rust {
            let why = "callers that name it no longer compile";
            changes.push(renamed(name, here(is, &[]), &is.name, why));
        } else if was.name.wire != is.name.wire {
            changes.push(Change::text(name, here(is, &[]), "written in another way in the spec"));
        }
        changes.extend(self.record());
        changes.extend(self.envelope());
        changes.extend(self.args());
        changes.extend(self.path());
        changes.extend(self.body());
        changes.extend(self.query());
        changes.extend(self.items());
        changes.extend(self.key());
        changes.extend(self.errors());
        changes.extend(self.numbers());
        changes.extend(self.for_each());
        changes.extend(self.one());
        changes.extend(pages::compare((self.old, was), (self.new, is)));
        self.filters(changes);
        changes.extend(docs(name, here(is, &["docs"]), was.docs.as_deref(), is.docs.as_deref()));
    }

    pub(super) fn item(&self, name: &str) -> String {
        format!("{}::{name}", self.was.name.rust)
    }

    fn call(&self) -> String {
        format!("Client::{}", self.was.method.rust)
    }

    fn record(&self) -> Option<Change> {
        let shown = |record: &Record| match record {
            Record::Own(name) | Record::Rust(name) => code(name),
        };
        let (was, is) = (&self.was.record, &self.is.record);
        (was != is).then(|| {
            let what = format!("rows are {} now, {} before", shown(is), shown(was));
            let why = "callers that use the items no longer compile";
            Change::breaks(&self.item("Item"), here(self.is, &["record"]), what, why)
        })
    }

    /// What a page has beside its items is a part of the page's type.
    fn envelope(&self) -> Option<Change> {
        let (was, is) = (&self.was.envelope, &self.is.envelope);
        (was != is).then(|| {
            let (shown, before) = (code_or_none(is.as_ref()), code_or_none(was.as_ref()));
            let what = format!("pages have {shown} beside their items now, {before} before");
            let why = "callers that name the type of a page no longer compile";
            let side = if is.is_some() { self.is } else { self.was };
            let at = location::list(side, &["envelope"]);
            let at = if is.is_some() { Location::new_side(at) } else { Location::old_side(at) };
            Change::breaks(&self.item("pages"), at, what, why)
        })
    }

    /// The types of a call's arguments: callers don't use their names.
    fn args(&self) -> Option<Change> {
        let names = |list: &List| -> Vec<String> {
            list.args.iter().map(|arg| arg.name.rust.clone()).collect()
        };
        let types =
            |list: &List| -> Vec<String> { list.args.iter().map(|arg| argument(arg.ty)).collect() };
        let ((was, is), (had, has)) =
            ((names(self.was), names(self.is)), (types(self.was), types(self.is)));
        let signature = |list| format!("`{}({})`", self.was.method.rust, signature(list));
        let what = format!("{} before, {} now", signature(self.was), signature(self.is));
        let at = here(self.is, &[path_key(self.is)]);
        let exchanged = was != is && sorted(&was) == sorted(&is);
        // What takes any value that implements `Display` takes a number too, and no secret.
        let (shown, secret) = (argument(Scalar::String), argument(Scalar::Secret));
        let takes_more = |had: &String, has: &String| *has == shown && *had != secret;
        let fits = had.len() == has.len()
            && had.iter().zip(&has).all(|(had, has)| had == has || takes_more(had, has));
        if !fits {
            let why = "callers of it no longer compile";
            return Some(Change::breaks(
                &self.call(),
                at,
                format!("takes other arguments: {what}"),
                why,
            ));
        }
        if exchanged {
            let what = format!("arguments in another order: {what}");
            return Some(Change::fails(&self.call(), at, what, IN_PLACE_OF_ANOTHER));
        }
        if had != has {
            let why = "it takes what it took before, and more";
            return Some(Change::adds(
                &self.call(),
                at,
                format!("takes more arguments: {what}"),
                why,
            ));
        }
        let same = self.was.args.iter().zip(&self.is.args).all(|(was, is)| was == is);
        (!same).then(|| {
            Change::text(&self.call(), at, "arguments with other names or types in the spec")
        })
    }

    fn path(&self) -> Option<Change> {
        let (was, is) = (self.was, self.is);
        if (was.verb, &was.path) == (is.verb, &is.path) {
            return None;
        }
        let same_method = was.verb == is.verb;
        let asked = |list: &List| {
            if same_method {
                return code(&list.path);
            }
            code(&format!("{} {}", list.verb.word(), list.path))
        };
        let what = format!("requests {} now, {} before", asked(is), asked(was));
        let at = here(is, &[path_key(is)]);
        Some(if same_method && without_names(was) == without_names(is) {
            Change::text(&self.call(), at, "path parameters with other names")
        } else if self.values.are_exchanged_in(was, is) {
            Change::fails(&self.call(), at, what, IN_PLACE_OF_ANOTHER)
        } else {
            self.asks(
                at,
                what,
                "callers compile and request another path; stored positions are refused",
            )
        })
    }

    /// Another request, for what another list asked for or not.
    fn asks(&self, at: Location, what: String, why: &'static str) -> Change {
        if self.moved.has_request(self.was, self.is) {
            Change::fails(&self.call(), at, what, ANOTHER_LIST)
        } else {
            Change::behaves(&self.call(), at, what, why)
        }
    }

    fn body(&self) -> Option<Change> {
        let (was, is) = (self.was.body.as_ref(), self.is.body.as_ref());
        (was != is).then(|| {
            let what = format!("sends {} now, {} before", code_or_none(is), code_or_none(was));
            let why = "callers compile and send other bodies; stored positions are refused";
            self.asks(here(self.is, &["body"]), what, why)
        })
    }

    /// Reports names only: a value may be secret.
    fn query(&self) -> Option<Change> {
        let (was, is) = (&self.was.query, &self.is.query);
        let differs = |one: &[(String, String)], other: &[(String, String)]| {
            let gone = one.iter().filter(|pair| !other.contains(pair));
            gone.map(|(name, _)| code(name)).collect::<BTreeSet<_>>()
        };
        let names: BTreeSet<_> = &differs(was, is) | &differs(is, was);
        let names: Vec<_> = names.into_iter().collect();
        (!names.is_empty()).then(|| {
            let what = format!("the constant query parameters {} differ", names.join(", "));
            let why = "callers compile and send other requests; stored positions are refused";
            let at = Location::of(
                Side::New,
                vec![location::list(self.is, &["query"]), location::root("query")],
            );
            self.asks(at, what, why)
        })
    }

    fn items(&self) -> Option<Change> {
        let reported = |list: &List| {
            let missing = if list.missing_is_empty { " (empty if missing)" } else { "" };
            let places: Vec<String> = list.all_items().map(|pointer| code(pointer)).collect();
            let shape = match list.item_rules.shape {
                Shape::Array => String::new(),
                other => format!(" as `{}`", other.word()),
            };
            let name = list.item_rules.name.as_ref();
            let name = name.map(|name| format!(", named by {}", code(name))).unwrap_or_default();
            format!("at {}{shape}{name}{missing}", places.join(", "))
        };
        let (was, is) = (reported(self.was), reported(self.is));
        (was != is).then(|| {
            let what = format!("items are read {is} now, {was} before");
            let why = "callers compile; replies of the other shape are an error, and stored positions are refused";
            let (item, at) = (&self.was.name.rust, here(self.is, &["items"]));
            if self.moved.has_rows(self.was, self.is) {
                Change::fails(item, at, what, ANOTHER_LIST)
            } else {
                Change::behaves(item, at, what, why)
            }
        })
    }

    fn key(&self) -> Option<Change> {
        let (was, is) = (&self.was.key, &self.is.key);
        (was != is).then(|| {
            let what = format!(
                "a row is identified by {} now, {} before",
                code_or_none(is.as_ref()),
                code_or_none(was.as_ref())
            );
            let why = "callers compile; a resumed walk finds its place by the key";
            let own = match &self.is.record {
                Record::Own(name) => location::root("records").key(name).key("key"),
                Record::Rust(_) => location::list(self.is, &["key"]),
            };
            Change::behaves(&self.was.name.rust, Location::new_side(own), what, why)
        })
    }

    fn errors(&self) -> Option<Change> {
        let (was, is) = (&self.was.errors, &self.is.errors);
        let pairs = [
            ("success", &was.success, &is.success),
            ("failed", &was.failed, &is.failed),
            ("code", &was.code, &is.code),
            ("message", &was.message, &is.message),
        ];
        let mut what = String::new();
        for (name, was, is) in pairs.into_iter().filter(|(_, was, is)| was != is) {
            let comma = if what.is_empty() { "an error's " } else { ", " };
            let (was, is) = (code_or_none(was.as_ref()), code_or_none(is.as_ref()));
            // Writing to a string can't fail.
            let _ = write!(what, "{comma}`{name}` is read at {is} now, {was} before");
        }
        if was.success_is != is.success_is {
            let comma = if what.is_empty() { "an error's " } else { ", " };
            let values = |values: &[String]| match values {
                [] => "a flag".to_owned(),
                values => values.iter().map(|value| code(value)).collect::<Vec<_>>().join(" or "),
            };
            let (was, is) = (values(&was.success_is), values(&is.success_is));
            let _ = write!(what, "{comma}`success` is {is} now, {was} before");
        }
        let (item, at) = (&self.was.name.rust, Location::new_side(location::root("errors")));
        let [old, new] = [was, is].map(|errors| {
            [&errors.success, &errors.failed, &errors.code, &errors.message]
                .map(|place| place.as_deref())
        });
        (!what.is_empty()).then(|| {
            if swaps(&old, &new) {
                let why = "callers compile, and read one part of an error as another one";
                Change::fails(item, at, what, why)
            } else {
                let why = "callers compile; errors are detected or described in another way";
                Change::behaves(item, at, what, why)
            }
        })
    }

    fn numbers(&self) -> Option<Change> {
        let at = location::paging(Side::New, self.is);
        let item = self.item("by_number");
        let all = "`by_number`, `from_page` and `get_page`";
        match (self.was.by_number, self.is.by_number) {
            (true, false) => {
                let why = "callers that use page numbers no longer compile";
                Some(Change::breaks(
                    &item,
                    at,
                    format!("{all} removed: its paging has no `number`"),
                    why,
                ))
            }
            (false, true) => {
                let why = "nothing else changes";
                Some(Change::adds(&item, at, format!("{all} added"), why))
            }
            _ => None,
        }
    }
}

/// The type of an argument, as tokens.
pub(super) fn argument(ty: Scalar) -> String {
    arg_type(ty, &Options::default()).to_string()
}

fn signature(list: &List) -> String {
    let ty = |ty| shown(&arg_type(ty, &Options::default()));
    let args = list.args.iter().map(|arg| format!("{}: {}", arg.name.rust, ty(arg.ty)));
    args.collect::<Vec<_>>().join(", ")
}

fn sorted(names: &[String]) -> Vec<&String> {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort();
    names
}

/// The key of a resource that has its path.
fn path_key(list: &List) -> &'static str {
    if list.verb.has_body() { "post" } else { "get" }
}
