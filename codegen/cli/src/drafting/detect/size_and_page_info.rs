//! The parts that all paging styles share: the page size, the page information of a reply,
//! and the paging parameters.

use super::known_names::{BACKWARDS, CURSOR, NUMBER, PAGES, SIZE, TOTAL};
use super::phrases::{Says, says};
use super::{Finding, Param, Shape, ValueKind, flags, fold};
use pagesmith_codegen::ast::{Ends, Knobs, Next, Number, Offset, Or, Page, SendTo, Size};
use pagesmith_codegen::lower::PRESETS;
use pagesmith_codegen::model;

/// Adds the knobs that all rules share.
pub(super) fn add(shape: &Shape, finding: &mut Finding) {
    drop_size_of_preset(shape, finding);
    let preset = finding.knobs.preset.as_deref().and_then(expand);
    finding.knobs.size = size(shape, &finding.knobs, preset.as_ref());
    // A preset already has the places in the reply.
    if preset.is_none() {
        flags::add(shape, finding);
        let page = page(shape, finding.knobs.page.take().unwrap_or_default());
        finding.knobs.page = (page != Page::default()).then_some(page);
        prefer_preset(&mut finding.knobs);
    }
}

/// Replaces a preset of a convention that many APIs share by its knobs, if the list is known to
/// have no page size.
fn drop_size_of_preset(shape: &Shape, finding: &mut Finding) {
    let has_none = shape.is_described && shape.all_params_known && shape.size_param().is_none();
    let Some(preset) = finding.knobs.preset.as_deref().filter(|_| has_none) else { return };
    let body = |pointer: &str| Next { body: Some(pointer.to_owned()), ..Next::default() };
    let (next, send, may_lack) = match preset {
        "link-header" => (Next { link: Some("next".to_owned()), ..Next::default() }, None, false),
        "json-api" => (body("/links/next"), None, true),
        "aip-158" => (body("/nextPageToken"), Some("pageToken"), true),
        "slack" => (body("/response_metadata/next_cursor"), Some("cursor"), true),
        _ => return,
    };
    let to = |name: &str| Or::Map(SendTo { query: Some(name.to_owned()), ..SendTo::default() });
    let mut ends = finding.knobs.ends.take().unwrap_or_default();
    ends.absent = ends.absent.or_else(|| may_lack.then(|| "end".to_owned()));
    finding.knobs = Knobs {
        next: Some(next),
        send: Some(send.map_or_else(|| Or::Text("url".to_owned()), to)),
        ends: (ends != Ends::default()).then_some(ends),
        ..Knobs::default()
    };
}

/// Replaces knobs that equal a preset by that preset.
fn prefer_preset(knobs: &mut Knobs) {
    let bounds = |knobs: &Knobs| knobs.size.as_ref().map(|size| (size.default, size.max));
    let Some((default, max)) = bounds(knobs) else { return };
    let size = |query: &str| {
        let query = Some(query.to_owned());
        Some(Size { query, default, max, ..Size::default() })
    };
    let pointer = |pointer: &str| Some(pointer.to_owned());
    let place = |pointer: &str| Some(Or::Text(pointer.to_owned()));
    let by_offset = Knobs {
        offset: Some(Offset { query: pointer("offset"), ..Offset::default() }),
        size: size("limit"),
        page: Some(Page { total: place("/total"), ..Page::default() }),
        ..Knobs::default()
    };
    let by_number = Knobs {
        number: Some(Number { query: pointer("page"), start: Some(1), ..Number::default() }),
        size: size("per_page"),
        page: Some(Page {
            pages: place("/total_pages"),
            total: place("/total"),
            ..Page::default()
        }),
        ..Knobs::default()
    };
    for (preset, same) in [("offset", by_offset), ("page-number", by_number)] {
        if *knobs == same {
            let size = Size { default, max, ..Size::default() };
            let size = (size != Size::default()).then_some(size);
            *knobs = Knobs { preset: pointer(preset), size, ..Knobs::default() };
        }
    }
}

fn expand(name: &str) -> Option<model::Paging> {
    PRESETS.iter().find(|preset| preset.name == name).map(|preset| preset.paging.owned())
}

/// The page size, where it differs from the preset.
fn size(shape: &Shape, knobs: &Knobs, preset: Option<&model::Paging>) -> Option<Size> {
    let taken = sent(knobs);
    let declared = shape.declared.as_ref().and_then(|declared| declared.size.as_ref());
    let param =
        declared.or_else(|| shape.size_param()).filter(|param| !taken.contains(&param.name));
    let of_preset = preset.and_then(|preset| preset.size.as_ref());
    let Some(param) = param else { return guess(shape, of_preset.is_some(), &taken) };
    let (default, max) = (bound(param, param.default, "default"), bound(param, param.max, "max"));
    let default = default.filter(|default| max.is_none_or(|max| *default <= max));
    let (base, base_default, base_max) = of_preset
        .map_or((None, None, None), |size| (Some(size.query.as_str()), size.default, size.max));
    let other = |own: Option<u64>, base| own.filter(|_| own != base);
    let name = (base != Some(param.name.as_str())).then(|| param.name.clone());
    let (query, body) = if param.in_body { (None, name) } else { (name, None) };
    let mut size = Size {
        query,
        body,
        default: other(default, base_default),
        max: other(max, base_max),
        ..Size::default()
    };
    // The preset's default would be above this maximum.
    if let (None, Some(max), Some(base)) = (size.default, size.max, base_default)
        && base > max
    {
        size.default = Some(max);
    }
    (size != Size::default()).then_some(size)
}

