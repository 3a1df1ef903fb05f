//! The macros of pagesmith, for use through the crate `pagesmith`.

use proc_macro::TokenStream;

/// Turns a struct into the record of a list, and describes that list.
///
/// ```text
/// #[derive(serde::Deserialize, pagesmith::Paged)]
/// #[paged(get = "/api/laml/2010-04-01/Accounts/{account_sid}/Messages", items = "/messages", style = laml)]
/// struct Message { sid: String, body: Option<String> }
///
/// let messages = Message::list(&client, account_sid).items();
/// ```
///
/// # Keys above the struct
///
/// | key | value |
/// |---|---|
/// | `get` | path below the client's base URL; each `{parameter}` becomes an argument of `list` |
/// | `post` | the same for a list that is requested by a POST that only reads |
/// | `items` | JSON Pointer (RFC 6901) to the items; `""` is the body itself |
/// | `missing_is_empty` | no value: a page without the array has no items; otherwise that is an error |
/// | `style` | a preset (`laml`, `sendsage`, `sendsage_pages`, `link_header`, `aip_158`, `json_api`, `odata`, `hal`, `stripe`, `slack`, `offset`, `page_number`, `twilio_v1`, `none`), or the path of a `const` of type `pagesmith::Paging`, which can set every knob: `style = crate::OUR_PAGING` |
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
/// # On the struct of a page
///
/// The struct may also be that of a whole page. Its fields then say where the items and
/// the paging keys are, by the names that serde reads (`rename`, `rename_all`). What no
/// field says, the style says.
///
/// ```text
/// #[derive(serde::Deserialize, pagesmith::Paged)]
/// #[paged(get = "/api/laml/2010-04-01/Accounts/{account_sid}/Messages", style = laml)]
/// struct MessagePage {
///     #[paged(items)]
///     messages: Vec<Message>,
///     #[paged(next)]
///     next_page_uri: Option<String>,
///     page_size: u64,
/// }
///
/// let pages = MessagePage::pages(&client, account_sid);                        // a stream of MessagePage
/// let items = MessagePage::list(&client, account_sid).page_size(100).items();  // a stream of Message
/// ```
///
/// | key on a field | the field is |
/// |---|---|
/// | `items` | the rows: a `Vec`. With `#[serde(default)]`, a page without them has no rows; otherwise that is an error |
/// | `next` | the link to the next page, or its token |
/// | `previous`, `first` | the link to the previous, to the first page |
/// | `number`, `size` | the number of this page, the number of items on a full page |
/// | `pages`, `total` | the number of pages, of items in the list |
/// | `more` | true while pages follow |
/// | `done` | true on the last page |
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
