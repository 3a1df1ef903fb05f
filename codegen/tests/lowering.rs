//! What a spec means once it was checked.
#![cfg(feature = "yaml")]

use pagesmith_codegen::lower::{self, PRESETS};
use pagesmith_codegen::model::{
    Api, FilterType, ListStyle, NextFrom, OnMissingNext, OnShortfall, PagingRef, Scalar, Type,
    TypeDef,
};
use pagesmith_codegen::parse;

fn api(text: &str) -> Api {
    let api =
        parse::spec_file::parse(text).and_then(|(spec, source_map)| lower::api(&spec, &source_map));
    match api {
        Ok((api, warnings)) if warnings.problems.is_empty() => api,
        Ok((_, problems)) | Err(problems) => panic!("{:#?}", problems.problems),
    }
}

const WHOLE: &str = r#"
pagesmith: 1
name: Example
server: https://{space}.example.com/v1
auth: {header: X-Api-Key}
params: {account_sid: string}
headers: {X-Version: "2"}
errors: {success: /success, code: /error_code, message: /error_message}
generate: {derive: [PartialEq, Serialize], dates: jiff}
paging: laml
styles:
  by_token: {next: {body: /meta/next}, send: {query: cursor}, more: /meta/more}
  in_steps: {preset: by_token, number: {query: page, start: 1}, send: url, safety: {origin: [cdn.example.com]}}
resources:
  messages:
    get: /Accounts/{account_sid}/Messages/{year}
    params: {year: integer}
    record: Message
    filters:
      to: {param: To, type: string}
      status: {type: "[Status]", list: comma}
      kind: {type: "enum(in, out)"}
      expand: {type: [string]}
    size: {max: 500}
  calls: {get: /Calls, paging: in_steps, items: {at: /data, missing: empty}, record: Message}
  logs: {get: /Logs, paging: {preset: laml, size: {max: 20, default: 10}}, record: "rust(crate::Log)"}
records:
  Message:
    key: sid
    fields:
      sid: string
      type: {type: "integer?", docs: Its type., rename: kind}
      media: [{url: uri}]
      status: Status?
      capabilities: {sms: boolean}
      replies: "[Message]"
  Status: enum(queued, sent, other)
"#;

#[test]
fn a_knob_may_have_its_effect_in_a_style_that_starts_from_its_own() {
    let spec = WHOLE
        .replace("more: /meta/more}", "counts: error, safety: {keep: [a]}}")
        .replace("send: url,", "send: url, page: {total: /total},");
    assert_ne!(spec, WHOLE);
    let styles = api(&spec).styles;
    assert_eq!(styles[1].paging.counts, OnShortfall::Error);
    assert_eq!(styles[1].paging.safety.keep, ["a"]);
}

#[test]
fn a_style_that_is_named_stays_a_reference() {
    let api = api(WHOLE);
    let [messages, calls, logs] = &api.lists[..] else { panic!("{:?}", api.lists) };
    assert_eq!(messages.paging, PagingRef::Preset("laml"));
    assert_eq!(calls.paging, PagingRef::Style(1));
    let PagingRef::Own(own) = &logs.paging else { panic!("{:?}", logs.paging) };
    let size = own.size.as_ref().map(|size| (size.query.as_str(), size.default, size.max));
    assert_eq!(size, Some(("PageSize", Some(10), Some(20))));
    assert_eq!([messages.by_number, calls.by_number, logs.by_number], [false, true, false]);
    assert_eq!(api.styles[1].paging.next, Some(NextFrom::Body("/meta/next".into())));
    assert_eq!(api.styles[0].name.rust, "BY_TOKEN");
}

#[test]
fn lists_have_arguments_items_and_filters() {
    let api = api(WHOLE);
    let [messages, calls, _] = &api.lists[..] else { panic!("{:?}", api.lists) };
    assert_eq!(
        (messages.method.rust.as_str(), messages.name.rust.as_str()),
        ("list_messages", "ListMessages")
    );
    assert_eq!(messages.args.len(), 1);
    assert_eq!(
        (messages.args[0].name.rust.as_str(), messages.args[0].ty),
        ("year", Scalar::Integer)
    );
    assert_eq!(lower::all_params(messages, &api).len(), 2);
    assert_eq!((messages.items.as_str(), messages.missing_is_empty), ("/messages", false));
    assert_eq!((calls.items.as_str(), calls.missing_is_empty), ("/data", true));
    assert_eq!(messages.key.as_deref(), Some("/sid"));
    assert_eq!(messages.size, (None, Some(500)));
    let filters: Vec<_> = messages
        .filters
        .iter()
        .map(|filter| (filter.name.wire.as_str(), &filter.ty, filter.list))
        .collect();
    let text = FilterType::Scalar(Scalar::String);
    assert_eq!(
        filters,
        [
            ("To", &text, None),
            ("status", &FilterType::Enum("Status".into()), Some(ListStyle::Comma)),
            ("kind", &FilterType::Enum("ListMessagesKind".into()), None),
            ("expand", &text, Some(ListStyle::Repeat)),
        ]
    );
}

