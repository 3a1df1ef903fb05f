//! Walks whose pages begin with the row at the position.

use crate::vendors::inclusive::*;
use crate::walks::walks;

walks! {
    twitter_timeline: TWITTER_TIMELINE, "twitter-v1/tweets" by 3, ["?screen_name=a"], [
        "GET /1.1/statuses/user_timeline.json?screen_name=a&count=3",
        "GET /1.1/statuses/user_timeline.json?screen_name=a&count=3&max_id=1085273961222664168",
        "GET /1.1/statuses/user_timeline.json?screen_name=a&count=3&max_id=1085273961222664138",
        "GET /1.1/statuses/user_timeline.json?screen_name=a&count=3&max_id=1085273961222664128",
    ];
    telegram: TELEGRAM, "telegram/updates" by 3, ["token=123:AAHdq"], [
        "GET /bot123%3AAAHdq/getUpdates?limit=3",
        "GET /bot123%3AAAHdq/getUpdates?limit=3&offset=874119007",
        "GET /bot123%3AAAHdq/getUpdates?limit=3&offset=874119013",
        "GET /bot123%3AAAHdq/getUpdates?limit=3&offset=874119015",
    ];
    binance: BINANCE, "binance/agg_trades" by 3, ["?symbol=BNBBTC"], [
        "GET /api/v3/aggTrades?symbol=BNBBTC&limit=3&fromId=0",
        "GET /api/v3/aggTrades?symbol=BNBBTC&limit=3&fromId=3",
        "GET /api/v3/aggTrades?symbol=BNBBTC&limit=3&fromId=6",
        "GET /api/v3/aggTrades?symbol=BNBBTC&limit=3&fromId=7",
    ];
    couchdb_documents: COUCHDB_DOCS, "couchdb/all_docs" by 3, ["db=films"], [
        "GET /films/_all_docs?limit=3",
        "GET /films/_all_docs?limit=3&startkey=%22a%20%2B%20b3%22",
        "GET /films/_all_docs?limit=3&startkey=%22a%20%2B%20b5%22",
        "GET /films/_all_docs?limit=3&startkey=%22a%20%2B%20b7%22",
    ], says: "total 7";
    couchdb_changes: COUCHDB_CHANGES, "couchdb/changes" by 3, ["db=films"], [
        "GET /films/_changes?limit=3",
        "GET /films/_changes?limit=3&since=3-g1AAAACLeJz%3D",
        "GET /films/_changes?limit=3&since=6-g1AAAACLeJz%3D",
    ];
    bitfinex: BITFINEX, "bitfinex/trades" by 3, ["symbol=tBTCUSD"], [
        "GET /v2/trades/tBTCUSD/hist?sort=1&limit=3",
        "GET /v2/trades/tBTCUSD/hist?sort=1&limit=3&start=1567526214897",
        "GET /v2/trades/tBTCUSD/hist?sort=1&limit=3&start=1567526214911",
        "GET /v2/trades/tBTCUSD/hist?sort=1&limit=3&start=1567526214925",
    ];
}
