//! Vendors whose position has several parts, or is one of several links.

use super::{BASIC, BEARER, Reply, Vendor, at, cut, cut_ragged};
use serde_json::{Value, json};

/// The links of a page are an array in any order.
pub const FHIR: Vendor = Vendor {
    list: ("GET", "/fhir/Patient"),
    onward: "",
    headers: BEARER,
    params: &["_count", "_getpages", "_getpagesoffset"],
    row: |n| {
        let resource = json!({"resourceType": "Patient", "id": n.to_string()});
        json!({"fullUrl": format!("https://example.org/Patient/{n}"), "resource": resource})
    },
    answer: |rows, request| {
        let size = request.size("_count", 0, 0)?;
        let from = request.number("_getpagesoffset")?.unwrap_or(0);
        let (page, next) = cut(rows, from, size);
        let link = |relation: &str, at: usize| {
            let query = format!("_getpages=a%2Bb&_getpagesoffset={at}&_count={size}");
            json!({"relation": relation, "url": format!("{}/fhir/Patient?{query}", request.origin)})
        };
        let mut links = vec![link("self", from)];
        links.extend(next.map(|next| link("next", next)));
        if from > 0 {
            links.insert(0, link("previous", from.saturating_sub(size)));
        }
        Ok(Reply::page(json!({"resourceType": "Bundle", "type": "searchset",
            "total": rows.len(), "link": links, "entry": page})))
    },
};

/// The same with other names, and without a total.
pub const STAC: Vendor = Vendor {
    list: ("GET", "/search"),
    onward: "",
    headers: &[],
    params: &["limit", "collections", "token"],
    row: |n| json!({"id": format!("S2B_{n}"), "collection": "sentinel-2-l2a"}),
    answer: |rows, request| {
        let size = request.size("limit", 10, 10_000)?;
        let (page, next) = cut(rows, at(request.get("token"), "next:S2B_", "")?, size);
        let root = json!({"rel": "root", "href": request.origin, "type": "application/json"});
        let mut links = vec![root];
        if let Some(n) = next {
            let href = format!("{}/search?limit={size}&token=next:S2B_{n}", request.origin);
            links.insert(0, json!({"rel": "next", "href": href, "method": "GET"}));
        }
        let kind = "FeatureCollection";
        Ok(Reply::page(json!({"type": kind, "features": page, "links": links})))
    },
};

/// Each page has `self`; the one before comes first, and the next one last.
pub const MONGODB_ATLAS: Vendor = Vendor {
    list: ("GET", "/api/atlas/v2/groups/32b6e34b/clusters"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "accept: application/vnd.atlas.2024-08-05+json"],
    params: &["itemsPerPage", "pageNum", "includeCount"],
    row: |n| json!({"id": format!("32b6e34b3d91647abb2{n}"), "name": format!("Cluster{n}"), "clusterType": "REPLICASET"}),
    answer: |rows, request| {
        let size = request.size("itemsPerPage", 100, 500)?;
        let number = request.number("pageNum")?.unwrap_or(1);
        if number == 0 {
            return Err(Reply::bad("pageNum"));
        }
        let (page, next) = cut(rows, (number - 1) * size, size);
        let link = |rel: &str, number: usize| {
            let query = format!("includeCount=true&pageNum={number}&itemsPerPage={size}");
            let href = format!("{}{}?{query}", request.origin, request.path);
            json!({"href": href, "rel": rel})
        };
        let mut links = Vec::new();
        links.extend((number > 1).then(|| link("previous", number - 1)));
        links.push(link("self", number));
        links.extend(next.map(|_| link("next", number + 1)));
        Ok(Reply::page(json!({"links": links, "results": page, "totalCount": rows.len()})))
    },
};

/// By number, with the session of the first reply, which each later one states again.
pub const MIXPANEL: Vendor = Vendor {
    list: ("GET", "/api/query/engage"),
    onward: "",
    headers: BASIC,
    params: &["project_id", "where", "page", "session_id"],
    row: |n| json!({"$distinct_id": format!("4b{n}"), "$properties": {"$city": "Paris"}}),
    answer: |rows, request| {
        request.expect("project_id", "17")?;
        let number = request.number("page")?.unwrap_or(0);
        let session = "1234567890-EXAMPL+/";
        if number > 0 {
            request.expect("session_id", session)?;
        } else if request.get("session_id").is_some() {
            return Err(Reply::bad("session_id"));
        }
        let page = cut(rows, number * 3, 3).0;
        Ok(Reply::page(json!({"page": number, "page_size": 3, "session_id": session,
            "status": "ok", "total": rows.len(), "results": page})))
    },
};

