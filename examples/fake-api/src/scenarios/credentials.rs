//! Servers that send a client elsewhere, and check the credentials that it sends.

use super::page::{by, last, list, page};
use super::reply::Reply;
use super::{Script, Site, scenarios};

scenarios! {
    "three-pages-by-token", "Three pages by token.", |_| list(6);
    "three-pages-by-link", "Three pages by link.",
        |_| by(|request| match request.count("page") {
            None => page(1..=2, "'next':'/list?page=2'"),
            Some(2) => page(3..=4, "'next':'/list?page=3'"),
            _ => last(5..=6),
        });
    "links-with-a-key", "The links hold the key of the query, and another.",
        |_| by(|request| match request.count("page") {
            None => page(1..=2, "'next':'/list?api_key=echoed&page=2&api%5Fkey=again&x=1'"),
            _ => last(3..=4),
        });
    "token-expires", "Bearer tokens are good until round-2 is the newest: round-1 for the first page alone.",
        |_| {
            let mut list = list(6);
            by(move |request| match (request.value("page_token"), request.header("authorization")) {
                (None, Some("Bearer round-1")) | (_, Some("Bearer round-2")) => list(request),
                _ => Reply::bare(401),
            })
        };
    "token-never-good", "No credentials are good.", |_| by(|_| Reply::bare(401));
    "redirect-to-another-port", "The second page is a redirect to another port.",
        |site| redirect(&format!("http://{}/list?page=3", site.foreign));
    "redirect-to-another-scheme", "The second page is a redirect to https.",
        |site| redirect(&format!("https://{}/list?page=3", site.host));
    "redirect-without-scheme", "The second page is a redirect to another port, without a scheme.",
        |site| redirect(&format!("//{}/list?page=3", site.foreign));
    "redirect-with-user", "The second page is a redirect with user information.",
        |site| redirect(&format!("http://me:pw@{}/list?page=3", site.host));
    "redirect-301", "The second page is a redirect with status 301.", |_| within(301, "/moved?page=3");
    "redirect-302", "The second page is a redirect with status 302.", |_| within(302, "/moved?page=3");
    "redirect-303", "The second page is a redirect with status 303.", |_| within(303, "/moved?page=3");
    "redirect-307", "The second page is a redirect with status 307.", |_| within(307, "/moved?page=3");
    "redirect-308", "The second page is a redirect with status 308.", |_| within(308, "/moved?page=3");
    "redirect-300", "The second page is a choice, with status 300.", |_| within(300, "/moved?page=3");
    "redirect-304", "The second page is not modified, with status 304.", |_| within(304, "/moved?page=3");
    "redirect-absolute", "The second page is a redirect by an absolute URL.",
        |site| within(302, &format!("HTTP://{}/moved?page=3", site.host));
    "redirect-with-a-key", "The second page is a redirect that holds a key.",
        |_| within(302, "/moved?page=3&api_key=echoed");
    "redirect-backslash", "The second page is a redirect that holds a backslash.",
        |site| within(302, &format!("/\\{}/p", site.foreign));
    "redirect-empty", "The second page is a redirect to nowhere.", |_| within(302, "");
    "redirect-without-location", "The second page is a redirect without a target.",
        |_| by(|request| match request.count("page") {
            None => page(1..=2, "'next':'/list?page=2'"),
            Some(_) => Reply::bare(302),
        });
    "redirect-twice-told", "The second page is a redirect to two places.",
        |_| by(|request| match request.count("page") {
            None => page(1..=2, "'next':'/list?page=2'"),
            Some(2) => Reply::bare(302).header("Location", "/a?page=3").header("Location", "/b?page=3"),
            Some(_) => last(3..=4),
        });
    "redirect-in-a-circle", "The second page redirects to itself.", |_| within(302, "/list?page=2");
    "redirect-and-relative-link", "The first page is a redirect, and its link is relative.",
        |_| by(|request| match request.target.as_str() {
            "/list" => Reply::bare(302).header("Location", "/v2/all/list"),
            "/v2/all/list" => page(1..=2, "'next':'more?page=2'"),
            _ => last(3..=4),
        });
    "redirect-away-and-back", "The second page is a redirect to another port, which leads back.",
        redirect_and_back;
}

/// A first page by link, and then a redirect there.
fn redirect(location: &str) -> Script {
    let location = location.to_owned();
    by(move |request| match request.count("page") {
        None => page(1..=2, "'next':'/list?page=2'"),
        Some(2) => Reply::bare(302).header("Location", location.clone()),
        _ => last(3..=4),
    })
}

/// A first page by link, and then a redirect of this status.
fn within(status: u16, location: &str) -> Script {
    let location = location.to_owned();
    by(move |request| match request.count("page") {
        None => page(1..=2, "'next':'/list?page=2'"),
        Some(2) => Reply::bare(status).header("Location", location.clone()),
        Some(_) => last(3..=4),
    })
}

fn redirect_and_back(site: &Site) -> Script {
    let (host, foreign) = (site.host.clone(), site.foreign.clone());
    by(move |request| match request.count("page") {
        None => page(1..=2, "'next':'/list?page=2'"),
        Some(2) => Reply::bare(307).header("Location", format!("http://{foreign}/list?page=3")),
        Some(3) => Reply::bare(307).header("Location", format!("http://{host}/list?page=4")),
        _ => last(3..=4),
    })
}
