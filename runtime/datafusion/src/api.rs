//! An API of a spec: where it is, its credentials, and the one client of all its tables.

#[cfg(feature = "distributed")]
use crate::budget::Budget;
use crate::error::TableError;
use crate::table::TableBuilder;
use pagesmith::{Client, ClientBuilder, Secret};
use pagesmith_codegen::diag::{Look, Source};
use pagesmith_codegen::input;
use pagesmith_codegen::model::{self, Auth};
use pagesmith_interpret::client_at;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Changes the client before it is built.
type Configure = Arc<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

/// An API of a spec. All tables of it, and of its clones, share one client, so one rate limit.
///
/// A setter begins with another client: set all of them before the first table.
#[derive(Clone)]
#[must_use]
pub struct Api {
    spec: Arc<model::Api>,
    base_url: Option<String>,
    params: Vec<(String, String)>,
    credentials: Credentials,
    headers: Vec<(String, Secret)>,
    rate: Option<f64>,
    configure: Option<Configure>,
    client: Arc<OnceLock<Client>>,
    /// The requests of all that a coordinator does with this API.
    #[cfg(feature = "distributed")]
    budget: Arc<OnceLock<Arc<Budget>>>,
}

#[derive(Clone)]
enum Credentials {
    None,
    Basic(String, Secret),
    Bearer(Secret),
    Key(Secret),
    IdAndKey(Secret, Secret),
}

impl Api {
    /// Reads a spec from its file.
    ///
    /// # Errors
    /// When it can't be read, or has mistakes: all of them, each with its place.
    pub fn from_spec(path: impl AsRef<Path>) -> Result<Self, TableError> {
        let path = path.as_ref();
        let bytes = input::file(path, input::MAX_SPEC)
            .map_err(|error| TableError(format!("{} can't be read: {error}", path.display())))?;
        Self::from_text(&path.display().to_string(), &bytes)
    }

    /// Reads a spec from its text; `name` is its name in messages.
    ///
    /// # Errors
    /// When it has mistakes: all of them, each with its place.
    pub fn from_text(name: &str, spec: &[u8]) -> Result<Self, TableError> {
        let checked = pagesmith_codegen::check(spec).map_err(|problems| {
            let text = String::from_utf8_lossy(spec);
            TableError(problems.render(&Source { name, text: &text }, Look::Plain))
        })?;
        Ok(Self::from_model(checked.api))
    }

    /// Of a spec that was read and checked.
    pub fn from_model(spec: model::Api) -> Self {
        Self {
            spec: Arc::new(spec),
            base_url: None,
            params: Vec::new(),
            credentials: Credentials::None,
            headers: Vec::new(),
            rate: None,
            configure: None,
            client: Arc::default(),
            #[cfg(feature = "distributed")]
            budget: Arc::default(),
        }
    }

