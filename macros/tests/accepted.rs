//! Uses of `#[derive(Paged)]` and of `client!` that are right, each in a module of its own.

#![cfg(feature = "spec")]
#![allow(dead_code, reason = "what is read of a struct is up to its user")]

#[path = "accepted/client_in_places.rs"]
mod client_in_places;
#[path = "accepted/every_key.rs"]
mod every_key;
#[path = "accepted/keys_in_several_attributes.rs"]
mod keys_in_several_attributes;
#[path = "accepted/page.rs"]
mod page;
#[path = "accepted/post.rs"]
mod post;
#[path = "accepted/presets.rs"]
mod presets;
#[path = "accepted/renamed_fields_of_spec.rs"]
mod renamed_fields_of_spec;
#[path = "accepted/struct_in_function.rs"]
mod struct_in_function;
#[path = "accepted/style_of_our_own.rs"]
mod style_of_our_own;
#[path = "accepted/tuple_and_unit_structs.rs"]
mod tuple_and_unit_structs;
