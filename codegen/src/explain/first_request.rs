//! Describes the requests.

use super::{Section, all, param};
use crate::lower::all_params;
use crate::model::{
    Api, Auth, Filter, FilterType, ForEach, FromParent, List, ListStyle, Matches, Paging, SendIn,
    SendSize, Size, Zone,
};

/// The first request: its URL, and what goes along.
pub(super) fn first(api: &Api, list: &List, paging: &Paging) -> Section {
    let server = api.server.as_ref().map_or("", |server| server.template.trim_end_matches('/'));
    let mut sentences = vec![format!("It is `{} {server}{}`.", list.verb.word(), list.path)];
    if api.server.is_none() {
        sentences.push("The server is the base URL that the client is built with.".to_owned());
    }
    if let Some(body) = &list.body {
        sentences.push(format!("Its body starts as `{body}`."));
    }
    sentences.extend(constant(list));
    sentences.extend(once(api, list));
    sentences.extend(by_call(list));
    sentences.extend(by_parent(list));
    sentences.extend(list.filters.iter().map(filter));
    sentences.extend(paging.size.as_ref().map(size));
    sentences.extend(position(paging));
    Section { title: "First request", sentences }
}

/// The constant query parameters.
fn constant(list: &List) -> Option<String> {
    let pairs = list.encoded_query()?;
    Some(format!("Like every request, it has `{pairs}` in its query; links that lack it get it."))
}

/// What the client is given once.
fn once(api: &Api, list: &List) -> Option<String> {
    let variables = api.server.iter().flat_map(|server| &server.variables);
    let variables = variables.map(|variable| variable.wire.clone());
    let params = all_params(list, api).into_iter().filter(|param| !list.args.contains(param));
    let names: Vec<String> = variables.chain(params.map(|param| param.name.wire)).collect();
    let names = Some(names).filter(|names| !names.is_empty())?;
    let names = all(names.iter().map(String::as_str));
    Some(format!("The client is built with {names}, each encoded for its place."))
}

fn by_call(list: &List) -> Option<String> {
    let names = Some(&list.args).filter(|args| !args.is_empty())?;
    let names = all(names.iter().map(|arg| arg.name.wire.as_str()));
    Some(format!(
        "Each call gives {names}, which the client percent-encodes; it refuses empty values, `.` and `..`."
    ))
}

fn by_parent(list: &List) -> Option<String> {
    let ForEach { list, values, .. } = list.for_each.as_ref()?;
    let value = |value: &FromParent| format!("`{}` is `{}`", value.param, value.pointer);
    let values: Vec<String> = values.iter().map(value).collect();
    Some(format!("For each row of `{list}`, {} of that row.", values.join(", ")))
}

fn filter(filter: &Filter) -> String {
    let several = match filter.list {
        None => String::new(),
        Some(ListStyle::Repeat) => ", once for each value".to_owned(),
        Some(ListStyle::Comma) => ", its values joined by commas".to_owned(),
        Some(ListStyle::Brackets) => format!(", as `{}[]` for each value", filter.name.wire),
    };
    let zone = match &filter.zone {
        None => String::new(),
        Some(Zone(offset)) if offset == "Z" => ", as the time in UTC without an offset".to_owned(),
        Some(Zone(offset)) => format!(", as the time at `{offset}` without an offset"),
    };
    let ty = match &filter.ty {
        FilterType::Scalar(scalar) => scalar.name(),
        FilterType::Enum(name) => name,
    };
    let matches = filter.matches.as_ref().map(|matches| {
        let Matches { pointer, comparison, .. } = matches;
        format!("; it selects rows with `{pointer}` {} its value", comparison.symbol())
    });
    format!(
        "{} is sent if `{}` ({ty}) is called{several}{zone}{}.",
        param(&filter.name.wire),
        filter.name.rust,
        matches.unwrap_or_default()
    )
}

fn size(size: &Size<String>) -> String {
    let Size { query, default, max, send, halve, .. } = size;
    let most = max.map(|max| format!(" (at most {max})")).unwrap_or_default();
    let halve = halve.map(|least| {
        format!(
            " After two failures of one page in a row, by a 5xx without `Retry-After` or a time-out, the walk goes on in pages of half the size, but not below {least}."
        )
    });
    let halve = halve.unwrap_or_default();
    if let (SendSize::Always, Some(default)) = (send, default) {
        let query = param(query);
        return format!(
            "The page size{most} is always sent as {query}: {default}, unless another is set or a limit lowers it.{halve}"
        );
    }
    let else_ = default.map(|default| format!("; otherwise the server uses {default}"));
    format!(
        "The page size{most} is sent as {} if it is set, or if a limit lowers it{}.{halve}",
        param(query),
        else_.unwrap_or_default()
    )
}

/// Where the walk begins.
fn position(paging: &Paging) -> Option<String> {
    if let (None, Some(offset)) = (&paging.next, &paging.offset) {
        return Some(format!(
            "It starts at offset {}, sent as {}.",
            offset.start,
            param(&offset.query)
        ));
    }
    let number = paging.number.as_ref();
    if let (None, Some(number)) = (&paging.next, number) {
        return Some(format!(
            "It requests page {}, sent as {}.",
            number.start,
            param(&number.query)
        ));
    }
    paging.next.as_ref()?;
    let token = match &paging.send {
        SendIn::Url => return None,
        SendIn::Query(name) => format!("`{name}`"),
        SendIn::Body(pointer) => param(pointer),
        SendIn::Header(name) => format!("header `{name}`"),
        SendIn::Members => "member of a position".to_owned(),
        SendIn::Path(name) => format!("`{{{name}}}` of the path"),
    };
    if let Some(start) = &paging.next_rules.start {
        return Some(format!("It carries `{start}` as {token}, unless the call resumes a walk."));
    }
    Some(match number {
        Some(number) => format!(
            "It carries neither {token} nor {}, unless the call uses page numbers or resumes a walk.",
            param(&number.query)
        ),
        None => format!("It carries no {token}, unless the call resumes a walk."),
    })
}

/// What every request contains.
pub(super) fn each(api: &Api, list: &List) -> Section {
    let mut sentences: Vec<String> = auth(&api.auth).into_iter().collect();
    if !api.headers.is_empty() {
        let names = all(api.headers.iter().map(|(name, _)| name.as_str()));
        sentences.push(format!("It has the header {names} of the spec."));
    }
    if !list.filters.is_empty() {
        sentences.push("Path, filters and page size stay the same for the whole walk.".to_owned());
    }
    Section { title: "Every request", sentences }
}

/// How requests authenticate, without any credentials.
fn auth(auth: &Auth) -> Option<String> {
    Some(match auth {
        Auth::None => return None,
        Auth::Basic => "It authenticates by HTTP basic.".to_owned(),
        Auth::Bearer => "It authenticates by a bearer token.".to_owned(),
        Auth::Header(name) => format!("It authenticates by a key in the header `{name}`."),
        Auth::Query(name) => format!(
            "It authenticates by a key in the parameter `{name}`, which is removed from links before a position stores them."
        ),
        Auth::Body { id: None, key } => {
            format!("It authenticates by a key at `{key}` of its body, which no position stores.")
        }
        Auth::Body { id: Some(id), key } => format!(
            "It authenticates by an ID at `{id}` and a key at `{key}` of its body, which no position stores."
        ),
    })
}
