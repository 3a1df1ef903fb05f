//! The list of a derive: its rows are the struct, and each call gives its path
//! parameters as text.

use super::paging::{Resolved, Styles, path_segment, preset};
use super::path::{self, PathSource};
use super::{checks, failures, items, key, list, one, query, request_body};
use crate::ast::{self, Knobs, Map, Or};
use crate::diag::{Problem, Reporter, excerpt};
use crate::model::{Auth, List, Name, PageKeys, PagingRef, Record};
use crate::parse::attr::{Constant, InlineList, PageKey, PageStruct, styles};
use crate::source_map::Path;

/// The list of this struct.
pub(super) fn lower(cx: &Reporter<'_>, ident: &str, inline: &InlineList) -> List {
    let (at, resource) = (Path::default(), &inline.resource);
    let mut items = items::lower(cx, &at, resource, "items");
    let of_path: Vec<&str> = path::braced(resource.path().1).collect();
    items::fill_in(cx, &at, resource, &mut items, &of_path);
    let preset = preset(cx, &at.key("paging"), inline);
    let query = query::of_spec(cx, &at.key("query"), &resource.query);
    query::check_other_uses(cx, &at, &query, resource, preset.as_ref());
    let row = inline.page.as_ref().map_or_else(|| ident.to_owned(), |page| page.row.0.to_string());
    let paging = preset.as_ref().map(|preset| &preset.paging);
    if let Some(paging) = paging {
        items::check_paging(cx, &at, &items, paging);
    }
    request_body::lower(cx, &at, resource, paging, &[], &Auth::None);
    if let Some(key) = &resource.key {
        key::check_syntax(cx, &at.key("key"), key);
    }
    let size = list::size(cx, &at, resource.size.as_ref(), paging);
    let by_number = paging.is_some_and(|paging| paging.number.is_some());
    let (paging, by_number) = match (&inline.constant, preset) {
        (Some(Constant { by_number, .. }), _) => (PagingRef::Rust, *by_number),
        (None, Some(preset)) => (preset.reference, by_number),
        // The error was already reported.
        (None, None) => (PagingRef::Preset("none"), false),
    };
    let in_path = inline.position.as_deref();
    if let Some(name) = in_path {
        path_segment::check(cx, &at, resource, &Map::default(), name);
    }
    let one = one::derived(cx, &at, resource, &row, &query);
    let name = |rust: &str| Name { rust: rust.to_owned(), wire: ident.to_owned() };
    List {
        method: name("list"),
        name: name(ident),
        docs: None,
        verb: request_body::verb(resource),
        path: resource.path().1.to_owned(),
        body: None,
        query,
        args: list::args(cx, &at, resource, &Map::default(), (PathSource::Attribute, in_path)),
        items: items.first,
        item_rules: items.rules,
        missing_is_empty: items.missing_is_empty,
        record: Record::Rust(row),
        envelope: None,
        key: resource.key.as_deref().map(key::pointer_to),
        errors: failures::errors(cx, &at.key("errors"), inline.errors.as_ref()),
        paging,
        size,
        by_number,
        filters: Vec::new(),
        one,
        for_each: None,
    }
}

/// The preset that the attribute names; as an identifier, its dashes are
/// underscores.
fn preset(cx: &Reporter<'_>, at: &Path, inline: &InlineList) -> Option<Resolved> {
    let Some(Or::Text(written)) = &inline.resource.paging else { return None };
    if let Some((name, paging)) = preset::preset(written) {
        let fields = inline.page.as_ref().and_then(|page| knobs(page, written));
        let is_without_next = |fields: &Knobs| fields.next.is_none() && paging.next.is_none();
        if fields.as_ref().is_some_and(|fields| fields.delta.is_some() && is_without_next(fields)) {
            refuse_delta(cx, written);
            return None;
        }
        return match fields {
            // The one reply of a list is shown with what it says of itself.
            Some(Knobs { next: None, more: None, done: None, page: Some(keys), .. })
                if name == "none" =>
            {
                let mut paging = paging;
                paging.page = shown(keys);
                Some(Resolved { reference: PagingRef::Own(Box::new(paging.clone())), paging })
            }
            Some(knobs) => Styles::default().resolve(cx, at, &Or::Map(knobs)),
            None => Some(Resolved { reference: PagingRef::Preset(name), paging }),
        };
    }
    let written = written.replace('-', "_");
    let known = styles();
    let problem = Problem::error(at, format!("unknown style `{}`", excerpt(&written)));
    let problem = checks::suggest_known(problem, &written, known.iter().map(String::as_str));
    cx.push(
        problem.help("a constant of your own is written as its path: `style = crate::OUR_PAGING`"),
    );
    None
}

/// A delta is sent as the next position is, so a preset without one has no place for it.
fn refuse_delta(cx: &Reporter<'_>, preset: &str) {
    let preset = preset.replace('-', "_");
    let message =
        format!("`delta` is sent as the next position is, and the style `{preset}` has no `next`");
    let at = Path::default().key("paging").key("delta").key("body");
    cx.push(Problem::error(&at, message).help(
        "set `style` to a constant that says where it is sent, `.delta(Delta::at(…).sent_in(…))`, or remove `delta`",
    ));
}

