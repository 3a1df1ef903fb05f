//! Values of a reply that later requests need beside the position.

/// Where a carried value is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarryTo<S = &'static str> {
    /// In this query parameter, in place of one of the same name.
    Query(S),
    /// In this header of the request.
    Header(S),
    /// At this JSON Pointer of the request's body, for lists that are requested by POST.
    Body(S),
}

/// A value of a reply that the next request sends beside its position.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::CarryTo;
///
/// const MIXPANEL: Paging =
///     Paging::NONE.number("page", 0).carry("/session_id", CarryTo::Query("session_id"));
/// assert_eq!(MIXPANEL.carry.iter().next().unwrap().from, "/session_id");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Carry<S = &'static str> {
    /// The [place](crate::Paging#places) of the value. If a reply states none there, the
    /// next request sends none.
    pub from: S,
    /// Where it is sent.
    pub to: CarryTo<S>,
}

/// The values that a list carries; at most [`MOST`](Self::MOST).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carries<S = &'static str>([Option<Carry<S>>; MOST]);

const MOST: usize = 4;

impl Carries {
    /// No values.
    pub const NONE: Self = Self::none();

    /// These values and one more.
    ///
    /// # Panics
    /// When they are more than [`MOST`](Self::MOST); in a constant, that does not compile.
    #[must_use]
    pub const fn and(mut self, from: &'static str, to: CarryTo) -> Self {
        let mut index = 0;
        while self.0[index].is_some() {
            index += 1;
            assert!(index < MOST, "a list carries at most 4 values");
        }
        self.0[index] = Some(Carry { from, to });
        self
    }
}

impl<S> Carries<S> {
    /// How many values a list can carry.
    pub const MOST: usize = MOST;

    pub(crate) const fn none() -> Self {
        Self([const { None }; MOST])
    }

    /// The first [`MOST`](Self::MOST) of these values.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = (S, CarryTo<S>)>) -> Self {
        let mut carries = Self::none();
        for (carry, (from, to)) in carries.0.iter_mut().zip(values) {
            *carry = Some(Carry { from, to });
        }
        carries
    }

    /// The values, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Carry<S>> {
        self.0.iter().flatten()
    }

    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> Carries<T> {
        Carries(self.0.map(|carry| carry.map(|carry| carry.map(&mut text))))
    }
}

impl<S> Carry<S> {
    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> Carry<T> {
        let from = text(self.from);
        let to = match self.to {
            CarryTo::Query(name) => CarryTo::Query(text(name)),
            CarryTo::Header(name) => CarryTo::Header(text(name)),
            CarryTo::Body(pointer) => CarryTo::Body(text(pointer)),
        };
        Carry { from, to }
    }
}

impl<S> Default for Carries<S> {
    fn default() -> Self {
        Self::none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_in_their_order() {
        let carries = Carries::NONE.and("/a", CarryTo::Query("b")).and("/c", CarryTo::Body("/d"));
        let given = [("/a", CarryTo::Query("b")), ("/c", CarryTo::Body("/d"))];
        assert_eq!(carries, Carries::of(given));
        let from: Vec<_> = carries.iter().map(|carry| carry.from).collect();
        assert_eq!(from, ["/a", "/c"]);
    }

    #[test]
    #[should_panic(expected = "at most 4 values")]
    fn a_fifth_value_is_refused() {
        let one = |carries: Carries| carries.and("/a", CarryTo::Query("b"));
        let _ = (0..5).fold(Carries::NONE, |carries, _| one(carries));
    }
}
