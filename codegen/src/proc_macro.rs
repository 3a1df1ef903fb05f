//! The entry points for macros: `pagesmith-macros` passes its tokens here.

use crate::diag::Diagnostics;
use crate::emit::{self, Options, Own};
use crate::lower;
use crate::parse::attr::{self, ListSource};
use crate::source_map::Code;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, LitStr};

/// `#[derive(Paged)]`.
#[must_use]
pub fn derive_paged(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let options = options(attr::runtime(&input).map(|Code(path)| path));
    paged(&input, &options).unwrap_or_else(|error| {
        let error = error.into_compile_error();
        let stub = stub(&input, &options);
        quote! { #error #stub }
    })
}

/// Options with this path to the runtime; that of the crate unless given.
fn options(runtime: Option<TokenStream>) -> Options {
    runtime.map_or_else(Options::default, |runtime| Options { runtime })
}

fn paged(input: &DeriveInput, options: &Options) -> syn::Result<TokenStream> {
    let (derived, source_map) = attr::paged(input).map_err(to_syn_error)?;
    match derived.list {
        ListSource::Inline(inline) => {
            let (list, _) =
                lower::derived(&input.ident, &inline, &source_map).map_err(to_syn_error)?;
            let style = inline.constant.as_ref().map(|constant| &constant.path);
            let own = Own { style, page: inline.page.as_ref() };
            Ok(emit::derived(&list, own, &input.ident, &input.vis, options))
        }
        #[cfg(feature = "yaml")]
        ListSource::Spec(spec) => with_spec::paged(input, &spec, &source_map, options),
        #[cfg(not(feature = "yaml"))]
        ListSource::Spec(_) => Err(syn::Error::new_spanned(
            &input.ident,
            "`#[paged(spec = …)]` reads YAML at compile time: turn on the feature `spec` of pagesmith",
        )),
    }
}

fn to_syn_error(problems: Diagnostics) -> syn::Error {
    let error = problems.into_syn_error();
    error.unwrap_or_else(|| syn::Error::new(Span::call_site(), "the list can't be generated"))
}

/// Makes one mistake give one error: code that lists the struct, or asks for
/// its pages by number, still finds what the derive would have made.
fn stub(input: &DeriveInput, options: &Options) -> TokenStream {
    let (runtime, name, vis) = (&options.runtime, &input.ident, &input.vis);
    if !input.generics.params.is_empty() || matches!(input.data, Data::Union(_)) {
        return TokenStream::new();
    }
    let is_page = attr::is_page(input);
    let (kind, new) = if is_page {
        (quote!(, #runtime::AsListed, Self), quote!(of_pages))
    } else {
        (quote!(), quote!(new))
    };
    let row = attr::row(input).filter(|_| is_page);
    let item = row.map_or_else(|| quote!(Self), |row| quote!(#row));
    let page = is_page.then(|| {
        quote! {
            #[automatically_derived]
            impl #runtime::WholePage for #name {
                fn set_items(&mut self, _: ::std::vec::Vec<Self::Item>) {}
            }
        }
    });
    let one = written(input, &["one"]).map(|path| {
        let values = path.matches('{').map(|_| quote!(_: impl ::core::fmt::Display));
        let values_of_stub = quote!(__client, #runtime::List::one("", ""), []);
        quote! {
            #[automatically_derived]
            impl #name {
                #vis fn get(
                    __client: &#runtime::Client
                    #(, #values)*
                ) -> #runtime::One<<Self as #runtime::Paged>::Item> {
                    #runtime::One::of_own(#values_of_stub)
                }
            }
        }
    });
    let list = written(input, &["get", "post"]).map(|path| {
        let values = || path.matches('{').map(|_| quote!(_: impl ::core::fmt::Display));
        let (of_list, of_pages) = (values(), values());
        let pages = is_page.then(|| {
            quote! {
                #vis fn pages(
                    __client: &#runtime::Client
                    #(, #of_pages)*
                ) -> #runtime::Pages<<Self as #runtime::Paged>::Item, Self> {
                    #runtime::Pager::<Self, #runtime::AsListed, Self>::of_pages(__client, []).pages()
                }
            }
        });
        quote! {
            #[automatically_derived]
            impl #name {
                #vis fn list(
                    __client: &#runtime::Client
                    #(, #of_list)*
                ) -> #runtime::Pager<Self #kind> {
                    #runtime::Pager::#new(__client, [])
                }
                #pages
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #runtime::Paged for #name {
            type Item = #item;
            const LIST: #runtime::List = #runtime::List::get("", "");
        }
        #[automatically_derived]
        impl #runtime::Numbered for #name {}
        #page
        #list
        #one
    }
}