/// A page size that only replies show.
fn guess(shape: &Shape, known: bool, taken: &[String]) -> Option<Size> {
    if shape.all_params_known || known {
        return None;
    }
    let key = shape.key_named(&SIZE[..8], |key| key.kind == ValueKind::Number)?;
    let query = key.last().to_owned();
    (!taken.contains(&query)).then(|| Size { query: Some(query), ..Size::default() })
}

/// A bound from the schema, or from the text of the description.
fn bound(param: &Param, given: Option<u64>, word: &str) -> Option<u64> {
    let in_words = || {
        let docs = param.docs.to_lowercase();
        let after = &docs[docs.find(word)?..];
        let near: String = after.chars().take(40).collect();
        let digits = near.find(|c: char| c.is_ascii_digit())?;
        // A number in another sentence means something else.
        if near[..digits].contains(". ") {
            return None;
        }
        near[digits..].split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    given.or_else(in_words).filter(|bound| *bound > 0)
}

/// Pointers to the page information of a reply, beside those that the description declares.
fn page(shape: &Shape, declared: Page) -> Page {
    let number = |words: &[&str]| {
        let key = shape.key_named(words, |key| key.kind == ValueKind::Number)?;
        Some(Or::Text(key.pointer.clone()))
    };
    let link = |words: &[&str]| {
        let key = shape.key_named(words, |key| key.kind == ValueKind::Link)?;
        Some(Or::Text(key.pointer.clone()))
    };
    // Next to links to both neighbors, `count` is the total.
    let django = shape.key("/next").is_some() && shape.key("/previous").is_some();
    Page {
        number: declared.number.or_else(|| number(&NUMBER)),
        size: declared.size.or_else(|| number(&SIZE[..10])),
        pages: declared.pages.or_else(|| number(&PAGES)),
        total: (declared.total.or_else(|| number(&TOTAL)))
            .or_else(|| number(&["count"]).filter(|_| django)),
        previous: declared.previous.or_else(|| {
            link(&[
                "previouspageuri",
                "previouspageurl",
                "previous",
                "prev",
                "previousurl",
                "prevurl",
            ])
        }),
        first: (declared.first)
            .or_else(|| link(&["firstpageuri", "firstpageurl", "first", "firsturl"])),
    }
}

/// The parameters that the knobs send.
pub(super) fn sent(knobs: &Knobs) -> Vec<String> {
    let to = match &knobs.send {
        Some(Or::Map(to)) => to.query.clone().or_else(|| to.body.clone()),
        _ => None,
    };
    let either =
        |query: &Option<String>, body: &Option<String>| query.clone().or_else(|| body.clone());
    let number = knobs.number.as_ref().and_then(|it| either(&it.query, &it.body));
    let offset = knobs.offset.as_ref().and_then(|it| either(&it.query, &it.body));
    let size = knobs.size.as_ref().and_then(|it| either(&it.query, &it.body));
    let carried = knobs.carry.iter().flatten().filter_map(|it| either(&it.query, &it.body));
    let delta = knobs.delta.as_ref().and_then(|it| it.query.clone());
    [to, number, offset, size, delta].into_iter().flatten().chain(carried).collect()
}

/// Whether a parameter belongs to another way to page, as its description says: it is a part
/// of the header `Link`, or needs a flag, or is that flag.
fn has_no_effect(shape: &Shape, param: &Param) -> bool {
    let needs = |param: &Param| {
        let pages = CURSOR.contains(&param.folded().as_str());
        shape.needed_by(param).filter(|_| pages)
    };
    says(&param.docs, Says::LinkHeader).is_some()
        || needs(param).is_some()
        || shape.query.iter().any(|other| needs(other).is_some_and(|it| it.name == param.name))
}

/// All paging parameters of a list: those that the knobs send, and those of other paging
/// styles.
pub(super) fn paging_params(shape: &Shape, knobs: &Knobs) -> (Vec<String>, Vec<String>) {
    const OTHERS: [&str; 6] =
        ["pagetoken", "nexttoken", "cursor", "offset", "skip", "startingafter"];
    let mut sent = sent(knobs);
    if let Some(preset) = knobs.preset.as_deref().and_then(expand) {
        sent.extend(preset.size.map(|size| size.query));
        sent.extend(preset.number.map(|number| number.query));
        if let model::SendIn::Query(name) = preset.send {
            sent.push(name);
        }
    }
    let after = sent.iter().any(|name| matches!(fold(name).as_str(), "after" | "first"));
    let pages = |param: &&Param| {
        let folded = param.folded();
        let word = folded.as_str();
        sent.contains(&param.name)
            || NUMBER.contains(&word) && (param.numeric || word != "p")
            || OTHERS.contains(&word)
            || has_no_effect(shape, param)
            || BACKWARDS.contains(&word)
            || (after && matches!(word, "before" | "last"))
    };
    let names = shape.query.iter().filter(pages).map(|param| param.name.clone());
    names.partition(|name| sent.contains(name))
}
