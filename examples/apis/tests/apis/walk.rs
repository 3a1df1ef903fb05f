//! Walks a list of a spec against its vendor.

use crate::specs;
use crate::vendors::Vendor;
use crate::vendors::server::Server;
use pagesmith_codegen::model::{Api, Record, Type, TypeDef};
use pagesmith_interpret::Call;
use serde_json::Value;

/// The items of a list of a spec, and the requests that its vendor received. In `given`, a name
/// that begins with `?` is a filter; others are parameters.
pub async fn walk(
    vendor: &'static Vendor,
    list: &str,
    size: u64,
    given: &[&str],
) -> (Vec<Value>, Vec<String>) {
    let server = Server::start(vendor).await;
    let (spec, resource) = list.split_once('/').unwrap();
    let api = specs::api(spec);
    let (mut params, mut filters) = (Vec::new(), Vec::new());
    for pair in given {
        let (name, value) = pair.split_once('=').unwrap();
        match name.strip_prefix('?') {
            Some(filter) => filters.push((filter.to_owned(), value.to_owned())),
            None => params.push((name.to_owned(), value.to_owned())),
        }
    }
    let call = Call {
        resource: resource.to_owned(),
        params,
        filters,
        base_url: Some(format!("{}{}", server.origin, path_of_server(&api))),
        page_size: (size > 0).then_some(size),
        ..Call::default()
    };
    let mut pages = pagesmith_interpret::walk(&api, &call, &|name| secret(vendor, name)).unwrap();
    let mut items = Vec::new();
    loop {
        let page = pages.try_next().await;
        let page = page.unwrap_or_else(|error| panic!("{error}\n{:#?}", server.requests()));
        let Some(page) = page else { break };
        items
            .extend(page.items().iter().map(|it| serde_json::from_str::<Value>(it.get()).unwrap()));
    }
    assert!(pages.warnings().is_empty(), "{:?}", pages.warnings());
    (items, server.requests())
}

/// The part of the spec's server after its host.
fn path_of_server(api: &Api) -> String {
    let Some(server) = &api.server else { return String::new() };
    let host = server.template.strip_prefix("https://").unwrap();
    host.find('/').map_or(String::new(), |slash| host[slash..].to_owned())
}

/// The credentials that this vendor accepts.
fn secret(vendor: &Vendor, name: &str) -> Option<String> {
    let header = vendor.headers.first()?;
    Some(
        match name {
            pagesmith_interpret::USERNAME => "me",
            pagesmith_interpret::PASSWORD => "any",
            pagesmith_interpret::TOKEN => header.strip_prefix("authorization: Bearer ")?,
            _ => header.split_once(": ")?.1,
        }
        .to_owned(),
    )
}

/// Checks that rows have no field that the list's record lacks, and every field
/// that it requires.
pub fn assert_rows_fit(list: &str, rows: &[Value]) {
    let (spec, resource) = list.split_once('/').unwrap();
    let api = specs::api(spec);
    let list = api.lists.iter().find(|list| list.method.wire == resource).unwrap();
    let Record::Own(name) = &list.record else { panic!("{resource} has a record of its own") };
    let fields = api.types.iter().find_map(|ty| match ty {
        TypeDef::Struct(record) if record.name.rust == *name => Some(&record.fields),
        _ => None,
    });
    let fields = fields.unwrap();
    for row in rows {
        for key in row.as_object().unwrap().keys() {
            assert!(fields.iter().any(|field| field.name.wire == *key), "{name} has no `{key}`");
        }
        let required = fields.iter().filter(|field| !matches!(field.ty, Type::Optional(_)));
        for field in required {
            assert!(!row[&field.name.wire].is_null(), "{name} has no `{}`", field.name.wire);
        }
    }
}
