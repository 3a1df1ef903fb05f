//! The faults of a mock, and when they come.

mod kinds;
mod needs;

pub use kinds::{Description, FAULTS, FaultGroup, FaultKind};
pub(super) use needs::check;

use super::hash;
use kinds::Usual;
use pagesmith_codegen::diag::did_you_mean;
use std::str::FromStr;

/// A fault, and when it comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// When.
    pub when: When,
}

/// When a fault comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// At the request that shows it best, as `docs/mock.md` describes.
    Usual,
    /// For this share of the requests, from 0 to 1.
    Share(f64),
    /// At this request for a list, counted from 1.
    Request(u64),
}

/// The share of the requests that a fault hits by default.
const SHARE: f64 = 0.2;

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, when) = match text.split_once(['=', '@']) {
            Some((name, when)) => (name, Some(when)),
            None => (text, None),
        };
        let Some(known) = FAULTS.iter().find(|known| known.name == name) else {
            return Err(unknown(name));
        };
        let by_share = known.usual == Usual::Share;
        let when = match when {
            None if by_share => When::Share(SHARE),
            None => When::Usual,
            Some(request) if text[name.len()..].starts_with('@') => {
                let first = known.usual.first();
                let least = |request: &u64| *request >= first;
                When::Request(request.parse().ok().filter(least).ok_or_else(|| {
                    format!("expected the number of a request from {first} on, found `{request}`")
                })?)
            }
            Some(_) if !by_share => {
                let at = known.usual.first().max(2);
                return Err(format!(
                    "`{name}` has no rate; write the request at which it comes, such as `{name}@{at}`"
                ));
            }
            Some(rate) => {
                let share = rate.parse().ok().filter(|rate| (0.0..=1.0).contains(rate));
                When::Share(
                    share.ok_or_else(|| format!("expected a rate from 0 to 1, found `{rate}`"))?,
                )
            }
        };
        Ok(Self { kind: known.kind, when })
    }
}

fn unknown(name: &str) -> String {
    let names = || FAULTS.iter().map(|known| known.name);
    let known: Vec<&str> = names().collect();
    match did_you_mean(name, names()) {
        Some(near) => format!("unknown fault `{name}`; did you mean `{near}`?"),
        None => format!("unknown fault `{name}`; expected one of {}", known.join(", ")),
    }
}

/// The faults of a mock.
#[derive(Clone, Debug)]
pub(super) struct Faults {
    pub all: Vec<Fault>,
    pub seed: u64,
}

impl Faults {
    /// Whether a fault hits the request with this number. A share hits the same requests in
    /// each run; a fault at a request hits the one that is `nth` for its list.
    pub(super) fn hit(&self, kind: FaultKind, number: usize, nth: Option<u64>) -> bool {
        match self.when(kind) {
            Some(When::Share(rate)) => {
                let name = kind.name().as_bytes();
                let drawn = hash(&[&self.seed.to_be_bytes(), name, &number.to_be_bytes()]);
                // The upper 32 bits, as a share.
                let upper = u32::try_from(drawn >> 32).unwrap_or_default();
                rate > 0.0 && f64::from(upper) / f64::from(u32::MAX) <= rate
            }
            Some(When::Request(request)) => nth == Some(request),
            Some(When::Usual) | None => false,
        }
    }

    /// The request at which a fault comes, for a list with this many pages.
    pub(super) fn request(&self, kind: FaultKind, pages: u64) -> Option<u64> {
        match self.when(kind)? {
            When::Usual => kind.description()?.usual.request(pages),
            When::Request(request) => Some(request),
            When::Share(_) => None,
        }
    }

    fn when(&self, kind: FaultKind) -> Option<When> {
        self.all.iter().find(|fault| fault.kind == kind).map(|fault| fault.when)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_its_name_and_when_it_comes() {
        let fault = |kind, when| Ok(Fault { kind, when });
        assert_eq!("busy".parse(), fault(FaultKind::Busy, When::Share(SHARE)));
        assert_eq!("busy=0.5".parse(), fault(FaultKind::Busy, When::Share(0.5)));
        assert_eq!("busy@3".parse(), fault(FaultKind::Busy, When::Request(3)));
        assert_eq!("stale-next".parse(), fault(FaultKind::StaleNext, When::Usual));
        assert_eq!("stale-next@4".parse(), fault(FaultKind::StaleNext, When::Request(4)));
    }

    #[test]
    fn a_text_that_is_not_a_fault_is_refused() {
        for (text, why) in [
            ("buzy", "did you mean `busy`?"),
            ("", "expected one of unavailable, busy"),
            ("busy=2", "from 0 to 1, found `2`"),
            ("busy=x", "found `x`"),
            ("busy@0", "from 1 on, found `0`"),
            ("stale-next=0.5", "such as `stale-next@3`"),
            ("stale-next@2", "from 3 on, found `2`"),
            ("row-added@1", "from 2 on, found `1`"),
        ] {
            let message = text.parse::<Fault>().unwrap_err();
            assert!(message.contains(why), "{text}: {message}");
        }
    }

    #[test]
    fn a_fault_hits_the_requested_share() {
        let faults = Faults { all: vec!["reset=0.25".parse().unwrap()], seed: 7 };
        let hits = (0..1000).filter(|number| faults.hit(FaultKind::Reset, *number, None)).count();
        assert!((200..300).contains(&hits), "{hits}");
        assert!(!faults.hit(FaultKind::Busy, 1, None));
    }
}
