//! Checks the reports of `diff` against the compiler: for each pair of specs, a
//! caller that uses every item of the old client is compiled against the new
//! one, and its requests are compared.
//!
//! `pairs/NAME.yaml` holds the old spec and the new one behind `---`;
//! `NAME.txt` the report, and `NAME.json` for some of them.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod caller;
mod compiler;

use compiler::Compiler;
use pagesmith_codegen::diag::{Look, Source};
use pagesmith_codegen::diff::{Change, Effect, Level, Report, compare, verdict};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::source_map::SourceMap;
use pagesmith_codegen::{emit, generate, lower, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/pairs")
}

/// A spec that was read.
struct Spec {
    text: String,
    /// The module of its client: one for each text.
    client: String,
    source_map: SourceMap,
    api: Api,
}

impl Spec {
    fn of(name: &str, text: &str) -> Self {
        let fail = |problems: pagesmith_codegen::diag::Diagnostics| -> ! {
            panic!("{}", problems.render(&Source { name, text }, Look::Plain))
        };
        let (ast, source_map) =
            parse::spec_file::parse(text).unwrap_or_else(|problems| fail(problems));
        let (api, _) = lower::api(&ast, &source_map).unwrap_or_else(|problems| fail(problems));
        let mut hash = DefaultHasher::new();
        text.hash(&mut hash);
        let client = format!("client_{:016x}", hash.finish());
        Self { text: text.to_owned(), client, source_map, api }
    }

    fn code(&self) -> String {
        generate(self.text.as_bytes(), &emit::Options::default()).unwrap().code
    }
}

/// A pair of specs, and the changes between them.
struct Pair {
    name: String,
    old: Spec,
    new: Spec,
    changes: Vec<Change>,
}

impl Pair {
    fn of(name: String, old: Spec, new: Spec) -> Self {
        let changes = compare(&old.api, &new.api);
        Self { name, old, new, changes }
    }

    fn breaks(&self) -> bool {
        self.changes.iter().any(|change| change.effect == Effect::Compile)
    }

    fn report(&self) -> Report {
        #[expect(clippy::disallowed_methods, reason = "the reports of a test live as long as it")]
        let source = |spec: &Spec, name| Source { name, text: Box::leak(spec.text.clone().into()) };
        Report::new(
            self.changes.clone(),
            (source(&self.old, "old.yaml"), &self.old.source_map),
            (source(&self.new, "new.yaml"), &self.new.source_map),
        )
    }
}

/// All pairs, from the old spec to the new one.
fn pairs() -> Vec<Pair> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    let pair = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        let (old, new) = text.split_once("---\n").unwrap();
        Pair::of(name, Spec::of(path.to_str().unwrap(), old), Spec::of(path.to_str().unwrap(), new))
    };
    files.iter().map(pair).collect()
}

/// All pairs in both directions: what one change adds, the other one removes.
fn both_ways() -> Vec<Pair> {
    let back = pairs()
        .into_iter()
        .map(|pair| Pair::of(format!("{}-undone", pair.name), pair.new, pair.old));
    pairs().into_iter().chain(back).collect()
}

#[test]
fn reports_are_as_reviewed() {
    let bless = std::env::var_os("PAGESMITH_BLESS").is_some();
    let pairs = pairs();
    assert!(pairs.len() >= 40, "{} pairs", pairs.len());
    let golden = |file: PathBuf, made: &str| {
        if bless {
            fs::write(&file, made).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            kept == made,
            "{}: bless with PAGESMITH_BLESS=1, and review\n{made}",
            file.display()
        );
    };
    for pair in &pairs {
        let report = pair.report();
        golden(folder().join(format!("{}.txt", pair.name)), &report.text(Look::Plain));
        if ["field-made-optional", "argument-removed", "server-variable-added", "nothing"]
            .contains(&pair.name.as_str())
        {
            let json = serde_json::to_string_pretty(&report).unwrap() + "\n";
            golden(folder().join(format!("{}.json", pair.name)), &json);
        }
        let source_map = report.changes.iter().all(|change| change.place.is_some());
        assert!(source_map, "{}: each change has a place", pair.name);
    }
}

