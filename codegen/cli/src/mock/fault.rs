//! What a mock gets wrong on purpose.

use super::hash;
use std::fmt;
use std::str::FromStr;

/// A fault, and how often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: Kind,
    /// The share of the requests that it hits, from 0 to 1.
    pub rate: f64,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Status 503.
    Unavailable,
    /// Status 429 with `Retry-After`.
    Busy,
    /// The connection is reset in place of a reply.
    Reset,
    /// The body ends before its length.
    Truncated,
    /// An empty page comes before the page that was asked for.
    Empty,
    /// The third page leads back to the second.
    Cycle,
    /// The total falls by one from page to page.
    Shrinking,
}

/// Each fault by its name, with what it does.
pub const FAULTS: [(&str, Kind, &str); 7] = [
    ("unavailable", Kind::Unavailable, "status 503"),
    ("busy", Kind::Busy, "status 429 with Retry-After: 1"),
    ("reset", Kind::Reset, "the connection is reset in place of a reply"),
    ("truncated", Kind::Truncated, "the body ends before its length"),
    ("empty", Kind::Empty, "an empty page comes before the one that was asked for"),
    ("cycle", Kind::Cycle, "the third page leads back to the second"),
    ("shrinking", Kind::Shrinking, "the total falls by one from page to page"),
];

/// How often a fault comes unless said.
const RATE: f64 = 0.2;

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, rate) = match text.split_once('=') {
            Some((name, rate)) => (name, Some(rate)),
            None => (text, None),
        };
        let known = FAULTS.iter().find(|(known, ..)| *known == name);
        let Some((_, kind, _)) = known else {
            let known: Vec<&str> = FAULTS.iter().map(|(name, ..)| *name).collect();
            return Err(format!("`{name}` is no fault; there are {}", known.join(", ")));
        };
        let always = matches!(kind, Kind::Cycle | Kind::Shrinking);
        let rate = match rate {
            Some(_) if always => return Err(format!("`{name}` takes no rate")),
            Some(rate) => rate
                .parse()
                .ok()
                .filter(|rate| (0.0..=1.0).contains(rate))
                .ok_or_else(|| format!("the rate of `{name}` is a number from 0 to 1"))?,
            None if always => 1.0,
            None => RATE,
        };
        Ok(Self { kind: *kind, rate })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FAULTS.iter().find(|(_, kind, _)| kind == self).map(|(name, ..)| *name);
        f.write_str(name.unwrap_or_default())
    }
}

/// The faults of a mock.
#[derive(Clone, Debug)]
pub(super) struct Faults {
    pub all: Vec<Fault>,
    pub seed: u64,
}

impl Faults {
    /// Whether this fault hits that request: the same one in each run.
    pub(super) fn hit(&self, kind: Kind, request: usize) -> bool {
        let Some(fault) = self.all.iter().find(|fault| fault.kind == kind) else { return false };
        let drawn =
            hash(&[&self.seed.to_be_bytes(), kind.to_string().as_bytes(), &request.to_be_bytes()]);
        // The upper 32 bits, as a share.
        let share = f64::from(u32::try_from(drawn >> 32).unwrap_or_default()) / f64::from(u32::MAX);
        fault.rate > 0.0 && share <= fault.rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_its_name_and_its_rate() {
        assert_eq!("busy=0.5".parse(), Ok(Fault { kind: Kind::Busy, rate: 0.5 }));
        assert_eq!("cycle".parse(), Ok(Fault { kind: Kind::Cycle, rate: 1.0 }));
        for text in ["buzy", "busy=2", "busy=x", "cycle=0.5", ""] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }

    #[test]
    fn rates_are_kept() {
        let faults = Faults { all: vec!["reset=0.25".parse().unwrap()], seed: 7 };
        let hits = (0..1000).filter(|request| faults.hit(Kind::Reset, *request)).count();
        assert!((200..300).contains(&hits), "{hits}");
        assert!(!faults.hit(Kind::Busy, 1));
    }
}
