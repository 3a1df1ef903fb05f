//! Styles and references to them: which paging a list has.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::preset;
use crate::ast::{Knobs, Map, Or, Spec};
use crate::diag::{Known, Problem, Reporter, excerpt};
use crate::lower::first_names::FirstNames;
use crate::lower::names::{self, NameKind};
use crate::model::{Name, Paging, PagingRef, Style};
use crate::source_map::Path;
use crate::work::Counted;

/// A paging style, and how generated code refers to it.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Resolved {
    pub reference: PagingRef,
    pub paging: Paging,
}

/// The styles of a spec, and the one of all resources that name none.
#[derive(Debug, Default)]
pub(in crate::lower) struct Styles {
    pub named: Vec<Style>,
    /// The index of each by its name.
    by_name: BTreeMap<Counted<String>, usize>,
    /// The names of all styles of the spec, also those that are still to come.
    written: BTreeSet<Counted<String>>,
    /// The names that a list can give, once an unknown one was found, and
    /// how many styles there were then.
    known: RefCell<Option<(usize, Known)>>,
    pub default: Option<Resolved>,
    /// Whether the spec names a default, even if that name is unknown.
    pub asked_for_default: bool,
}

impl Styles {
    pub(in crate::lower) fn lower(cx: &Reporter<'_>, spec: &Spec) -> Self {
        let root = Path::default();
        let written = spec.styles.iter().map(|(name, _)| Counted(name.to_owned())).collect();
        let asked_for_default = spec.paging.is_some();
        let mut styles = Self { written, asked_for_default, ..Self::default() };
        styles.add_named(cx, &root.key("styles"), &spec.styles);
        styles.default = match &spec.paging {
            Some(Or::Map(knobs)) => styles.add_default(cx, &root.key("paging"), knobs),
            Some(written) => styles.resolve(cx, &root.key("paging"), written),
            None => None,
        };
        Self::check_used(cx, spec);
        styles
    }

    fn add_named(&mut self, cx: &Reporter<'_>, at: &Path, written: &Map<Knobs>) {
        let mut names = FirstNames::default();
        for (name, knobs) in written.iter() {
            let at = at.key(name);
            if preset::preset(name).is_some() {
                let problem =
                    Problem::error(&at, format!("the style `{name}` has the name of a preset"));
                cx.push(problem.on_key().help("choose another name"));
            }
            // A style may start from those above it: it is added last.
            let paging = super::lower(cx, &at, knobs, self);
            let Some(constant) = names::name(name, NameKind::Constant) else {
                let message =
                    format!("the style `{}` can't be turned into a Rust name", excerpt(name));
                let problem = Problem::error(&at, message).on_key();
                cx.push(problem.help("name it with letters and digits"));
                // References to it are not reported too.
                let name = Name { rust: String::new(), wire: name.to_owned() };
                self.push(Style { name, paging });
                continue;
            };
            if let Some(other) = names.in_rust(&constant) {
                let message = format!(
                    "the styles `{}` and `{name}` are both `{}` in Rust",
                    other.name.wire, constant.rust
                );
                let problem = Problem::error(&at, message).on_key().label("the same name again");
                let first = at.parent().unwrap_or_default().key(&other.name.wire);
                cx.push(problem.related(&first, "first here").help("rename one of the two"));
            }
            names.add(name, &constant);
            self.push(Style { name: constant, paging });
        }
    }

    fn push(&mut self, style: Style) {
        self.by_name.entry(Counted(style.name.wire.clone())).or_insert(self.named.len());
        self.named.push(style);
    }

    /// The names that a list can give.
    fn known(&self) -> Known {
        let count = self.named.len();
        let mut known = self.known.borrow_mut();
        known.take_if(|(before, _)| *before != count);
        let names =
            || preset::names().chain(self.named.iter().map(|style| style.name.wire.as_str()));
        known.get_or_insert_with(|| (count, names().collect())).1.clone()
    }

    /// The default knobs become a constant too, and not a copy in each list.
    fn add_default(&mut self, cx: &Reporter<'_>, at: &Path, knobs: &Knobs) -> Option<Resolved> {
        if let Some(name) = super::only_preset(knobs) {
            return self.find(cx, &at.key("preset"), name);
        }
        let paging = super::lower(cx, at, knobs, self);
        let taken = |name: &str| self.named.iter().any(|style| style.name.rust == name);
        let numbered = (2..).map(|number| format!("DEFAULT_{number}"));
        let free = ["DEFAULT".to_owned()].into_iter().chain(numbered).find(|name| !taken(name));
        let rust = free.unwrap_or_default();
        let name = Name { rust, wire: "paging".to_owned() };
        let reference = PagingRef::Style(self.named.len());
        self.push(Style { name, paging: paging.clone() });
        Some(Resolved { reference, paging })
    }

    /// The paging of this entry: a name, or knobs.
    pub(in crate::lower) fn resolve(
        &self,
        cx: &Reporter<'_>,
        at: &Path,
        written: &Or<Knobs>,
    ) -> Option<Resolved> {
        let knobs = match written {
            Or::Text(name) => return self.find(cx, at, name),
            Or::Map(knobs) => knobs,
        };
        if let Some(name) = super::only_preset(knobs) {
            return self.find(cx, &at.key("preset"), name);
        }
        let paging = super::lower(cx, at, knobs, self);
        Some(Resolved { reference: PagingRef::Own(Box::new(paging.clone())), paging })
    }

    /// The preset or style of this name.
    pub(in crate::lower) fn find(
        &self,
        cx: &Reporter<'_>,
        at: &Path,
        name: &str,
    ) -> Option<Resolved> {
        if let Some((name, paging)) = preset::preset(name) {
            return Some(Resolved { reference: PagingRef::Preset(name), paging });
        }
        if let Some(&index) = self.by_name.get(&Counted(name.to_owned())) {
            let paging = self.named[index].paging.clone();
            return Some(Resolved { reference: PagingRef::Style(index), paging });
        }
        if self.written.contains(&Counted(name.to_owned())) {
            let name = excerpt(name);
            let message = format!(
                "a style can only build on a style that is defined above it; `{name}` is not defined above this one"
            );
            let problem = Problem::error(at, message);
            cx.push(problem.help("move it up, or build on another style"));
            return None;
        }
        let problem = Problem::error(at, format!("unknown paging style `{}`", excerpt(name)));
        let problem = problem.suggest_later(name, self.known(), true);
        cx.push(problem.help(
            "define your own styles under `styles`; a style must come before any style based on it",
        ));
        None
    }

    fn check_used(cx: &Reporter<'_>, spec: &Spec) {
        let named = |written: &'_ Or<Knobs>| match written {
            Or::Text(text) => Some(text.clone()),
            Or::Map(knobs) => knobs.preset.clone(),
        };
        let lists = spec.resources.iter().filter_map(|(_, list)| list.paging.as_ref());
        let by_lists = lists.chain(&spec.paging).filter_map(named);
        let by_styles = spec.styles.iter().filter_map(|(_, knobs)| knobs.preset.clone());
        let used: BTreeSet<Counted<String>> = by_lists.chain(by_styles).map(Counted).collect();
        for (name, _) in spec.styles.iter() {
            if !used.contains(&Counted(name.to_owned())) {
                let at = Path::default().key("styles").key(name);
                let problem = Problem::warning(&at, format!("no list uses the style `{name}`"));
                cx.push(
                    problem.on_key().help("remove it, or name it as the `paging` of a resource"),
                );
            }
        }
    }
}
