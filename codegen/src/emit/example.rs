//! The example in the documentation of a client: how it is built, and how its first list is read.
//!
//! It is text to `rustdoc`, since the path of the module is not known here. It consists of names that
//! were checked, and of nothing else of the spec.

use crate::model::{Api, Auth, List, Name};
use proc_macro2::TokenStream;
use quote::quote;

/// The example as doc attributes; nothing for an API without lists.
pub(super) fn example(api: &Api) -> Option<TokenStream> {
    let List { method, args, .. } = api.lists.first()?;
    let args: Vec<_> = args.iter().map(|arg| arg.name.rust.as_str()).collect();
    let args = args.join(", ");
    let begin =
        [String::new(), " ```text".to_owned(), " let client = Client::builder()".to_owned()];
    let setters = setters(api).map(|setter| format!("     {setter}"));
    let end = [
        "     .build()?;".to_owned(),
        format!(" let mut items = client.{}({args}).items();", method.rust),
        " while let Some(item) = items.try_next().await? {".to_owned(),
        "     println!(\"{item:?}\");".to_owned(),
        " }".to_owned(),
        " ```".to_owned(),
    ];
    let lines = begin.into_iter().chain(setters).chain(end);
    Some(quote! { #(#[doc = #lines])* })
}

/// The setters that a client needs.
fn setters(api: &Api) -> impl Iterator<Item = String> {
    let base = api.server.is_none().then(|| ".base_url(url)".to_owned());
    let variables = api.server.iter().flat_map(|server| &server.variables);
    let names = variables.chain(api.params.iter().map(|param| &param.name));
    let values = names.map(|Name { rust, .. }| format!(".{rust}({rust})"));
    let auth = match api.auth {
        Auth::None => None,
        Auth::Basic => Some(".basic(user, password)"),
        Auth::Bearer => Some(".bearer(token)"),
        Auth::Body { id: Some(_), .. } => Some(".id_and_key(id, key)"),
        Auth::Header(_) | Auth::Query(_) | Auth::Body { .. } => Some(".api_key(key)"),
    };
    base.into_iter().chain(values).chain(auth.map(str::to_owned))
}
