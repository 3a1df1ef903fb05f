//! Headers of a request that the client sets itself, and that a spec can't give
//! another meaning.

use crate::diag::Problem;
use crate::source_map::Path;

/// What a header carries if a spec names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carries {
    /// A constant text, which may be in place of the client's own.
    Constant,
    /// The key that authenticates.
    Key,
    /// The position of the next page.
    Position,
}

/// Headers of the connection.
const CONNECTION: [&str; 8] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "accept-encoding",
    "keep-alive",
];

/// What the client says of itself, and of what it sends and reads.
const CONTENT: [&str; 3] = ["accept", "content-type", "user-agent"];

/// Where credentials go.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

impl Carries {
    /// The headers that can't carry it.
    fn taken(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Constant => &[&CONNECTION],
            Self::Key => &[&CONNECTION, &CONTENT],
            Self::Position => &[&CONNECTION, &CONTENT, &CREDENTIALS],
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Constant => "leave it out",
            Self::Key => "name the header that the server reads the key from",
            Self::Position => "name the header that the server reads a position from",
        }
    }
}

/// The problem of a header that the client sets itself.
pub(super) fn set_by_client(at: &Path, name: &str, carries: Carries) -> Option<Problem> {
    let lower = name.to_ascii_lowercase();
    carries.taken().iter().any(|names| names.contains(&lower.as_str())).then(|| {
        let message = format!("the header `{name}` is set by the client itself");
        Problem::error(at, message).help(carries.help())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_client_sets_carries_nothing_else() {
        let refused = |name: &str| {
            [Carries::Constant, Carries::Key, Carries::Position]
                .map(|carries| set_by_client(&Path::default(), name, carries).is_some())
        };
        for name in ["Host", "content-length", "Transfer-Encoding", "Connection", "TE"] {
            assert_eq!(refused(name), [true, true, true], "{name}");
        }
        // A constant may say in another way what the server is to send.
        for name in ["Accept", "Content-Type", "User-Agent"] {
            assert_eq!(refused(name), [false, true, true], "{name}");
        }
        // Some servers read a key from there.
        for name in ["Authorization", "Cookie"] {
            assert_eq!(refused(name), [false, false, true], "{name}");
        }
        assert_eq!(refused("X-Api-Key"), [false; 3]);
    }
}
