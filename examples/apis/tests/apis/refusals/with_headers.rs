//! Refusals whose headers count, in the shapes that vendors document.

use super::Refusal;

pub const REFUSALS: &[Refusal] = &[
    Refusal {
        list: "binance/agg_trades",
        status: 418,
        headers: &[("retry-after", "3")],
        body: r#"{"code": -1003, "msg": "Way too many requests"}"#,
        understood: "wait 3 s, wait 3 s, wait 3 s, Status, -1003, Way too many requests",
    },
    Refusal {
        list: "github-search/issues",
        status: 403,
        headers: &[
            ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1445412483"),
        ],
        body: r#"{"message": "API rate limit exceeded", "documentation_url": "https://docs.github.com"}"#,
        understood: "wait 3 s, wait 3 s, wait 3 s, Status, API rate limit exceeded",
    },
    Refusal {
        list: "github-search/issues",
        status: 403,
        headers: &[
            ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("x-ratelimit-remaining", "4999"),
            ("x-ratelimit-reset", "1445412483"),
        ],
        body: r#"{"message": "Resource not accessible by integration", "documentation_url": "https://docs.github.com"}"#,
        understood: "Status, Resource not accessible by integration",
    },
    Refusal {
        list: "github-search/issues",
        status: 429,
        headers: &[
            ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1445412483"),
        ],
        body: r#"{"message": "API rate limit exceeded", "documentation_url": "https://docs.github.com"}"#,
        understood: "wait 3 s, wait 3 s, wait 3 s, Status, API rate limit exceeded",
    },
    Refusal {
        list: "github/issues",
        status: 403,
        headers: &[
            ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1445412483"),
        ],
        body: r#"{"message": "API rate limit exceeded", "documentation_url": "https://docs.github.com"}"#,
        understood: "wait 3 s, wait 3 s, wait 3 s, Status, API rate limit exceeded",
    },
    Refusal {
        list: "github/issues",
        status: 403,
        headers: &[
            ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("x-ratelimit-remaining", "4999"),
            ("x-ratelimit-reset", "1445412483"),
        ],
        body: r#"{"message": "Resource not accessible by integration", "documentation_url": "https://docs.github.com"}"#,
        understood: "Status, Resource not accessible by integration",
    },
    Refusal {
        list: "github/issues",
        status: 429,
        headers: &[
            ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1445412483"),
        ],
        body: r#"{"message": "API rate limit exceeded", "documentation_url": "https://docs.github.com"}"#,
        understood: "wait 3 s, wait 3 s, wait 3 s, Status, API rate limit exceeded",
    },
    Refusal {
        list: "okta/users",
        status: 429,
        headers: &[
            ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("x-rate-limit-remaining", "0"),
            ("x-rate-limit-reset", "1445412483"),
        ],
        body: r#"{"errorCode": "E0000047", "errorSummary": "Too many calls", "errorLink": "E0000047", "errorId": "x", "errorCauses": []}"#,
        understood: "wait 3 s, wait 3 s, wait 3 s, Status, E0000047, Too many calls",
    },
];
