//! Knobs that have an effect only beside others. Whoever writes one counts on its
//! effect, so one without an effect is an error.

use std::collections::BTreeMap;

use super::preset::preset;
use crate::ast::{Ends, Knobs, Next, Or, Page, Safety, SendTo, Spec};
use crate::diag::{Problem, Reporter};
use crate::model::{NextFrom, Paging, SendIn};
use crate::source_map::Path;
use crate::work::Counted;

/// A knob, and what it needs.
struct Need {
    /// The knob's keys.
    keys: &'static [&'static str],
    is_written: fn(&Knobs) -> bool,
    is_met: fn(Surroundings) -> bool,
    why: &'static str,
    help: &'static str,
}

const NEEDS: [Need; 9] = [
    Need {
        keys: &["then"],
        is_written: |knobs| knobs.then.is_some(),
        is_met: |style| style.next.is_some(),
        why: "it is about pages at a next position, and this paging has no `next`",
        help: "remove it, or say by `next` where a reply states the next position",
    },
    Need {
        keys: &["delta"],
        is_written: |knobs| {
            knobs
                .delta
                .as_ref()
                .is_some_and(|delta| delta.query.is_none() && delta.header.is_none())
        },
        is_met: |style| style.next.is_some(),
        why: "it is sent as the next position is, and this paging has no `next`",
        help: "say where it is sent: `delta: {body: /sync_token, query: sync_token}`",
    },
    Need {
        keys: &["counts"],
        is_written: |knobs| knobs.counts.is_some(),
        is_met: |style| style.has_total,
        why: "it compares a walk with the total, and this paging names no total",
        help: "name the place of the total by `page: {total: POINTER}`, or remove `counts`",
    },
    Need {
        keys: &["ends", "absent"],
        is_written: |knobs| has_end(knobs, |ends| ends.absent.is_some()),
        is_met: |style| style.next == Some("body") || style.has_number,
        why: "it is about replies whose body lacks the next position",
        help: "remove it: it needs `next: {body: POINTER}` or `number`",
    },
    Need {
        keys: &["ends", "empty_string"],
        is_written: |knobs| has_end(knobs, |ends| ends.empty_string.is_some()),
        is_met: |style| style.next.is_some(),
        why: "it is about the next position, and this paging has no `next`",
        help: "remove it, or say by `next` where a reply states the next position",
    },
    Need {
        keys: &["ends", "values"],
        is_written: |knobs| has_end(knobs, |ends| ends.values.is_some()),
        is_met: |style| style.next.is_some(),
        why: "it is about the next position, and this paging has no `next`",
        help: "remove it, or say by `next` where a reply states the next position",
    },
    Need {
        keys: &["ends", "same"],
        is_written: |knobs| has_end(knobs, |ends| ends.same.is_some()),
        is_met: |style| style.next.is_some(),
        why: "it is about the next position, and this paging has no `next`",
        help: "remove it, or say by `next` where a reply states the next position",
    },
    Need {
        keys: &["safety", "origin"],
        is_written: |knobs| has_guard(knobs, |safety| safety.origin.is_some()),
        is_met: Surroundings::follows_links,
        why: "it is about links, and this paging follows no links",
        help: "remove it: it applies only with `send: url`, when the next position is a link",
    },
    Need {
        keys: &["safety", "keep"],
        is_written: |knobs| has_guard(knobs, |safety| safety.keep.is_some()),
        is_met: Surroundings::follows_links,
        why: "it is about links, and this paging follows no links",
        help: "remove it: it applies only with `send: url`, when the next position is a link",
    },
];

/// Which of the [`NEEDS`] are met.
type Met = [bool; NEEDS.len()];

fn has_end(knobs: &Knobs, is_written: fn(&Ends) -> bool) -> bool {
    knobs.ends.as_ref().is_some_and(is_written)
}

fn has_guard(knobs: &Knobs, is_written: fn(&Safety) -> bool) -> bool {
    knobs.safety.as_ref().is_some_and(is_written)
}

/// What of a style other knobs need.
#[derive(Clone, Copy, Debug, Default)]
struct Surroundings {
    /// The key of `next`.
    next: Option<&'static str>,
    /// Whether the next position is a link.
    sends_url: Option<bool>,
    has_number: bool,
    has_total: bool,
}

