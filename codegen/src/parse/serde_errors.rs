//! Turns serde's errors, which speak of Rust types, into problems that speak of
//! the spec.

use serde_path_to_error::Segment;

use crate::credentials::hidden;
use crate::diag::{Problem, did_you_mean, either, excerpt};
use crate::source_map::{EntrySpan, Path, PathStep, SourceMap, Span};

/// The error at which serde stopped.
pub(super) struct SerdeError {
    /// The entry that is unknown, missing or wrong.
    pub path: Path,
    /// Whether it is missing.
    pub missing: bool,
    message: String,
}

impl SerdeError {
    pub(super) fn of(error: &serde_path_to_error::Error<serde_yaml::Error>) -> Self {
        let steps = error.path().iter().filter_map(|segment| match segment {
            Segment::Seq { index } => Some(PathStep::Index(*index)),
            Segment::Map { key } => Some(PathStep::Key(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        let path = Path(steps.collect());
        let message = error.inner().to_string();
        match message.strip_prefix("missing field ") {
            Some(key) => {
                let path = path.key(key.trim_matches('`'));
                Self { path, missing: true, message }
            }
            None => Self { path, missing: false, message },
        }
    }

    /// The same error at another path.
    pub(super) fn at(&self, path: Path) -> Self {
        Self { path, missing: self.missing, message: self.message.clone() }
    }

    pub(super) fn is_unknown_key(&self) -> bool {
        self.message.starts_with("unknown field")
    }

    pub(super) fn to_problem(&self, source_map: &SourceMap, text: &str) -> Problem {
        let key = self.path.0.iter().rev().find_map(|step| match step {
            PathStep::Key(key) => Some(key.as_str()),
            PathStep::Index(_) => None,
        });
        let key = excerpt(key.unwrap_or_default());
        if self.missing {
            return self.missing_key(&key);
        }
        if self.is_unknown_key() {
            return self.unknown_key(&key);
        }
        match self.message.split_once("expected ") {
            Some((_, expected)) => {
                let expected =
                    if self.is_text_of_field(source_map) { "a string" } else { expected };
                self.mismatch(&key, expected, source_map.get(&self.path), text)
            }
            None => Problem::error(&self.path, self.message.clone()),
        }
    }

    /// Whether this is a text in the long form of a field, which serde reads as a map
    /// of types.
    fn is_text_of_field(&self, source_map: &SourceMap) -> bool {
        let [PathStep::Key(root), _, PathStep::Key(fields), .., PathStep::Key(key)] =
            &self.path.0[..]
        else {
            return false;
        };
        let is_long = || source_map.get(&self.path.parent()?.key("type")).map(drop);
        root == "records"
            && fields == "fields"
            && ["wire", "docs", "rename", "zone", "attributes"].contains(&key.as_str())
            && is_long().is_some()
    }

    /// The known keys that serde lists for an unknown one.
    fn known(&self) -> Vec<&str> {
        let (_, known) = self.message.rsplit_once("`, expected").unwrap_or_default();
        known.split('`').skip(1).step_by(2).collect()
    }

    /// The key that was probably meant by an unknown one: it counts as reported
    /// if it is missing.
    pub(super) fn intended(&self) -> Option<Path> {
        let Some(PathStep::Key(written)) = self.path.0.last() else { return None };
        let intended = did_you_mean(written, self.known())?;
        Some(self.path.parent()?.key(intended))
    }

    fn missing_key(&self, key: &str) -> Problem {
        let holder = self.path.parent().unwrap_or_default();
        let message = match holder.0.last() {
            Some(_) => format!("`{holder}` lacks the key `{key}`"),
            None => format!("the spec lacks the key `{key}`"),
        };
        let problem = Problem::error(&holder, message).on_key();
        match key {
            "pagesmith" => problem.help("`pagesmith: 1` says which version of the format it is"),
            "record" => problem.help(
                "set it to a record from `records`, or to your own struct: `rust(crate::Message)`",
            ),
            "get" => {
                problem.help("the path below the server, like `/Accounts/{account_sid}/Messages`")
            }
            "fields" => problem.help("the fields of a row go below `fields`, as `name: type`"),
            "at" => problem.help("`at` is the JSON Pointer to the items"),
            _ => problem,
        }
    }

    fn unknown_key(&self, key: &str) -> Problem {
        let known = self.known();
        let holder = self.path.parent().unwrap_or_default();
        let place = if holder.0.is_empty() { String::new() } else { format!(" in `{holder}`") };
        Problem::error(&self.path, format!("unknown key `{key}`{place}"))
            .on_key()
            .label("unknown")
            .suggest(key, known.iter().copied())
            .help(format!("expected {}", either(known)))
    }

    fn mismatch(
        &self,
        key: &str,
        expected: &str,
        place: Option<&EntrySpan>,
        text: &str,
    ) -> Problem {
        let written = match place {
            Some(EntrySpan { value: Span::Bytes(bytes), .. }) => text.get(bytes.clone()),
            _ => None,
        };
        let written = written.unwrap_or_default();
        let found = describe_found(&self.message, written);
        let what = if self.path.0.is_empty() { "a spec".into() } else { format!("`{key}`") };
        if self.path.may_hold_credential() {
            let message = format!("{what} must be {}", describe_expected(expected));
            return Problem::error(&self.path, message);
        }
        let message = format!("{what} must be {}, but is {found}", describe_expected(expected));
        let problem = Problem::error(&self.path, message);
        let is_scalar = ["integer", "float", "floating", "boolean"]
            .iter()
            .any(|word| self.message.starts_with(&format!("invalid type: {word}")));
        if expected.contains("text") || expected.contains("string") {
            if is_scalar {
                return problem.help(format!("write it in quotes: `\"{}\"`", excerpt(written)));
            }
        } else if written.starts_with(['"', '\'']) {
            return problem.help("remove the quotes");
        }
        problem
    }
}

/// What serde expected, in the words of a spec.
fn describe_expected(expected: &str) -> &str {
    match expected {
        "a string" => "a string",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" => "a whole number, 0 or more",
        expected if expected.starts_with("struct ") => "a map",
        expected => expected,
    }
}

/// What was found, quoted if it is a single value.
fn describe_found(message: &str, written: &str) -> String {
    let kind = message.split_once(": ").map_or(message, |(_, kind)| kind);
    let written = excerpt(written.trim());
    match kind.split([' ', ',']).next() {
        Some("map") => "a map".into(),
        Some("sequence") => "a list".into(),
        Some("string") => format!("the text `{}`", hidden(written.trim_matches(['"', '\'']))),
        Some("boolean") => format!("the boolean `{written}`"),
        Some("unit") => "empty".into(),
        _ => format!("the number `{written}`"),
    }
}

/// A key that has no value.
pub(super) fn no_value(path: &Path) -> Problem {
    let key = match path.0.last() {
        Some(PathStep::Key(key)) => excerpt(key),
        _ => String::new(),
    };
    let problem = Problem::error(path, format!("`{key}` has no value")).on_key();
    if key.ends_with([')', '>', ']', '?']) {
        let help = "between `{` and `}`, YAML ends a text at a comma: write it in quotes, like `\"enum(a, b)\"`";
        return problem.help(help);
    }
    if key == "attributes" {
        return problem.help("`#` begins a comment in YAML: write attributes in quotes");
    }
    problem.help("give it a value, or remove the key")
}

/// A text that the YAML library refuses although the checks before it passed.
pub(super) fn not_yaml(error: &serde_yaml::Error) -> Problem {
    let mut problem = Problem::error(&Path::default(), format!("this is not YAML: {error}"));
    if let Some(location) = error.location() {
        problem = problem.at(Span::Bytes(location.index()..location.index()));
    }
    problem
}