#[test]
fn types_written_inside_a_record_come_after_it() {
    let api = api(WHOLE);
    let names: Vec<&str> = api
        .types
        .iter()
        .map(|ty| match ty {
            TypeDef::Struct(found) => found.name.rust.as_str(),
            TypeDef::Enum(found) => found.name.rust.as_str(),
        })
        .collect();
    let expected = ["Message", "MessageMedia", "MessageCapabilities", "Status", "ListMessagesKind"];
    assert_eq!(names, expected);
    let TypeDef::Struct(message) = &api.types[0] else { panic!("{:?}", api.types) };
    let fields: Vec<_> = message.fields.iter().map(|field| field.name.rust.as_str()).collect();
    assert_eq!(fields, ["sid", "kind", "media", "status", "capabilities", "replies"]);
    assert_eq!(message.fields[1].name.wire, "type");
    assert_eq!(message.fields[1].ty, Type::Optional(Box::new(Type::Scalar(Scalar::Integer))));
    assert_eq!(message.fields[2].ty, Type::List(Box::new(Type::Own("MessageMedia".into()))));
    let TypeDef::Enum(status) = &api.types[3] else { panic!("{:?}", api.types) };
    assert_eq!(status.other, "Unlisted");
}

#[test]
fn presets_expand_as_documented() {
    let expand = |name: &str| {
        let preset = PRESETS.iter().find(|preset| preset.name == name).expect("a preset");
        preset.paging.owned()
    };
    assert_eq!(expand("laml").next, Some(NextFrom::Body("/next_page_uri".into())));
    assert_eq!(expand("laml").ends.absent, OnMissingNext::Error);
    assert_eq!(expand("sendsage").ends.absent, OnMissingNext::SinglePage);
    assert_eq!(expand("sendsage").number, expand("sendsage-pages").number);
    assert_eq!(expand("sendsage-pages").next, None);
    assert_eq!(expand("none").ends.absent, OnMissingNext::End);
}

#[test]
fn knobs_of_the_whole_spec_are_one_constant() {
    let api = api("{pagesmith: 1, name: A, paging: {number: {query: page}}, \
        resources: {a: {get: /a, record: rust(A)}, b: {get: /b, record: rust(B)}}}");
    assert_eq!(api.styles.len(), 1);
    assert_eq!(api.styles[0].name.rust, "DEFAULT");
    assert!(api.lists.iter().all(|list| list.paging == PagingRef::Style(0) && list.by_number));
}

/// The fields of a spec of these records that are in a box, as `Record::field`.
fn boxed(records: &str) -> Vec<String> {
    let api = api(&format!(
        "{{pagesmith: 1, name: A, paging: none, resources: {{a: {{get: /a, record: A}}}}, records: {records}}}"
    ));
    let structs = api.types.iter().filter_map(|ty| match ty {
        TypeDef::Struct(found) => Some(found),
        TypeDef::Enum(_) => None,
    });
    let of = |found: &pagesmith_codegen::model::Struct| {
        let fields = found.fields.iter().filter(|field| field.boxed);
        let name = &found.name.rust;
        fields.map(|field| format!("{name}::{}", field.name.rust)).collect::<Vec<_>>()
    };
    structs.flat_map(of).collect()
}

#[test]
fn an_optional_field_is_in_a_box_where_its_record_leads_back_through_it() {
    for (records, expected) in [
        ("{A: {fields: {a: A?}}}", &["A::a"][..]),
        ("{A: {fields: {a: '[A]', b: 'map<A>?', c: '[A]?'}}}", &[]),
        ("{A: {fields: {b: B?}}, B: {fields: {n: string}}}", &[]),
        ("{A: {fields: {b: B?}}, B: {fields: {a: A}}}", &["A::b"]),
        ("{A: {fields: {b: B?}}, B: {fields: {a: A?}}}", &["A::b", "B::a"]),
        ("{B: {fields: {a: A?}}, A: {fields: {b: B?}}}", &["B::a", "A::b"]),
        (
            "{A: {fields: {b: B?, c: C?}}, B: {fields: {c: C?}}, C: {fields: {b: B?}}}",
            &["B::c", "C::b"],
        ),
        (
            "{A: {fields: {b: B?}}, B: {fields: {c: C, d: D?}}, C: {fields: {a: A?, d: D?}}, D: {fields: {n: string}}}",
            &["A::b", "C::a"],
        ),
        ("{A: {fields: {b: B?, n: {x: A?, y: string}}}, B: {fields: {n: string}}}", &["AN::x"]),
    ] {
        assert_eq!(boxed(records), expected, "{records}");
    }
}

#[test]
fn many_records_that_lead_on_are_boxed_without_deep_recursion() {
    let link = |at: u32| format!("R{at}: {{fields: {{next: R{}?}}}}", at + 1);
    let chain: Vec<String> = (0..900).map(link).collect();
    let records = format!(
        "{{A: {{fields: {{first: R0?}}}}, {}, R900: {{fields: {{next: R0?}}}}}}",
        chain.join(", ")
    );
    assert_eq!(boxed(&records).len(), 901);
}
