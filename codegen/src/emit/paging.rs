//! How a list pages and where its items are, as constant expressions: setter calls for the
//! knobs that differ from their defaults.

use super::{Options, digits, option};
use crate::model::{
    CarryTo, DeltaTo, Element, ItemRules, More, NextFrom, OnPartial, Paging, SendIn, Step,
};
use pagesmith_paging::{Knob, Value};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

/// The setter of where items are and which shape they have, unless they are one array.
pub(super) fn item_rules(rules: &ItemRules, options: &Options) -> Option<TokenStream> {
    let runtime = &options.runtime;
    let at = quote!(#runtime::paging);
    let plain = pagesmith_paging::ItemRules::DEFAULT;
    let changed = changed(rules.knobs(), &plain.knobs());
    let setters = changed.iter().map(|knob| {
        let setter = format_ident!("{}", knob.path.rsplit('.').next().unwrap_or_default());
        let value = value(&knob.value, &at);
        quote!(.#setter(#value))
    });
    let setters: TokenStream = setters.collect();
    (!setters.is_empty()).then(|| quote!(.item_rules(#at::ItemRules::DEFAULT #setters)))
}

/// A style, knob by knob, in the order of the documentation; only the knobs that differ
/// from `Paging::NONE`.
pub(super) fn style(style: &Paging, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let at = quote!(#runtime::paging);
    let next = style.next.iter().map(|next| {
        let next = match next {
            NextFrom::Body(pointer) => quote!(Body(#pointer)),
            NextFrom::Header(name) => quote!(Header(#name)),
            NextFrom::Link(relation) => quote!(Link(#relation)),
            NextFrom::Last(pointer) => quote!(Last(#pointer)),
            NextFrom::Element(Element { array, field, value, at: inside, .. }) => {
                quote!(Element(#at::Element::new(#array, #field, #value, #inside)))
            }
        };
        quote!(.next(#at::NextFrom::#next))
    });
    let send = match &style.send {
        SendIn::Url => None,
        SendIn::Query(param) => Some(quote!(.send(#at::SendIn::Query(#param)))),
        SendIn::Body(pointer) => Some(quote!(.send(#at::SendIn::Body(#pointer)))),
        SendIn::Header(name) => Some(quote!(.send(#at::SendIn::Header(#name)))),
        SendIn::Members => Some(quote!(.send(#at::SendIn::Members))),
        SendIn::Path(name) => Some(quote!(.send(#at::SendIn::Path(#name)))),
    };
    let plain = pagesmith_paging::Paging::NONE;
    let changed = changed(style.knobs(), &plain.knobs());
    let named = |path: &str| changed.iter().find(|knob| knob.path == path);
    let next_rules = setters(&changed, "next", &at);
    let next_rules = next_rules.map(|rules| quote!(.next_rules(#at::NextRules::DEFAULT #rules)));
    let send_rules = setters(&changed, "send", &at);
    let send_rules = send_rules.map(|rules| quote!(.send_rules(#at::SendRules::DEFAULT #rules)));
    let later = later_requests(style, &at);
    let number = style.number.iter().map(|number| {
        let (query, start) = (&number.query, digits(number.start));
        quote!(.number(#query, #start))
    });
    let offset = style.offset.iter().map(|offset| {
        let (query, start) = (&offset.query, digits(offset.start));
        let step = match &offset.step {
            Step::Items => quote!(Items),
            Step::Size => quote!(Size),
            Step::Body(pointer) => quote!(Body(#pointer)),
        };
        quote!(.offset(#query, #start, #at::Step::#step))
    });
    // With an offset, overlap is `error` by default, so `error` needs no setter.
    let overlap = named("offset.overlap");
    let overlap = overlap.filter(|knob| !matches!(knob.value, Value::Word { word: "error", .. }));
    let overlap = overlap.map(|knob| {
        let overlap = value(&knob.value, &at);
        quote!(.overlap(#overlap))
    });
    let size = style.size.iter().map(|size| {
        let (query, default, max) =
            (&size.query, option(size.default.map(digits)), option(size.max.map(digits)));
        quote!(.page_size(#query, #default, #max))
    });
    let send_size = named("size.send");
    let send_size = send_size.filter(|knob| !matches!(knob.value, Value::Word { word: "set", .. }));
    let send_size = send_size.map(|knob| {
        let send = value(&knob.value, &at);
        quote!(.send_size(#send))
    });
    let halve = style.size.as_ref().and_then(|size| size.halve).map(digits);
    let halve_size = halve.map(|least| quote!(.halve_size(#least)));
    let more = style.more.iter().map(|more| {
        let more = match more {
            More::While(place) => quote!(While(#place)),
            More::Until(place) => quote!(Until(#place)),
            More::WhileIn(place, values) => quote!(WhileIn(#place, &[#(#values),*])),
            More::UntilIn(place, values) => quote!(UntilIn(#place, &[#(#values),*])),
            More::Remaining(place) => quote!(Remaining(#place)),
        };
        quote!(.more(#at::More::#more))
    });
    let partial = style.partial.iter().map(|partial| {
        let (place, is) = (&partial.at, &partial.is);
        let is = (!is.is_empty()).then(|| quote!(.is(&[#(#is),*])));
        let fails = partial.does == OnPartial::Error;
        let does = fails.then(|| quote!(.does(#at::OnPartial::Error)));
        quote!(.partial(#at::Partial::at(#place) #is #does))
    });
    let delta = style.delta.iter().map(|delta| {
        let place = &delta.at;
        let to = delta.to.iter().map(|to| match to {
            DeltaTo::Query(name) => quote!(.sent_in(#at::DeltaTo::Query(#name))),
            DeltaTo::Header(name) => quote!(.sent_in(#at::DeltaTo::Header(#name))),
        });
        quote!(.delta(#at::Delta::at(#place) #(#to)*))
    });
    let counts = named("counts").map(|knob| {
        let counts = value(&knob.value, &at);
        quote!(.counts(#counts))
    });
    let page = setters(&changed, "page", &at).map(|keys| quote!(.page(#at::PageKeys::NONE #keys)));
    let ends =
        setters(&changed, "ends", &at).map(|ends| quote!(.ends(#at::EndRules::DEFAULT #ends)));
    let safety =
        setters(&changed, "safety", &at).map(|rules| quote!(.safety(#at::Guards::DEFAULT #rules)));
    quote! {
        #runtime::Paging::NONE #(#next)* #next_rules #send #send_rules #later #(#number)* #(#offset)* #overlap
            #(#size)* #send_size #halve_size #(#more)* #page #counts #ends #(#partial)* #(#delta)* #safety
    }
}

/// What requests after the first carry, and where they go.
fn later_requests(style: &Paging, at: &TokenStream) -> TokenStream {
    let carry = style.carry.iter().map(|carry| {
        let from = &carry.from;
        let to = match &carry.to {
            CarryTo::Query(name) => quote!(Query(#name)),
            CarryTo::Header(name) => quote!(Header(#name)),
            CarryTo::Body(pointer) => quote!(Body(#pointer)),
        };
        quote!(.carry(#from, #at::CarryTo::#to))
    });
    let then = style.then.iter().map(|then| {
        let method = match (then.post, &then.path) {
            (false, Some(path)) => quote!(get(#path)),
            (true, Some(path)) => quote!(post(#path)),
            (false, None) => quote!(get_link()),
            (true, None) => quote!(post_link()),
        };
        let items = then.items.iter().map(|items| quote!(.items(#items)));
        let body = then.body.iter().map(|json| quote!(.body(#json)));
        quote!(.then(#at::Then::#method #(#items)* #(#body)*))
    });
    quote!(#(#carry)* #(#then)*)
}

/// The knobs that differ from these defaults.
fn changed<'a>(knobs: impl IntoIterator<Item = Knob<'a>>, plain: &[Knob<'_>]) -> Vec<Knob<'a>> {
    knobs.into_iter().filter(|knob| !plain.contains(knob)).collect()
}

/// The setter calls for the changed knobs under this key.
fn setters(changed: &[Knob<'_>], below: &str, at: &TokenStream) -> Option<TokenStream> {
    // What has several paths is an argument of a setter with another name, and so is what
    // chooses an element.
    let is_argument = |knob: &Knob<'_>| matches!(knob.path, "next.where" | "next.at");
    let by_itself = changed.iter().filter(|knob| knob.paths.len() == 1 && !is_argument(knob));
    let setters = by_itself.filter_map(|knob| {
        let setter = match knob.path.strip_prefix(below)?.strip_prefix('.')? {
            // A keyword of Rust.
            "as" => format_ident!("json_type"),
            name => format_ident!("{name}"),
        };
        let value = value(&knob.value, at);
        // `LinkOrigin::Hosts` is the only variant that holds a list, so the list is
        // wrapped in it.
        let hosts = knob.path == "safety.origin" && matches!(knob.value, Value::List(_));
        // `LinkBase::At` is the only variant of its enum that holds a text.
        let pointed = knob.path == "send.url" && matches!(knob.value, Value::Text(_));
        let value = match (hosts, pointed) {
            (true, _) => quote!(#at::LinkOrigin::Hosts(#value)),
            (_, true) => quote!(#at::LinkBase::At(#value)),
            _ => value,
        };
        Some(quote!(.#setter(#value)))
    });
    let setters: TokenStream = setters.collect();
    (!setters.is_empty()).then_some(setters)
}

/// A knob's value as the argument of its setter.
fn value(value: &Value<'_>, at: &TokenStream) -> TokenStream {
    match value {
        // A knob that differs from the default is set, and entries have no setter of
        // their own, so this is never reached.
        Value::Unset | Value::Entries(_) => TokenStream::new(),
        Value::Text(text) => quote!(#text),
        Value::Number(value) => digits(*value),
        Value::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(#value)
        }
        Value::Numbers(numbers) => {
            let numbers = numbers.iter().map(|number| digits(*number));
            quote!(&[#(#numbers),*])
        }
        Value::Flag(flag) => quote!(#flag),
        Value::List(texts) => quote!(&[#(#texts),*]),
        Value::Word { of, word } => {
            let variant = format_ident!("{}", heck::AsUpperCamelCase(word).to_string());
            let of = format_ident!("{of}");
            quote!(#at::#of::#variant)
        }
    }
}
