//! The macros of [pagesmith](https://docs.rs/pagesmith), for use through that crate:
//! [`#[derive(Paged)]`](derive@Paged) and, with feature `spec`, `client!`.

use proc_macro::TokenStream;

/// Turns a struct into the record of a list, and describes that list.
///
/// ```
/// use pagesmith::{Client, Paged};
///
/// #[derive(serde::Deserialize, Paged)]
/// #[paged(get = "/repos/{owner}/{repo}/issues", items = "", style = link_header, key = "id")]
/// struct Issue {
///     id: u64,
///     title: String,
/// }
///
/// # fn list(client: &Client) {
/// let issues = Issue::list(client, "rust-lang", "log").page_size(100).items();
/// # }
/// ```
///
/// The struct gets a function `list`, which takes the client and a value for each
/// `{parameter}` of the path. It returns a [`Pager`](https://docs.rs/pagesmith/latest/pagesmith/struct.Pager.html).
/// The struct needs `Deserialize`; records are decoded by it.
///
/// # Keys above the struct
///
/// | key | value |
/// |---|---|
/// | `get` | path below the client's base URL; each `{parameter}` becomes an argument of `list` |
/// | `post` | the same for a list that is requested by a POST that only reads |
/// | `method` | `"QUERY"`, if the list at `post` is requested by that method |
/// | `items` | JSON Pointer (RFC 6901) to the items; `""` is the body itself |
/// | `items(at = "/rows", shape = map, name = "id")` | the long form: `at` is a pointer, or several, `["/added", "/removed"]`; `shape` is `array`, `map` (an object whose values are the items), `one_or_many` or `groups` (an object of arrays); `name` is the field of a record that takes the key of its item or group or, with several pointers, the last part of the pointer |
/// | `missing_is_empty` | no value: a page without the array has no items; otherwise that is an error |
/// | `style` | a [style](#styles) by its name, or the path of a `const` of type `pagesmith::Paging` |
/// | `key` | what identifies a record: a field's name on the wire, or a pointer |
/// | `one` | the path of a single record, as `"/Messages/{sid}"`, for a function `get` on the struct; `one(get = "…", at = "/message")` if the record is not the body itself |
/// | `by_number` | with a `const` style: its pages can be requested by number |
/// | `position = "last_seen"` | with a `const` style that has `SendIn::Path`: the parameter of the path that the position fills |
/// | `page_size(default = 100, max = 500)` | page size bounds of this list alone |
/// | `query("api-version" = "2024-05-01")` | constant query parameters of every request |
/// | `errors(success = …, failed = …, code = …, message = …)` | pointers to where a reply reports a failure; `success` is a flag or, with `success_is = [0, "OK"]`, one of these values |
/// | `crate` | the path of the crate `pagesmith`, if it is renamed: `crate = ::renamed` |
/// | `spec`, `resource` | take everything else from a spec (feature `spec`), and check the fields against its record |
///
/// # Styles
///
/// A style says how one page leads to the next.
///
/// | style | where the next page comes from |
/// |---|---|
/// | `link_header` | the header `Link` with the relation `next` (RFC 8288): GitHub, GitLab |
/// | `json_api` | the link at `/links/next` (JSON:API 1.1) |
/// | `odata` | the link at `/@odata.nextLink` (`OData` 4.01): Microsoft |
/// | `hal` | the link at `/_links/next/href` (HAL) |
/// | `laml` | the link at `/next_page_uri`: SignalWire, Twilio's first API |
/// | `twilio_v1` | the link at `/meta/next_page_url`: Twilio's later APIs |
/// | `aip_158` | `nextPageToken`, sent as `pageToken` (AIP-158): Google |
/// | `slack` | `next_cursor`, sent as `cursor`: Slack |
/// | `sendsage` | `next_page_token`, sent as `page_token`, or else page numbers: SendSage |
/// | `stripe` | the `id` of the last record, sent as `starting_after`: Stripe |
/// | `page_number` | `page`, counted from 1 |
/// | `sendsage_pages` | page numbers: lists of SendSage without tokens |
/// | `offset` | `offset` and `limit`: each page begins after the records before it |
/// | `none` | the list has one page |
///
/// If none fits, change one as a constant. It can set every knob of
/// [`Paging`](https://docs.rs/pagesmith/latest/pagesmith/struct.Paging.html):
///
/// ```
/// use pagesmith::{Paged, Paging};
///
/// /// Stripe's style, with at most 50 records a page.
/// const OURS: Paging = Paging::STRIPE.page_bounds(None, Some(50));
///
/// #[derive(serde::Deserialize, Paged)]
/// #[paged(get = "/v1/customers", items = "/data", style = OURS)]
/// struct Customer {
///     id: String,
/// }
/// ```
///
/// # On the struct of a page
///
/// The struct may also be that of a whole page. Its fields then say where the items and
/// the paging keys are, by the names that serde reads (`rename`, `rename_all`). What no
/// field says, the style says.
///
/// ```
/// use pagesmith::{Client, Paged};
///
/// #[derive(serde::Deserialize)]
/// struct Message {
///     sid: String,
/// }
///
/// #[derive(serde::Deserialize, Paged)]
/// #[paged(get = "/Accounts/{account_sid}/Messages", style = laml)]
/// struct MessagePage {
///     #[paged(items)]
///     messages: Vec<Message>,
///     #[paged(next)]
///     next_page_uri: Option<String>,
///     page_size: u64,
/// }
///
/// # fn list(client: &Client) {
/// // A stream of `MessagePage`, and one of `Message`:
/// let pages = MessagePage::pages(client, "AC1");
/// let items = MessagePage::list(client, "AC1").page_size(100).items();
/// # }
/// ```
///
/// | key on a field | the field is |
/// |---|---|
/// | `items` | the rows: a `Vec`. With `#[serde(default)]`, a page without them has no rows; otherwise that is an error. `items(shape = map, name = "id")` if they are no array, as above the struct |
/// | `next` | the link to the next page, or its token |
/// | `previous`, `first` | the link to the previous, to the first page |
/// | `number`, `size` | the number of this page, the number of items on a full page |
/// | `pages`, `total` | the number of pages, of items in the list |
/// | `more` | true while pages follow |
/// | `done` | true on the last page |
/// | `delta` | on the last page, the link or token with which a later walk lists only what has changed since. It is sent where the style says, or else as a next position is |
///
/// All but `items` take a JSON Pointer to a key in the value of the field:
/// `#[paged(next = "/next", total = "/count")] meta: Meta`. `key` above the struct is what
/// identifies a row. The rows are decoded apart from the other fields, so a page has neither
/// rows beyond a limit nor rows that an earlier run yielded. If another field does not
/// decode, the walk fails before that page, and can be resumed there. A reply that ends
/// the list by its status (`ends`) has no body, so it makes no page.
#[proc_macro_derive(Paged, attributes(paged))]
pub fn derive_paged(input: TokenStream) -> TokenStream {
    pagesmith_codegen::proc_macro::derive_paged(input.into()).into()
}

/// Makes a module from a spec: `client!(pub mod signalwire = "specs/signalwire.yaml");`.
///
/// ```text
/// pagesmith::client!(
///     /// GitHub's REST API.
///     pub mod github = "specs/github.yaml"
/// );
///
/// let client = github::Client::builder().bearer(token).build()?;
/// let mut issues = client.list_issues("rust-lang", "log").items();
/// ```
///
/// The module has a `Client` with a method for each list, a type for each list with its
/// filters, and the records. Its documentation shows an example.
///
/// The path is relative to the folder of `Cargo.toml`; a change of the spec
/// rebuilds the crate. The module holds the same code that `pagesmith generate`
/// writes.
///
/// If the crate `pagesmith` is renamed, give its path after the spec:
/// `renamed::client!(mod mail = "specs/mail.yaml", crate = ::renamed);`.
#[cfg(feature = "spec")]
#[proc_macro]
pub fn client(input: TokenStream) -> TokenStream {
    pagesmith_codegen::proc_macro::client(input.into()).into()
}
