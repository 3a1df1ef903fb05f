//! No text of a spec becomes code: each of some hundred payloads is tried in each
//! text of a spec that has every kind of text. It gives a diagnostic, or code
//! with the same syntax tree as without it. A build without optimization puts each in every
//! second of the small specs, and the next one in the others; `--release` puts each in all.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::format_push_string, reason = "a test reads better so")]

#[path = "hostile/shape.rs"]
mod shape;
#[path = "hostile/sites.rs"]
mod sites;

use pagesmith_codegen::diag::{Look, Source};
use pagesmith_codegen::emit::{self, Options};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::parse;
use pagesmith_codegen::{check_module, expand, format, generate, lower, module_name};
use proc_macro2::TokenStream;
use shape::Shape;
use sites::{Kind, Site, Tree};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use syn::ext::IdentExt as _;

fn payloads() -> Vec<String> {
    let lines = include_str!("hostile/payloads.txt").lines();
    let texts = lines.filter(|line| line.starts_with('"'));
    texts.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The specs that payloads are put in.
fn benign() -> Vec<Tree> {
    let parts = include_str!("hostile/benign.yaml").split("---\n");
    parts.map(Tree::read).collect()
}

/// A spec as its model; asserts that its report can be printed safely.
fn model(spec: &Tree) -> Option<Api> {
    let text = spec.text();
    let made = parse::spec_file::parse(&text)
        .and_then(|(spec, source_map)| lower::api(&spec, &source_map));
    let report = match &made {
        Ok((_, warnings)) => warnings,
        Err(problems) => {
            assert!(problems.has_errors());
            problems
        }
    };
    for problem in &report.problems {
        let texts = problem.helps.iter().chain([&problem.message, &problem.label]);
        texts.for_each(|text| assert!(!text.contains(is_unseen), "{text:?}"));
    }
    made.ok().map(|(api, _)| api)
}

/// A spec as its code.
fn code(spec: &Tree) -> Option<TokenStream> {
    model(spec).map(|api| emit::api(&api, &Options::default()))
}

/// Fails with a sentence if a payload changed more of this code than its text.
fn check(code: &TokenStream, site: &Site, plain: &Shape) -> Result<(), String> {
    let shape = Shape::of(code)?;
    let difference = match site.kind {
        Kind::Text => shape.differs_in_tokens(plain, &[]),
        Kind::Name => shape.differs_in_tokens(plain, &site.words),
        Kind::Type => shape.differs_in_items(plain),
    };
    difference.map_or(Ok(()), Err)
}

/// Puts the payload into as many of these places at once as give a valid spec, and
/// adds the others to `left`.
fn fill<'s>(tree: Tree, sites: &[&'s Site], payload: &str, left: &mut Vec<&'s Site>) -> Tree {
    if sites.is_empty() {
        return tree;
    }
    let full = sites.iter().fold(tree.clone(), |tree, site| tree.put(site, payload));
    if model(&full).is_some() {
        return full;
    }
    if let [site] = sites {
        left.push(site);
        return tree;
    }
    let (first, second) = sites.split_at(sites.len() / 2);
    let tree = fill(tree, first, payload, left);
    fill(tree, second, payload, left)
}

/// The printed file has the generated tokens, and shows every character.
fn check_printed(tree: &Tree, plain: &Shape) -> Result<(), String> {
    let spec = tree.text();
    let made = expand(spec.as_bytes(), &Options::default()).unwrap().code;
    let text = generate(spec.as_bytes(), &Options::default()).unwrap().code;
    if let Some(line) = text.lines().find(|line| line.contains(is_unseen)) {
        return Err(format!("the line {line:?}"));
    }
    let printed = Shape::of(&text.parse().map_err(|error| format!("{error}"))?)?;
    if printed.texts != Shape::of(&made)?.texts {
        return Err("other texts are printed than were made".to_owned());
    }
    printed.differs_in_tokens(plain, &[]).map_or(Ok(()), Err)
}

/// Of places that are alike, those that take this payload. If the first one does, the others
/// probably do, and `fill` finds those that don't.
fn accepted<'s>(tree: &Tree, alike: Vec<&'s Site>, payload: &str) -> Vec<&'s Site> {
    let takes = |site: &&Site| model(&tree.put(site, payload)).is_some();
    if alike.first().is_some_and(takes) { alike } else { alike.into_iter().filter(takes).collect() }
}

