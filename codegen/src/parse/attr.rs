//! Reads `#[paged(…)]` on a struct.

mod items;
mod literals;
mod one;
mod page;
mod page_struct;
#[cfg(test)]
mod tests;
mod values;

use pagesmith_paging::PRESETS;
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DeriveInput, Ident};

use self::page::Marks;
use self::values::{KEYS, Style, Values};
use crate::ast::{Errors, Items, Or, Pointers, Resource};
use crate::diag::{Diagnostics, Problem, Reporter, either};
use crate::source_map::{Code, Path, SourceMap, Span};

/// What the attribute says about a struct.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The struct.
    pub ident: Ident,
    /// Its list.
    pub list: ListSource,
}

/// Where the list of a struct is described.
#[derive(Clone, Debug)]
pub enum ListSource {
    /// In the attribute.
    Inline(Box<InlineList>),
    /// In a spec.
    Spec(SpecRef),
}

/// A list that is described in the attribute.
#[derive(Clone, Debug, Default)]
pub struct InlineList {
    /// The list; its paging is the preset, where the style is one.
    pub resource: Resource,
    /// Where a reply says that it failed.
    pub errors: Option<Errors>,
    /// The constant that it pages by, where the style is one.
    pub constant: Option<Constant>,
    /// The parameter of the path that holds the position.
    pub position: Option<String>,
    /// What the fields say, where the struct is that of a whole page.
    pub page: Option<PageStruct>,
}

/// A paging style of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// The path of the constant.
    pub path: Code,
    /// Whether its pages can be asked for by number.
    pub by_number: bool,
}

/// A list that is a resource of a spec.
#[derive(Clone, Debug, Default)]
pub struct SpecRef {
    /// Path of the spec, as written; its place is at `spec`.
    pub file: String,
    /// Name of the resource; its place is at `resource`.
    pub resource: String,
}

pub use self::page_struct::{PageKey, PageStruct};
pub(crate) use self::page_struct::{is_page, row};

const EXAMPLE: &str =
    "the shortest form is `#[paged(get = \"/Messages\", items = \"/messages\", style = laml)]`";
const EXAMPLE_OF_PAGE: &str =
    "for the struct of a page, the shortest form is `#[paged(get = \"/Messages\", style = laml)]`";
const ITEMS: &str = "write a JSON Pointer to the array of records in a reply, like `items = \"/messages\"`, or `items = \"\"` if the reply itself is the array";

/// The named styles, as identifiers: the dashes of the presets are underscores.
pub(crate) fn styles() -> Vec<String> {
    PRESETS.iter().map(|preset| preset.name.replace('-', "_")).collect()
}

/// Reads the attributes of a struct.
///
/// # Errors
///
/// When the input is not a struct without generics, or the attribute is
/// missing, lacks a key, has an unknown or a repeated one, or a wrong value: as
/// many problems at once as possible.
pub fn paged(input: &DeriveInput) -> Result<(Derived, SourceMap), Diagnostics> {
    let mut values = Values::read(input);
    let mut problems = std::mem::take(&mut values.problems);
    let mut marks = Marks::read(input, &mut values.source_map);
    problems.append(&mut marks.problems);
    let cx = Reporter::new(&values.source_map);
    cx.extend(problems);
    check_struct(&cx, input);
    check_not_empty(&cx, &values);
    let list = if values.mentions("spec") || values.mentions("resource") {
        check_no_page(&cx, &values, &marks);
        ListSource::Spec(spec_ref(&cx, &values))
    } else {
        ListSource::Inline(Box::new(inline(&cx, &values, &marks)))
    };
    let (list, _) = cx.finish(list)?;
    Ok((Derived { ident: input.ident.clone(), list }, values.source_map))
}

/// The path of the runtime, if the attribute names one, whatever is wrong with
/// the rest.
#[must_use]
pub fn runtime(input: &DeriveInput) -> Option<Code> {
    Values::read(input).runtime
}

