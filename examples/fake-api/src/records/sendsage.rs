//! Rows of the SendSage lists.

use serde_json::{Value, json};

use super::choose;
use crate::MAILING_LIST_ID;
use crate::lists::List;
use crate::time::rfc3339;

/// When the row at position 0 was created: 31 January 2024, 18:00 UTC. Each row after it is a
/// minute younger.
const OLDEST: i64 = 1_706_724_000;

/// The id of the subscriber at position 0; those inserted in front count down from here.
const FIRST_SUBSCRIBER: i64 = 1001;

pub(super) fn make(list: List, position: i64) -> Value {
    let created = OLDEST + 60 * position;
    match list {
        List::MailingLists => mailing_list(MAILING_LIST_ID + position),
        List::Subscribers => subscriber(FIRST_SUBSCRIBER + position, created),
        List::SubscriberImports => import(1 + position, created),
        List::LinkStats => json!({
            "link_id": 1 + position, "url": format!("https://example.com/offer?n={position}&a=b"),
            "clicks_total": 6, "clicks_unique": 4, "clicks_unique_by_link": 5,
        }),
        _ => system_campaign(1 + position),
    }
}

fn subscriber(id: i64, created: i64) -> Value {
    let time = rfc3339(created, "+00:00");
    json!({
        "id": id, "mailing_list_id": MAILING_LIST_ID,
        "email": format!("user{id}@example.com"),
        "created_at": time, "created_at_epoch": created,
        "status": choose(&["active", "unsubscribed", "bounced"], id),
        "subscribe_time": time, "subscribe_time_epoch": created,
        "subscribe_ip": choose(&[Some("192.0.2.1"), None], id),
        "custom_fields": {
            "First Name": {"name": "First Name", "type": "text", "value": format!("User {id}")},
            "Age": {"name": "Age", "type": "number", "value": 20 + id.rem_euclid(50)},
            "Langues parlées": {
                "name": "Langues parlées", "type": "select_multiple_checkboxes",
                "value": ["fr", "en"],
            },
            "VIP": {"name": "VIP", "type": "boolean", "value": null},
        },
        "confirmed": true, "email_format": "html",
    })
}

fn import(id: i64, created: i64) -> Value {
    let state = choose(&["finished", "importing", "cancelled"], id);
    let finished = (state != "importing").then(|| rfc3339(created + 50, "Z"));
    json!({
        "id": id, "mailing_list_id": MAILING_LIST_ID, "mailing_list_name": "List 1",
        "created_at": rfc3339(created, "Z"), "state": state,
        "begins_at": rfc3339(created + 10, "Z"), "finished_at": finished,
        "stats": {"number_of_records": finished.is_some().then_some(500), "records_imported": 120},
        "file_source": {"type": "upload", "filename": "people.csv", "url": ""},
    })
}

fn mailing_list(id: i64) -> Value {
    json!({
        "id": id, "name": format!("List {id}"),
        "d_from_email": "news@example.com", "d_from_name": "News", "d_reply_to": "",
        "d_virtual_mta": "System Default Route", "d_virtual_mta_id": 0,
        "d_url_domain": "example.com", "d_url_domain_id": 1, "d_speed": 0, "d_sender_email": "",
        "d_bounce_email": "bounce@example.com", "d_bounce_email_id": "",
        "d_autowinner_enabled": true, "d_autowinner_percentage": "25.0",
        "d_autowinner_delay_amount": 10, "d_autowinner_delay_unit": "hours",
        "d_autowinner_metric": "opens_unique", "has_format": false, "has_confirmed": false,
        "custom_headers_enabled": false, "custom_headers": "",
        "primary_key_custom_field_id": null, "is_remote_list": false,
    })
}

fn system_campaign(id: i64) -> Value {
    json!({
        "organization": {"id": 42, "name": "Organization 42"},
        "mailing_list": {"id": MAILING_LIST_ID, "name": "List 1"},
        "campaign": {
            "id": id, "name": format!("Campaign {id}"), "state": "finished", "paused": false,
            "stats": {
                "recipients": {"total": 100, "sent": 90, "skip": 4, "remaining": 6},
                "sent": {"total": 90, "accepted": 88, "bounced": 2, "in_queue": 0},
                "skip": {"ssr_failure": 4, "ssr_request": 0},
                "open": {"total": 60, "unique": 40},
                "click": {"total": 12, "unique": 9},
                "bounce": {
                    "total": 2, "unique": 2, "hard": 1, "soft": 1, "other": 0,
                    "subscribers_updated": 1,
                },
                "scomp": {"total": 0, "unique": 0, "subscribers_updated": 0},
                "unsub": {"total": 1, "unique": 1, "subscribers_updated": 1},
            },
        },
    })
}
