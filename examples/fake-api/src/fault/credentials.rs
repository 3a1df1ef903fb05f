//! Servers that send a client elsewhere, and look what it brings along.

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
    "redirect-to-another-port", "The second page is a redirect to another port.",
        |site| redirect(&format!("http://{}/list?page=3", site.foreign));
    "redirect-to-another-scheme", "The second page is a redirect to https.",
        |site| redirect(&format!("https://{}/list?page=3", site.host));
    "redirect-without-scheme", "The second page is a redirect to another port, its scheme left out.",
        |site| redirect(&format!("//{}/list?page=3", site.foreign));
    "redirect-with-user", "The second page is a redirect with user information.",
        |site| redirect(&format!("http://me:pw@{}/list?page=3", site.host));
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

fn redirect_and_back(site: &Site) -> Script {
    let (host, foreign) = (site.host.clone(), site.foreign.clone());
    by(move |request| match request.count("page") {
        None => page(1..=2, "'next':'/list?page=2'"),
        Some(2) => Reply::bare(307).header("Location", format!("http://{foreign}/list?page=3")),
        Some(3) => Reply::bare(307).header("Location", format!("http://{host}/list?page=4")),
        _ => last(3..=4),
    })
}
