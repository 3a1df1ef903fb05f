//! Each knob of a style with its path in a spec and its value, for code that
//! handles all of them alike.

use crate::{
    Carries, CarryTo, Delta, DeltaTo, Element, EndRules, FirstRow, Guards, Knob, LinkBase,
    LinkOrigin, More, NextFrom, NextRules, Offset, OnDrift, OnMissingNext, OnPartial, OnShortfall,
    PageKeys, Paging, Partial, Repeat, SendAs, SendIn, SendRules, SendSize, Size, Step, Then,
    Value, is_in_body,
};

impl<S: AsRef<str>, L: AsRef<[S]>> Paging<S, L> {
    /// All knobs, set or not, in the order of the documentation; every style has the
    /// same knobs.
    #[must_use]
    pub fn knobs(&self) -> Vec<Knob<'_>> {
        let Self { next, next_rules, send, send_rules, number, offset, size, .. } = self;
        let Self { more, page, counts, ends, partial, safety, .. } = self;
        let mut knobs = vec![position(next.as_ref())];
        knobs.extend(element(next.as_ref()));
        knobs.extend(rules_of_next(next_rules));
        knobs.push(sent(send));
        knobs.extend(rules_of_send(send_rules));
        knobs.push(carried(&self.carry));
        knobs.extend(later_pages(self.then.as_ref()));
        let query = number.as_ref().map(|number| &number.query);
        knobs.push(param("number", &["number.query", "number.body"], query));
        knobs.push(count(&["number.start"], number.as_ref().map(|number| number.start)));
        knobs.extend(by_offset(offset.as_ref()));
        knobs.extend(of_size(size.as_ref()));
        knobs.extend(says_more(more.as_ref()));
        knobs.extend(keys(page));
        knobs.push(on_shortage(*counts));
        knobs.extend(end_rules::<S, L>(ends));
        knobs.extend(says_partial(partial.as_ref()));
        knobs.extend(next_synchronisation(self.delta.as_ref()));
        knobs.extend(guards(safety));
        knobs
    }
}

/// A knob with one path.
fn always<'a>(paths: &'static [&'static str; 1], value: Value<'a>) -> Knob<'a> {
    Knob { paths, path: paths[0], value }
}

/// A knob with several paths, one of which is in use.
fn by<'a>(paths: &'static [&'static str], index: usize, value: Value<'a>) -> Knob<'a> {
    Knob { paths, path: paths[index], value }
}

fn text<S: AsRef<str>>(text: &S) -> Value<'_> {
    Value::Text(text.as_ref())
}

fn count(paths: &'static [&'static str; 1], value: Option<u64>) -> Knob<'static> {
    always(paths, value.map_or(Value::Unset, Value::Number))
}

/// A parameter of the query or of the body.
fn param<'a, S: AsRef<str>>(
    name: &'static str,
    paths: &'static [&'static str; 2],
    param: Option<&'a S>,
) -> Knob<'a> {
    match param {
        None => Knob { paths, path: name, value: Value::Unset },
        Some(param) => by(paths, usize::from(is_in_body(param.as_ref())), text(param)),
    }
}

fn position<S: AsRef<str>>(next: Option<&NextFrom<S>>) -> Knob<'_> {
    let paths = &["next.body", "next.header", "next.link", "next.last"];
    match next {
        None => Knob { paths, path: "next", value: Value::Unset },
        Some(NextFrom::Body(pointer)) => by(paths, 0, text(pointer)),
        Some(NextFrom::Header(name)) => by(paths, 1, text(name)),
        Some(NextFrom::Link(relation)) => by(paths, 2, text(relation)),
        Some(NextFrom::Last(pointer)) => by(paths, 3, text(pointer)),
        Some(NextFrom::Element(Element { array, .. })) => by(paths, 0, text(array)),
    }
}

/// The element of an array that holds the next position.
fn element<S: AsRef<str>>(next: Option<&NextFrom<S>>) -> [Knob<'_>; 2] {
    let element = match next {
        Some(NextFrom::Element(element)) => Some(element),
        _ => None,
    };
    let is = element.map_or(Value::Unset, |Element { field, value, .. }| {
        Value::Entries(vec![(field.as_ref(), value.as_ref())])
    });
    [always(&["next.where"], is), place(&["next.at"], element.map(|element| &element.at))]
}

fn sent<S: AsRef<str>>(send: &SendIn<S>) -> Knob<'_> {
    let paths = &["send", "send.query", "send.body", "send.header", "send.path", "next.spread"];
    match send {
        SendIn::Url => by(paths, 0, Value::Word { of: "SendIn", word: "url" }),
        SendIn::Query(name) => by(paths, 1, text(name)),
        SendIn::Body(pointer) => by(paths, 2, text(pointer)),
        SendIn::Header(name) => by(paths, 3, text(name)),
        SendIn::Path(name) => by(paths, 4, text(name)),
        SendIn::Members => by(paths, 5, Value::Flag(true)),
    }
}

