//! The parts of a spec that a mock needs. The model itself may hold tokens of a derive,
//! which can't move between threads, but requests come on any thread.

use super::Options;
use super::delta;
use super::params;
use super::position_kind::{MEMBERS, Sent, link_number, sent};
use pagesmith_codegen::lower::{all_params, all_params_of, paging_of};
use pagesmith_codegen::model::{
    self, Api, Auth, CarryTo, Errors, Filter, ItemRules, Paging, Record, Scalar, SendIn, TypeDef,
    Verb,
};
use serde_json::Value;

/// An API for the mock to serve.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The common path of all lists, with each variable replaced by its name.
    pub base: String,
    pub auth: Auth,
    pub headers: Vec<(String, String)>,
    /// The error code that means "later", if the API has one.
    pub later: Option<String>,
    pub types: Vec<TypeDef>,
    pub lists: Vec<List>,
}

/// A list for the mock to serve.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub resource: String,
    pub verb: Verb,
    pub path: String,
    /// The path parameters that are secrets.
    pub secrets: Vec<String>,
    /// The constant query parameters.
    pub query: Vec<(String, String)>,
    /// The constant part of each request's body.
    pub body: Value,
    /// The pointers to the items.
    pub items: Vec<String>,
    pub item_rules: ItemRules,
    pub missing_is_empty: bool,
    pub record: Record,
    /// The record for what a page has beside its items.
    pub envelope: Option<String>,
    pub key: Option<String>,
    pub errors: Errors,
    pub paging: Paging,
    pub filters: Vec<Filter>,
    /// The path parameters that a parent gives.
    pub from_parent: Vec<String>,
    /// How a single record is requested.
    pub one: Option<One>,
}

/// How a single record is requested.
#[derive(Clone, Debug)]
pub(super) struct One {
    pub path: String,
    /// The constant query parameters.
    pub query: Vec<(String, String)>,
    /// Pointer to the record.
    pub at: String,
    pub record: Record,
}

impl Plan {
    pub(super) fn new(api: &Api) -> Self {
        let template = api.server.as_ref().map_or("", |server| server.template.as_str());
        let path = template.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        let path = path.map(|(_, path)| path.trim_end_matches('/').replace(['{', '}'], ""));
        let path = path.filter(|path| !path.is_empty());
        Self {
            base: path.map(|path| format!("/{path}")).unwrap_or_default(),
            auth: api.auth.clone(),
            headers: api.headers.clone(),
            later: api.rate_limit.as_ref().and_then(|limit| limit.code.first().cloned()),
            types: api.types.clone(),
            lists: api.lists.iter().map(|list| List::new(api, list)).collect(),
        }
    }

    /// A path of a request in two: the common path of all lists, and what is below it. An
    /// official client of an API may be told the origin alone, and know only the end of that
    /// path: `/2010-04-01` of `/api/laml/2010-04-01`.
    pub(super) fn split<'p>(&self, path: &'p str) -> Option<(&'p str, &'p str)> {
        let ends = self.base.match_indices('/').map(|(at, _)| &self.base[at..]);
        let mut bases = ends.chain(self.base.is_empty().then_some(""));
        bases.find_map(|base| {
            let below = path.strip_prefix(base).filter(|below| below.starts_with('/'))?;
            Some((&path[..path.len() - below.len()], below))
        })
    }

    /// The list of this resource.
    pub(super) fn list(&self, resource: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.resource == resource)
    }
}

impl List {
    /// How many records it has.
    pub(super) fn records(&self, options: &Options) -> u64 {
        let children = options.children.filter(|_| !self.from_parent.is_empty());
        children.unwrap_or(options.records)
    }

    /// The fields that filters compare by an order.
    pub(super) fn ordered(&self) -> impl Iterator<Item = (&str, Option<Scalar>)> {
        let matches = self.filters.iter().filter_map(|filter| filter.matches.as_ref());
        let ordered = matches.filter(|matches| matches.comparison.is_ordered());
        ordered.map(|matches| (matches.pointer.as_str(), matches.ty))
    }

    /// The parameters that page.
    pub(super) fn paging_params(&self) -> Vec<&str> {
        let Paging { number, offset, size, .. } = &self.paging;
        let number = number.as_ref().map(|number| number.query.as_str());
        let offset = offset.as_ref().map(|offset| offset.query.as_str());
        let size = size.as_ref().map(|size| size.query.as_str());
        let position = match sent(&self.paging) {
            Some(Sent::Param(name)) => Some(name),
            _ => None,
        };
        let member = Some(MEMBERS[1]).filter(|_| self.paging.send == SendIn::Members);
        let carried = self.paging.carry.iter().filter_map(|carry| match &carry.to {
            CarryTo::Query(name) | CarryTo::Body(name) => Some(name.as_str()),
            CarryTo::Header(_) => None,
        });
        let beside = link_number(&self.paging);
        [position, member, number, beside, offset, size, delta::param(&self.paging)]
            .into_iter()
            .flatten()
            .chain(carried)
            .collect()
    }

    /// Whether the spec names this query parameter.
    pub(super) fn has_param(&self, name: &str) -> bool {
        let is = |filter: &Filter| params::wire(filter) == name;
        let is_constant = self.query.iter().any(|(known, _)| known == name);
        is_constant || self.paging_params().contains(&name) || self.filters.iter().any(is)
    }

    fn new(api: &Api, list: &model::List) -> Self {
        let body = list.body.as_deref();
        let of_one = list.one.iter().flat_map(|one| all_params_of(&one.path, &one.args, api));
        let params = all_params(list, api).into_iter().chain(of_one);
        let secrets = params.filter(|it| it.ty == Scalar::Secret);
        Self {
            resource: list.method.wire.clone(),
            verb: list.verb,
            path: list.path.clone(),
            query: list.query.clone(),
            secrets: secrets.map(|param| param.name.wire).collect(),
            body: body.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default(),
            items: list.all_items().cloned().collect(),
            item_rules: list.item_rules.clone(),
            missing_is_empty: list.missing_is_empty,
            record: list.record.clone(),
            envelope: list.envelope.clone(),
            key: list.key.clone(),
            errors: list.errors.clone(),
            paging: paging_of(list, api),
            filters: list.filters.clone(),
            from_parent: list
                .for_each
                .iter()
                .flat_map(|it| &it.values)
                .map(|value| value.param.clone())
                .collect(),
            one: list.one.as_ref().map(|one| One {
                path: one.path.clone(),
                query: one.query.clone(),
                at: one.at.clone(),
                record: one.record.clone(),
            }),
        }
    }
}
