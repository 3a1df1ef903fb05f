//! Walks by values of the last row.

use crate::vendors::by_last::*;
use crate::walks::walks;

walks! {
    stripe: STRIPE, "stripe/customers" by 3, [], [
        "GET /v1/customers?limit=3",
        "GET /v1/customers?limit=3&starting_after=cus_3",
        "GET /v1/customers?limit=3&starting_after=cus_6",
    ];
    elasticsearch: ELASTICSEARCH, "elasticsearch/hits" by 3, ["index=logs"], [
        r#"POST /logs/_search {"sort":[{"@timestamp":"asc"},{"id":"asc"}],"size":3}"#,
        r#"POST /logs/_search {"sort":[{"@timestamp":"asc"},{"id":"asc"}],"size":3,"search_after":[9007199254740993,"3"]}"#,
        r#"POST /logs/_search {"sort":[{"@timestamp":"asc"},{"id":"asc"}],"size":3,"search_after":[9007199254740993,"6"]}"#,
        r#"POST /logs/_search {"sort":[{"@timestamp":"asc"},{"id":"asc"}],"size":3,"search_after":[9007199254740993,"7"]}"#,
    ], says: "total 10000";
    trello: TRELLO, "trello/actions" by 3, ["board=4eea503"], [
        "GET /1/boards/4eea503/actions?limit=3",
        "GET /1/boards/4eea503/actions?limit=3&before=51f93",
        "GET /1/boards/4eea503/actions?limit=3&before=51f96",
        "GET /1/boards/4eea503/actions?limit=3&before=51f97",
    ];
    esplora: ESPLORA, "esplora/transactions" by 0, ["address=1wiz18"], [
        "GET /api/address/1wiz18/txs/chain",
        "GET /api/address/1wiz18/txs/chain/f4184fc53",
        "GET /api/address/1wiz18/txs/chain/f4184fc56",
        "GET /api/address/1wiz18/txs/chain/f4184fc57",
    ];
    solana: SOLANA, "solana/signatures" by 3,
        ["?address=Vote111111111111111111111111111111111111111"], [
        r#"POST / {"jsonrpc":"2.0","id":1,"method":"getSignaturesForAddress","params":["Vote111111111111111111111111111111111111111",{"limit":3}]}"#,
        r#"POST / {"jsonrpc":"2.0","id":1,"method":"getSignaturesForAddress","params":["Vote111111111111111111111111111111111111111",{"limit":3,"before":"5h6xBEauJ3PK3"}]}"#,
        r#"POST / {"jsonrpc":"2.0","id":1,"method":"getSignaturesForAddress","params":["Vote111111111111111111111111111111111111111",{"limit":3,"before":"5h6xBEauJ3PK6"}]}"#,
        r#"POST / {"jsonrpc":"2.0","id":1,"method":"getSignaturesForAddress","params":["Vote111111111111111111111111111111111111111",{"limit":3,"before":"5h6xBEauJ3PK7"}]}"#,
    ];
}