/// The values that are carried: where each is in a reply, and where it is sent.
fn carried<S: AsRef<str>>(carries: &Carries<S>) -> Knob<'_> {
    let pairs = carries.iter().map(|carry| {
        let (CarryTo::Query(to) | CarryTo::Header(to) | CarryTo::Body(to)) = &carry.to;
        (carry.from.as_ref(), to.as_ref())
    });
    let pairs: Vec<_> = pairs.collect();
    always(&["carry"], if pairs.is_empty() { Value::Unset } else { Value::Entries(pairs) })
}

/// How later pages are requested.
fn later_pages<S: AsRef<str>>(then: Option<&Then<S>>) -> [Knob<'_>; 3] {
    let paths = &["then.get", "then.post"];
    let method = match then {
        None => Knob { paths, path: "then", value: Value::Unset },
        Some(then) => {
            let link = Value::Word { of: "Then", word: "url" };
            by(paths, usize::from(then.post), then.path.as_ref().map_or(link, text))
        }
    };
    [
        method,
        place(&["then.items"], then.and_then(|then| then.items.as_ref())),
        place(&["then.body"], then.and_then(|then| then.body.as_ref())),
    ]
}

fn by_offset<S: AsRef<str>>(offset: Option<&Offset<S>>) -> [Knob<'_>; 4] {
    let query = offset.map(|offset| &offset.query);
    let step = match offset.map(|offset| &offset.step) {
        None => Value::Unset,
        Some(Step::Items) => Value::Word { of: "Step", word: "items" },
        Some(Step::Size) => Value::Word { of: "Step", word: "size" },
        Some(Step::Body(pointer)) => text(pointer),
    };
    let overlap = offset.map_or(Value::Unset, |offset| Value::Word {
        of: "OnDrift",
        word: match offset.overlap {
            OnDrift::Error => "error",
            OnDrift::Warn => "warn",
            OnDrift::Off => "off",
        },
    });
    [
        param("offset", &["offset.query", "offset.body"], query),
        count(&["offset.start"], offset.map(|offset| offset.start)),
        always(&["offset.step"], step),
        always(&["offset.overlap"], overlap),
    ]
}

fn of_size<S: AsRef<str>>(size: Option<&Size<S>>) -> [Knob<'_>; 6] {
    let send = size.map_or(Value::Unset, |size| Value::Word {
        of: "SendSize",
        word: match size.send {
            SendSize::Set => "set",
            SendSize::Always => "always",
        },
    });
    let least = size.and_then(|size| size.halve);
    [
        param("size", &["size.query", "size.body"], size.map(|size| &size.query)),
        count(&["size.default"], size.and_then(|size| size.default)),
        count(&["size.max"], size.and_then(|size| size.max)),
        always(&["size.send"], send),
        always(
            &["size.halve"],
            size.map_or(Value::Unset, |size| Value::Flag(size.halve.is_some())),
        ),
        count(&["size.min"], least.filter(|least| *least > 1)),
    ]
}

fn rules_of_next<S: AsRef<str>>(rules: &NextRules<S>) -> [Knob<'_>; 3] {
    let NextRules { start, add, overlap } = rules;
    let overlap = match overlap {
        FirstRow::Keep => "keep",
        FirstRow::Drop => "drop",
    };
    [
        place(&["next.start"], start.as_ref()),
        always(&["next.add"], add.map_or(Value::Unset, Value::Integer)),
        always(&["next.overlap"], Value::Word { of: "FirstRow", word: overlap }),
    ]
}

fn rules_of_send<S: AsRef<str>>(rules: &SendRules<S>) -> [Knob<'_>; 4] {
    let SendRules { url, json_type, alone, template } = rules;
    let url = match url {
        LinkBase::Request => Value::Word { of: "LinkBase", word: "request" },
        LinkBase::Base => Value::Word { of: "LinkBase", word: "base" },
        LinkBase::At(pointer) => text(pointer),
    };
    let json_type = match json_type {
        SendAs::Same => "same",
        SendAs::Number => "number",
    };
    [
        always(&["send.url"], url),
        always(&["send.as"], Value::Word { of: "SendAs", word: json_type }),
        always(&["send.alone"], Value::Flag(*alone)),
        place(&["send.template"], template.as_ref()),
    ]
}

fn says_more<'a, S: AsRef<str> + 'a, L: AsRef<[S]>>(more: Option<&'a More<S, L>>) -> [Knob<'a>; 2] {
    let paths = &["more", "done", "more.remaining"];
    let values = &["more.is", "done.is"];
    let place = match more {
        None => Knob { paths, path: "more", value: Value::Unset },
        Some(More::While(place) | More::WhileIn(place, _)) => by(paths, 0, text(place)),
        Some(More::Until(place) | More::UntilIn(place, _)) => by(paths, 1, text(place)),
        Some(More::Remaining(place)) => by(paths, 2, text(place)),
    };
    let values = match more {
        Some(More::WhileIn(_, is)) => by(values, 0, list::<S, L>(is)),
        Some(More::UntilIn(_, is)) => by(values, 1, list::<S, L>(is)),
        _ => Knob { paths: values, path: "more.is", value: Value::Unset },
    };
    [place, values]
}

