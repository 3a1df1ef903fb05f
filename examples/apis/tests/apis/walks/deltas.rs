//! Walks that are followed by the next synchronisation.

use crate::vendors::deltas::*;
use crate::walks::walks;

walks! {
    microsoft_graph_delta: GRAPH_DELTA, "microsoft-graph/user_changes" by 0, ["?select=id,displayName"], [
        "GET /v1.0/users/delta?%24select=id%2CdisplayName",
        "GET /v1.0/users/delta?$skiptoken=s1-1",
        "GET /v1.0/users/delta?$skiptoken=s1-2",
        "GET /v1.0/users/delta?$skiptoken=s1-3",
        "GET /v1.0/users/delta?$deltatoken=d1",
        "GET /v1.0/users/delta?$skiptoken=s2-3",
    ], changes: &CHANGES;
    google_calendar: GOOGLE_CALENDAR, "google-calendar/events" by 3, ["calendar_id=primary"], [
        "GET /calendar/v3/calendars/primary/events?maxResults=3",
        "GET /calendar/v3/calendars/primary/events?maxResults=3&pageToken=CiAKGjB3%3D%3D",
        "GET /calendar/v3/calendars/primary/events?maxResults=3&pageToken=CiAKGjB6%3D%3D",
        "GET /calendar/v3/calendars/primary/events?maxResults=3&syncToken=CPDAlvWDx70CGAU%3D",
        "GET /calendar/v3/calendars/primary/events?maxResults=3&pageToken=Sync%2BCiAKGjB3%3D%3D&syncToken=CPDAlvWDx70CGAU%3D",
    ], changes: &CHANGES;
    plaid_transactions: PLAID_TRANSACTIONS, "plaid/transactions" by 3, ["?access_token=access-1"], [
        r#"POST /transactions/sync {"access_token":"access-1","count":3,"client_id":"5f3a","secret":"7b6d1c4e"}"#,
        r#"POST /transactions/sync {"access_token":"access-1","count":3,"cursor":"tVUUL15lYQN5rBnf3==","client_id":"5f3a","secret":"7b6d1c4e"}"#,
        r#"POST /transactions/sync {"access_token":"access-1","count":3,"cursor":"tVUUL15lYQN5rBnf6==","client_id":"5f3a","secret":"7b6d1c4e"}"#,
        r#"POST /transactions/sync {"access_token":"access-1","count":3,"cursor":"tVUUL15lYQN5rBnf7==","client_id":"5f3a","secret":"7b6d1c4e"}"#,
        r#"POST /transactions/sync {"access_token":"access-1","count":3,"cursor":"tVUUL15lYQN5rBnf10==","client_id":"5f3a","secret":"7b6d1c4e"}"#,
    ], changes: &CHANGES;
    plaid_institutions: PLAID_INSTITUTIONS, "plaid/institutions" by 3, [], [
        r#"POST /institutions/get {"country_codes":["US"],"count":3,"offset":0,"client_id":"5f3a","secret":"7b6d1c4e"}"#,
        r#"POST /institutions/get {"country_codes":["US"],"count":3,"offset":2,"client_id":"5f3a","secret":"7b6d1c4e"}"#,
        r#"POST /institutions/get {"country_codes":["US"],"count":3,"offset":4,"client_id":"5f3a","secret":"7b6d1c4e"}"#,
    ], says: "total 7";
}
