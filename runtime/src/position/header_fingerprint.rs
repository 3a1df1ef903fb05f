//! Which headers identify the list, such as a tenant or a version, and which only
//! describe the request or its sender.

use super::fingerprint::Fingerprint;
use http::{HeaderMap, HeaderName};

/// Headers that differ from run to run, or between programs that list the same.
const PER_RUN: [&str; 12] = [
    "baggage",
    "correlation-id",
    "idempotency-key",
    "request-id",
    "traceparent",
    "tracestate",
    "user-agent",
    "x-amzn-trace-id",
    "x-cloud-trace-context",
    "x-correlation-id",
    "x-request-id",
    "x-trace-id",
];

/// Prefixes of such names.
const PER_RUN_BEGIN: [&str; 2] = ["accept", "x-b3-"];

/// Parts of the names of headers with credentials, which may change before a position is resumed.
const CREDENTIALS: [&str; 8] =
    ["api-key", "apikey", "authorization", "cookie", "password", "secret", "signature", "token"];

impl Fingerprint {
    /// The fingerprint of the list with these headers, in any order.
    pub(crate) fn and_headers(self, headers: &HeaderMap) -> Self {
        let counted = headers.iter().filter(|(name, _)| counts(name));
        let mut counted: Vec<u64> = counted
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                Self::of(&[name.as_str(), &value]).0
            })
            .collect();
        counted.sort_unstable();
        counted.iter().fold(self, |print, header| print.and(&header.to_string()))
    }
}

fn counts(name: &HeaderName) -> bool {
    let name = name.as_str();
    let is_per_run =
        PER_RUN.contains(&name) || PER_RUN_BEGIN.iter().any(|begin| name.starts_with(begin));
    !is_per_run && !CREDENTIALS.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn print(headers: &[(&'static str, &'static str)]) -> Fingerprint {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        Fingerprint::of(&["list"]).and_headers(&headers.collect())
    }

    #[test]
    fn headers_count_but_for_those_of_a_run_and_credentials() {
        let none = print(&[]);
        assert_eq!(none, Fingerprint::of(&["list"]));
        for name in [
            "user-agent",
            "accept",
            "accept-language",
            "traceparent",
            "tracestate",
            "x-request-id",
            "x-correlation-id",
            "idempotency-key",
            "authorization",
            "x-api-key",
            "x-auth-token",
            "cookie",
        ] {
            assert_eq!(print(&[(name, "1")]), none, "{name}");
        }
        let (a, b) = (print(&[("x-tenant", "a")]), print(&[("x-tenant", "b")]));
        assert!(a != b && a != none);
        let (one, two) = (("x-tenant", "a"), ("x-version", "2"));
        assert_eq!(print(&[one, two]), print(&[two, one]));
    }
}
