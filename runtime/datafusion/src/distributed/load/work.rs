//! What a load is to do, as it is committed with its parts: a run that resumes compares it.

use super::LoadError;
use crate::distributed::registry::fingerprint_of_spec;
use crate::scan::{Scan, Unit};
use serde_json::{Value as Json, json};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_128;

/// What a load is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Work {
    list: String,
    spec: String,
    /// The total of a list by page number.
    total: Option<u64>,
    /// The parts, each with what it requests.
    units: String,
}

impl Work {
    pub(super) fn of(list: &str, scan: &Scan, units: &[Unit]) -> Self {
        let spec = scan.source.of_spec().map(|source| source.api().spec());
        let total = units.first().and_then(|unit| unit.pinned).map(|pinned| pinned.total);
        let parts: Vec<_> = units.iter().map(|unit| format!("{unit:?}")).collect();
        let filters = scan.source.of_spec().map(|source| &source.common().filters);
        let parts = format!("{filters:?}{}", parts.join("\n"));
        Self {
            list: list.to_owned(),
            spec: spec.map(fingerprint_of_spec).unwrap_or_default(),
            total,
            units: format!("{:032x}", xxh3_128(parts.as_bytes())),
        }
    }

    pub(super) fn as_json(&self) -> Json {
        let Self { list, spec, total, units } = self;
        json!({"list": list, "spec": spec, "total": total, "units": units})
    }

    /// Fails if an earlier run was to do something else.
    pub(super) fn check(&self, earlier: Option<Json>, folder: &Path) -> Result<(), LoadError> {
        let Some(earlier) = earlier.filter(|earlier| *earlier != self.as_json()) else {
            return Ok(());
        };
        let text = |name: &str| earlier.get(name).and_then(Json::as_str).unwrap_or_default();
        let then = earlier.get("total").and_then(Json::as_u64);
        let difference = if text("list") != self.list {
            format!("it is of `{}`, and not of `{}`", text("list"), self.list)
        } else if text("spec") != self.spec {
            "the spec has changed, or the version of pagesmith".to_owned()
        } else if then != self.total {
            let shown = |total: Option<u64>| total.map_or("none".to_owned(), |it| it.to_string());
            format!(
                "the list has changed: its total was {}, and is {}",
                shown(then),
                shown(self.total)
            )
        } else {
            "its parts are others: the pages of a unit, the split or a filter has changed"
                .to_owned()
        };
        Err(LoadError::Refused(format!(
            "the load in {} can't be resumed: {difference}; load the list anew, into another folder",
            folder.display()
        )))
    }
}
