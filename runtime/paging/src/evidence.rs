//! What a walk can show for having yielded the whole list.

use crate::{OnDrift, OnShortfall, Paging, Step};
use std::fmt;
use std::str::FromStr;

/// What a finished walk can show for having yielded, once and in order, every row
/// that was in the list during the whole walk.
///
/// Each kind claims more than the one before it, and takes something for granted.
/// All but the first assume that keys are unique and that no row overtakes another.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::{Evidence, Paging};
///
/// // From weak to strong.
/// assert!(Evidence::Unproven < Evidence::Counted && Evidence::Counted < Evidence::Continued);
/// // What a walk can show at most, if records have a key.
/// assert_eq!(Paging::LAML.best_evidence(true), Evidence::Continued);
/// assert_eq!("counted".parse(), Ok(Evidence::Counted));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Evidence {
    /// The walk claims nothing, because none of the others applies.
    #[default]
    Unproven,
    /// By page number or offset: every reply stated the same total, and as many
    /// items came. The list must not call its total an estimate (`counts: ignore`).
    /// It takes for granted that totals are true, that each reply holds the requested
    /// rows, and that between two pages rows were only added or only removed.
    Counted,
    /// By links, tokens or the last item's key: the walk reached the server's own
    /// end. It takes for granted that each next position leads to the row right after
    /// its reply's last one, and that only the last reply has no next position.
    Continued,
    /// By offset: each page overlapped the one before by a row with the same key.
    /// It takes for granted that each reply holds the requested rows, and that the
    /// end, or the total that ended the walk, is true.
    Anchored,
}

impl Evidence {
    /// All kinds of evidence, the weakest first.
    pub const ALL: [Self; 4] = [Self::Unproven, Self::Counted, Self::Continued, Self::Anchored];

    /// The name in lower case, as `Display` writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unproven => "unproven",
            Self::Counted => "counted",
            Self::Continued => "continued",
            Self::Anchored => "anchored",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Evidence {
    type Err = String;

    /// Reads a [name](Self::name).
    fn from_str(text: &str) -> Result<Self, String> {
        let named = Self::ALL.into_iter().find(|evidence| evidence.name() == text);
        named.ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join("`, `");
            format!("unknown evidence `{text}`; expected one of `{known}`")
        })
    }
}

impl<S, L> Paging<S, L> {
    /// The best evidence that a walk in this style can show, if it starts at the
    /// beginning and uses the style's own way to the next page. `has_key` says
    /// whether the list names what identifies an item.
    ///
    /// ```
    /// # use pagesmith_paging as pagesmith;
    /// use pagesmith::{Evidence, Paging};
    ///
    /// assert_eq!(Paging::LAML.best_evidence(false), Evidence::Continued);
    /// assert_eq!(Paging::OFFSET.best_evidence(false), Evidence::Counted);
    /// assert_eq!(Paging::OFFSET.best_evidence(true), Evidence::Anchored);
    /// ```
    #[must_use]
    pub fn best_evidence(&self, has_key: bool) -> Evidence {
        match (&self.next, &self.number, &self.offset) {
            (Some(_), ..) => Evidence::Continued,
            (None, Some(_), _) => self.best_by_number(),
            (None, None, Some(offset)) => {
                let overlaps =
                    has_key && matches!(offset.step, Step::Items) && offset.overlap != OnDrift::Off;
                if overlaps { Evidence::Anchored } else { self.best_by_number() }
            }
            (None, None, None) => {
                // By one of these, a single page says that it is the whole list.
                let says_end = self.more.is_some()
                    || self.size.is_some()
                    || self.page.total.is_some()
                    || self.page.pages.is_some();
                if says_end { Evidence::Continued } else { Evidence::Unproven }
            }
        }
    }

    /// The same for a walk by page number, even if the list also has another way.
    #[must_use]
    pub fn best_by_number(&self) -> Evidence {
        // An estimate counts nothing.
        let is_counted = self.page.total.is_some() && self.counts != OnShortfall::Ignore;
        if is_counted { Evidence::Counted } else { Evidence::Unproven }
    }
}

#[cfg(test)]
mod tests {
    use super::Evidence;
    use crate::{NextFrom, OnDrift, OnShortfall, PageKeys, Paging, Step};

    #[test]
    fn the_weakest_comes_first_and_names_are_read_again() {
        assert!(Evidence::ALL.is_sorted());
        for evidence in Evidence::ALL {
            assert_eq!(evidence.to_string().parse(), Ok(evidence));
        }
        let unknown = "sure".parse::<Evidence>().unwrap_err();
        assert!(unknown.contains("`sure`") && unknown.contains("`anchored`"), "{unknown}");
    }

    #[test]
    fn a_style_says_the_most_that_it_can_show() {
        const TOTAL: PageKeys = PageKeys::NONE.total("/total");
        const OFFSETS: Paging = Paging::NONE.offset("from", 0, Step::Items);
        const BY_SIZE: Paging = Paging::NONE.offset("from", 0, Step::Size);
        const NUMBERS: Paging = Paging::NONE.number("page", 1);
        const LINKS: Paging = Paging::NONE.next(NextFrom::Body("/next"));
        for (paging, without, with_key) in [
            (Paging::NONE, Evidence::Unproven, Evidence::Unproven),
            (Paging::NONE.page(TOTAL), Evidence::Continued, Evidence::Continued),
            (LINKS, Evidence::Continued, Evidence::Continued),
            (LINKS.number("page", 1), Evidence::Continued, Evidence::Continued),
            (NUMBERS, Evidence::Unproven, Evidence::Unproven),
            (NUMBERS.page(TOTAL), Evidence::Counted, Evidence::Counted),
            (
                NUMBERS.page(TOTAL).counts(OnShortfall::Ignore),
                Evidence::Unproven,
                Evidence::Unproven,
            ),
            (OFFSETS, Evidence::Unproven, Evidence::Anchored),
            (OFFSETS.page(TOTAL), Evidence::Counted, Evidence::Anchored),
            (OFFSETS.overlap(OnDrift::Off), Evidence::Unproven, Evidence::Unproven),
            (BY_SIZE.page(TOTAL), Evidence::Counted, Evidence::Counted),
            (BY_SIZE, Evidence::Unproven, Evidence::Unproven),
        ] {
            assert_eq!(paging.best_evidence(false), without, "{paging:?}");
            assert_eq!(paging.best_evidence(true), with_key, "{paging:?}, with a key");
        }
    }
}