/// Tries one payload in all places of a spec: at once where it is a text, one by
/// one elsewhere.
fn leaks(tree: &Tree, sites: &[Site], payload: &str, plain: &Shape) -> Vec<String> {
    let (texts, mut alone): (Vec<&Site>, Vec<&Site>) =
        sites.iter().partition(|site| site.kind == Kind::Text);
    let (mut full, mut texts_put) = (tree.clone(), 0);
    let (pointers, others) = texts.into_iter().partition(|site| site.is_pointer);
    for alike in [pointers, others] {
        let (texts, mut left) = (accepted(tree, alike, payload), Vec::new());
        full = fill(full, &texts, payload, &mut left);
        texts_put += texts.len() - left.len();
        alone.extend(left);
    }
    let leak = |site: &&Site| {
        let api = model(&tree.put(site, payload))?;
        let difference = check(&emit::api(&api, &Options::default()), site, plain).err()?;
        Some(format!("{payload:?} in {site:?}: {difference}"))
    };
    let mut leaks: Vec<String> = alone.iter().filter_map(leak).collect();
    let printed = if texts_put > 0 { check_printed(&full, plain) } else { Ok(()) };
    if let Err(difference) = printed {
        leaks.push(format!("{payload:?} in {texts_put} texts: {difference}"));
    }
    leaks
}

#[test]
fn each_payload_stays_a_text_in_each_place() {
    let payloads = payloads();
    assert!(payloads.len() >= 200);
    let specs: Vec<(Tree, Vec<Site>, Shape)> = benign()
        .into_iter()
        .map(|tree| {
            let shape = Shape::of(&code(&tree).unwrap()).unwrap();
            (tree.clone(), tree.sites(), shape)
        })
        .collect();
    let source_map: usize = specs.iter().map(|(_, sites, _)| sites.len()).sum();
    println!("{} payloads in {source_map} places", payloads.len());
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut found = Vec::new();
        let every = if cfg!(debug_assertions) { 2 } else { 1 };
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(payload) = payloads.get(number) else { return found };
            let of = |(tree, sites, plain): &(Tree, Vec<Site>, Shape)| {
                leaks(tree, sites, payload, plain)
            };
            found.extend(specs.iter().skip(number % every).step_by(every).flat_map(of));
        }
    };
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let leaks: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

/// Whether a reviewer of the generated file would not see it, or see it elsewhere.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[test]
fn each_key_of_the_format_is_tried() {
    let keys = sites::keys();
    assert!(keys.len() > 40, "{keys:?}");
    let tried: BTreeSet<String> = benign().iter().flat_map(Tree::keys).collect();
    for key in keys {
        assert!(tried.contains(key), "`{key}` is tried nowhere");
    }
}

#[test]
fn names_of_files_become_names_of_modules_or_are_refused() {
    for payload in payloads() {
        let file = Path::new("specs").join(format!("{payload}.yaml"));
        for made in [check_module(&payload), module_name(&file)].into_iter().flatten() {
            let tree = emit::tree(&[(made.clone(), payload.clone())]);
            let text = format::file([tree]).unwrap();
            let file = syn::parse_file(&text).unwrap();
            let [syn::Item::Mod(module)] = &file.items[..] else { panic!("{text}") };
            assert!(module.ident.unraw() == made && module.content.is_none(), "{text}");
            let fits = |c: char| c == '_' || c.is_alphanumeric();
            assert!(made.chars().all(fits), "{payload:?} gives {made:?}");
        }
    }
}

#[test]
fn a_problem_in_the_worst_of_names_is_one_line() {
    for payload in payloads() {
        let text = "pagesmith: 2\nname: A\nresources: {}\n";
        let problems = generate(text.as_bytes(), &Options::default()).unwrap_err();
        let source = Source { name: &payload, text };
        for problem in &problems.problems {
            let line = problem.one_line(&source);
            assert!(!line.contains(char::is_control), "{line:?}");
        }
        let report = problems.render(&source, Look::Plain);
        assert!(!report.contains(|c: char| c.is_control() && c != '\n'), "{report:?}");
    }
}
