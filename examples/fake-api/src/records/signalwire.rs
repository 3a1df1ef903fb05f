//! Rows of the SignalWire lists. Messages, calls and recordings have every field that the
//! documents show; the others those that identify a row or that a filter looks at.

use serde_json::{Value, json};

use super::{choose, uuid};
use crate::ACCOUNT_SID;
use crate::lists::List;
use crate::time::{rfc2822, rfc3339};

/// When the row at position 0 was created: Tue, 14 Aug 2018 19:37:39 UTC. Each row after it is a
/// minute older.
const NEWEST: i64 = 1_534_275_459;

const PHONES: [&str; 3] = ["+15550100001", "+15550100002", "+15550100003"];

pub(super) fn make(list: List, position: i64) -> Value {
    let row = Base::new(list, position);
    match list {
        List::Messages => row.message(),
        List::Calls => row.call(),
        List::Recordings | List::ConferenceRecordings => row.recording(list),
        List::Faxes => row.fax(),
        List::Participants => row.with(json!({
            "call_sid": row.sid, "conference_sid": uuid("conference", 0), "coaching": false,
            "call_sid_to_coach": null, "status": "in-progress", "end_conference_on_exit": false,
            "muted": position % 2 == 0, "hold": false, "start_conference_on_enter": true,
        })),
        List::QueueMembers => row.with(json!({
            "call_sid": row.sid, "queue_sid": uuid("queue", 0), "member_type": "call",
            "date_enqueued": rfc2822(row.created), "position": position + 1, "wait_time": 30,
        })),
        List::Queues => row.with(json!({
            "sid": row.sid, "friendly_name": format!("Queue {position}"), "max_size": 100,
            "current_size": 3, "average_wait_time": 12,
        })),
        List::LamlBins => row.with(json!({
            "sid": row.sid, "name": format!("Script {position}"), "contents": "<Response/>",
            "date_last_accessed": null, "request_url": "https://example.com/bin",
            "num_requests": 7,
        })),
        List::IncomingPhoneNumbers => row.with(json!({
            "sid": row.sid, "friendly_name": format!("Line {position}"), "beta": false,
            "phone_number": format!("+1555{:07}", 200_0000 + position), "country_code": "US",
            "capabilities": {"voice": true, "sms": true, "mms": true, "fax": false},
        })),
        List::FaxMedia => row.with(json!({
            "sid": row.sid, "fax_sid": uuid("fax", 0), "content_type": "application/pdf",
            "url": row.uri,
        })),
        List::MessageMedia => row.with(json!({
            "sid": row.sid, "parent_sid": uuid("messages", 0), "content_type": "image/png",
        })),
        List::Conferences => row.with(json!({
            "sid": row.sid, "friendly_name": format!("Conference {position}"), "region": "us",
            "status": choose(&["completed", "in-progress", "init"], position),
        })),
        List::Transcriptions => row.with(json!({
            "sid": row.sid, "recording_sid": uuid("recordings", position), "duration": 14,
            "price": "0.05", "price_unit": "USD", "status": "completed",
            "transcription_text": format!("Spoken text {position}"),
        })),
        _ => row.with(json!({
            "sid": row.sid, "friendly_name": format!("Name {position}"),
        })),
    }
}

/// What every row has.
struct Base {
    position: i64,
    sid: String,
    uri: String,
    created: i64,
}

impl Base {
    fn new(list: List, position: i64) -> Self {
        // Position 0 of the accounts is the account that owns everything else.
        let own_account = list == List::Accounts && position == 0;
        let sid = if own_account { ACCOUNT_SID.into() } else { uuid(list.path(), position) };
        let uri = format!("{}/{sid}", list.path().replace("{AccountSid}", ACCOUNT_SID));
        Self { position, sid, uri, created: NEWEST - 60 * position }
    }

