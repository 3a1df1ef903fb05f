//! Walks whose replies have status 200 and say that the next request must wait, or that it failed.

use crate::vendors::later::*;
use crate::walks::walks;

walks! {
    shopify_graphql: SHOPIFY_GRAPHQL, "shopify-graphql/products" by 3, [], [
        r#"POST /admin/api/2025-01/graphql.json {"query":…,"variables":{"first":3}}"#,
        r#"POST /admin/api/2025-01/graphql.json {"query":…,"variables":{"first":3,"after":"eyJsYXN0X2lkIjo3fQ=="}}"#,
        "wait 2 s",
        r#"POST /admin/api/2025-01/graphql.json {"query":…,"variables":{"first":3,"after":"eyJsYXN0X2lkIjo3fQ=="}}"#,
        r#"POST /admin/api/2025-01/graphql.json {"query":…,"variables":{"first":3,"after":"eyJsYXN0X2lkIjo6fQ=="}}"#,
        "wait 2 s",
        r#"POST /admin/api/2025-01/graphql.json {"query":…,"variables":{"first":3,"after":"eyJsYXN0X2lkIjo6fQ=="}}"#,
    ];
    shopify_graphql_without_a_size: SHOPIFY_GRAPHQL, "shopify-graphql/products" by 0, [], [
        r#"POST /admin/api/2025-01/graphql.json {"query":…,"variables":{"first":100}}"#,
    ];
    lark: LARK, "lark/chats" by 5, [], [
        "GET /open-apis/im/v1/chats?page_size=5",
        "GET /open-apis/im/v1/chats?page_size=5&page_token=dmJCRHhpd3JRbGV1%2B%2F5%3D%3D",
        "wait 4 s",
        "GET /open-apis/im/v1/chats?page_size=5&page_token=dmJCRHhpd3JRbGV1%2B%2F5%3D%3D",
    ];
    stack_exchange: STACK_EXCHANGE, "stack-exchange/questions" by 3, ["?tagged=c++"], [
        "GET /2.3/questions?site=stackoverflow&tagged=c%2B%2B&pagesize=3&page=1",
        "GET /2.3/questions?site=stackoverflow&tagged=c%2B%2B&pagesize=3&page=2",
        "wait 3 s",
        "GET /2.3/questions?site=stackoverflow&tagged=c%2B%2B&pagesize=3&page=3",
    ], says: "number 1; previous";
    google_places: GOOGLE_PLACES, "google-places/nearby" by 0, ["?location=-33.8,151.1", "?radius=500"], [
        "GET /maps/api/place/nearbysearch/json?location=-33.8%2C151.1&radius=500&key=AIzaSy0",
        "GET /maps/api/place/nearbysearch/json?location=-33.8%2C151.1&radius=500&pagetoken=ATtYBwK3-_w&key=AIzaSy0",
        "wait 2 s",
        "GET /maps/api/place/nearbysearch/json?location=-33.8%2C151.1&radius=500&pagetoken=ATtYBwK3-_w&key=AIzaSy0",
        "GET /maps/api/place/nearbysearch/json?location=-33.8%2C151.1&radius=500&pagetoken=ATtYBwK6-_w&key=AIzaSy0",
        "wait 2 s",
        "GET /maps/api/place/nearbysearch/json?location=-33.8%2C151.1&radius=500&pagetoken=ATtYBwK6-_w&key=AIzaSy0",
    ];
    google_places_without_results: GOOGLE_PLACES, "google-places/nearby" by 0, ["?keyword=nothing"], [
        "GET /maps/api/place/nearbysearch/json?keyword=nothing&key=AIzaSy0",
    ], rows: 0;
}