/// A row is a struct without lifetimes or parameters.
fn check_struct(cx: &Reporter<'_>, input: &DeriveInput) {
    let root = Path::default();
    let other = match &input.data {
        Data::Struct(_) => None,
        Data::Enum(data) => Some(("an enum", data.enum_token.span)),
        Data::Union(data) => Some(("a union", data.union_token.span)),
    };
    if let Some((what, span)) = other {
        let problem = Problem::error(&root, format!("`Paged` can't be derived for {what}"));
        let problem = problem.at(Span::Tokens(span));
        cx.push(problem.help("a row is a struct: derive it for a struct that contains this type"));
    }
    if !input.generics.params.is_empty() {
        let problem = Problem::error(&root, "`Paged` can't be derived for a type with parameters");
        let problem = problem.at(Span::Tokens(input.generics.params.span()));
        cx.push(problem.help(
            "a row owns its data: remove the lifetimes and parameters, \
             or list it by `client.list::<Row<T>>(…)`",
        ));
    }
}

/// A spec describes a list and its record, and says itself what is beside the items.
fn check_no_page(cx: &Reporter<'_>, values: &Values, marks: &Marks) {
    if marks.is_page {
        let key = if values.mentions("spec") { "spec" } else { "resource" };
        let problem = Problem::error(
            &Path::default().key(key),
            format!("`{key}` can't be combined with `#[paged(…)]` on fields"),
        );
        cx.push(problem.on_key().help(
            "derive the row from the spec, or describe the list of this page here: `get = …, style = …`",
        ));
    }
}

fn is_paged(attr: &Attribute) -> bool {
    attr.path().is_ident("paged")
}

/// These texts must not be empty; the pointer to the items may be.
fn check_not_empty(cx: &Reporter<'_>, values: &Values) {
    let one = values.one.as_ref().map(|one| one.path().0.to_owned());
    let texts = [
        ("get", &values.get, "write the path below the server, like `get = \"/Messages\"`"),
        ("post", &values.post, "write the path below the server, like `post = \"/search\"`"),
        ("one", &one, "write the path of a record, like `one = \"/Messages/{sid}\"`"),
        ("spec", &values.spec, "write its path from the folder of `Cargo.toml` on"),
        ("resource", &values.resource, "write the name of one of the spec's resources"),
    ];
    for (key, text, help) in texts {
        if text.as_deref() == Some("") {
            let problem = Problem::error(&Path::default().key(key), format!("`{key}` is empty"));
            cx.push(problem.help(help));
        }
    }
}

/// The list as the attribute describes it.
fn inline(cx: &Reporter<'_>, values: &Values, marks: &Marks) -> InlineList {
    check_complete(cx, values, marks);
    let mut inline = InlineList { errors: values.errors.clone(), ..InlineList::default() };
    inline.resource = Resource {
        get: values.get.clone().unwrap_or_default(),
        post: values.post.clone(),
        method: values.method.clone(),
        items: items(values, marks),
        key: values.key.clone(),
        one: values.one.clone(),
        query: values.query.clone(),
        size: values.page_size.clone(),
        ..Resource::default()
    };
    inline.position.clone_from(&values.position);
    inline.page.clone_from(&marks.page);
    let by_number = values.by_number;
    match &values.style {
        Some(Style::Constant(path)) => {
            inline.constant = Some(Constant { path: path.clone(), by_number });
        }
        Some(Style::Preset(name)) => {
            inline.resource.paging = Some(Or::Text(name.clone()));
            check_by_number(cx, by_number);
            check_position(cx, values.position.is_some());
        }
        None => {}
    }
    inline
}

/// Where the items are: in the field that is marked, or at the pointer above the struct.
fn items(values: &Values, marks: &Marks) -> Option<Or<Items>> {
    let (items, may_be_missing) = match &marks.page {
        Some(page) => (page.items.clone(), page.missing_is_empty),
        None => (values.items.clone()?, false),
    };
    if !(may_be_missing || values.missing_is_empty) {
        return Some(items);
    }
    let items = match items {
        Or::Text(at) => Items { at: Pointers::One(at), ..Items::default() },
        Or::Map(items) => items,
    };
    Some(Or::Map(Items { missing: Some("empty".to_owned()), ..items }))
}