fn says_partial<'a, S: AsRef<str> + 'a, L: AsRef<[S]>>(
    partial: Option<&'a Partial<S, L>>,
) -> [Knob<'a>; 3] {
    let does = |partial: &Partial<S, L>| match partial.does {
        OnPartial::Warn => "warn",
        OnPartial::Error => "error",
    };
    let does = partial.map(does).map(|word| Value::Word { of: "OnPartial", word });
    [
        place(&["partial.at"], partial.map(|partial| &partial.at)),
        always(
            &["partial.is"],
            partial.map_or(Value::Unset, |partial| list_or_unset::<S, L>(&partial.is)),
        ),
        always(&["partial.does"], does.unwrap_or(Value::Unset)),
    ]
}

/// Where the last page states the delta, and where it is sent.
fn next_synchronisation<S: AsRef<str>>(delta: Option<&Delta<S>>) -> [Knob<'_>; 2] {
    let paths = &["delta.query", "delta.header"];
    let to = match delta.and_then(|delta| delta.to.as_ref()) {
        None => Knob { paths, path: "delta", value: Value::Unset },
        Some(DeltaTo::Query(name)) => by(paths, 0, text(name)),
        Some(DeltaTo::Header(name)) => by(paths, 1, text(name)),
    };
    [place(&["delta.body"], delta.map(|delta| &delta.at)), to]
}

fn keys<S: AsRef<str>>(page: &PageKeys<S>) -> [Knob<'_>; 6] {
    let PageKeys { number, size, pages, total, previous, first } = page;
    [
        place(&["page.number"], number.as_ref()),
        place(&["page.size"], size.as_ref()),
        place(&["page.pages"], pages.as_ref()),
        place(&["page.total"], total.as_ref()),
        place(&["page.previous"], previous.as_ref()),
        place(&["page.first"], first.as_ref()),
    ]
}

fn place<'a, S: AsRef<str>>(paths: &'static [&'static str; 1], place: Option<&'a S>) -> Knob<'a> {
    always(paths, place.map_or(Value::Unset, text))
}

fn on_shortage(counts: OnShortfall) -> Knob<'static> {
    let word = match counts {
        OnShortfall::Error => "error",
        OnShortfall::Warn => "warn",
        OnShortfall::Ignore => "ignore",
    };
    always(&["counts"], Value::Word { of: "OnShortfall", word })
}

fn on_absence(absent: OnMissingNext) -> Knob<'static> {
    let word = match absent {
        OnMissingNext::End => "end",
        OnMissingNext::Error => "error",
        OnMissingNext::SinglePage => "single_page",
    };
    always(&["ends.absent"], Value::Word { of: "OnMissingNext", word })
}

fn end_rules<'a, S: AsRef<str> + 'a, L: AsRef<[S]>>(ends: &'a EndRules<L>) -> [Knob<'a>; 7] {
    let EndRules { absent, empty_string, empty_page, status, values, same, hints } = ends;
    let statuses: Vec<u64> = status.iter().map(u64::from).collect();
    [
        on_absence(*absent),
        always(&["ends.empty_string"], Value::Flag(*empty_string)),
        always(&["ends.empty_page"], Value::Flag(*empty_page)),
        always(
            &["ends.status"],
            if statuses.is_empty() { Value::Unset } else { Value::Numbers(statuses) },
        ),
        always(&["ends.values"], list_or_unset::<S, L>(values)),
        always(&["ends.same"], Value::Flag(*same)),
        always(&["ends.hints"], Value::Flag(*hints)),
    ]
}

fn guards<'a, S: AsRef<str> + 'a, L: AsRef<[S]>>(safety: &'a Guards<L>) -> [Knob<'a>; 5] {
    let Guards { repeat, max_pages, max_empty_pages, origin, keep } = safety;
    let repeat = match repeat {
        Repeat::Error => "error",
        Repeat::Stop => "stop",
        Repeat::Allow => "allow",
    };
    let origin = match origin {
        LinkOrigin::Same => Value::Word { of: "LinkOrigin", word: "same" },
        LinkOrigin::Rebase => Value::Word { of: "LinkOrigin", word: "rebase" },
        LinkOrigin::Hosts(hosts) => list(hosts),
    };
    [
        always(&["safety.repeat"], Value::Word { of: "Repeat", word: repeat }),
        count(&["safety.max_pages"], *max_pages),
        count(&["safety.max_empty_pages"], Some(*max_empty_pages)),
        always(&["safety.origin"], origin),
        always(&["safety.keep"], list_or_unset::<S, L>(keep)),
    ]
}

fn list<'a, S: AsRef<str> + 'a, L: AsRef<[S]>>(texts: &'a L) -> Value<'a> {
    Value::List(texts.as_ref().iter().map(AsRef::as_ref).collect())
}

fn list_or_unset<'a, S: AsRef<str> + 'a, L: AsRef<[S]>>(texts: &'a L) -> Value<'a> {
    if texts.as_ref().is_empty() { Value::Unset } else { list(texts) }
}
