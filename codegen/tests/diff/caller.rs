//! A caller of a client, written from its model: it uses every item in each form
//! that users write, and prints its requests. It is written from the documentation
//! alone, and shares no code with the generator.

use pagesmith_codegen::lower::paging_of;
use pagesmith_codegen::model::{
    Api, Auth, Dates, Enum, Filter, FilterType, List, Param, Record, Scalar, Struct, Type, TypeDef,
};
use pagesmith_paging::Evidence;
use std::fmt::Write as _;

/// What all callers of a crate share: a walk is stopped at its first request.
pub(crate) const SHARED: &str = r#"
pub fn print(caller: &str, lines: Vec<String>) {
    for line in lines { println!("{caller}: {line}"); }
}
pub fn watch(parts: &str) { std::panic::resume_unwind(Box::new(parts.to_owned())) }
pub fn first_request<T, E: std::fmt::Display>(walk: impl Future<Output = Result<T, E>>) -> String {
    let mut walk = Box::pin(walk);
    let polled = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        walk.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
    }));
    match polled {
        Err(request) => *request.downcast::<String>().expect("no surprise"),
        Ok(std::task::Poll::Ready(Err(error))) => format!("failed: {error}"),
        Ok(_) => panic!("no request was seen"),
    }
}
"#;

/// Types of the user's own, which specs name by `rust(crate::…)`.
pub(crate) const FOREIGN: &str = r"
macro_rules! foreign { ($($name:ident)*) => { $(
    #[derive(Clone, Debug, PartialEq)]
    pub struct $name;
    impl<'de> ::pagesmith::__private::Deserialize<'de> for $name {
        fn deserialize<D: ::pagesmith::__private::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            <::pagesmith::Json as ::pagesmith::__private::Deserialize>::deserialize(from).map(|_| Self)
        }
    }
)* } }
foreign!(Foreign Other);
";

/// The module of a caller of the client at this path; its `run` returns the
/// requests, line by line.
pub(crate) fn of(api: &Api, client: &str) -> String {
    let mut code = format!("use ::clients::{client} as api;\n");
    for ty in &api.types {
        code += &match ty {
            TypeDef::Struct(record) => self::record(api, record),
            TypeDef::Enum(values) => self::values(values),
        };
    }
    let mut lists = String::new();
    for one in &api.lists {
        code += &list(api, one);
        writeln!(lists, "calls_{}(&client, &mut seen);", one.method.rust).unwrap();
    }
    let enums: String = api
        .types
        .iter()
        .filter_map(|ty| match ty {
            TypeDef::Enum(values) => Some(wire_values(values)),
            TypeDef::Struct(_) => None,
        })
        .collect();
    let builder = builder(api);
    code + &format!(
        "pub fn run() -> Vec<String> {{
            let built: Result<api::Client, ::pagesmith::Error> = {builder}.build();
            let client: api::Client = match built {{
                Ok(client) => client.clone(),
                Err(error) => return vec![format!(\"failed: {{error}}\")],
            }};
            let mut seen = Vec::new();
            {lists}
            {enums}
            seen
        }}
        fn is_shared<T: Clone + Send + Sync + 'static>() {{}}
        pub fn shares() {{ is_shared::<api::Client>(); }}
        "
    )
}

fn builder(api: &Api) -> String {
    let mut code = "api::Client::builder()".to_owned();
    let variables = api.server.iter().flat_map(|server| &server.variables);
    for name in variables.chain(api.params.iter().map(|param| &param.name)) {
        write!(code, ".{}(\"a-{0}\")", name.rust).unwrap();
    }
    if api.server.is_none() {
        code += ".base_url(\"https://other.test\")";
    }
    code += match api.auth {
        Auth::None => "",
        Auth::Basic => ".basic(\"user\", \"password\")",
        Auth::Bearer => ".bearer(\"token\")",
        Auth::Body { id: Some(_), .. } => ".id_and_key(\"id\", \"key\")",
        Auth::Header(_) | Auth::Query(_) | Auth::Body { .. } => ".api_key(\"key\")",
    };
    code + ".on_request(|parts| crate::watch(&format!(\"{} {:?}\", parts.uri, parts.headers)))"
}

/// Requests a single record, if the client has a method for it.
fn one(list: &List) -> String {
    let Some(one) = &list.one else { return String::new() };
    let record = match &one.record {
        Record::Own(name) => format!("api::{name}"),
        Record::Rust(path) => path.replace("crate::", "::clients::"),
    };
    let args = one.args.iter().enumerate().map(|(at, arg)| argument(arg.ty, at));
    let args = args.collect::<Vec<_>>().join(", ");
    format!(
        "let one: ::pagesmith::One<{record}> = client.{}({args});\nseen.push(crate::first_request(one.send()));\n",
        one.method.rust
    )
}

