//! `docs/import.md` shows the exact output of the commands.

use pagesmith_cli::drafting::import;
use pagesmith_cli::drafting::infer::{self, Hints, Sample};
use std::path::Path;
use std::{env, fs};

/// The fenced blocks of this language, without their fences.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let open = format!("```{language}\n");
    text.split(&open).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// Replaces the blocks of the page with the new output, to bless it.
fn bless(text: &str, made: &[(&str, usize, &str)]) -> String {
    let mut page = text.to_owned();
    for (language, index, block) in made {
        let open = format!("```{language}\n");
        let at = page.match_indices(&open).nth(*index).unwrap().0 + open.len();
        let end = at + page[at..].find("```").unwrap();
        page.replace_range(at..end, block);
    }
    page
}

#[test]
fn the_page_shows_the_output_of_its_examples() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/import.md");
    let text = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    let description = blocks(&text, "yaml")[0];
    let imported = import::import(description.as_bytes(), &import::Options::default()).unwrap();
    let (spec, report) = (imported.spec.unwrap(), imported.report.text(false));
    let url = text.split("--url '").nth(1).unwrap().split('\'').next().unwrap();
    let hints = Hints { url: Some(url.to_owned()), ..Hints::default() };
    let sample =
        Sample { name: "page1.json", url: None, bytes: blocks(&text, "json")[0].as_bytes() };
    let draft = infer::infer(&[sample], &hints).unwrap();
    let made = [("yaml", 1, &*spec), ("text", 0, &*report), ("yaml", 2, &*draft)];
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(&file, bless(&text, &made)).unwrap();
        return;
    }
    for (language, index, block) in made {
        assert_eq!(blocks(&text, language)[index], block);
    }
}