impl Surroundings {
    fn of_preset(paging: &Paging) -> Self {
        Self {
            next: paging.next.as_ref().map(|next| match next {
                NextFrom::Body(_) | NextFrom::Element(_) => "body",
                NextFrom::Header(_) => "header",
                NextFrom::Link(_) => "link",
                NextFrom::Last(_) => "last",
            }),
            sends_url: Some(paging.send == SendIn::Url),
            has_number: paging.number.is_some(),
            has_total: paging.page.total.is_some(),
        }
    }

    /// Those of knobs over what they start from.
    fn of_knobs(knobs: &Knobs, base: Self) -> Self {
        let next = knobs.next.as_ref().and_then(|next| {
            let keys = [
                ("body", &next.body),
                ("header", &next.header),
                ("link", &next.link),
                ("last", &next.last),
            ];
            keys.into_iter().find_map(|(key, written)| written.is_some().then_some(key))
        });
        let has_total = matches!(&knobs.page, Some(Page { total: Some(_), .. }));
        Self {
            next: next.or(base.next),
            sends_url: match &knobs.next {
                Some(Next { spread: Some(true), .. }) => Some(false),
                _ => knobs.send.as_ref().and_then(sends_url).or(base.sends_url),
            },
            has_number: knobs.number.is_some() || base.has_number,
            has_total: has_total || base.has_total,
        }
    }

    fn follows_links(self) -> bool {
        self.next.is_some() && self.sends_url == Some(true)
    }
}

/// Whether `send` says that the position is a link, if it says where it is sent.
fn sends_url(send: &Or<SendTo>) -> Option<bool> {
    match send {
        Or::Text(_) | Or::Map(SendTo { url: Some(_), .. }) => Some(true),
        Or::Map(SendTo { query: None, body: None, header: None, path: None, .. }) => None,
        Or::Map(_) => Some(false),
    }
}

/// Each knob that is written has an effect: in its own paging, or in one that
/// starts from it.
pub(in crate::lower) fn check(cx: &Reporter<'_>, spec: &Spec) {
    let mut styles: BTreeMap<Counted<&str>, Surroundings> = BTreeMap::new();
    for (name, knobs) in spec.styles.iter() {
        if let Some(found) = surroundings(knobs, &styles) {
            styles.insert(Counted(name), found);
        }
    }
    let mut met_below: BTreeMap<Counted<&str>, Met> = BTreeMap::new();
    // Whatever starts from a style comes before it here.
    let unnamed = super::unnamed(spec).map(|(at, knobs)| (None, at, knobs));
    let named = super::named(spec).map(|(name, at, knobs)| (Some(name), at, knobs));
    let mut named: Vec<_> = named.collect();
    named.reverse();
    for (name, at, knobs) in unnamed.chain(named) {
        // A base that is unknown was reported.
        let Some(found) = surroundings(knobs, &styles) else { continue };
        let below = name.and_then(|name| met_below.remove(&Counted(name))).unwrap_or_default();
        let met = either(NEEDS.map(|need| (need.is_met)(found)), below);
        for (need, is_met) in NEEDS.iter().zip(met) {
            if !is_met && (need.is_written)(knobs) {
                report(cx, &at, need);
            }
        }
        if let Some(base) = knobs.preset.as_deref() {
            let of_base = met_below.entry(Counted(base)).or_default();
            *of_base = either(*of_base, met);
        }
    }
}

fn either(one: Met, other: Met) -> Met {
    std::array::from_fn(|index| one[index] || other[index])
}

/// What is known of knobs, if what they start from is known.
fn surroundings(
    knobs: &Knobs,
    styles: &BTreeMap<Counted<&str>, Surroundings>,
) -> Option<Surroundings> {
    let base = match knobs.preset.as_deref() {
        None => Surroundings::default(),
        Some(name) => match preset(name) {
            Some((_, paging)) => Surroundings::of_preset(&paging),
            None => *styles.get(&Counted(name))?,
        },
    };
    Some(Surroundings::of_knobs(knobs, base))
}

fn report(cx: &Reporter<'_>, at: &Path, need: &Need) {
    let knob = need.keys.last().copied().unwrap_or_default();
    let at = need.keys.iter().fold(at.clone(), |at, key| at.key(key));
    let problem = Problem::error(&at, format!("`{knob}` has no effect: {}", need.why)).on_key();
    cx.push(problem.help(need.help));
}
