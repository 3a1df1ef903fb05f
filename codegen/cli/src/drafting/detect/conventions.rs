//! What the lists of one description have in common: a list that is described in part is
//! completed by the lists that are described whole.

use super::known_names::{CURSOR, LINK, NEXT, NUMBER, PAGES};
use super::{Detected, Key, Param, Shape, ValueKind, detect, fold, next_position};
use pagesmith_codegen::ast::{Knobs, Next, Or};

/// The most ways to page that are compared with a list.
const MAX_CONVENTIONS: usize = 40;

/// The ways to page of the lists that are described whole; the most common first.
#[derive(Debug, Default)]
pub(crate) struct Conventions {
    all: Vec<Convention>,
}

#[derive(Debug)]
struct Convention {
    /// How many lists have it.
    lists: usize,
    /// The path of the first of them.
    path: String,
    /// The parameters that page.
    params: Vec<Param>,
    /// Pointers to the keys of a reply that page.
    keys: Vec<String>,
    /// The key with the token.
    token: Option<String>,
    /// Whether the next page is in the header `Link`.
    by_header: bool,
    /// Whether that header is a guess.
    guessed: bool,
}

impl Conventions {
    /// Adds a list that was detected without a guess.
    pub(crate) fn add(&mut self, path: &str, shape: &Shape, detected: &Detected) {
        let (token, by_header) = next(detected);
        // Links in a header carry the position themselves: no parameter is sent.
        let is_token = |param: &Param| CURSOR.contains(&param.folded().as_str());
        let sent = |param: &&Param| {
            let pages = detected.sent.contains(&param.name) || (by_header && is_token(param));
            pages && !param.in_body
        };
        let params: Vec<Param> = shape.query.iter().filter(sent).cloned().collect();
        let keys = paging_keys(shape);
        let same = |it: &&mut Convention| {
            let names = |params: &[Param]| {
                params.iter().map(|param| param.name.clone()).collect::<Vec<_>>()
            };
            names(&it.params) == names(&params) && it.keys == keys && it.by_header == by_header
        };
        if let Some(known) = self.all.iter_mut().find(same) {
            known.lists += 1;
        } else if !params.is_empty() && self.all.len() < MAX_CONVENTIONS {
            let path = path.to_owned();
            let guessed = by_header && detected.is_guess();
            self.all.push(Convention { lists: 1, path, params, keys, token, by_header, guessed });
        }
    }

    /// Whether the next page of any list is in the header `Link`.
    pub(crate) fn by_header(&self) -> bool {
        self.all.iter().any(|it| it.by_header)
    }

    /// Detects the paging of a list by what the others have that it lacks; of those that are
    /// guesses themselves, or of all others.
    pub(crate) fn complete(&self, shape: &Shape, guessed: bool) -> Option<Detected> {
        let mut known: Vec<&Convention> =
            self.all.iter().filter(|it| it.guessed == guessed).collect();
        known.sort_by_key(|it| std::cmp::Reverse(it.lists));
        known.iter().find_map(|it| it.complete(shape))
    }
}

impl Convention {
    fn complete(&self, shape: &Shape) -> Option<Detected> {
        if !shape.has_position_param() {
            return self.with_params(shape);
        }
        let position = self.params.iter().find_map(|param| {
            let known = shape.query.iter().find(|known| known.name == param.name)?;
            let pages = CURSOR.contains(&known.folded().as_str()) || known.is_token();
            (pages && known.numeric == param.numeric).then_some(known)
        })?;
        if !paging_keys(shape).is_empty() {
            return None;
        }
        let name = &position.name;
        let mut whole = shape.clone();
        let why = match &self.token {
            _ if self.by_header && self.guessed => {
                let detected = next_position::guessed_header(shape, position);
                let why = format!("`{name}` pages, and its next value is nowhere in the reply");
                return Some(self.noted(detected, &why));
            }
            _ if self.by_header => {
                whole.headers.push("Link".to_owned());
                format!("`{name}` pages, and the next page is taken from the header `Link`")
            }
            // Nothing says that the last reply lacks it, so its absence stays an error.
            Some(pointer) => {
                let (pointer, kind) = (pointer.clone(), ValueKind::Token);
                let why = format!("`{name}` pages, and its next value is taken from `{pointer}`");
                whole.keys.push(Key { pointer, kind, always: true, ..Key::default() });
                why
            }
            None => return None,
        };
        Some(self.noted(detect(&whole)?, &why))
    }

    /// A list whose reply has the keys of this convention, but no described parameter.
    fn with_params(&self, shape: &Shape) -> Option<Detected> {
        let same = !self.keys.is_empty() && self.keys == paging_keys(shape);
        if !same || !shape.has_rows_of_page() {
            return None;
        }
        let mut whole = shape.clone();
        let known = |param: &&Param| shape.query.iter().all(|known| known.name != param.name);
        let new: Vec<Param> = self.params.iter().filter(known).cloned().collect();
        let names: Vec<String> = new.iter().map(|param| format!("`{}`", param.name)).collect();
        let why = format!(
            "its reply pages, but no parameter for that is described: {} page{}",
            names.join(" and "),
            if names.len() == 1 { "s" } else { "" }
        );
        whole.query.extend(new);
        Some(self.noted(detect(&whole)?, &why))
    }

    fn noted(&self, mut detected: Detected, why: &str) -> Detected {
        detected.notes.push(format!("{why}, as for `{}` (a guess)", self.path));
        detected
    }
}

/// Pointers to the keys of a reply that only paging has.
fn paging_keys(shape: &Shape) -> Vec<String> {
    let words = [&NEXT[..], &LINK, &NUMBER, &PAGES].concat();
    let pages = |key: &&Key| words.contains(&fold(key.last()).as_str()) || key.is_in_next();
    shape.keys.iter().filter(pages).map(|key| key.pointer.clone()).collect()
}

/// The key with the token of a list, and whether its next page is in the header `Link`.
fn next(detected: &Detected) -> (Option<String>, bool) {
    match &detected.found.paging {
        Or::Text(preset) | Or::Map(Knobs { preset: Some(preset), .. }) => {
            (None, preset == "link-header")
        }
        Or::Map(Knobs { next: Some(Next { body, link, .. }), send, .. }) => {
            (body.clone().filter(|_| matches!(send, Some(Or::Map(_)))), link.is_some())
        }
        Or::Map(_) => (None, false),
    }
}