    /// Adds to `fields` what every row has.
    fn with(&self, mut fields: Value) -> Value {
        let common = json!({
            "account_sid": ACCOUNT_SID, "api_version": "2010-04-01", "uri": self.uri,
            "date_created": rfc2822(self.created), "date_updated": rfc2822(self.created + 5),
        });
        if let (Value::Object(fields), Value::Object(common)) = (&mut fields, common) {
            for (key, value) in common {
                fields.entry(key).or_insert(value);
            }
        }
        fields
    }

    fn message(&self) -> Value {
        let status = choose(&["delivered", "sent", "received", "failed", "queued"], self.position);
        let (sent, price) = match status {
            "queued" => (Value::Null, Value::Null),
            _ => (rfc2822(self.created + 2).into(), json!(0.005)),
        };
        let failed = status == "failed";
        self.with(json!({
            "sid": self.sid, "body": format!("Hello number {}!", self.position),
            "num_segments": 1, "num_media": 0, "date_sent": sent, "price": price,
            "price_unit": "USD", "status": status,
            "direction": if status == "received" { "inbound" } else { "outbound-api" },
            "error_code": failed.then_some("30004"),
            "error_message": failed.then_some("Message blocked"),
            "from": choose(&PHONES, self.position), "to": choose(&PHONES, self.position / 3 + 1),
            "messaging_service_sid": null,
            "subresource_uris": {"media": format!("{}/Media", self.uri)},
        }))
    }

    fn call(&self) -> Value {
        let (from, to) = (choose(&PHONES, self.position), choose(&PHONES, self.position / 3 + 1));
        self.with(json!({
            "sid": self.sid, "parent_call_sid": null, "phone_number_sid": null,
            "to": to, "formatted_to": to, "to_formatted": to,
            "from": from, "formatted_from": from, "from_formatted": from,
            "status": choose(&["completed", "busy", "no-answer", "in-progress"], self.position),
            "start_time": rfc2822(self.created + 1), "end_time": rfc2822(self.created + 43),
            "duration": 42, "price": 0.01, "price_unit": "USD", "direction": "outbound",
            "answered_by": choose(&[Some("human"), None], self.position),
            "forwarded_from": null, "caller_name": null, "annotation": null, "group_sid": null,
            "audio_in_mos": 4.5, "sip_result_code": "200",
            "audio_rtt_avg": 0, "audio_rtt_min": null, "audio_rtt_max": null,
            "audio_out_jitter_min": null, "audio_out_jitter_max": null,
            "audio_out_jitter_avg": null, "audio_out_lost": null,
            "subresource_uris": {
                "notifications": null, "recordings": format!("{}/Recordings", self.uri),
            },
        }))
    }

    fn recording(&self, list: List) -> Value {
        let of_conference = list == List::ConferenceRecordings;
        let conference = of_conference.then(|| uuid("conference", 0));
        let call = (!of_conference).then(|| uuid(List::Calls.path(), self.position));
        self.with(json!({
            "sid": self.sid, "call_sid": call, "conference_sid": conference,
            "channel": "1", "channels": "1", "duration": 14,
            "start_time": rfc2822(self.created), "end_time": rfc2822(self.created + 14),
            "price": "0.0025", "price_unit": "USD", "status": "completed",
            "source": if of_conference { "StartConferenceRecording" } else { "RecordVerb" },
            "error_code": null, "encryption_details": null, "trim": "do-not-trim",
            "subresource_uris": {"transcriptions": format!("{}/Transcriptions", self.uri)},
        }))
    }

    /// Faxes alone have dates in ISO 8601.
    fn fax(&self) -> Value {
        self.with(json!({
            "sid": self.sid, "media_sid": uuid("fax media", self.position), "duration": 30,
            "date_created": rfc3339(self.created, "Z"),
            "date_updated": rfc3339(self.created + 5, "Z"),
            "from": choose(&PHONES, self.position), "to": choose(&PHONES, self.position / 3 + 1),
            "direction": "outbound", "quality": "fine", "status": "delivered",
            "num_pages": "2", "price": "0.07", "price_unit": "USD", "media_url": null,
            "error_code": null, "error_message": null, "url": self.uri,
            "links": {"media": format!("{}/Media", self.uri)},
        }))
    }
}
