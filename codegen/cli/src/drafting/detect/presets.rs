//! Detects the conventions that have a preset.

use super::next_position::may_be_absent;
use super::{Finding, Key, Shape, known_names};

/// A link at `next_page_uri`, with any parameters.
pub(super) fn laml(shape: &Shape) -> Option<Finding> {
    let key = shape.key("/next_page_uri")?;
    let finding = Finding::preset("laml", "`next_page_uri` is a link to the next page");
    Some(may_be_absent(finding, key))
}

/// A preset, the reason for it, and whether it fits a list.
type PresetRule = (&'static str, &'static str, fn(&Shape) -> bool);

const PRESET_RULES: [PresetRule; 9] = [
    ("sendsage", "`next_page_token`, with `num_records` or `num_pages`", |shape| {
        shape.key("/next_page_token").is_some() && has_counts(shape)
    }),
    ("sendsage-pages", "`page`, `per_page` and `num_pages`, without a token", |shape| {
        let numbered = shape.key("/page").is_some() && shape.key("/per_page").is_some();
        numbered && shape.key("/num_pages").is_some()
    }),
    ("twilio-v1", "`meta.next_page_url` is a link to the next page", |shape| {
        shape.key("/meta/next_page_url").is_some()
    }),
    ("odata", "`@odata.nextLink` is a link to the next page", |shape| {
        shape.key("/@odata.nextLink").is_some()
    }),
    ("hal", "`_links.next.href` is a link to the next page", |shape| {
        shape.key("/_links/next/href").is_some()
    }),
    ("slack", "`response_metadata.next_cursor` is sent as `cursor`", |shape| {
        let key = shape.key("/response_metadata/next_cursor");
        key.is_some() && shape.param_or(&["cursor"], "cursor").as_deref() == Some("cursor")
    }),
    ("aip-158", "`nextPageToken` is sent as `pageToken`", |shape| {
        let param = shape.param_or(&["pagetoken"], "pageToken");
        shape.key("/nextPageToken").is_some() && param.as_deref() == Some("pageToken")
    }),
    (
        "stripe",
        "`starting_after` is the `id` of the last item, while `has_more` is true",
        |shape| {
            let param = shape.query.iter().any(|param| param.name == "starting_after");
            let more = shape.key("/has_more").is_some();
            let by_id = shape.last_item_param().is_none_or(|(_, field)| field == "id");
            more && param && by_id && shape.items == "/data" && shape.id.as_deref() == Some("id")
        },
    ),
    (
        "json-api",
        "`links.next` is a link to the next page, and parameters are named `page[…]`",
        |shape| {
            let param = shape.query.iter().any(|param| param.name.starts_with("page["));
            let link = shape.key("/links/next").is_some_and(Key::may_be_link);
            link && param && shape.items == "/data"
        },
    ),
];

fn has_counts(shape: &Shape) -> bool {
    shape.key("/num_records").is_some() || shape.key("/num_pages").is_some()
}

/// A convention that the names of keys and parameters reveal.
pub(super) fn by_names(shape: &Shape) -> Option<Finding> {
    // No preset sends anything in a body.
    if shape.query.iter().any(|param| param.in_body) {
        return None;
    }
    let (preset, seen, _) = PRESET_RULES.iter().find(|(_, _, fits)| fits(shape))?;
    // A token with another parameter than the preset's needs knobs.
    let token = known_names::CURSOR;
    let other = *preset == "sendsage"
        && shape.all_params_known
        && shape.param(&["pagetoken"]).is_none()
        && shape.param(&token).is_some();
    (!other).then(|| Finding::preset(preset, *seen))
}
