//! The lists of the table: records with an id at `/list`, in every paging
//! style that a row needs.

use crate::call::Call;
use crate::driver::{self, Walked};
use crate::scene::Scene;
use pagesmith::paging::{
    EndRules, Guards, LinkOrigin, More, NextFrom, OnMissingNext, OnShortfall, PageKeys, Paging,
    Repeat, SendIn, Step,
};
use pagesmith::{Client, Json, List, Numbered, Paged};

/// A record: what identifies it, and values that JSON can spoil.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Record {
    pub(crate) id: u64,
    #[serde(default)]
    #[expect(dead_code, reason = "has to decode, and is not looked at")]
    text: Option<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "has to decode, and is not looked at")]
    number: Option<f64>,
    #[serde(default)]
    #[expect(dead_code, reason = "has to decode, and is not looked at")]
    any: Option<Json>,
}

/// Lists as a table: kind, what it is, and the list.
macro_rules! lists {
    ($(#[doc = $about:literal] $kind:ident = $list:expr;)*) => {
        /// The lists of the table.
        #[derive(Clone, Copy)]
        pub(crate) enum Kind {$(
            #[doc = $about]
            $kind,
        )*}

        pub(crate) mod list {$(
            #[doc = $about]
            pub(crate) struct $kind;
        )*}

        $(
            impl Paged for list::$kind {
                type Item = Record;
                const LIST: List = $list;
            }
            impl Numbered for list::$kind {}
        )*

        impl Kind {
            /// How its list pages.
            pub(crate) const fn paging(self) -> Paging {
                match self {$(
                    Self::$kind => <list::$kind as Paged>::LIST.paging,
                )*}
            }
        }

        /// Makes a call of its list.
        pub(crate) async fn walk(scene: &Scene, client: &Client, call: &Call) -> Walked {
            match call.list {$(
                Kind::$kind => driver::walk_list::<list::$kind>(scene, client, call).await,
            )*}
        }
    };
}

const fn at(paging: &Paging) -> List {
    List::get("/list", "/data").paging(*paging)
}

const TOKEN: Paging = Paging::SENDSAGE.page_bounds(Some(2), Some(100));
const NUMBER: Paging = Paging::SENDSAGE_PAGES.page_bounds(Some(2), Some(100));
const TOKEN_ONLY: Paging = TOKEN.without_number();
const LINK: Paging = Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Url).page_size(
    "per_page",
    Some(2),
    Some(100),
);

const HEADER_LINK: Paging = LINK.next(NextFrom::Link("next"));
const LAST: Paging = TOKEN_ONLY.next(NextFrom::Last("/id"));
const OFFSET: Paging = Paging::OFFSET;
const POST: List = List::post("/list", "/data")
    .paging(TOKEN_ONLY.send(SendIn::Body("/cursor")).page_size("/size", Some(2), Some(100)));

const ENDS: EndRules = Paging::SENDSAGE.ends;
const SAFETY: Guards = Paging::NONE.safety;

const fn origin(origin: LinkOrigin) -> List {
    at(&LINK.safety(SAFETY.origin(origin)))
}

