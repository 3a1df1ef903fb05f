//! Four entry points, one pipeline: the same list gives the same `impl`, whether it
//! comes through the derive, `client!`, a build script or the command line.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_codegen::emit::Options;
use pagesmith_codegen::{Builder, generate, proc_macro};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::path::{Path, PathBuf};
use std::{fs, process};

const SPEC: &str = "tests/entry_points/messages.yaml";

/// The `impl Paged` and its companions of the type `name`, with the type
/// called `List` and without what differs by entry point.
fn impls(file: &syn::File, name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for item in &file.items {
        match item {
            syn::Item::Impl(item)
                if item.trait_.is_some() && item.self_ty.to_token_stream().to_string() == name =>
            {
                let mut item = item.clone();
                item.self_ty = syn::parse_quote!(List);
                // A struct of the user's reads itself.
                item.items
                    .retain(|one| !matches!(one, syn::ImplItem::Const(one) if one.ident == "ROWS"));
                let file = syn::File { items: vec![syn::Item::Impl(item)], ..empty() };
                found.push(prettyplease::unparse(&file));
            }
            syn::Item::Mod(module) => {
                let items = module.content.iter().flat_map(|(_, items)| items.clone()).collect();
                found.extend(impls(&syn::File { items, ..empty() }, name));
            }
            _ => {}
        }
    }
    found
}

fn empty() -> syn::File {
    syn::parse_quote!()
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn by_derive(style: &TokenStream) -> Vec<String> {
    let derived = proc_macro::derive_paged(quote! {
        #[paged(
            get = "/Accounts/{account_sid}/Messages",
            items = "/messages",
            style = #style,
            key = "sid",
            page_size(max = 500),
            errors(code = "/code", message = "/message"),
        )]
        struct Message { sid: String }
    });
    impls(&syn::parse2(derived).unwrap(), "Message")
}

#[test]
fn the_same_list_gives_the_same_impl_through_each_entry_point() {
    let spec = fs::read(SPEC).unwrap();

    let text = generate(&spec, &Options::default()).unwrap().code;
    let expected = impls(&syn::parse_str(&text).unwrap(), "ListMessages");
    assert_eq!(expected.len(), 1, "{expected:?}");
    assert!(expected[0].contains("impl ::pagesmith::Paged for List"), "{expected:?}");

    assert_eq!(by_derive(&quote!(laml)), expected, "derive");

    let rows = |code: &str| code.replace([' ', '\n'], "").contains("RowsOf<Message>=");
    let client = proc_macro::client(quote!(mod messages = #SPEC));
    assert!(rows(&text) && rows(&client.to_string()), "records of the spec read leniently");
    assert_eq!(impls(&syn::parse2(client).unwrap(), "ListMessages"), expected, "client!");

    let folder = scratch("entry-points");
    Builder::new().spec(SPEC).out_dir(&folder).compile();
    let built = fs::read_to_string(folder.join("messages.rs")).unwrap();
    assert_eq!(built, text, "build script");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_list_by_number_is_numbered_through_each_entry_point() {
    let spec = String::from_utf8(fs::read(SPEC).unwrap()).unwrap().replace("laml", "sendsage");
    let text = generate(spec.as_bytes(), &Options::default()).unwrap().code;
    let expected = impls(&syn::parse_str(&text).unwrap(), "ListMessages");
    assert_eq!(expected.len(), 2, "Paged and Numbered: {expected:?}");
    assert_eq!(by_derive(&quote!(sendsage)), expected);
}

#[test]
fn a_constant_is_held_against_what_the_attribute_says_of_it() {
    let asserted = |keys: TokenStream| {
        let derived = || {
            let list = quote!(get = "/a", items = "/b", #keys);
            proc_macro::derive_paged(quote!(
                #[paged(#list)]
                struct Message;
            ))
            .to_string()
        };
        assert_eq!(derived(), derived());
        derived().matches(":: core :: assert !").count()
    };
    assert_eq!(asserted(quote!(style = sendsage, page_size(max = 20, default = 20))), 0);
    assert_eq!(asserted(quote!(style = crate::OURS)), 0);
    assert_eq!(asserted(quote!(style = crate::OURS, by_number)), 1);
    assert_eq!(asserted(quote!(style = crate::OURS, page_size(max = 20))), 1);
    assert_eq!(asserted(quote!(style = OURS, by_number, page_size(max = 20))), 2);
}

#[test]
fn a_derive_can_take_its_list_from_the_spec() {
    let derived = proc_macro::derive_paged(quote! {
        #[paged(spec = #SPEC, resource = "messages")]
        struct Message { sid: String }
    });
    assert_eq!(impls(&syn::parse2(derived).unwrap(), "Message"), by_derive(&quote!(laml)));
}

#[test]
fn a_build_script_writes_only_what_changed_and_never_over_what_is_not_its_own() {
    let folder = scratch("writes");
    let compile = || Builder::new().spec_as("other", SPEC).out_dir(&folder).compile();
    let file = folder.join("other.rs");
    compile();
    let first = fs::metadata(&file).unwrap().modified().unwrap();
    compile();
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), first);

    let output = pagesmith_codegen::Output { path: file.clone(), text: "new".to_owned() };
    fs::write(&file, "mod by_hand;\n").unwrap();
    let error = output.write().unwrap_err();
    assert!(error.to_string().contains("was not generated"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mod by_hand;\n");
    fs::remove_dir_all(folder).unwrap();
}

/// A macro can be pointed at any file of the machine, and the compiler's output
/// is shown to others.
#[test]
fn macros_say_what_is_wrong_with_a_file_that_is_no_spec_and_quote_none_of_it() {
    let folder = scratch("no-spec");
    let others = ["hunter2 localhost\n", "hunter2: {a: 1}\n", "- [hunter2\n", "{\"hunter2\": 1}"];
    for other in others {
        let file = folder.join("other.yaml");
        fs::write(&file, other).unwrap();
        let path = file.to_str().unwrap();
        let client = proc_macro::client(quote!(mod other = #path)).to_string();
        let derived = proc_macro::derive_paged(quote! {
            #[paged(spec = #path, resource = "messages")]
            struct Message { sid: String }
        });
        for tokens in [client, derived.to_string()] {
            assert!(!tokens.contains("hunter2"), "{tokens}");
            assert!(tokens.contains("the file is not a spec"), "{tokens}");
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn macros_read_a_regular_file_and_no_more_of_it_than_a_spec_may_have() {
    let client = proc_macro::client(quote!(mod other = "/dev/zero")).to_string();
    assert!(client.contains("a regular file of at most 4194304 bytes"), "{client}");
    let folder = scratch("large-spec");
    let file = folder.join("large.yaml");
    fs::File::create(&file).unwrap().set_len(1 << 40).unwrap();
    let path = file.to_str().unwrap();
    let client = proc_macro::client(quote!(mod other = #path)).to_string();
    assert!(client.contains("it has more than 4194304 bytes"), "{client}");
    fs::remove_dir_all(folder).unwrap();
}
