//! Walks that begin or end with a value.

use crate::vendors::first_value::*;
use crate::walks::walks;

walks! {
    openalex: OPENALEX, "openalex/works" by 3, ["?filter=publication_year:2020"], [
        "GET /works?filter=publication_year%3A2020&per-page=3&cursor=%2A",
        "GET /works?filter=publication_year%3A2020&per-page=3&cursor=IlsxNjA5MzcyODAwMDAwLCAn3J10i%3D",
        "GET /works?filter=publication_year%3A2020&per-page=3&cursor=IlsxNjA5MzcyODAwMDAwLCAn6J10i%3D",
        "GET /works?filter=publication_year%3A2020&per-page=3&cursor=IlsxNjA5MzcyODAwMDAwLCAn7J10i%3D",
    ], says: "size 3, total 7";
    crossref: CROSSREF, "crossref/works" by 3, [], [
        "GET /works?rows=3&cursor=%2A",
        "GET /works?rows=3&cursor=AoJ%2F5sSm7tICPwRodHRwOi8vZHguZG9p%2B3%3D%3D",
        "GET /works?rows=3&cursor=AoJ%2F5sSm7tICPwRodHRwOi8vZHguZG9p%2B6%3D%3D",
        "GET /works?rows=3&cursor=AoJ%2F5sSm7tICPwRodHRwOi8vZHguZG9p%2B7%3D%3D",
    ], says: "size 3, total 7";
    solr: SOLR, "solr/docs" by 3, ["collection=films", "?q=*:*"], [
        "GET /solr/films/select?sort=id%20asc&q=%2A%3A%2A&rows=3&cursorMark=%2A",
        "GET /solr/films/select?sort=id%20asc&q=%2A%3A%2A&rows=3&cursorMark=AoEjL2Vu%2B%2F3%3D",
        "GET /solr/films/select?sort=id%20asc&q=%2A%3A%2A&rows=3&cursorMark=AoEjL2Vu%2B%2F6%3D",
        "GET /solr/films/select?sort=id%20asc&q=%2A%3A%2A&rows=3&cursorMark=AoEjL2Vu%2B%2F7%3D",
    ], says: "total 7";
    twitter_v2: TWITTER_V2, "twitter-v2/followers" by 3, ["id=2244994945"], [
        "GET /2/users/2244994945/followers?max_results=3",
        "GET /2/users/2244994945/followers?max_results=3&pagination_token=DFEDBNRFT3MHCZZ1Z",
        "GET /2/users/2244994945/followers?max_results=3&pagination_token=DFEDBNRFT3MHCZZ2Z",
        "GET /2/users/2244994945/followers?max_results=3&pagination_token=DFEDBNRFT3MHCZZ3Z",
    ];
    twitter_by_cursor: TWITTER_FOLLOWERS, "twitter-v1/followers" by 3, ["?screen_name=a"], [
        "GET /1.1/followers/list.json?screen_name=a&count=3&cursor=-1",
        "GET /1.1/followers/list.json?screen_name=a&count=3&cursor=157437408934713",
        "GET /1.1/followers/list.json?screen_name=a&count=3&cursor=157437408934716",
    ];
    quickbooks: QUICKBOOKS, "quickbooks/customers" by 0, ["realm_id=9130350"], [
        "GET /v3/company/9130350/query?minorversion=75&query=select%20%2A%20from%20Customer%20startposition%201%20maxresults%201000",
        "GET /v3/company/9130350/query?minorversion=75&query=select%20%2A%20from%20Customer%20startposition%201001%20maxresults%201000",
    ];
}