/// The path in an attribute at one of these keys, even if the rest of it is wrong: it decides
/// how many arguments a call has. That of `one` may be in parentheses.
fn written(input: &DeriveInput, keys: &[&str]) -> Option<String> {
    let attrs = input.attrs.iter().filter(|attr| attr.path().is_ident("paged"));
    let lists = attrs.filter_map(|attr| attr.meta.require_list().ok());
    let tokens: Vec<TokenTree> = lists.flat_map(|list| list.tokens.clone()).collect();
    path_at(&tokens, keys)
}

fn path_at(tokens: &[TokenTree], keys: &[&str]) -> Option<String> {
    let is_key = |token: &TokenTree| match token {
        TokenTree::Ident(key) => keys.iter().any(|known| key == known),
        _ => false,
    };
    let at = tokens.iter().position(is_key)?;
    match tokens.get(at + 1..)? {
        [TokenTree::Group(inside), ..] => {
            let inside: Vec<TokenTree> = inside.stream().into_iter().collect();
            path_at(&inside, &["get"])
        }
        [TokenTree::Punct(_), text, ..] => {
            syn::parse2::<LitStr>(text.to_token_stream()).ok().map(|text| text.value())
        }
        _ => None,
    }
}

#[cfg(feature = "yaml")]
pub use with_spec::client;

/// The entry points that read a spec at compile time.
#[cfg(feature = "yaml")]
mod with_spec {
    use super::{options, to_syn_error};
    use crate::diag::{Diagnostics, Look, Problem, Source};
    use crate::emit::{self, Options, Own};
    use crate::parse::attr::SpecRef;
    use crate::source_map::{Path, SourceMap, Span};
    use crate::{expand, fields, input, other_file};
    use proc_macro2::TokenStream;
    use quote::{ToTokens, quote};
    use std::io::ErrorKind;
    use std::path::PathBuf;
    use syn::parse::{Parse, ParseStream};
    use syn::{Attribute, DeriveInput, Ident, LitStr, Token, Visibility};

    /// `client!(pub mod name = "specs/name.yaml")`, with `crate = ::path`
    /// after a comma if the runtime has another name.
    struct Client {
        attrs: Vec<Attribute>,
        vis: Visibility,
        name: Ident,
        spec: LitStr,
        runtime: Option<syn::Path>,
    }

