//! Walks over rows that are no array.

use crate::vendors::held::*;
use crate::walks::walks;

walks! {
    last_fm: LAST_FM, "last-fm/recent_tracks" by 3, ["?user=rj"], [
        "GET /2.0/?format=json&method=user.getrecenttracks&user=rj&limit=3&page=1&api_key=b25b959554ed76058",
        "GET /2.0/?format=json&method=user.getrecenttracks&user=rj&limit=3&page=2&api_key=b25b959554ed76058",
        "GET /2.0/?format=json&method=user.getrecenttracks&user=rj&limit=3&page=3&api_key=b25b959554ed76058",
    ], says: "number 1, size 3, pages 3, total 7; previous";
    firebase: FIREBASE, "firebase/rows" by 3, ["node=fireblog"], [
        "GET /fireblog.json?orderBy=%22%24key%22&limitToFirst=3&auth=t0k-en",
        "GET /fireblog.json?orderBy=%22%24key%22&limitToFirst=3&startAt=%22-JRHTHaIs-jNPLXO3%22&auth=t0k-en",
        "GET /fireblog.json?orderBy=%22%24key%22&limitToFirst=3&startAt=%22-JRHTHaIs-jNPLXO5%22&auth=t0k-en",
        "GET /fireblog.json?orderBy=%22%24key%22&limitToFirst=3&startAt=%22-JRHTHaIs-jNPLXO7%22&auth=t0k-en",
    ];
    firebase_without_rows: FIREBASE_WITHOUT_ROWS, "firebase/rows" by 0, ["node=empty"], [
        "GET /empty.json?orderBy=%22%24key%22&limitToFirst=1000&auth=t0k-en",
    ], rows: 0;
    alpaca: ALPACA, "alpaca/bars" by 3, ["?symbols=AAPL", "?symbols=TSLA", "?timeframe=1Day"], [
        "GET /v2/stocks/bars?symbols=AAPL%2CTSLA&timeframe=1Day&limit=3",
        "GET /v2/stocks/bars?symbols=AAPL%2CTSLA&timeframe=1Day&limit=3&page_token=QUFQTHxEfDE3MDQ%2B1%3D%3D",
        "GET /v2/stocks/bars?symbols=AAPL%2CTSLA&timeframe=1Day&limit=3&page_token=QUFQTHxEfDE3MDQ%2B2%3D%3D",
        "GET /v2/stocks/bars?symbols=AAPL%2CTSLA&timeframe=1Day&limit=3&page_token=QUFQTHxEfDE3MDQ%2B3%3D%3D",
    ];
    kraken: KRAKEN, "kraken/trades" by 3, ["?pair=XXBTZUSD"], [
        "GET /0/public/Trades?pair=XXBTZUSD&count=3&since=0",
        "GET /0/public/Trades?pair=XXBTZUSD&count=3&since=1688671969993150843",
        "GET /0/public/Trades?pair=XXBTZUSD&count=3&since=1688671969993150846",
        "GET /0/public/Trades?pair=XXBTZUSD&count=3&since=1688671969993150847",
    ];
}
