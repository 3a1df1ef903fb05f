//! The tables of a query: the lists of the specs, each made when the query names it.

use crate::args::Args;
use crate::credentials;
use crate::outcome::Failure;
use async_trait::async_trait;
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::common::plan_err;
use datafusion::error::{DataFusionError, Result};
use datafusion::prelude::SessionContext;
use pagesmith::ClientBuilder;
use pagesmith_codegen::diag::{did_you_mean, escape, escape_lines};
use pagesmith_codegen::lower::all_params;
use pagesmith_codegen::model::Auth;
use pagesmith_codegen::module_name;
use pagesmith_datafusion::{Api, Split};
use pagesmith_interpret::plain_http;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An API with the name of its schema.
type Named = (String, Api);

/// Registers the tables: a schema for each spec, and the default one for all.
pub(crate) fn register(context: &SessionContext, args: &Args) -> Result<(), Failure> {
    let apis = apis(args)?;
    check_names(&apis, args)?;
    let options = Arc::new(Options {
        split: args.split.clone(),
        several: several(args)?,
        page_size: args.page_size.map(u64::from),
        allow_warnings: args.allow_warnings,
    });
    let catalog = context.catalog("datafusion");
    let catalog = catalog.ok_or_else(|| Failure::Failed("there is no catalog".to_owned()))?;
    let schema = |apis| Arc::new(Lists { apis, options: options.clone() });
    for (name, api) in &apis {
        catalog.register_schema(name, schema(vec![(name.clone(), api.clone())]))?;
    }
    catalog.register_schema("public", schema(apis))?;
    Ok(())
}

/// The APIs of the specs.
fn apis(args: &Args) -> Result<Vec<Named>, Failure> {
    let mut apis: Vec<Named> = Vec::new();
    for spec in args.specs() {
        let name = module_name(spec).map_err(Failure::Misuse)?;
        if name == "public" || apis.iter().any(|(known, _)| *known == name) {
            return Err(Failure::Misuse(format!(
                "two schemas are named `{name}`; rename the file of a spec"
            )));
        }
        let mut api = Api::from_spec(spec)?;
        for (param, value) in args.params.iter().filter(|(name, _)| values(args, name).len() == 1) {
            api = api.param(param, value);
        }
        if let Some(rate) = args.rate {
            api = api.rate(rate);
        }
        apis.push((name, api));
    }
    for given in &args.base_url {
        let of = |(name, _): &&mut Named| given.starts_with(&format!("{name}="));
        let at = apis.iter_mut().find(of);
        let (entry, url) = match (at, args.specs().count()) {
            (Some(entry), _) => {
                let url = given[entry.0.len() + 1..].to_owned();
                (entry, url)
            }
            (None, 1) => (&mut apis[0], given.clone()),
            (None, _) => {
                return Err(Failure::Misuse(format!(
                    "`--base-url {given}` does not say which spec it is for; write `--base-url SPEC=URL`"
                )));
            }
        };
        entry.1 = entry.1.clone().base_url(url);
    }
    let needy = apis.iter().filter(|(_, api)| api.spec().auth != Auth::None).count();
    let mut authorized = Vec::new();
    for (name, api) in apis {
        check_http(&name, &api, args)?;
        let api = through_proxy(api, args);
        authorized.push((name.clone(), credentials::add(api, &name, needy == 1)?));
    }
    Ok(authorized)
}

/// The values of a parameter.
fn values(args: &Args, name: &str) -> Vec<String> {
    let given = args.params.iter().filter(|(known, _)| known == name);
    given.map(|(_, value)| value.clone()).collect()
}

/// Fails if secrets would be sent unencrypted to another machine.
fn check_http(name: &str, api: &Api, args: &Args) -> Result<(), Failure> {
    let spec = api.spec();
    let Some(url) = plain_http::server(spec, api.base(), &args.params) else { return Ok(()) };
    let has_secrets = || spec.lists.iter().any(|list| plain_http::has_secrets(spec, Some(list)));
    let is_safe = url.scheme() != "http" || plain_http::is_loopback(&url);
    if args.allow_http || is_safe || !has_secrets() {
        return Ok(());
    }
    Err(Failure::Misuse(format!(
        "the credentials for `{name}` would be sent unencrypted, since the URL of its server begins with `http:`; use `https:`, or add `--allow-http`"
    )))
}