    impl Parse for Client {
        fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
            let form = |error: syn::Error| {
                syn::Error::new(error.span(), "expected `client!(mod name = \"specs/name.yaml\")`")
            };
            let attrs = input.call(Attribute::parse_outer)?;
            let vis = input.parse()?;
            input.parse::<Token![mod]>().map_err(form)?;
            let name = input.parse().map_err(form)?;
            input.parse::<Token![=]>().map_err(form)?;
            let spec = input.parse().map_err(form)?;
            let mut runtime = None;
            if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
                input.parse::<Token![crate]>().map_err(form)?;
                input.parse::<Token![=]>().map_err(form)?;
                runtime = Some(input.call(syn::Path::parse_mod_style).map_err(form)?);
                input.parse::<Option<Token![,]>>()?;
            }
            input.parse::<Option<Token![;]>>()?;
            if !input.is_empty() {
                return Err(form(input.error("")));
            }
            Ok(Self { attrs, vis, name, spec, runtime })
        }
    }

    /// `client!`.
    #[must_use]
    pub fn client(input: TokenStream) -> TokenStream {
        syn::parse2(input)
            .and_then(|client| module(&client))
            .unwrap_or_else(syn::Error::into_compile_error)
    }

    fn module(client: &Client) -> syn::Result<TokenStream> {
        let Client { attrs, vis, name, spec, runtime } = client;
        let file = SpecFile::read(&spec.value(), spec.span())?;
        let options = options(runtime.as_ref().map(ToTokens::to_token_stream));
        let made = expand(&file.bytes, &options).map_err(|problems| file.error(&problems))?;
        let (code, track) = (made.code, file.track());
        Ok(quote! {
            #(#attrs)*
            #vis mod #name {
                #track
                #code
            }
        })
    }

    /// The list that a struct takes from a spec.
    pub(super) fn paged(
        input: &DeriveInput,
        from: &SpecRef,
        source_map: &SourceMap,
        options: &Options,
    ) -> syn::Result<TokenStream> {
        let at =
            |key: &str| match source_map.get(&Path::default().key(key)).map(|place| &place.value) {
                Some(Span::Tokens(span)) => *span,
                _ => proc_macro2::Span::call_site(),
            };
        let file = SpecFile::read(&from.file, at("spec"))?;
        let made = expand(&file.bytes, options).map_err(|problems| file.error(&problems))?;
        let list = made.api.lists.iter().find(|list| list.method.wire == from.resource);
        let Some(list) = list else {
            let known = made.api.lists.iter().map(|list| list.method.wire.as_str());
            let message = format!("the spec `{}` has no resource `{}`", from.file, from.resource);
            let problem = fields::unknown(message, &from.resource, known);
            let problem = problem.at(Span::Tokens(at("resource")));
            return Err(to_syn_error(Diagnostics::of(problem)));
        };
        // An unknown field does not affect the list: emits both the error and
        // the list.
        let unknown = fields::check(input, list, &made.api).map_err(to_syn_error).err();
        let unknown = unknown.map(syn::Error::into_compile_error);
        let own = fields::own_list(input, list, &made.api);
        let (code, track) =
            (emit::derived(&own, Own::default(), &input.ident, &input.vis, options), file.track());
        Ok(quote! { #unknown #code #track })
    }

    /// A spec, read relative to the package.
    struct SpecFile {
        name: String,
        path: PathBuf,
        bytes: Vec<u8>,
        span: proc_macro2::Span,
    }

    impl SpecFile {
        fn read(name: &str, span: proc_macro2::Span) -> syn::Result<Self> {
            let folder =
                std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
            let path = folder.join(name);
            match input::regular_file(&path, input::MAX_SPEC) {
                Ok(bytes) => Ok(Self { name: name.to_owned(), path, bytes, span }),
                Err(error) => {
                    let message = match error.kind() {
                        ErrorKind::NotFound => format!("there is no file `{name}`"),
                        _ => format!("the spec `{name}` can't be read: {error}"),
                    };
                    let problem = Problem::error(&Path::default(), message);
                    let problem = problem.at(Span::Tokens(span));
                    let problem =
                        problem.help("the path is relative to the folder of `Cargo.toml`");
                    Err(to_syn_error(Diagnostics::of(problem)))
                }
            }
        }

        /// The same text as from the command line, at the file's name.
        fn error(&self, problems: &Diagnostics) -> syn::Error {
            if let Some(other) = other_file::problem(&self.bytes) {
                let problem = other.at(Span::Tokens(self.span));
                return to_syn_error(Diagnostics::of(problem));
            }
            let text = String::from_utf8_lossy(&self.bytes);
            let source = Source { name: &self.name, text: &text };
            let problems = problems.render(&source, Look::Plain);
            let message = format!("the spec `{}` can't be used\n\n{problems}", self.name);
            syn::Error::new(self.span, message.trim_end())
        }

        /// Cargo builds again when the file changes: the code names it.
        fn track(&self) -> TokenStream {
            let path = self.path.to_string_lossy();
            quote! { const _: &[u8] = ::core::include_bytes!(#path); }
        }
    }
}
