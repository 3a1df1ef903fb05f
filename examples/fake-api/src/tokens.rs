//! Page tokens: issued for one place in one list, redeemed for no other.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Which characters page tokens are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenStyle {
    /// Letters and digits only.
    #[default]
    Plain,
    /// Tokens full of characters that a query must escape: `+ / = & %20 ? #`, a space and a letter
    /// beyond ASCII. In links they are written with a mixture of escapes and of characters that need
    /// no escape, so that a client which decodes and encodes a link again changes its bytes.
    Nasty,
}

/// Where a token leads.
#[derive(Debug, Clone, Hash)]
pub(crate) struct Place {
    /// The path of the list, as it was requested.
    pub(crate) path: String,
    pub(crate) filters: Vec<(String, String)>,
    pub(crate) page: u64,
    /// The page starts after the row of this position.
    pub(crate) after: i64,
    /// The token that led to the page before, where one did.
    pub(crate) previous: Option<String>,
}

/// Every token that was issued, in the form in which it must come back.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    style: TokenStyle,
    issued: HashMap<String, Place>,
}

impl Tokens {
    pub(crate) fn new(style: TokenStyle) -> Self {
        Self { style, issued: HashMap::new() }
    }

    /// Issues a token in the form for the query of a link.
    pub(crate) fn issue_in_link(&mut self, place: Place) -> String {
        let core = core(&place);
        let token = match self.style {
            TokenStyle::Plain => format!("PA{core}"),
            TokenStyle::Nasty => format!("PA{core}+a%2Bb/c==%26d%2520%3f%23%c3%A9%3D/"),
        };
        self.keep(token, place)
    }

    /// Issues a token in the form for a body, without escapes.
    pub(crate) fn issue_in_body(&mut self, place: Place) -> String {
        let core = core(&place);
        let token = match self.style {
            TokenStyle::Plain => core,
            TokenStyle::Nasty => format!("a+b/c==&d%20 \u{e9}?#{core}="),
        };
        self.keep(token, place)
    }

    /// The place a token leads to, if `fits` says that it may be used here.
    pub(crate) fn redeem(&self, token: &str, fits: impl Fn(&Place) -> bool) -> Option<&Place> {
        self.issued.get(token).filter(|place| fits(place))
    }

    fn keep(&mut self, token: String, place: Place) -> String {
        self.issued.insert(token.clone(), place);
        token
    }
}

/// Letters and digits that depend on the place alone: the same page gives the same token again.
fn core(place: &Place) -> String {
    let mut hasher = DefaultHasher::new();
    place.hash(&mut hasher);
    let high = hasher.finish();
    high.hash(&mut hasher);
    format!("{high:016x}{:016x}", hasher.finish())
}