lists! {
    /// By link.
    Link = at(&LINK);
    /// By token, or by number where the server knows no tokens.
    Token = at(&TOKEN);
    /// By token, with what identifies a record.
    Keyed = at(&TOKEN).key("/id");
    /// By number, with what identifies a record.
    NumberKeyed = at(&NUMBER).key("/id");
    /// By number.
    Number = at(&NUMBER);
    /// By link, from a path of several segments on.
    LinkDeep = List::get("/a/b/list", "/data").paging(LINK);
    /// By link, with a total.
    LinkCounted = at(&LINK.page(PageKeys::NONE.total("/num_records")));
    /// By token, and never by number.
    TokenOnly = at(&TOKEN_ONLY);
    /// By token; `""` is one.
    EmptyToken = at(&TOKEN.ends(ENDS.empty_string(false)));
    /// By token; an absent one is the end.
    AbsentEnds = at(&TOKEN_ONLY.ends(ENDS.absent(OnMissingNext::End)));
    /// By token; an absent one is an error.
    AbsentFails = at(&TOKEN_ONLY.ends(ENDS.absent(OnMissingNext::Error)));
    /// By token; an empty page is the end.
    EmptyPageEnds = at(&TOKEN.ends(ENDS.empty_page(true)));
    /// By token, while `more` is true.
    More = at(&TOKEN_ONLY.more(More::While("/more")));
    /// By token, until `done` is true.
    Done = at(&TOKEN_ONLY.more(More::Until("/done")));
    /// By number, while `more` is true.
    NumberMore = at(&NUMBER.more(More::While("/more")));
    /// By token; a position seen before ends the walk.
    RepeatStops = at(&TOKEN.safety(SAFETY.repeat(Repeat::Stop)));
    /// By token; a position seen before is taken.
    RepeatAllowed = at(&TOKEN.safety(SAFETY.repeat(Repeat::Allow)));
    /// By number; a page seen before ends the walk.
    NumberRepeatStops = at(&NUMBER.safety(SAFETY.repeat(Repeat::Stop)));
    /// By token; a shortfall is an error.
    CountsFail = at(&TOKEN.counts(OnShortfall::Error));
    /// By token; a shortfall is ignored.
    CountsIgnored = at(&TOKEN.counts(OnShortfall::Ignore));
    /// By token; a reply says whether it failed.
    Success = at(&TOKEN).success("/success").error_code("/error_code").error_message("/error_message");
    /// One page, as far as the list knows.
    OnePage = at(&Paging::NONE);
    /// The same, without hints that more follows.
    NoHints = at(&Paging::NONE.ends(EndRules::DEFAULT.hints(false)));
    /// By token; empty lists are left out, and a code says that a reply failed.
    MissingOrError = at(&TOKEN).missing_is_empty().error_code("/code").error_message("/msg");
    /// By token; empty lists are left out.
    MissingIsEmpty = at(&TOKEN).missing_is_empty();
    /// By link, wherever links say they lead.
    Rebase = origin(LinkOrigin::Rebase);
    /// By link, also to a host by https.
    Hosts = origin(LinkOrigin::Hosts(&["127.0.0.1"]));
    /// By link, with parameters that links lack.
    Keep = at(&LINK.safety(SAFETY.keep(&["kept", "per_page"])));
    /// By link, in a header.
    HeaderLink = at(&HEADER_LINK);
    /// By number, with the total in a header.
    HeaderTotal = at(&NUMBER.page(PageKeys::NONE.total("header:X-Total")));
    /// By token, in a header.
    HeaderToken = at(&TOKEN_ONLY.next(NextFrom::Header("X-Next-Page")));
    /// By token, sent in a header.
    IntoHeader = at(&TOKEN_ONLY.send(SendIn::Header("X-Page-Token")));
    /// By the last row.
    Last = at(&LAST);
    /// By the last row, while `more` is true.
    LastMore = at(&LAST.more(More::While("/more")));
    /// By the last row's `sort`.
    LastSort = at(&LAST.next(NextFrom::Last("/sort")));
    /// By POST, the token in the body.
    IntoBody = POST.body("{\"kind\":\"row\"}");
    /// By POST, the last row's `sort` in the body.
    SearchAfter = POST.paging(LAST.next(NextFrom::Last("/sort")).send(SendIn::Body("/search_after")));
    /// By offset, up to a total.
    Offset = at(&OFFSET);
    /// By offset, with what identifies a record.
    OffsetKeyed = at(&OFFSET).key("/id");
    /// By offset, in steps of the page size, until `done` is true.
    Windows = at(&OFFSET.offset("offset", 0, Step::Size).page_bounds(Some(2), None).more(More::Until("/done")));
    /// By offset, in steps that the reply states.
    OffsetByCount = at(&OFFSET.offset("offset", 0, Step::Body("/count")));
    /// By offset; a page seen before ends the walk.
    OffsetStops = at(&OFFSET.safety(SAFETY.repeat(Repeat::Stop)));
    /// By token, in a folder.
    Folder = List::get("/{folder}/list", "/data").paging(TOKEN);
}
