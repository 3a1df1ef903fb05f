//! The APIs that plans may name.

use crate::api::Api;
use crate::error::TableError;
use crate::source::Source;
use datafusion::arrow::datatypes::Schema;
use pagesmith_codegen::lower::all_params;
use pagesmith_codegen::model::{self, List, Scalar};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_128;

/// APIs by the names that plans have for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registry {
    apis: BTreeMap<String, Api>,
}

/// Names with their values.
pub(crate) type Pairs = Vec<(String, String)>;

impl Registry {
    pub(crate) fn add(&mut self, name: String, api: Api) {
        self.apis.insert(name, api);
    }

    pub(crate) fn get(&self, name: &str) -> Result<&Api, TableError> {
        self.apis.get(name).ok_or_else(|| {
            let known: Vec<_> = self.apis.keys().map(|name| format!("`{name}`")).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            TableError(format!("no API `{name}` is registered here; known: {known}"))
        })
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.apis.keys().map(String::as_str)
    }

    /// The name of the API of a list.
    pub(crate) fn name_of(&self, source: &Source) -> Option<&str> {
        let found = self.apis.iter().find(|(_, api)| api.is_same(source.api()));
        found.map(|(name, _)| name.as_str())
    }
}

/// What two sides compare, to see that their specs are the same: all that was checked of it.
pub(crate) fn fingerprint_of_spec(spec: &model::Api) -> String {
    format!("{:032x}", xxh3_128(format!("{spec:?}").as_bytes()))
}

/// The same of columns.
pub(crate) fn fingerprint_of_columns(schema: &Schema) -> String {
    let columns: Vec<_> = schema
        .fields()
        .iter()
        .map(|field| format!("{}: {} {}", field.name(), field.data_type(), field.is_nullable()))
        .collect();
    format!("{:032x}", xxh3_128(columns.join("\n").as_bytes()))
}

/// The values of a list's path that may be in a plan: those that are not secret, and no variable
/// of the server, which would be a part of the URL.
pub(crate) fn sendable(source: &Source) -> Result<Pairs, TableError> {
    let (api, call) = (source.api(), source.common());
    let Some(list) = api.spec().list(&call.resource) else { return Ok(Vec::new()) };
    let mut pairs = Vec::new();
    for param in all_params(list, api.spec()) {
        let name = &param.name.wire;
        let Some(pair) = call.params.iter().find(|(known, _)| known == name) else { continue };
        if param.ty != Scalar::Secret {
            pairs.push(pair.clone());
        } else if !api.params().contains(pair) {
            return Err(TableError(format!(
                "the parameter `{name}` of `{}` is secret, so no plan holds it: set it by `Api::param`, here and on each worker",
                call.resource
            )));
        }
    }
    Ok(pairs)
}

/// Refuses names that may not be in a plan or in a part of a list.
pub(crate) fn check_names(
    spec: &model::Api,
    list: &List,
    params: &[(String, String)],
    filters: &[(String, String)],
) -> Result<(), TableError> {
    let refused = |what: &str, name: &str, why: &str| {
        let list = &list.method.wire;
        Err(TableError(format!("a plan for `{list}` gives the {what} `{name}`, {why}")))
    };
    let known = all_params(list, spec);
    for (name, _) in params {
        match known.iter().find(|param| param.name.wire == *name) {
            None => return refused("parameter", name, "which its path does not have"),
            Some(param) if param.ty == Scalar::Secret => {
                return refused("parameter", name, "which is secret: only a worker has its value");
            }
            Some(_) => {}
        }
    }
    // The format has no secret filters.
    match filters.iter().find(|(key, _)| list.filters.iter().all(|filter| filter.key != *key)) {
        Some((key, _)) => refused("filter", key, "which it does not have"),
        None => Ok(()),
    }
}