/// The old caller compiles against the new client unless a change is reported
/// to break it, and sends other requests only if a change is reported to do so.
#[test]
fn callers_agree_with_the_verdict() {
    let pairs = both_ways();
    let specs = pairs.iter().flat_map(|pair| [&pair.old, &pair.new]);
    let clients: BTreeMap<&str, &Spec> = specs.map(|spec| (spec.client.as_str(), spec)).collect();
    let modules =
        clients.iter().map(|(name, spec)| format!("pub mod {name} {{\n{}\n}}\n", spec.code()));
    let compiler = Compiler::with_clients("callers", &modules.collect::<String>());

    // Callers of the old clients, with the old clients and with the new ones that should accept them.
    let (broken, sound): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(|pair| pair.breaks());
    assert!(broken.len() >= 40 && sound.len() >= 40, "{} and {}", broken.len(), sound.len());
    let mut callers: BTreeMap<String, String> = BTreeMap::new();
    for pair in &pairs {
        callers.insert(run_of(&pair.old, &pair.old), caller::of(&pair.old.api, &pair.old.client));
    }
    for pair in &sound {
        callers.insert(run_of(&pair.old, &pair.new), caller::of(&pair.old.api, &pair.new.client));
    }
    let asked = compiler.run(&callers);
    for pair in sound {
        let asked = |of: &Spec| asked[&run_of(&pair.old, of)].as_slice();
        assert_behaviour(pair, asked(&pair.old), asked(&pair.new));
    }
    let module = |pair: &Pair| pair.name.replace('-', "_");
    let callers =
        broken.iter().map(|pair| (module(pair), caller::of(&pair.old.api, &pair.new.client)));
    let errors = compiler.errors(&callers.collect());
    for pair in broken {
        let errors = errors.get(&module(pair)).unwrap_or_else(|| {
            panic!("{}: the caller compiles, and was said to break", pair.name);
        });
        for change in pair.changes.iter().filter(|change| change.effect == Effect::Compile) {
            let name = change.item.rsplit("::").next().unwrap();
            let says = errors.contains(name);
            assert!(says, "{}: the compiler says nothing of {}\n{errors}", pair.name, change.item);
        }
    }
}

/// The module of a caller that was written for one client, and calls another.
fn run_of(written_for: &Spec, calls: &Spec) -> String {
    format!("{}_calls_{}", written_for.client, calls.client)
}

/// A caller's requests change only if a change in behaviour is reported, and
/// fail only if that is reported.
fn assert_behaviour(pair: &Pair, before: &[String], now: &[String]) {
    let of = |effect, level: Option<Level>| {
        let wanted = |change: &&Change| {
            change.effect == effect && level.is_none_or(|level| change.level == level)
        };
        pair.changes.iter().filter(wanted).collect::<Vec<_>>()
    };
    let failed = |lines: &[String]| lines.iter().any(|line| line.contains("failed"));
    let behaviour = of(Effect::Behaviour, None);
    assert!(!failed(before), "{}: {before:?}", pair.name);
    assert!(before == now || !behaviour.is_empty(), "{}: {before:#?} became {now:#?}", pair.name);
    let fails = of(Effect::Behaviour, Some(Level::Major));
    assert!(
        !failed(now) || !fails.is_empty(),
        "{}: fails, and no change says so: {now:?}",
        pair.name
    );
    // The first request shows neither how replies are read, nor how the walk goes on, nor a
    // body, nor what a row gives to other lists.
    let is_later = |change: &Change| {
        [
            "a parent gives",
            "is read from",
            "a time without an offset",
            "items are read",
            "an error's",
            "`page.",
            "`safety.",
            "sends `",
        ]
        .iter()
        .any(|what| change.what.starts_with(what))
    };
    for change in fails.iter().filter(|change| !is_later(change)) {
        assert!(before != now, "{}: {} was reported, and has no effect", pair.name, change.item);
    }
}

/// The effect of `#[non_exhaustive]`: the same code compiles against the old
/// client in its own crate alone, and not against the new one there.
#[test]
fn in_the_crate_of_the_client_a_new_field_or_value_is_seen() {
    let compiler = Compiler::with_clients("own", "");
    let literals = [
        (
            "field-added",
            "fn f(l: client::Letter) { let client::Letter { id: _, body: _, state: _, size: _, sent_at: _ } = l; }",
        ),
        (
            "enum-value-added",
            "fn f(s: client::State) { match s { client::State::New | client::State::Sent | client::State::Other(_) => {} } }",
        ),
    ];
    let pairs = pairs();
    for (name, code) in literals {
        let pair = pairs.iter().find(|pair| pair.name == name).unwrap();
        let fits = |spec: &Spec| {
            let text = format!("mod client {{\n{}\n}}\n{code}", spec.code());
            compiler.takes(&format!("own_{}", spec.client), &text)
        };
        assert!(fits(&pair.old) && !fits(&pair.new), "{name}");
        assert!(pair.changes.iter().all(|change| change.why.contains("in the client's own crate")));
    }
}