/// Calls a list with each of its arguments and filters.
fn list(api: &Api, list: &List) -> String {
    let (method, name) = (&list.method.rust, &list.name.rust);
    let item = match &list.record {
        Record::Own(name) => format!("api::{name}"),
        Record::Rust(path) => path.replace("crate::", "::clients::"),
    };
    let args: Vec<String> =
        list.args.iter().enumerate().map(|(at, arg)| argument(arg.ty, at)).collect();
    let mut code = format!("let list: api::{name} = client.{method}({});\n", args.join(", "));
    for filter in &list.filters {
        for value in values_of(filter, api) {
            let (name, value) = (&filter.name.rust, &value);
            writeln!(code, "let list: api::{} = list.{name}({value});", list.name.rust).unwrap();
        }
    }
    let size = paging_of(list, api).size.map(|size| size.max.unwrap_or(1000));
    let sized = size.map(|size| format!(".page_size({size})")).unwrap_or_default();
    writeln!(code, "seen.push(crate::first_request(list.clone(){sized}.first_page()));").unwrap();
    // What a walk of the old list can show is required of the new one.
    let paging = paging_of(list, api);
    let evidence = |of: Evidence| format!("require(::pagesmith::Evidence::{of:?}).collect()");
    let best = evidence(paging.best_evidence(list.key.is_some()));
    writeln!(code, "seen.push(crate::first_request(list.clone().{best}));").unwrap();
    writeln!(code, "let _: ::pagesmith::Items<{item}> = list.clone().limit(5).items();").unwrap();
    let page = match &list.envelope {
        Some(envelope) => format!("::pagesmith::PageWith<{item}, api::{envelope}>"),
        None => format!("::pagesmith::Page<{item}>"),
    };
    writeln!(
        code,
        "let _: ::pagesmith::Pages<{item}, {page}> = list.clone().max_pages(5).pages();"
    )
    .unwrap();
    writeln!(code, "fn row<L: ::pagesmith::Paged<Item = {item}>>() {{}} row::<api::{name}>();")
        .unwrap();
    if list.by_number {
        let best = evidence(paging.best_by_number());
        writeln!(code, "seen.push(crate::first_request(list.clone().by_number().{best}));")
            .unwrap();
        code += "seen.push(crate::first_request(list.clone().get_page(3)));
            let _: ::pagesmith::Pager<_, ::pagesmith::ByNumber, _> = list.clone().from_page(3);
            let _: ::pagesmith::Pager<_, ::pagesmith::ByNumber, _> = list.clone().by_number();\n";
    }
    code += &children(api, list);
    code += &one(list);
    format!("pub fn calls_{method}(client: &api::Client, seen: &mut Vec<String>) {{\n{code}}}\n")
}

/// Lists the children of each parent, where a list has parents.
fn children(api: &Api, list: &List) -> String {
    let Some(for_each) = &list.for_each else { return String::new() };
    let parents = api.list(&for_each.list).unwrap();
    let arguments = |args: Vec<&Param>| -> Vec<String> {
        args.into_iter().enumerate().map(|(at, arg)| argument(arg.ty, at)).collect()
    };
    let of_parents = arguments(parents.args.iter().collect()).join(", ");
    let rest = arguments(list.args.iter().filter(|arg| !for_each.gives(arg)).collect());
    let rest: String = rest.iter().fold(String::new(), |all, arg| all + arg + ", ");
    let (parent, name) = (&for_each.record, &list.name.rust);
    format!(
        "let parents: ::pagesmith::Items<api::{parent}> = client.{}({of_parents}).items();
        let _: ::pagesmith::Children<api::{parent}, api::{name}> = client.{}_of({rest}parents);\n",
        parents.method.rust, list.method.rust
    )
}

fn argument(ty: Scalar, at: usize) -> String {
    match ty {
        Scalar::Integer | Scalar::Epoch => format!("{at}7_i64"),
        Scalar::Unsigned => format!("{at}7_u64"),
        Scalar::Boolean => "true".to_owned(),
        _ => format!("\"argument-{at}\""),
    }
}

