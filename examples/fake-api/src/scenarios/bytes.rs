//! Tokens and links whose bytes have to be sent back unchanged.

use super::page::{by, last, page, then};
use super::reply::Reply;
use super::scenarios;

/// A link with this target, in exactly this spelling.
macro_rules! links {
    ($($name:literal, $link:literal;)*) => {
        pub(crate) const LINKS: &[crate::scenarios::Scenario] = &[$(
            crate::scenarios::Scenario {
                name: concat!("bytes-of-link-", $name),
                about: concat!("The link to the second page is ", stringify!($link), "."),
                script: |site| super::links::link(site, $link),
                link: Some($link),
            },
        )*];
    };
}

links! {
    "plus-encoded", "/p?a=%2B&b=+";
    "equals-encoded", "/p?t=YQ%3D%3D";
    "equals-raw", "/p?t=YQ==";
    "slash-last", "/p/";
    "slash-last-in-query", "/p?x=/a/";
    "escapes-in-both-cases", "/p?q=%c3%A9";
    "ampersands-in-a-row", "/p?a&&b=&";
    "sub-delimiters", "/p;v=1?[c]=$(d),;:@!*~'";
    "illegal-bytes", "/p?a=b c|d\"<>`{}^";
    "letters-raw", "/é?q=é";
    "percent-alone", "/p?a=100%&b=%zz";
}

scenarios! {
    "bytes-of-token-base64", "The token holds plus, slash, equals signs, an ampersand, an escape.",
        |_| then("'next_page_token':'a+b/c==&d%20'");
    "bytes-of-token-with-hash", "The token holds a hash and a question mark.",
        |_| then("'next_page_token':'x#y?z'");
    "bytes-of-token-letter", "The token is one letter beyond ASCII.",
        |_| then("'next_page_token':'é'");
    "bytes-of-token-escaped-in-json", "The token is that letter, escaped in the JSON.",
        |_| then("'next_page_token':'\\u00e9\\ud83d\\ude00'");
    "bytes-of-token-encoded", "The token looks percent-encoded.",
        |_| then("'next_page_token':'%2B'");
    "bytes-of-token-with-spaces", "The token begins and ends with a space.",
        |_| then("'next_page_token':' a '");
    "bytes-of-token-with-line-break", "The token holds a line break and a NUL.",
        |_| then("'next_page_token':'a\\r\\nX: 1\\u0000'");
    "bytes-of-token-of-8-kib", "The token has 8192 letters.",
        |_| by(|request| {
            let token = "k".repeat(8192);
            match request.value("page_token") {
                Some(came) if came == token => last(3..=4),
                Some(_) => Reply::bare(400),
                None => page(1..=2, &format!("'next_page_token':'{token}'")),
            }
        });
}