/// All members of `continue` come back, beside the parameters of the first request.
pub const MEDIAWIKI: Vendor = Vendor {
    list: ("GET", "/w/api.php"),
    onward: "",
    headers: &[],
    params: &["action", "format", "list", "cmtitle", "cmlimit", "cmcontinue", "continue"],
    row: |n| json!({"pageid": n, "ns": 0, "title": "P"}),
    answer: |rows, request| {
        request.expect("action", "query")?;
        request.expect("format", "json")?;
        request.expect("list", "categorymembers")?;
        request.expect("cmtitle", "Category:Physics")?;
        let size = request.size("cmlimit", 10, 500)?;
        let token = request.get("cmcontinue");
        if token.is_some() != (request.get("continue") == Some("-||")) {
            return Err(Reply::bad("continue"));
        }
        let (page, next) = cut(rows, at(token, "page|4d2b|", "")?, size);
        let mut body = json!({"query": {"categorymembers": page}});
        match next {
            Some(n) => {
                body["continue"] =
                    json!({"cmcontinue": format!("page|4d2b|{n}"), "continue": "-||"});
            }
            None => body["batchcomplete"] = json!(""),
        }
        Ok(Reply::page(body))
    },
};

/// Two headers lead on, into two parameters; the second page is empty.
pub const AZURE_TABLES: Vendor = Vendor {
    list: ("GET", "/Customers()"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "x-ms-version: 2020-12-06"],
    params: &["$top", "$filter", "NextPartitionKey", "NextRowKey"],
    row: |n| json!({"PartitionKey": "p", "RowKey": format!("r{n}")}),
    answer: |rows, request| {
        let size = request.size("$top", 1000, 1000)?;
        let partition = request.get("NextPartitionKey");
        if partition.is_some_and(|it| it != "1!8!cA==") {
            return Err(Reply::bad("NextPartitionKey"));
        }
        if partition.is_some() != request.get("NextRowKey").is_some() {
            return Err(Reply::bad("NextRowKey"));
        }
        let step = at(request.get("NextRowKey"), "1!8!", "=")?;
        let (page, next) = cut_ragged(rows, step, size);
        let reply = Reply::page(json!({"value": page}));
        Ok(match next {
            Some(n) => reply
                .header("x-ms-continuation-nextpartitionkey", "1!8!cA==")
                .header("x-ms-continuation-nextrowkey", format!("1!8!{n}=")),
            None => reply,
        })
    },
};

/// Later pages are at another path, which takes the cursor alone; each page has one.
pub const DROPBOX: Vendor = Vendor {
    list: ("POST", "/2/files/list_folder"),
    onward: "/2/files/list_folder/continue",
    headers: BEARER,
    params: &[],
    row: |n| json!({".tag": "file", "id": format!("id:a4ayc_80_OE{n}"), "name": "a.txt"}),
    answer: |rows, request| {
        let cursor = request.text("/cursor")?;
        let members = request.body.as_object().map_or(0, serde_json::Map::len);
        if (request.path == DROPBOX.onward) != cursor.is_some()
            || (cursor.is_some() && members > 1)
            || (cursor.is_none() && request.text("/path")?.is_none())
        {
            return Err(Reply::bad("cursor"));
        }
        let size = if cursor.is_some() { 3 } else { request.body_size("/limit", 0, 2000)? };
        let from = at(cursor, "ZtkX9_EHj3x7PMkVuFIhwKYXEpwpLwyxp9vMKomUhllil9q7eWiAu+", "==")?;
        let (page, next) = cut(rows, from, size);
        let at = from + page.len();
        let cursor = format!("ZtkX9_EHj3x7PMkVuFIhwKYXEpwpLwyxp9vMKomUhllil9q7eWiAu+{at}==");
        let body = json!({"entries": page, "cursor": cursor, "has_more": next.is_some()});
        Ok(Reply::page(body))
    },
};

/// Later pages are at another path, with the last scroll ID; a page without hits is the end.
pub const ELASTICSEARCH_SCROLL: Vendor = Vendor {
    list: ("POST", "/logs/_search"),
    onward: "/_search/scroll",
    headers: &["authorization: ApiKey VnVhQ2ZHY0JDZGJrUW0="],
    params: &["scroll"],
    row: |n| json!({"_index": "logs", "_id": n.to_string(), "_source": {"message": "m"}}),
    answer: |rows, request| {
        let from = if request.path == ELASTICSEARCH_SCROLL.onward {
            request.expect_in_body("/scroll", &json!("1m"))?;
            let known = |it: &&str| it.starts_with("DXF1ZXJ5QW5kRmV0Y2g+");
            let id = request.text("/scroll_id")?.filter(known);
            if id.is_none() || !request.query.is_empty() || request.body["size"] != Value::Null {
                return Err(Reply::bad("scroll_id"));
            }
            at(id, "DXF1ZXJ5QW5kRmV0Y2g+", "==")?
        } else {
            request.expect("scroll", "1m")?;
            0
        };
        let first = request.path != ELASTICSEARCH_SCROLL.onward;
        let size = if first { request.body_size("/size", 10, 10_000)? } else { 3 };
        let (page, _) = cut(rows, from, size);
        let id = format!("DXF1ZXJ5QW5kRmV0Y2g+{}==", from + page.len());
        let total = json!({"value": rows.len(), "relation": "eq"});
        Ok(Reply::page(json!({"_scroll_id": id, "hits": {"total": total, "hits": page}})))
    },
};