/// A list has a path, a pointer to its items, and a style.
fn check_complete(cx: &Reporter<'_>, values: &Values, marks: &Marks) {
    let root = Path::default();
    if values.is_readable && values.entries == 0 {
        let message = match values.attributes {
            0 => format!("`{}` has no `#[paged(…)]`", values.struct_name),
            _ => "`#[paged(…)]` is empty".to_owned(),
        };
        return cx.push(Problem::error(&root, message).help(EXAMPLE));
    }
    // An entry that could not be read may have been any of them.
    let is_readable = values.is_readable
        && values.unknown_keys == 0
        && KEYS.iter().any(|key| values.mentions(key));
    let mentions = |key: &str| values.mentions(key) || (key == "get" && values.mentions("post"));
    let missing = |key: &&str| is_readable && !mentions(key);
    if values.mentions("get") && values.mentions("post") {
        let problem = Problem::error(&root.key("post"), "`get` and `post` are both given");
        cx.push(problem.on_key().help("keep the method that the server expects"));
    }
    if marks.is_page && values.mentions("items") {
        let problem = Problem::error(&root.key("items"), "`items` is above the struct of a page");
        cx.push(
            problem.on_key().help(
                "remove it: the field that is marked `#[paged(items)]` says where the rows are",
            ),
        );
    }
    let needed =
        ["get", "items", "style"].into_iter().filter(|key| *key != "items" || !marks.is_page);
    for key in needed.filter(missing) {
        let problem = Problem::error(&root, format!("`#[paged(…)]` lacks `{key}`"));
        cx.push(problem.help(match key {
            "items" => ITEMS.to_owned(),
            "style" => format!(
                "write {}, or the path of a constant, like `style = crate::OUR_PAGING`",
                either(styles().iter().map(String::as_str))
            ),
            _ if marks.is_page => EXAMPLE_OF_PAGE.to_owned(),
            _ => EXAMPLE.to_owned(),
        }));
    }
}

/// `by_number` is for the user's own constant, of which it is not known whether
/// it has page numbers.
fn check_by_number(cx: &Reporter<'_>, by_number: bool) {
    if by_number {
        let at = Path::default().key("by_number");
        let problem = Problem::error(
            &at,
            "`by_number` applies only to a constant: presets already define it",
        );
        cx.push(problem.help("remove `by_number`"));
    }
}

/// No preset sends the position in the path.
fn check_position(cx: &Reporter<'_>, is_given: bool) {
    if is_given {
        let at = Path::default().key("position");
        let problem = Problem::error(
            &at,
            "`position` applies only to a constant: no preset sends it in the path",
        );
        cx.push(
            problem
                .on_key()
                .help("remove `position`, or set `style` to a constant that has `SendIn::Path`"),
        );
    }
}

/// A list of a spec: the attribute has no other keys.
fn spec_ref(cx: &Reporter<'_>, values: &Values) -> SpecRef {
    let root = Path::default();
    for (key, other) in [("spec", "resource"), ("resource", "spec")] {
        if !values.mentions(other) {
            let problem = Problem::error(&root.key(key), format!("`{key}` needs `{other}`"));
            cx.push(problem.help("write `spec = \"specs/api.yaml\", resource = \"messages\"`"));
        }
    }
    let beside = ["spec", "resource", "crate"];
    for key in values.keys.iter().filter(|key| !beside.contains(&key.as_str())) {
        let problem =
            Problem::error(&root.key(key), format!("`{key}` can't be combined with `spec`"));
        cx.push(problem.on_key().help("remove it: the spec describes the list"));
    }
    SpecRef {
        file: values.spec.clone().unwrap_or_default(),
        resource: values.resource.clone().unwrap_or_default(),
    }
}
