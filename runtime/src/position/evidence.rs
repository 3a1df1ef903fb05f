//! What a walk can show for having handed out the whole list.

use std::fmt;
use std::str::FromStr;

/// What a finished walk can show for having handed out, once and in order, every
/// row that was in the list all the while.
///
/// Each claims more than the one before it, and each takes something for granted:
/// all but the first, that keys are unique and that no row overtakes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Evidence {
    /// The walk claims nothing: none of the others applies.
    #[default]
    Unproven,
    /// By page number or offset: every reply stated the same total, and as many
    /// items came. It takes for granted that totals are true, that each reply
    /// holds the rows that were asked for, and that between two requests rows only
    /// came or only went.
    Counted,
    /// By links, tokens or the last item's key, to the server's own end. It takes
    /// for granted that each next position leads to right behind its reply's last
    /// row, and that only the last reply has none.
    Continued,
    /// By offset: each page overlapped the one before by a row whose key agreed.
    /// It takes for granted that the end, or the total that ended the walk, is
    /// true.
    Anchored,
}

impl Evidence {
    /// All of them, the weakest first.
    pub const ALL: [Self; 4] = [Self::Unproven, Self::Counted, Self::Continued, Self::Anchored];

    /// Its name in lower case, as `Display` writes it.
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
            let names = Self::ALL.map(Self::name).join("`, `");
            format!("unknown evidence `{text}`; expected one of `{names}`")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Evidence;

    #[test]
    fn the_weakest_comes_first_and_names_are_read_again() {
        assert!(Evidence::ALL.is_sorted());
        for evidence in Evidence::ALL {
            assert_eq!(evidence.to_string().parse(), Ok(evidence));
        }
        let unknown = "sure".parse::<Evidence>().unwrap_err();
        assert!(unknown.contains("`sure`") && unknown.contains("`anchored`"), "{unknown}");
    }
}
