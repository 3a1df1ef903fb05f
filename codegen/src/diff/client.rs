//! Compares the client and its builder: server, values, credentials, headers, and
//! the options of the generated code.

use super::exchange::Values;
use super::list::IN_PLACE_OF_ANOTHER;
use super::location::{self, Location};
use super::{Change, code, docs};
use crate::model::{Api, Auth, Dates, Name, Param, Scalar, TypeDef};

/// What differs between two clients, but for their lists.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = Vec::new();
    changes.extend(name(old, new));
    changes.extend(docs("Client", here("docs"), old.docs.as_deref(), new.docs.as_deref()));
    changes.extend(server(old, new));
    setters(old, new, &mut changes);
    changes.extend(auth(old, new));
    headers(old, new, &mut changes);
    changes.extend(rate_limit(old, new));
    derives(old, new, &mut changes);
    changes.extend(own_derives(old, new));
    changes.extend(dates(old, new));
    changes
}

fn here(key: &str) -> Location {
    Location::new_side(location::root(key))
}

fn name(old: &Api, new: &Api) -> Option<Change> {
    let what = || format!("the API is called {} now, {} before", code(&new.name), code(&old.name));
    (old.name != new.name).then(|| Change::text("Client", here("name"), what()))
}

fn server(old: &Api, new: &Api) -> Option<Change> {
    let item = "ClientBuilder::base_url";
    let template = |api: &Api| api.server.as_ref().map(|server| server.template.clone());
    match (template(old), template(new)) {
        (Some(was), Some(is)) if was != is => {
            let what = format!("the base URL is {} now, {} before", code(&is), code(&was));
            let at = here("server");
            Some(if Values::of(old, new).are_exchanged(&was, &is) {
                Change::fails("Client", at, what, IN_PLACE_OF_ANOTHER)
            } else {
                let why = "callers compile and send requests there; stored positions are refused if the origin or path differs";
                Change::behaves("Client", at, what, why)
            })
        }
        (Some(was), None) => {
            let at = Location::old_side(location::root("server"));
            let what = format!("base URL removed, {}", code(&was));
            let why = "callers compile; `build` fails until `.base_url(…)` is called";
            Some(Change::fails(item, at, what, why))
        }
        (None, Some(is)) => {
            let what = format!("base URL added, {}: callers no longer need their own", code(&is));
            Some(Change::adds(item, here("server"), what, "callers that set one still override it"))
        }
        _ => None,
    }
}

/// The methods of the builder that give a value, and what each is.
fn values(api: &Api) -> Vec<(&Name, &'static str)> {
    let variables = api.server.iter().flat_map(|server| &server.variables);
    let variables = variables.map(|name| (name, "server variable"));
    let params = api.params.iter().map(|Param { name, .. }| (name, "path parameter"));
    variables.chain(params).collect()
}

fn setters(old: &Api, new: &Api, changes: &mut Vec<Change>) {
    let at = |name: &Name, what: &str| match what {
        "path parameter" => location::root("params").key(&name.wire),
        _ => location::root("server"),
    };
    let (was, is) = (values(old), values(new));
    let has =
        |values: &[(&Name, &str)], name: &Name| values.iter().any(|(one, _)| one.rust == name.rust);
    for (name, what) in was.iter().filter(|(name, _)| !has(&is, name)) {
        let item = format!("ClientBuilder::{}", name.rust);
        let why = "callers that set it no longer compile";
        let at = Location::old_side(at(name, what));
        changes.push(Change::breaks(&item, at, format!("{what} removed"), why));
    }
    for (name, what) in is.iter().filter(|(name, _)| !has(&was, name)) {
        let item = format!("ClientBuilder::{}", name.rust);
        let (at, added) = (Location::new_side(at(name, what)), format!("{what} added"));
        // Who gives a base URL needs no variable of the server.
        changes.push(if *what == "server variable" && old.server.is_none() {
            Change::adds(&item, at, added, "callers that set a base URL don't need it")
        } else {
            let why = format!("callers compile; `build` fails until `.{}(…)` is called", name.rust);
            Change::fails(&item, at, added, why)
        });
    }
    for (name, what) in &is {
        let before = was.iter().find(|(one, _)| one.rust == name.rust).map(|(_, what)| *what);
        if let Some(before) = before.filter(|before| before != what) {
            let item = format!("ClientBuilder::{}", name.rust);
            let became = format!("is a {what} now, a {before} before");
            let at = Location::new_side(at(name, what));
            changes.push(if *what == "path parameter" {
                let why = "callers compile; `build` fails where a base URL was given in its place";
                Change::fails(&item, at, became, why)
            } else {
                Change::behaves(&item, at, became, "callers compile; it goes into the base URL")
            });
        }
    }
    for was in &old.params {
        let same = |is: &&Param| is.name.rust == was.name.rust && *is != was;
        if let Some(is) = new.params.iter().find(same) {
            let at = Location::new_side(location::root("params").key(&is.name.wire));
            let item = format!("ClientBuilder::{}", was.name.rust);
            let is_secret = |param: &Param| param.ty == Scalar::Secret;
            changes.push(if is_secret(was) == is_secret(is) {
                Change::text(&item, at, "another type or name in the spec, the same in Rust")
            } else {
                let (takes, took) = if is_secret(is) {
                    ("a secret", "any value that implements `Display`")
                } else {
                    ("a value that implements `Display`", "a secret")
                };
                let what = format!("takes {takes} now, {took} before");
                Change::breaks(
                    &item,
                    at,
                    what,
                    "callers that pass the other kind no longer compile",
                )
            });
        }
    }
}

