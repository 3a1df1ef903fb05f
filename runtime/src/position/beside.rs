//! The values that a request sends beside its position, as they are stored.

use super::fingerprint::digest;
use std::borrow::Cow;
use std::iter;
use std::sync::Arc;

/// A value of a reply, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BesideValue {
    pub(crate) json: Box<str>,
    /// Whether it has placeholders for the client's credentials.
    pub(crate) is_masked: bool,
}

impl BesideValue {
    /// Returns `None` if the value is not JSON.
    pub(super) fn checked(json: Box<str>, is_masked: bool) -> Option<Self> {
        let is_json = serde_json::from_str::<&serde_json::value::RawValue>(&json).is_ok();
        is_json.then_some(Self { json, is_masked })
    }

    /// The value as a text: what a string says, or else its JSON.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        serde_json::from_str::<String>(&self.json).map_or((&*self.json).into(), Cow::Owned)
    }
}

/// The values that a request sends beside its position, in the order of the list's
/// `carry`; `None` for one that the reply did not state. Empty without any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beside(Option<Arc<[Option<BesideValue>]>>);

/// The encoded form.
pub(super) type Values = Vec<Option<(Box<str>, bool)>>;

impl Beside {
    /// Nothing.
    #[cfg(test)]
    pub(crate) const NONE: Self = Self(None);

    pub(crate) fn new(values: Vec<Option<BesideValue>>) -> Self {
        Self(values.iter().any(Option::is_some).then(|| values.into()))
    }

    /// The first `carried` values, and this one behind them.
    pub(crate) fn with(&self, carried: usize, last: &BesideValue) -> Self {
        let before = self.values().iter().cloned().chain(iter::repeat(None)).take(carried);
        Self::new(before.chain([Some(last.clone())]).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many values the list carries; 0 if this is empty.
    pub(crate) fn len(&self) -> usize {
        self.values().len()
    }

    pub(crate) fn values(&self) -> &[Option<BesideValue>] {
        self.0.as_deref().unwrap_or_default()
    }

    /// Whether a value has placeholders for credentials.
    pub(crate) fn is_masked(&self) -> bool {
        self.values().iter().flatten().any(|value| value.is_masked)
    }

    /// A hash; 0 without values.
    pub(crate) fn hash(&self) -> u128 {
        let values = self.values().iter().enumerate();
        let value = |(index, value): (usize, &Option<BesideValue>)| {
            let hash = value.as_ref().map_or(0, |value| digest(value.json.as_bytes()));
            hash.wrapping_mul(2 * index as u128 + 1)
        };
        values.map(value).fold(0, u128::wrapping_add)
    }

    pub(super) fn encoded(&self) -> Values {
        let value = |value: &BesideValue| (value.json.clone(), value.is_masked);
        self.values().iter().map(|it| it.as_ref().map(value)).collect()
    }

    /// Returns `None` if a value is not JSON.
    pub(super) fn decoded(values: Values) -> Option<Self> {
        let value = |(json, is_masked)| BesideValue::checked(json, is_masked);
        let values = values.into_iter().map(|it| match it {
            Some(it) => value(it).map(Some),
            None => Some(None),
        });
        values.collect::<Option<Vec<_>>>().map(Self::new)
    }
}
