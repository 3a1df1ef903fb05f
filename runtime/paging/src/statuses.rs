//! A set of HTTP statuses, as constant data.

use std::fmt;

/// A set of HTTP statuses, from 100 to 599.
///
/// ```
/// # use pagesmith_paging as paging;
/// use paging::Statuses;
///
/// const GONE: Statuses = Statuses::new(&[404, 410]);
/// assert!(GONE.contains(410) && !GONE.contains(200));
/// assert_eq!(GONE.iter().collect::<Vec<_>>(), [404, 410]);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Statuses([u64; 8]);

const FIRST: u16 = 100;
const LAST: u16 = 599;

impl Statuses {
    /// The empty set.
    pub const NONE: Self = Self([0; 8]);

    /// The set of these statuses.
    ///
    /// # Panics
    /// When one of them is below 100 or above 599; in a constant, that does not compile.
    #[must_use]
    pub const fn new(statuses: &[u16]) -> Self {
        let mut set = Self::NONE;
        let mut index = 0;
        while index < statuses.len() {
            let status = statuses[index];
            assert!(status >= FIRST && status <= LAST, "a status is from 100 to 599");
            let bit = status - FIRST;
            set.0[(bit / 64) as usize] |= 1 << (bit % 64);
            index += 1;
        }
        set
    }

    /// Whether it has this status.
    #[must_use]
    pub const fn contains(&self, status: u16) -> bool {
        if status < FIRST || status > LAST {
            return false;
        }
        let bit = status - FIRST;
        self.0[(bit / 64) as usize] & (1 << (bit % 64)) != 0
    }

    /// Its statuses, in order.
    pub fn iter(&self) -> impl Iterator<Item = u16> {
        let set = *self;
        (FIRST..=LAST).filter(move |status| set.contains(*status))
    }
}

impl fmt::Debug for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Statuses;

    #[test]
    fn a_set_has_the_statuses_it_was_made_of() {
        let all = [100, 163, 164, 204, 404, 416, 599];
        let set = Statuses::new(&all);
        assert_eq!(set.iter().collect::<Vec<_>>(), all);
        assert!(!set.contains(0) && !set.contains(99) && !set.contains(600));
        assert_eq!(format!("{:?}", Statuses::new(&[404, 204])), "{204, 404}");
    }
}
