//! Lists that have changed when a walk is resumed.

use super::page::{by, json, last, page};
use super::scenarios;
use super::{Script, reply::Reply};

scenarios! {
    "row-in-front-on-return", "When the second page is requested again, a row is in front of it.",
        |_| again("{'data':[{'id':9},{'id':3},{'id':4}],'next_page_token':'b'}");
    "row-gone-in-front-on-return", "When the second page is requested again, its first row is gone.",
        |_| again("{'data':[{'id':4}],'next_page_token':'b'}");
    "row-moved-away-on-return", "When the second page is requested again, it has other rows.",
        |_| again("{'data':[{'id':7},{'id':8}],'next_page_token':'b'}");
    "empty-on-return", "When the second page is requested again, it is empty.",
        |_| again("{'data':[],'next_page_token':'b'}");
    "same-on-return", "When the second page is requested again, it is the same.",
        |_| again("{'data':[{'id':3},{'id':4}],'next_page_token':'b'}");
    "secret-tokens", "The tokens are secrets, and the third page is refused.",
        |_| by(|request| match request.value("page_token").as_deref() {
            None => page(1..=2, "'next_page_token':'t0ken-canary-1'"),
            Some("t0ken-canary-1") => page(3..=4, "'next_page_token':'t0ken-canary-2'"),
            Some(_) => json("{'message':'no'}").status(400),
        });
    "secret-token-in-a-circle", "The token is a secret, and leads to itself.",
        |_| by(|_| page(1..=2, "'next_page_token':'t0ken-canary'"));
    "secret-links", "The links hold secrets, and the third page is refused.",
        |_| by(|request| match request.value("sig").as_deref() {
            None => page(1..=2, "'next':'/list?sig=t0ken-canary-1'"),
            Some("t0ken-canary-1") => page(3..=4, "'next':'/list?sig=t0ken-canary-2'"),
            Some(_) => json("{'message':'no'}").status(400),
        });
    "secret-link-elsewhere", "The link leads elsewhere, and holds secrets.",
        |site| {
            let link = format!("'next':'http://me:t0ken-canary@{}/p?sig=t0ken-canary#t0ken-canary'", site.foreign);
            by(move |_| page(1..=2, &link))
        };
    "secret-redirect", "The second page redirects elsewhere, by a URL that holds secrets.",
        |site| {
            let location = format!("http://{}/p?sig=t0ken-canary", site.foreign);
            by(move |request| match request.value("page") {
                None => page(1..=2, "'next':'/list?page=2'"),
                Some(_) => Reply::bare(302).header("Location", location.clone()),
            })
        };
    "secret-record", "A record that does not decode holds a secret.",
        |_| by(|_| json("{'data':[{'id':'t0ken-canary','auth_token':'t0ken-canary'}],'next_page_token':null}"));
    "secret-cut", "The reply breaks off after a secret.",
        |_| by(|_| json("{'auth_token':'t0ken-canary','data':[{'id':1}"));
    "secret-body", "The reply is not a page, and holds the token that was sent.",
        |_| by(|request| match request.value("page_token") {
            None => page(1..=2, "'next_page_token':'t0ken-canary'"),
            Some(token) => Reply::typed("text/plain", format!("bad token {token}")),
        });
    "echo-credentials", "The second page echoes the request's credentials in a body that is not a page.",
        |_| by(|request| {
            if request.value("page").is_none() {
                return page(1..=2, "'next':'/list?page=2'");
            }
            let head: Vec<_> = request.headers.iter().map(|(_, value)| value.as_str()).collect();
            Reply::typed("text/plain", format!("{} {}", request.target, head.join(" ")))
        });
}

/// Three pages by token; the second is refused once, and afterwards is this one.
fn again(body: &str) -> Script {
    let (mut asked, body) = (0, body.to_owned());
    by(move |request| match request.value("page_token").as_deref() {
        None => page(1..=2, "'next_page_token':'a'"),
        Some("a") => {
            asked += 1;
            if asked == 1 { page(3..=4, "'next_page_token':'b'") } else { json(&body) }
        }
        Some(_) => last(5..=6),
    })
}