/// Sends requests through the proxy that the environment names, except to this machine.
fn through_proxy(api: Api, args: &Args) -> Api {
    let server = plain_http::server(api.spec(), api.base(), &args.params);
    if server.is_some_and(|url| plain_http::is_loopback(&url)) {
        return api;
    }
    api.client(ClientBuilder::environment_proxy)
}

/// Checks names that no table may ask for.
fn check_names(apis: &[Named], args: &Args) -> Result<(), Failure> {
    let specs = || apis.iter().map(|(_, api)| api.spec());
    let lists = || specs().flat_map(|spec| spec.lists.iter().map(move |list| (spec, list)));
    let servers = specs().filter_map(|spec| spec.server.as_ref());
    let variables = servers.flat_map(|server| &server.variables).map(|name| name.wire.clone());
    let in_paths = lists().flat_map(|(spec, list)| all_params(list, spec));
    let params: Vec<_> = variables.chain(in_paths.map(|param| param.name.wire)).collect();
    let tables: Vec<_> = lists().map(|(_, list)| list.method.wire.clone()).collect();
    for (name, _) in &args.params {
        known("parameter", name, &params)?;
    }
    for name in &args.split {
        known("table", name, &tables)?;
    }
    Ok(())
}

fn known(what: &str, name: &str, known: &[String]) -> Result<(), Failure> {
    if known.iter().any(|known| known == name) {
        return Ok(());
    }
    let near = did_you_mean(name, known.iter().map(String::as_str));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(Failure::Misuse(format!("no spec has a {what} `{name}`{hint}")))
}

/// The parameter that has several values, if one has.
fn several(args: &Args) -> Result<Option<(String, Vec<String>)>, Failure> {
    let names: BTreeSet<_> = args.params.iter().map(|(name, _)| name).collect();
    let mut several = names.into_iter().map(|name| (name.clone(), values(args, name)));
    let mut several = several.by_ref().filter(|(_, values)| values.len() > 1);
    match (several.next(), several.next()) {
        (Some((one, _)), Some((other, _))) => Err(Failure::Misuse(format!(
            "`{one}` and `{other}` both have several values; give several to one of them"
        ))),
        (found, _) => Ok(found),
    }
}

/// How tables are read.
#[derive(Debug)]
struct Options {
    split: Vec<String>,
    /// The parameter that has several values.
    several: Option<(String, Vec<String>)>,
    page_size: Option<u64>,
    allow_warnings: bool,
}

/// The lists of some APIs as a schema.
#[derive(Debug)]
struct Lists {
    apis: Vec<Named>,
    options: Arc<Options>,
}

impl Lists {
    fn with<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Named> {
        self.apis.iter().filter(move |(_, api)| api.resources().any(|it| it == table))
    }
}

#[async_trait]
impl SchemaProvider for Lists {
    fn table_names(&self) -> Vec<String> {
        self.apis.iter().flat_map(|(_, api)| api.resources().map(str::to_owned)).collect()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, DataFusionError> {
        let mut found = self.with(name);
        let Some((schema, api)) = found.next() else { return Ok(None) };
        if let Some((other, _)) = found.next() {
            return plan_err!(
                "both specs have a list `{name}`; write `{schema}.{name}` or `{other}.{name}`"
            );
        }
        let mut table = api.table(name);
        if self.options.allow_warnings {
            table = table.on_warning(|table, warning| {
                eprintln!("warning: `{}`: {}", escape(table), escape_lines(&warning.to_string()));
            });
        }
        if let Some(rows) = self.options.page_size {
            table = table.page_size(rows);
        }
        let in_path = |param: &str| {
            let list = api.spec().list(name);
            let params = list.map(|list| all_params(list, api.spec())).unwrap_or_default();
            params.iter().any(|known| known.name.wire == param)
        };
        let several = self.options.several.as_ref().filter(|(param, _)| in_path(param));
        match (several, self.options.split.iter().any(|split| split == name)) {
            (Some((param, _)), true) => {
                return plan_err!(
                    "`{name}` can't be split by page number, since `{param}` has several values"
                );
            }
            (Some((param, values)), false) => table = table.split(Split::values(param, values)),
            (None, true) => table = table.split(Split::Numbers),
            (None, false) => {}
        }
        Ok(Some(table.build()?))
    }

    fn table_exist(&self, name: &str) -> bool {
        self.with(name).next().is_some()
    }
}
