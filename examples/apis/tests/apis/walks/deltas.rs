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
}
