//! Named scenarios, each a small server that misbehaves in one way.
//!
//! A scenario is a script that answers each request, with exact bytes if necessary. Its rows are
//! objects with an `id`, served at `/list` under `/data`; the ids count from 1 in the order of
//! the list, so that a client can check its result.

mod bytes;
mod ceilings;
mod completeness;
mod credentials;
mod encoding;
mod limits;
mod links;
mod page;
mod paths;
mod promise;
mod rates;
mod reply;
mod request;
mod resume;
mod retry;
mod stage;
mod termination;
mod ways;

use std::io;

pub use request::Request;
pub use stage::Stage;

use reply::Reply;

/// A server that misbehaves in one way.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    name: &'static str,
    about: &'static str,
    script: fn(&Site) -> Script,
    link: Option<&'static str>,
}

/// Answers each request; requests are counted from 1.
pub(crate) type Script = Box<dyn FnMut(&Request) -> Reply + Send>;

/// Where a scenario runs.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Host and port of the server: `127.0.0.1:41234`.
    pub(crate) host: String,
    /// Host and port of a second server, which should get no request.
    pub(crate) foreign: String,
}

const GROUPS: &[&[Scenario]] = &[
    termination::SCENARIOS,
    completeness::SCENARIOS,
    promise::SCENARIOS,
    links::LINKS,
    links::SCENARIOS,
    paths::SCENARIOS,
    bytes::LINKS,
    bytes::SCENARIOS,
    credentials::SCENARIOS,
    limits::SCENARIOS,
    retry::PASSING,
    retry::LASTING,
    retry::WAITS,
    retry::SCENARIOS,
    rates::SCENARIOS,
    ceilings::SCENARIOS,
    resume::SCENARIOS,
    ways::SCENARIOS,
];

impl Scenario {
    /// All scenarios.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        GROUPS.iter().copied().flatten()
    }

    /// The scenario with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::all().find(|scenario| scenario.name == name)
    }

    /// Its name, in lower case with dashes.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What its server does, in a sentence.
    #[must_use]
    pub fn about(&self) -> &'static str {
        self.about
    }

    /// The link that it gives, if it does nothing else; with `<host>`, `<port>` and `<foreign>`, which
    /// [`Stage::fill`] replaces.
    #[must_use]
    pub fn link(&self) -> Option<&'static str> {
        self.link
    }

    /// Starts it on the current tokio runtime, on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub async fn start(&self) -> io::Result<Stage> {
        self.start_at(0, false).await
    }

    /// Starts it on this port, and prints a line per request if `echo` is true.
    ///
    /// # Errors
    ///
    /// When the port cannot be bound.
    pub async fn start_at(&self, port: u16, echo: bool) -> io::Result<Stage> {
        Stage::start(self.script, port, echo).await
    }
}

/// Scenarios as a table: name, sentence, and a function that creates the script.
macro_rules! scenarios {
    ($($name:literal, $about:literal, $script:expr;)*) => {
        pub(crate) const SCENARIOS: &[crate::scenarios::Scenario] = &[$(
            crate::scenarios::Scenario { name: $name, about: $about, script: $script, link: None },
        )*];
    };
}
use scenarios;

#[cfg(test)]
mod tests {
    use super::Scenario;
    use std::collections::BTreeSet;

    #[test]
    fn each_scenario_has_a_unique_name_and_a_sentence() {
        let mut names = BTreeSet::new();
        for scenario in Scenario::all() {
            let name = scenario.name();
            assert!(names.insert(name), "duplicate name {name}");
            assert!(
                name.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
                "{name}"
            );
            assert!(scenario.about().ends_with('.'), "{name}");
        }
    }
}
