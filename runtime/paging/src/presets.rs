//! The presets: common styles, each with its source.

use crate::{EndRules, More, NextFrom, OnMissingNext, OnShortfall, PageKeys, Paging, SendIn, Step};

/// A preset: its name in specs, the constant of [`Paging`] that generated code
/// names, and the style itself.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Preset {
    /// The name in specs.
    pub name: &'static str,
    /// The name of the constant.
    pub constant: &'static str,
    /// The style.
    pub paging: Paging,
}

/// All presets.
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
    // A style that a spec builds on it ends where the next position is absent.
    preset("none", "NONE", &Paging::NONE.ends(ABSENT_ENDS)),
];

const fn preset(name: &'static str, constant: &'static str, paging: &Paging) -> Preset {
    Preset { name, constant, paging: *paging }
}

const ABSENT_ENDS: EndRules = EndRules::DEFAULT.absent(OnMissingNext::End);

impl Paging {
    /// SignalWire's Compatibility API, modelled on Twilio's: the walk follows the
    /// `next_page_uri` of each page. Pages have 50 items by default, at most 1000.
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
    /// ends the list. Pages have 100 items by default, at most 2000. A list of this
    /// API that turns out to have no tokens is walked by number.
    pub const SENDSAGE: Self = Self::SENDSAGE_PAGES
        .next(NextFrom::Body("/next_page_token"))
        .send(SendIn::Query("page_token"));

    /// SendSage, by number: the lists of that API that have no tokens.
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
    /// them: the walk follows the relation `next` until a reply lacks it.
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
    /// in `links`, next to `data`, is null or absent on the last page.
    pub const JSON_API: Self = Self::NONE
        .next(NextFrom::Body("/links/next"))
        .page_size("page[size]", None, None)
        .page(PageKeys::NONE.previous("/links/prev").first("/links/first"))
        .ends(ABSENT_ENDS);

    /// `OData` 4.01 in JSON (section 4.5.5, server-driven paging): the link
    /// `@odata.nextLink` is absent on the last page.
    pub const ODATA: Self = Self::NONE
        .next(NextFrom::Body("/@odata.nextLink"))
        .page(PageKeys::NONE.total("/@odata.count"))
        .ends(ABSENT_ENDS);

    /// HAL (draft-kelly-json-hal-11, section 4): `next` in `_links` is absent on the
    /// last page.
    pub const HAL: Self = Self::NONE
        .next(NextFrom::Body("/_links/next/href"))
        .page(PageKeys::NONE.previous("/_links/prev/href").first("/_links/first/href"))
        .ends(ABSENT_ENDS);

    /// Stripe (<https://docs.stripe.com/api/pagination>): the `id` of the last
    /// item is sent as `starting_after` while `has_more` is true. Pages have 10 items
    /// by default, at most 100.
    pub const STRIPE: Self = Self::NONE
        .next(NextFrom::Last("/id"))
        .send(SendIn::Query("starting_after"))
        .page_size("limit", Some(10), Some(100))
        .more(More::While("/has_more"));

    /// Slack (<https://docs.slack.dev/apis/web-api/pagination>): `next_cursor`
    /// is sent as `cursor`, and an empty or absent one ends the list. Pages have at
    /// most 1000 items.
    pub const SLACK: Self = Self::NONE
        .next(NextFrom::Body("/response_metadata/next_cursor"))
        .send(SendIn::Query("cursor"))
        .page_size("limit", None, Some(1000))
        .ends(ABSENT_ENDS);

    /// By `offset` and `limit`, as in SQL: each page begins after the items of the
    /// pages before it. The list ends at `total` if a reply states it, or else at an
    /// empty page.
    pub const OFFSET: Self = Self::NONE
        .offset("offset", 0, Step::Items)
        .page_size("limit", None, None)
        .page(PageKeys::NONE.total("/total"));

    /// By `page`, counted from 1. The list ends at `total_pages` or `total` if a reply
    /// states one of them, or else at an empty page.
    pub const PAGE_NUMBER: Self = Self::NONE
        .number("page", 1)
        .page_size("per_page", None, None)
        .page(PageKeys::NONE.pages("/total_pages").total("/total"));

    /// Twilio's later APIs, from `v1`
    /// (<https://www.twilio.com/docs/usage/twilios-response>): `meta` holds
    /// `next_page_url`, which is null on the last page. Pages have 50 items by
    /// default, at most 1000.
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