/// Text of a spec can't move a terminal's cursor.
#[test]
fn texts_of_a_spec_are_escaped() {
    let pair = pairs().into_iter().find(|pair| pair.name == "field-on-the-wire").unwrap();
    let escape = |text: &str| text.replace("wire: Body", "wire: \"\\e[2J\\u202eBody\"");
    let pair = Pair::of(String::new(), pair.old, Spec::of("new.yaml", &escape(&pair.new.text)));
    let text = pair.report().text(Look::Plain);
    assert!(text.contains("\\u{1b}[2J\\u{202e}Body"), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
}

/// Specs of this repository.
fn specs() -> Vec<Spec> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = [
        "../specs/signalwire.yaml",
        "../specs/sendsage.yaml",
        "tests/golden/every_kind.yaml",
        "tests/entry_points/messages.yaml",
    ];
    files
        .iter()
        .map(|file| {
            Spec::of(file, &fs::read_to_string(root.join(file)).unwrap().replace("\r\n", "\n"))
        })
        .collect()
}

#[test]
fn a_spec_does_not_differ_from_itself() {
    let pairs = pairs().into_iter().flat_map(|pair| [pair.old, pair.new]);
    for spec in specs().into_iter().chain(pairs) {
        assert_eq!(compare(&spec.api, &Spec::of("again", &spec.text).api), []);
        assert_eq!(verdict(&[]), None);
    }
}

#[test]
fn what_one_direction_adds_the_other_removes() {
    let items = |changes: &[Change], end: &str| -> BTreeSet<String> {
        let found =
            changes.iter().filter(|change| change.what.split(',').next().unwrap().ends_with(end));
        found.map(|change| change.item.clone()).collect()
    };
    let mut seen = 0;
    for pair in pairs() {
        let back = compare(&pair.new.api, &pair.old.api);
        assert_eq!(pair.changes.is_empty(), back.is_empty(), "{}", pair.name);
        assert_eq!(items(&pair.changes, "added"), items(&back, "removed"), "{}", pair.name);
        assert_eq!(items(&pair.changes, "removed"), items(&back, "added"), "{}", pair.name);
        seen += items(&pair.changes, "added").len();
    }
    assert!(seen > 10);
}

/// Of two specs that share nothing, all that the first one has is gone.
#[test]
fn whole_specs_are_compared_item_by_item() {
    let specs = specs();
    let (signalwire, sendsage) = (&specs[0].api, &specs[1].api);
    let changes = compare(signalwire, sendsage);
    let named = |item: &str| changes.iter().any(|change| change.item == item);
    let both = |name: &str| sendsage.types.iter().any(|ty| ty.name().rust == name);
    for list in &signalwire.lists {
        assert!(named(&format!("Client::{}", list.method.rust)), "{}", list.method.rust);
    }
    for ty in signalwire.types.iter().map(|ty| &ty.name().rust).filter(|name| !both(name)) {
        assert!(named(ty), "{ty}");
    }
}

/// `docs/changing-a-spec.md` names every pair, in the row of its level.
#[test]
fn the_documentation_gives_the_same_levels() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/changing-a-spec.md");
    let page = fs::read_to_string(page).unwrap();
    let rows: Vec<(String, Vec<String>)> = page
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [_, _, level, _, held, _] = cells[..] else { return None };
            Some((level.to_owned(), held.split(", ").map(str::to_owned).collect()))
        })
        .collect();
    for pair in pairs() {
        let level = match verdict(&pair.changes) {
            None => "none",
            Some(Level::Patch) => "patch",
            Some(Level::Minor) => "minor",
            Some(Level::Major) => "major",
        };
        let held: Vec<&str> = rows
            .iter()
            .filter(|(_, held)| held.contains(&pair.name))
            .map(|(level, _)| level.as_str())
            .collect();
        assert_eq!(held, [level], "{} in docs/changing-a-spec.md", pair.name);
    }
    let example = fs::read_to_string(folder().join("example.txt")).unwrap();
    assert!(page.contains(&example.replace("new.yaml", "specs/acme.yaml")), "{example}");
    let names: BTreeSet<String> = pairs().into_iter().map(|pair| pair.name).collect();
    for name in rows
        .iter()
        .filter(|(level, _)| ["major", "minor", "patch", "none"].contains(&level.as_str()))
        .flat_map(|(_, held)| held)
    {
        assert!(
            names.contains(name),
            "docs/changing-a-spec.md names `{name}`, which is not a pair"
        );
    }
}
