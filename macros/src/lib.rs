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
/// | key | value |
/// |---|---|
/// | `get` | path below the client's base URL; each `{parameter}` becomes an argument of `list` |
/// | `items` | JSON Pointer (RFC 6901) to the items; `""` is the body itself |
/// | `style` | `laml`, `sendsage`, `sendsage_pages`, `none`, or the path of a `const` of type `pagesmith::Paging` |
/// | `key` | what identifies a record: a field's name on the wire, or a pointer |
/// | `by_number` | with a `const` style: its pages can be requested by number |
/// | `position = "last_seen"` | with a `const` style that has `SendIn::Path`: the parameter of the path that the position fills |
/// | `page_size(default = 100, max = 500)` | page size bounds of this list alone |
/// | `errors(success = …, code = …, message = …)` | pointers to where a reply reports a failure |
/// | `crate` | the path of the crate `pagesmith`, if it is renamed: `crate = ::renamed` |
/// | `spec`, `resource` | take everything else from a spec (feature `spec`), and check the fields against its record |
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