/// A filter's values, in each form that callers can write.
fn values_of(filter: &Filter, api: &Api) -> Vec<String> {
    let texts = ["\"x\"", "&String::from(\"x\")", "String::from(\"x\")"];
    let (one, name) = match &filter.ty {
        FilterType::Enum(name) => (vec![], format!("api::{name}")),
        FilterType::Scalar(scalar) => {
            let text = api.generate.dates == Dates::Text;
            match scalar {
                Scalar::Date | Scalar::DateTime if text => (texts.to_vec(), String::new()),
                Scalar::Integer | Scalar::Epoch => {
                    (vec!["1_i64", "1_i32", "1_u32", "1_i16", "1_u8"], String::new())
                }
                Scalar::Unsigned => (vec!["1_u64", "1_u32", "1_u8", "1_i32", "1"], String::new()),
                Scalar::Number => (vec!["1_f64", "1_f32", "1_i32"], String::new()),
                Scalar::Boolean => (vec!["true"], String::new()),
                Scalar::Decimal => (
                    vec!["\"1\"", "1_i64", "\"1\".parse::<::pagesmith::Decimal>().unwrap()"],
                    String::new(),
                ),
                Scalar::Uuid => (vec!["\"67e55044-10b1-426f-9247-bb680e5fe0c8\""], String::new()),
                Scalar::Date => (
                    vec!["\"2024-01-02\"", "\"2024-01-02\".parse::<::pagesmith::Date>().unwrap()"],
                    String::new(),
                ),
                Scalar::DateTime => (
                    vec![
                        "\"2024-01-02T03:04:05Z\"",
                        "\"2024-01-02T03:04:05Z\".parse::<::pagesmith::DateTime>().unwrap()",
                    ],
                    String::new(),
                ),
                _ => (texts.to_vec(), String::new()),
            }
        }
    };
    let mut values: Vec<String> = one.into_iter().map(str::to_owned).collect();
    if !name.is_empty() {
        values = vec![
            format!("{name}::from(\"x\")"),
            format!("&{name}::from(\"x\")"),
            "\"x\"".to_owned(),
        ];
    }
    if filter.list.is_some() {
        values = values.iter().map(|value| format!("[{value}, {value}]")).collect();
    }
    values
}

/// Reads each field of a record, by its type, in a pattern and by a method.
fn record(api: &Api, record: &Struct) -> String {
    let name = &record.name.rust;
    let mut code = String::new();
    for field in &record.fields {
        let boxed = field.boxed;
        let (field, mut ty) = (&field.name.rust, ty(&field.ty, api.generate.dates));
        if boxed {
            ty = ty.replace("Option<", "Option<Box<") + ">";
        }
        writeln!(code, "let api::{name} {{ {field}, .. }} = record; let _: &{ty} = {field};")
            .unwrap();
        writeln!(code, "let _: {ty} = record.clone().{field};").unwrap();
    }
    let traits = [
        ("PartialEq", api.generate.partial_eq),
        ("::pagesmith::__private::Serialize", api.generate.serialize),
    ];
    for (bound, is_given) in traits {
        if is_given {
            writeln!(code, "{{ fn has<T: {bound}>() {{}} has::<api::{name}>(); }}").unwrap();
        }
    }
    for path in &api.generate.derives {
        writeln!(code, "{{ fn has<T: ::{path}>() {{}} has::<api::{name}>(); }}").unwrap();
    }
    let snake: String = name.to_lowercase();
    format!("pub fn reads_{snake}(record: &api::{name}) {{ {code} println!(\"{{record:?}}\"); }}\n")
}

/// Matches each value of an enum, and those that it does not name.
fn values(values: &Enum) -> String {
    let name = &values.name.rust;
    let mut arms = String::new();
    for (at, variant) in values.variants.iter().enumerate() {
        writeln!(arms, "api::{name}::{} => {at}.to_string(),", variant.rust).unwrap();
    }
    let snake = name.to_lowercase();
    format!(
        "pub fn matches_{snake}(value: &api::{name}) -> String {{ match value {{
            {arms} api::{name}::{}(other) => other.clone(), _ => String::new(),
        }} }}\n",
        values.other
    )
}

/// The wire value of each variant.
fn wire_values(values: &Enum) -> String {
    let name = &values.name.rust;
    let mut code = String::new();
    for variant in values.variants.iter().map(|variant| &variant.rust) {
        let value = format!("api::{name}::{variant}.as_str()");
        writeln!(code, "seen.push(format!(\"{name}::{variant} is {{}}\", {value}));").unwrap();
    }
    code
}

/// The type of a field, as documented.
fn ty(of: &Type, dates: Dates) -> String {
    match of {
        Type::Optional(inner) => format!("Option<{}>", ty(inner, dates)),
        Type::List(inner) => format!("Vec<{}>", ty(inner, dates)),
        Type::Map(inner) => format!("std::collections::BTreeMap<String, {}>", ty(inner, dates)),
        Type::Own(name) => format!("api::{name}"),
        Type::Rust(path) => path.replace("crate::", "::clients::"),
        Type::Scalar(scalar) => match scalar {
            Scalar::Date | Scalar::DateTime if dates == Dates::Text => "String",
            Scalar::String | Scalar::Uri => "String",
            Scalar::Integer | Scalar::Epoch => "i64",
            Scalar::Unsigned => "u64",
            Scalar::Number => "f64",
            Scalar::Boolean => "bool",
            Scalar::Decimal => "::pagesmith::Decimal",
            Scalar::Uuid => "::pagesmith::Uuid",
            Scalar::Date => "::pagesmith::Date",
            Scalar::DateTime => "::pagesmith::DateTime",
            Scalar::Secret => "::pagesmith::Secret",
            Scalar::Json => "::pagesmith::Json",
        }
        .to_owned(),
    }
}
