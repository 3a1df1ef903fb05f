//! The children of each record of a list.

use super::parent_fields::{parent_values, text};
use super::{Call, Error, Given, Record, data, find, pager, unknown};
use pagesmith::{ChildPosition, Children, Client, Dynamic, Pager};
use pagesmith_codegen::lower::all_params;
use pagesmith_codegen::model::{Api, ForEach, List};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// The children of each parent, with the parent.
pub type ChildRecords = Children<Record, Dynamic<Record>, Pager<Dynamic<Record>>>;

/// Which parents' children are asked for.
#[derive(Clone, Debug, Default)]
pub struct Parents {
    /// The resource of the parents.
    pub resource: String,
    /// Filters of the parents, each as often as it has values.
    pub filters: Vec<(String, String)>,
    /// How many parents are read at a time.
    pub concurrency: Option<usize>,
    /// The position of an earlier walk; that of the call is not read.
    pub resume: Option<ChildPosition>,
}

/// The children of each of these parents, by a client of their API. Parameters of the call
/// are those of both lists; filters, page size and limit are those of the children.
///
/// # Errors
/// When the call does not fit the spec, or the spec does not name the parents.
pub fn children(
    api: &Api,
    call: &Call,
    parents: &Parents,
    client: &Client,
) -> Result<ChildRecords, Error> {
    let (parent_call, child_call) = calls(api, call, parents)?;
    let by_page = [
        ("by_number", call.by_number),
        ("from_page", call.from_page.is_some()),
        ("to_page", call.to_page.is_some()),
        ("concurrency", call.concurrency.is_some()),
    ];
    if let Some((name, _)) = by_page.iter().find(|(_, is_set)| *is_set) {
        return Err(Error::Misuse(format!(
            "the children of several parents can't be listed by page number (`{name}`)"
        )));
    }

    let (list, for_each) = with_parents(api, call, parents)?;
    let parent = find(api, &parents.resource)?;
    let given = Given::read(api, &parent_call)?;
    let parent_pager = pager(client, data::list(api, parent), &given, None);
    let parent_items = match &parents.resume {
        Some(position) => parent_pager.resume(position.parents()).items(),
        None => parent_pager.items(),
    };

    let is_later = |name: &str| for_each.values.iter().any(|value| value.param == name);
    let given = Given::read_without(api, &child_call, &is_later)?;
    let names: Vec<String> = for_each.values.iter().map(|value| value.param.clone()).collect();
    let (list, for_each) = (data::list(api, list), for_each.clone());
    let (client, page_size) = (client.clone(), call.page_size);
    check(pager(&client, list.clone(), &filled(&given), page_size))?;
    let mut children = Children::fallible(names, parent_items, move |parent: &Record| {
        let mut given = given.clone();
        let values = parent_values(&for_each, parent)?;
        for (name, value) in values {
            let of_path = given.path.iter_mut().find(|(known, _)| *known == name);
            if let Some((_, filled)) = of_path {
                *filled = text(&value);
            }
        }
        Ok(pager(&client, list.clone(), &given, page_size))
    });
    if let Some(concurrency) = parents.concurrency {
        children = children.concurrency(concurrency);
    }
    if let Some(limit) = call.limit {
        children = children.limit(limit);
    }
    children = children.require(call.require);
    Ok(match &parents.resume {
        Some(position) => children.resume(position),
        None => children,
    })
}

/// The values with some of the path that a parent will give.
fn filled(given: &Given) -> Given {
    let mut filled = given.clone();
    for (_, value) in filled.path.iter_mut().filter(|(_, value)| value.is_empty()) {
        "1".clone_into(value);
    }
    filled
}

/// Fails if a call is refused; sends no request.
fn check(call: Pager<Dynamic<Record>>) -> Result<(), Error> {
    let mut pages = call.pages();
    if pages.position().is_some() {
        return Ok(());
    }
    let refused = pin!(pages.try_next()).poll(&mut Context::from_waker(Waker::noop()));
    match refused {
        Poll::Ready(Err(error)) => Err(error.into()),
        _ => Ok(()),
    }
}

/// The call of the parents' list, for a client of both.
///
/// # Errors
/// As [`children`].
pub fn parents_call(api: &Api, call: &Call, parents: &Parents) -> Result<Call, Error> {
    calls(api, call, parents).map(|(of_parents, _)| of_parents)
}

/// The call of the parents' list, and that of the children's.
fn calls(api: &Api, call: &Call, parents: &Parents) -> Result<(Call, Call), Error> {
    let (list, for_each) = with_parents(api, call, parents)?;
    let parent = find(api, &parents.resource)?;
    let (of_parents, of_children) = params(api, call, (parent, list), for_each)?;
    let parent_call = Call {
        resource: parents.resource.clone(),
        params: of_parents,
        filters: parents.filters.clone(),
        base_url: call.base_url.clone(),
        ..Call::default()
    };
    Ok((parent_call, Call { params: of_children, ..call.clone() }))
}

/// The list of the children, and its parents, which must be these.
fn with_parents<'a>(
    api: &'a Api,
    call: &Call,
    parents: &Parents,
) -> Result<(&'a List, &'a ForEach), Error> {
    let (list, named) = (find(api, &call.resource)?, &parents.resource);
    let resource = &call.resource;
    let Some(for_each) = &list.for_each else {
        return Err(Error::Misuse(format!(
            "the spec does not say how `{resource}` belongs to `{named}`: write `for_each: {{list: {named}, PARAMETER: /POINTER}}` in the resource `{resource}`"
        )));
    };
    if for_each.list != *named {
        return Err(Error::Misuse(format!(
            "the parents of `{resource}` are `{}`, not `{named}`",
            for_each.list
        )));
    }
    Ok((list, for_each))
}

type Pairs = Vec<(String, String)>;

/// The parameters of the parents' list, and those of the children's.
fn params(
    api: &Api,
    call: &Call,
    (parent, child): (&List, &List),
    for_each: &ForEach,
) -> Result<(Pairs, Pairs), Error> {
    let names = |list: &List| -> Vec<String> {
        let variables = api.server.iter().filter(|_| call.base_url.is_none());
        let variables = variables.flat_map(|server| &server.variables);
        let path = all_params(list, api).into_iter().map(|param| param.name.wire);
        variables.map(|name| name.wire.clone()).chain(path).collect()
    };
    let of_parents = names(parent);
    let is_later = |name: &String| for_each.values.iter().any(|value| value.param == *name);
    let of_children: Vec<String> =
        names(child).into_iter().filter(|name| !is_later(name)).collect();
    for (name, _) in &call.params {
        if !of_parents.contains(name) && is_later(name) {
            return Err(Error::Misuse(format!(
                "each parent gives the parameter `{name}`: remove it"
            )));
        }
        if !of_parents.contains(name) && !of_children.contains(name) {
            let only_parents = of_parents.iter().filter(|name| !of_children.contains(name));
            let known = of_children.iter().chain(only_parents).map(String::as_str);
            return Err(unknown(&format!("`{}`", call.resource), "parameter", name, known));
        }
    }
    let among = |names: &[String]| {
        call.params.iter().filter(|(name, _)| names.contains(name)).cloned().collect()
    };
    Ok((among(&of_parents), among(&of_children)))
}
