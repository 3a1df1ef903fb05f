//! The presets: common styles, each with where it comes from.

use crate::{EndRules, More, NextFrom, OnMissingNext, OnShortfall, PageKeys, Paging, SendIn, Step};

/// A preset: what specs and derives call it, the constant of [`Paging`] that
/// generated code names, and what that is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Preset {
    /// Its name in specs.
    pub name: &'static str,
    /// Its constant.
    pub constant: &'static str,
    /// What it expands to.
    pub paging: Paging,
}

/// The presets.
pub const PRESETS: [Preset; 14] = [
    preset("laml", "LAML", &Paging::LAML),
    preset("sendsage", "SENDSAGE", &Paging::SENDSAGE),
    preset("sendsage-pages", "SENDSAGE_PAGES", &Paging::SENDSAGE_PAGES),
    preset("link-header", "LINK_HEADER", &Paging::LINK_HEADER),
    preset("aip-158", "AIP_158", &Paging::AIP_158),
    preset("json-api", "JSON_API", &Paging::JSON_API),
    preset("odata", "ODATA", &Paging::ODATA),
    preset("hal", "HAL", &Paging::HAL),
    preset("stripe", "STRIPE", &Paging::STRIPE),
    preset("slack", "SLACK", &Paging::SLACK),
    preset("offset", "OFFSET", &Paging::OFFSET),
    preset("page-number", "PAGE_NUMBER", &Paging::PAGE_NUMBER),
    preset("twilio-v1", "TWILIO_V1", &Paging::TWILIO_V1),
    // A style of a spec that starts from it ends where the next position is absent.
    preset("none", "NONE", &Paging::NONE.ends(ABSENT_ENDS)),
];

const fn preset(name: &'static str, constant: &'static str, paging: &Paging) -> Preset {
    Preset { name, constant, paging: *paging }
}

const ABSENT_ENDS: EndRules = EndRules::DEFAULT.absent(OnMissingNext::End);

impl Paging {
    /// SignalWire's Compatibility API, after Twilio's: a page carries
    /// `next_page_uri`, and what was returned is followed. Pages of 50 items,
    /// at most 1000.
    pub const LAML: Self = Self::NONE
        .next(NextFrom::Body("/next_page_uri"))
        .page_size("PageSize", Some(50), Some(1000))
        .page(
            PageKeys::NONE
                .number("/page")
                .size("/page_size")
                .previous("/previous_page_uri")
                .first("/first_page_uri"),
        );

    /// SendSage, by token: `next_page_token` is sent as `page_token`, and null
    /// ends the list. Pages of 100 items, at most 2000. Lists of the same API
    /// that turn out to know no token are walked by number.
    pub const SENDSAGE: Self = Self::SENDSAGE_PAGES
        .next(NextFrom::Body("/next_page_token"))
        .send(SendIn::Query("page_token"));

    /// SendSage, by number: the lists of that API that know no token.
    pub const SENDSAGE_PAGES: Self = Self::NONE
        .number("page", 0)
        .page_size("per_page", Some(100), Some(2000))
        .page(
            PageKeys::NONE
                .number("/page")
                .size("/per_page")
                .pages("/num_pages")
                .total("/num_records"),
        )
        .ends(EndRules::DEFAULT.absent(OnMissingNext::SinglePage));

    /// Links in a `Link` header (RFC 8288, section 3), as GitHub and GitLab send
    /// them: the relation `next` is followed until there is none.
    pub const LINK_HEADER: Self = Self::NONE
        .next(NextFrom::Link("next"))
        .page_size("per_page", None, None)
        .page(PageKeys::NONE.previous("link:prev").first("link:first"));

    /// Google's AIP-158 (<https://google.aip.dev/158>) in JSON: `nextPageToken`
    /// is sent as `pageToken`, and an empty or absent one ends the list.
    /// `totalSize` may be an estimate.
    pub const AIP_158: Self = Self::NONE
        .next(NextFrom::Body("/nextPageToken"))
        .send(SendIn::Query("pageToken"))
        .page_size("pageSize", None, None)
        .page(PageKeys::NONE.total("/totalSize"))
        .counts(OnShortfall::Ignore)
        .ends(ABSENT_ENDS);

    /// JSON:API 1.1 (<https://jsonapi.org/format/#fetching-pagination>): `next`
    /// among the `links` beside `data`, null or absent on the last page.
    pub const JSON_API: Self = Self::NONE
        .next(NextFrom::Body("/links/next"))
        .page_size("page[size]", None, None)
        .page(PageKeys::NONE.previous("/links/prev").first("/links/first"))
        .ends(ABSENT_ENDS);

    /// `OData` 4.01 in JSON (section 4.5.5, server-driven paging): the link
    /// `@odata.nextLink`, absent on the last page.
    pub const ODATA: Self = Self::NONE
        .next(NextFrom::Body("/@odata.nextLink"))
        .page(PageKeys::NONE.total("/@odata.count"))
        .ends(ABSENT_ENDS);

    /// HAL (draft-kelly-json-hal-11, section 4): `next` among the `_links`,
    /// absent on the last page.
    pub const HAL: Self = Self::NONE
        .next(NextFrom::Body("/_links/next/href"))
        .page(PageKeys::NONE.previous("/_links/prev/href").first("/_links/first/href"))
        .ends(ABSENT_ENDS);

    /// Stripe (<https://docs.stripe.com/api/pagination>): the `id` of the last
    /// item is sent as `starting_after` while `has_more` is true. Pages of 10
    /// items, at most 100.
    pub const STRIPE: Self = Self::NONE
        .next(NextFrom::Last("/id"))
        .send(SendIn::Query("starting_after"))
        .page_size("limit", Some(10), Some(100))
        .more(More::While("/has_more"));

    /// Slack (<https://docs.slack.dev/apis/web-api/pagination>): `next_cursor`
    /// is sent as `cursor`, and an empty or absent one ends the list. Pages of
    /// at most 1000 items.
    pub const SLACK: Self = Self::NONE
        .next(NextFrom::Body("/response_metadata/next_cursor"))
        .send(SendIn::Query("cursor"))
        .page_size("limit", None, Some(1000))
        .ends(ABSENT_ENDS);

    /// By `offset` and `limit`, as in SQL: each page begins behind the items of
    /// those before it, up to `total` where a reply has it, or else to an empty
    /// page.
    pub const OFFSET: Self = Self::NONE
        .offset("offset", 0, Step::Items)
        .page_size("limit", None, None)
        .page(PageKeys::NONE.total("/total"));

    /// By `page`, from 1 on: up to `total_pages` or `total` where a reply has
    /// one of them, or else to an empty page.
    pub const PAGE_NUMBER: Self = Self::NONE
        .number("page", 1)
        .page_size("per_page", None, None)
        .page(PageKeys::NONE.pages("/total_pages").total("/total"));

    /// Twilio's later APIs, `v1` and on
    /// (<https://www.twilio.com/docs/usage/twilios-response>): `meta` carries
    /// `next_page_url`, null on the last page. Pages of 50 items, at most 1000.
    pub const TWILIO_V1: Self = Self::NONE
        .next(NextFrom::Body("/meta/next_page_url"))
        .page_size("PageSize", Some(50), Some(1000))
        .page(
            PageKeys::NONE
                .number("/meta/page")
                .size("/meta/page_size")
                .previous("/meta/previous_page_url")
                .first("/meta/first_page_url"),
        );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_is_its_preset_s_name_in_capitals() {
        for preset in PRESETS {
            assert_eq!(preset.name.replace('-', "_").to_uppercase(), preset.constant);
        }
    }
}