/// What the fields of a page say, as knobs over this preset; `None` if they say nothing.
fn knobs(page: &PageStruct, preset: &str) -> Option<Knobs> {
    let at = |key: PageKey| {
        let place = page.places.iter().find(|(known, _)| *known == key);
        place.map(|(_, pointer)| pointer.clone())
    };
    let place = |key: PageKey| at(key).map(Or::Text);
    let keys = ast::Page {
        number: place(PageKey::Number),
        size: place(PageKey::Size),
        pages: place(PageKey::Pages),
        total: place(PageKey::Total),
        previous: place(PageKey::Previous),
        first: place(PageKey::First),
    };
    let knobs = Knobs {
        preset: Some(preset.to_owned()),
        next: at(PageKey::Next).map(|body| ast::Next { body: Some(body), ..ast::Next::default() }),
        more: at(PageKey::More).map(Or::Text),
        done: at(PageKey::Done).map(Or::Text),
        delta: at(PageKey::Delta)
            .map(|body| ast::Delta { body: Some(body), ..ast::Delta::default() }),
        page: (keys != ast::Page::default()).then_some(keys),
        ..Knobs::default()
    };
    (!page.places.is_empty()).then_some(knobs)
}

/// The keys that are pointers.
fn shown(keys: ast::Page) -> PageKeys<String> {
    let pointer = |place: Option<Or<ast::Beside>>| match place {
        Some(Or::Text(pointer)) => Some(pointer),
        Some(Or::Map(_)) | None => None,
    };
    let mut shown = PageKeys::default();
    shown.number = pointer(keys.number);
    shown.size = pointer(keys.size);
    shown.pages = pointer(keys.pages);
    shown.total = pointer(keys.total);
    shown.previous = pointer(keys.previous);
    shown.first = pointer(keys.first);
    shown
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostics;
    use crate::model::{List, PagingRef};
    use crate::parse::attr::{self, ListSource};

    fn lowered(attribute: &str) -> Result<List, Diagnostics> {
        let input = syn::parse_str(&format!("#[paged({attribute})] struct r#Message;")).unwrap();
        let (derived, source_map) = attr::paged(&input).unwrap();
        let ListSource::Inline(inline) = derived.list else { panic!("{derived:?}") };
        crate::lower::derived(&derived.ident, &inline, &source_map).map(|(list, _)| list)
    }

    #[test]
    fn a_struct_is_its_own_list() {
        let list = lowered(
            r#"get = "/a/{account-sid}/{type}", items = "/rows", style = sendsage_pages, key = "id""#,
        );
        let list = list.unwrap();
        assert_eq!((list.name.rust.as_str(), list.method.rust.as_str()), ("Message", "list"));
        let args: Vec<&str> = list.args.iter().map(|arg| arg.name.rust.as_str()).collect();
        assert_eq!(args, ["account_sid", "type"]);
        assert_eq!(list.paging, PagingRef::Preset("sendsage-pages"));
        assert_eq!((list.by_number, list.key.as_deref()), (true, Some("/id")));
    }

    #[test]
    fn the_position_in_a_path_is_no_argument() {
        let list = lowered(
            r#"get = "/a/{account}/{at}/rows", items = "/rows", style = A, position = "at""#,
        );
        let args: Vec<String> = list.unwrap().args.into_iter().map(|arg| arg.name.wire).collect();
        assert_eq!(args, ["account"]);
    }

    #[test]
    fn rules_hold_for_attributes_too() {
        let cases = [
            (r#"get = "a", items = "/b", style = laml"#, "does not start with `/`"),
            (r#"get = "/a", items = "b", style = laml"#, "the JSON Pointer `b`"),
            (r#"get = "/a", items = "", style = laml"#, "the whole body"),
            (r#"get = "/a", items = "/b", style = lmal"#, "unknown style `lmal`"),
            (r#"get = "/a", items = "/b", style = sendsage_page"#, "unknown style `sendsage_page`"),
            (
                r#"get = "/a", items = "/b", style = laml, page_size(max = 10)"#,
                "10 is below 50, the default of the style",
            ),
            (r#"get = "/a", items = "/b", style = none, page_size(max = 10)"#, "no page size"),
            (r#"get = "/a/{x}/{x}", items = "/b", style = none"#, "the parameter `{x}` twice"),
            (r#"get = "/a/{x}/{X}", items = "/b", style = none"#, "both `x` in Rust"),
            (r#"get = "/a", items = "/b", style = A, position = "at""#, "which lacks it"),
            (r#"get = "/a", items = "/b", style = A, errors(code = "c")"#, "the JSON Pointer `c`"),
        ];
        for (attribute, expected) in cases {
            let problems = lowered(attribute).unwrap_err().problems;
            assert_eq!(problems.len(), 1, "{attribute}: {problems:?}");
            assert!(problems[0].message.contains(expected), "{attribute}: {problems:?}");
        }
    }
}