/// The method that takes credentials, and where they go.
fn credentials(auth: &Auth) -> Option<(&'static str, String)> {
    let place = match auth {
        Auth::None => return None,
        Auth::Basic => "by HTTP basic".to_owned(),
        Auth::Bearer => "as a bearer token".to_owned(),
        Auth::Header(name) => format!("in the header {}", code(name)),
        Auth::Query(name) => format!("in the query as {}", code(name)),
        Auth::Body { id: None, key } => format!("in the body at {}", code(key)),
        Auth::Body { id: Some(id), key } => {
            format!("in the body at {} and {}", code(id), code(key))
        }
    };
    Some((auth.setter()?, place))
}

fn auth(old: &Api, new: &Api) -> Option<Change> {
    let item = |method: &str| format!("ClientBuilder::{method}");
    let gone = "callers that set credentials no longer compile";
    match (credentials(&old.auth), credentials(&new.auth)) {
        (Some((was, _)), None) => {
            let at = Location::old_side(location::root("auth"));
            Some(Change::breaks(&item(was), at, "credentials removed", gone))
        }
        (None, Some((is, _))) => {
            let why = format!("callers compile; `build` fails until `.{is}(…)` is called");
            Some(Change::fails(&item(is), here("auth"), "credentials added", why))
        }
        (Some((was, _)), Some((is, to))) if was != is => {
            let what = format!("credentials are sent {to} now, and `{is}` sets them");
            Some(Change::breaks(&item(was), here("auth"), what, gone))
        }
        (Some((was, before)), Some((_, to))) if before != to => {
            let what = format!("the key is sent {to} now, {before} before");
            Some(Change::behaves(
                &item(was),
                here("auth"),
                what,
                "callers compile; requests differ",
            ))
        }
        _ => None,
    }
}

/// Reports names only: a value may be secret.
fn headers(old: &Api, new: &Api, changes: &mut Vec<Change>) {
    let why = "callers compile; each request differs";
    let value = |api: &Api, name: &str| {
        api.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let mut push = |side: fn(crate::source_map::Path) -> Location, name: &str, what: &str| {
        let at = side(location::root("headers").key(name));
        let what = format!("the header {} {what}", code(name));
        changes.push(Change::behaves("Client", at, what, why));
    };
    for (name, was) in &old.headers {
        match value(new, name) {
            None => push(Location::old_side, name, "is no longer sent"),
            Some(is) if is != *was => push(Location::new_side, name, "has another value"),
            Some(_) => {}
        }
    }
    for (name, _) in new.headers.iter().filter(|(name, _)| value(old, name).is_none()) {
        push(Location::new_side, name, "is sent with every request now");
    }
}

fn rate_limit(old: &Api, new: &Api) -> Option<Change> {
    (old.rate_limit != new.rate_limit).then(|| {
        let what = "the server's rate limit is detected in another way";
        let why = "callers compile; other replies cause a wait, or the wait differs";
        Change::behaves("Client", here("rate_limit"), what, why)
    })
}

/// Traits of all records; enums have them anyway.
fn derives(old: &Api, new: &Api, changes: &mut Vec<Change>) {
    let records = |api: &Api| api.types.iter().any(|ty| matches!(ty, TypeDef::Struct(_)));
    let (was, is) = (&old.generate, &new.generate);
    let traits =
        [("PartialEq", was.partial_eq, is.partial_eq), ("Serialize", was.serialize, is.serialize)];
    let at = || {
        Location::of(
            super::Side::New,
            vec![location::root("generate").key("derive"), location::root("generate")],
        )
    };
    for (name, was, _) in traits.into_iter().filter(|(_, was, is)| was != is) {
        changes.push(if !records(old) {
            Change::text(name, at(), "applies to records, and there were no records")
        } else if was {
            let why = "callers that compare or write records no longer compile";
            Change::breaks(name, at(), "no longer implemented by the records", why)
        } else {
            Change::adds(name, at(), "implemented by the records", "nothing else changes")
        });
    }
}

/// Derives of the user's own; each implements a trait of its name, as far as is known here.
fn own_derives(old: &Api, new: &Api) -> Vec<Change> {
    let (was, is) = (&old.generate.derives, &new.generate.derives);
    let at = || {
        Location::of(
            super::Side::New,
            vec![location::root("generate").key("derive"), location::root("generate")],
        )
    };
    let name = |path: &str| path.rsplit("::").next().unwrap_or_default().trim().to_owned();
    let gone = was.iter().filter(|path| !is.contains(path)).map(|path| {
        let why = "callers that use what it implements no longer compile";
        Change::breaks(&name(path), at(), format!("{} is no longer derived", code(path)), why)
    });
    let added = is.iter().filter(|path| !was.contains(path)).map(|path| {
        let what = format!("{} is derived by the records", code(path));
        Change::adds(&name(path), at(), what, "nothing else changes")
    });
    let changes: Vec<Change> = gone.chain(added).collect();
    let moved = changes.is_empty() && was != is;
    let in_order = moved.then(|| Change::text("derive", at(), "derives in another order"));
    changes.into_iter().chain(in_order).collect()
}

/// Each field whose type changes by it is reported separately.
fn dates(old: &Api, new: &Api) -> Option<Change> {
    let (was, is) = (old.generate.dates, new.generate.dates);
    let at = Location::new_side(location::root("generate").key("dates"));
    match (was, is) {
        _ if was == is => None,
        (_, Dates::Jiff | Dates::Chrono | Dates::Time) => {
            let feature = is.feature().unwrap_or_default();
            let why = format!(
                "the crate that holds the client turns on the feature `{feature}` of pagesmith"
            );
            Some(Change::adds("DateTime", at, format!("dates use {feature}"), why))
        }
        _ => Some(Change::text(
            "DateTime",
            at,
            "another choice of `dates`; each field that it changes is reported separately",
        )),
    }
}
