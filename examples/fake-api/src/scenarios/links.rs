//! Links in every form that a server can give them: one on a first page, and rows wherever it
//! leads.

use serde_json::Value;

use super::page::{at, by, last, page, replies};
use super::reply::Reply;
use super::{Script, Site, scenarios};

/// Links as a table: name, and the link, with `<host>`, `<port>` and `<foreign>` to be filled in.
macro_rules! links {
    ($($name:literal, $link:literal;)*) => {
        pub(crate) const LINKS: &[crate::scenarios::Scenario] = &[$(
            crate::scenarios::Scenario {
                name: concat!("link-", $name),
                about: concat!("The link to the second page is ", stringify!($link), "."),
                script: |site| link(site, $link),
                link: Some($link),
            },
        )*];
    };
}

links! {
    "from-the-root", "/p?page=2";
    "query-alone", "?page=2";
    "name-alone", "p";
    "dot-and-name", "./p";
    "one-up", "../p";
    "up-beyond-the-root", "../../../../p";
    "dots-encoded", "/x/%2e%2E/p";
    "dots-and-slash-encoded", "..%2fp";
    "slash-encoded", "/x%2Fy%2fz";
    "without-scheme", "//<host>/p";
    "absolute", "http://<host>/p?x=1";
    "scheme-in-capitals", "HTTP://<host>/p";
    "scheme-in-both-cases", "hTtP://<host>/p";
    "scheme-and-one-slash", "http:/<host>/p";
    "scheme-and-no-slash", "http:p";
    "scheme-and-host-without-slash", "http:<host>";
    "at-sign-first", "@<host>/p";
    "no-user-and-at-sign", "http://@<host>/p";
    "ipv4-shortened", "http://127.1:<port>/p";
    "ipv4-as-number", "http://2130706433:<port>/p";
    "ipv4-in-hex", "http://0x7f.0.0.0x1:<port>/p";
    "ipv4-in-full-width", "http://１２７.0.0.1:<port>/p";
    "space-first", " /p";
    "space-last", "/p ";
    "space-inside", "/p q?r s";
    "fragment", "/p#top";
    "query-empty", "/p?";
    "query-with-dots", "/p?x=/../y";
    "query-with-backslash", "/p?x=\\y";
    "query-with-line-feed-encoded", "/p?x=%0d%0aX-Evil:%201";
    "two-slashes-behind-a-dot", "/.//<foreign>/p";
    "url-in-the-path", "/http://<foreign>/p";

    "to-another-port", "http://<foreign>/p";
    "to-another-port-without-scheme", "//<foreign>/p";
    "with-three-slashes", "///<foreign>/p";
    "with-five-slashes", "http://///<foreign>/p";
    "to-another-host", "http://localhost:<port>/p";
    "to-the-default-port", "http://127.0.0.1/p";
    "to-the-same-host-longer", "http://127.0.0.1.evil.test:<port>/p";
    "upgraded", "https://<host>/p";
    "scheme-without-slashes-upgraded", "https:p";
    "ftp", "ftp://<host>/p";
    "file", "file:///etc/passwd";
    "javascript", "javascript:alert(1)";
    "data", "data:application/json,{}";
    "without-host", "http://";
    "bracket-open", "http://[::1/p";
    "port-too-large", "http://127.0.0.1:99999/p";
    "backslashes", "\\\\<foreign>\\p";
    "slash-and-backslash", "/\\<foreign>/p";
    "scheme-and-backslashes", "http:\\\\<foreign>\\p";
    "backslash-in-the-path", "x\\..\\p";
    "tab-first", "\t//<foreign>/p";
    "tab-inside", "/\t/<foreign>/p";
    "line-feed-in-the-scheme", "ht\ntp://<foreign>/p";
    "space-and-another-port", " http://<foreign>/p";
    "nul-first", "\0/p";
    "header-behind-a-line-break", "/p HTTP/1.1\r\nX-Evil: 1";
    "user", "http://me@<host>/p";
    "user-and-password", "http://me:pw@<host>/p";
    "host-as-user", "http://<host>@<foreign>/p";
    "host-as-user-and-password", "http://127.0.0.1:80@<foreign>/p";
    "host-as-user-encoded", "http://127.0.0.1%3A80%40@<foreign>/p";
    "fragment-and-another-host", "http://<foreign>#@<host>/p";
    "fragment-alone", "#top";

    "name-default-port", "http://api.test:80/p";
    "name-default-port-with-zeros", "http://api.test:0080/p";
    "name-port-empty", "http://api.test:/p";
    "name-in-capitals", "http://API.Test/p";
    "name-percent-encoded", "http://%61pi%2Etest/p";
    "name-in-full-width", "http://ａｐｉ.test/p";
    "name-with-ideographic-stop", "http://api。test/p";
    "name-with-soft-hyphen", "http://a\u{ad}pi.test/p";
    "name-with-dot-behind", "http://api.test./p";
    "name-longer-in-front", "http://evilapi.test/p";
    "name-longer-behind", "http://api.test.evil.test/p";
    "name-below", "http://x.api.test/p";
    "name-on-another-port", "http://api.test:8080/p";
    "name-of-look-alikes", "http://аpi.test/p";
    "name-with-null-encoded", "http://api.test%00.evil.test/p";
    "name-with-slash-encoded", "http://api.test%2f.evil.test/p";
    "name-downgraded", "http://api.test/p";
    "punycode", "http://xn--bcher-kva.test/p";
    "punycode-decoded", "http://bücher.test/p";
    "punycode-wrong", "http://xn--bcher-kva9.test/p";
    "ipv6-written-out", "http://[0:0:0:0:0:0:0:1]/p";
    "ipv6-zone", "http://[::1%25lo]/p";
    "ipv6-of-ipv4", "http://[::ffff:127.0.0.1]/p";
    "lacking-parameters", "/list?page=2";
    "with-its-own-parameters", "/list?page=2&per%5Fpage=7";
}

scenarios! {
    "link-chain-of-relatives", "Each link is relative to the page that it came with.",
        |_| by(|request| match request.target.as_str() {
            "/a/b/list" => page(1..=2, "'next':'c/d?x=1'"),
            "/a/b/c/d?x=1" => page(3..=4, "'next':'?x=2'"),
            _ => last(5..=6),
        });
}

/// A first page with this link.
pub(crate) fn link(site: &Site, link: &str) -> Script {
    let next = Value::from(at(site, link));
    replies([Reply::json(format!("{{\"data\":[{{\"id\":1}}],\"next\":{next}}}")), last(2..=2)])
}