    /// The base URL, in place of the server of the spec.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.anew()
    }

    /// A variable of the server, or a path parameter of every table that has one of this name.
    pub fn param(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.params.push((name.into(), value.to_string()));
        self.anew()
    }

    /// Credentials for basic auth.
    pub fn basic(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials = Credentials::Basic(user.into(), password.into());
        self.anew()
    }

    /// A bearer token.
    pub fn bearer(mut self, token: impl Into<Secret>) -> Self {
        self.credentials = Credentials::Bearer(token.into());
        self.anew()
    }

    /// A key, which is sent where the spec says: in a header, in the query or in the body.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.credentials = Credentials::Key(key.into());
        self.anew()
    }

    /// An ID and a key, which are sent in the body, where the spec says.
    pub fn id_and_key(mut self, id: impl Into<Secret>, key: impl Into<Secret>) -> Self {
        self.credentials = Credentials::IdAndKey(id.into(), key.into());
        self.anew()
    }

    /// A header of every request. Its value is treated as a secret.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self.anew()
    }

    /// At most this many requests a second, over all tables of this API.
    pub fn rate(mut self, requests: f64) -> Self {
        self.rate = Some(requests);
        self.anew()
    }

    /// Changes the client before it is built: time-outs, retries, a proxy, hooks.
    pub fn client(
        mut self,
        configure: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure = Some(Arc::new(configure));
        self.anew()
    }

    fn anew(mut self) -> Self {
        self.client = Arc::default();
        #[cfg(feature = "distributed")]
        {
            self.budget = Arc::default();
        }
        self
    }

    /// A list of this API as a table, by its resource.
    pub fn table(&self, resource: impl Into<String>) -> TableBuilder {
        TableBuilder::new(self.clone(), resource.into())
    }

    /// The resources of the spec, in its order.
    pub fn resources(&self) -> impl Iterator<Item = &str> {
        self.spec.lists.iter().map(|list| list.method.wire.as_str())
    }

    /// The spec.
    #[must_use]
    pub fn spec(&self) -> &model::Api {
        &self.spec
    }

    pub(crate) fn shared_spec(&self) -> &Arc<model::Api> {
        &self.spec
    }

    pub(crate) fn params(&self) -> &[(String, String)] {
        &self.params
    }

    /// The base URL that was set.
    #[must_use]
    pub fn base(&self) -> Option<&str> {
        self.base_url.as_deref()
    }

    /// The variables of the server that need a value.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        let server = self.spec.server.as_ref().filter(|_| self.base_url.is_none());
        server.into_iter().flat_map(|it| &it.variables).map(|name| name.wire.as_str())
    }

    /// The client of all tables.
    pub(crate) fn shared_client(&self) -> Result<Client, TableError> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        let client = self.build()?;
        Ok(self.client.get_or_init(|| client).clone())
    }

    fn build(&self) -> Result<Client, TableError> {
        let name = &self.spec.name;
        let value = |variable: &str| {
            let found = self.params.iter().find(|(known, _)| known == variable);
            found.cloned().ok_or_else(|| {
                TableError(format!("the server of `{name}` needs a value for `{variable}`"))
            })
        };
        let variables: Vec<_> = self.variables().map(value).collect::<Result<_, _>>()?;
        if self.base_url.is_none() && self.spec.server.is_none() {
            return Err(TableError(format!(
                "the spec of `{name}` has no server; give its base URL"
            )));
        }
        let builder = client_at(&self.spec, self.base_url.as_deref(), &variables);
        let mut builder = self.authorize(builder)?;
        for (name, value) in &self.headers {
            builder = builder.secret_header(name, value.clone());
        }
        if let Some(rate) = self.rate {
            builder = builder.rate(rate);
        }
        if let Some(configure) = &self.configure {
            builder = configure(builder);
        }
        builder.build().map_err(|error| TableError(error.to_string()))
    }

    fn authorize(&self, builder: ClientBuilder) -> Result<ClientBuilder, TableError> {
        let wanted = match (&self.spec.auth, &self.credentials) {
            (Auth::None, Credentials::None) => return Ok(builder),
            (Auth::Basic, Credentials::Basic(user, password)) => {
                return Ok(builder.basic(user, password.clone()));
            }
            (Auth::Bearer, Credentials::Bearer(token)) => return Ok(builder.bearer(token.clone())),
            (Auth::Header(name), Credentials::Key(key)) => {
                return Ok(builder.api_key_header(name, key.clone()));
            }
            (Auth::Query(name), Credentials::Key(key)) => {
                return Ok(builder.api_key_query(name, key.clone()));
            }
            (Auth::Body { id: None, key: at }, Credentials::Key(key)) => {
                return Ok(builder.api_key_body([(at, key.clone())]));
            }
            (Auth::Body { id: Some(at_id), key: at }, Credentials::IdAndKey(id, key)) => {
                return Ok(builder.api_key_body([(at_id, id.clone()), (at, key.clone())]));
            }
            (Auth::None, _) => "no credentials; leave them out",
            (Auth::Basic, _) => "a user and a password; call `basic`",
            (Auth::Bearer, _) => "a bearer token; call `bearer`",
            (Auth::Body { id: Some(_), .. }, _) => "an ID and a key; call `id_and_key`",
            (Auth::Header(_) | Auth::Query(_) | Auth::Body { .. }, _) => "a key; call `api_key`",
        };
        Err(TableError(format!("the API `{}` takes {wanted}", self.spec.name)))
    }
}

#[cfg(feature = "distributed")]
impl Api {
    /// Whether tables of both send by one client.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.client, &other.client)
    }

    /// The requests of this API that a coordinator counts, if it does.
    pub(crate) fn budget(&self) -> Option<&Arc<Budget>> {
        self.budget.get()
    }

    /// Counts the requests of all tables of this API, if it has a rate. One that is not above 0
    /// is refused when the client is built.
    pub(crate) fn count_requests(&self) {
        if let Some(rate) = self.rate.filter(|rate| *rate > 0.0 && rate.is_finite()) {
            self.budget.get_or_init(|| Arc::new(Budget::new(rate)));
        }
    }

    #[cfg(test)]
    pub(crate) fn requests_a_second(&self) -> Option<f64> {
        self.rate
    }

    /// The same API with a client of its own, of this rate, whose requests nobody else counts.
    pub(crate) fn at_rate(&self, rate: f64) -> Self {
        self.clone().rate(rate)
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("name", &self.spec.name).finish_non_exhaustive()
    }
}
