//! A recording as an SVG that moves by itself. Who asks for less motion sees its end.

use super::terminal::Shown;
use std::fmt::Write as _;

/// A command that was typed, and what came of it.
pub(crate) struct Step {
    pub(crate) command: String,
    pub(crate) shown: Vec<Shown>,
}

/// Characters of a line; longer ones go on in the next.
const COLUMNS: u32 = 96;
/// Pixels of a character, and from line to line.
const CHARACTER: f64 = 8.43;
const LINE: u32 = 22;
/// Pixels around the text, and above it, where the window has its bar.
const MARGIN: u32 = 20;
const BAR: u32 = 56;

/// Tenths of a second that each part takes.
const COMMAND: u32 = 12;
const OUTPUT: u32 = 6;
const PASSING: u32 = 4;
const END: u32 = 60;

/// A text, in its line, and while it is seen: from a time on, and if it passes, up to a time.
struct Text {
    line: u32,
    class: &'static str,
    words: String,
    from: u32,
    to: Option<u32>,
}

/// Draws these steps, one below the other.
pub(crate) fn draw(title: &str, steps: &[Step]) -> String {
    let (mut texts, mut line, mut time) = (Vec::new(), 0, 5);
    for step in steps {
        for (number, text) in wrapped(&format!("$ {}", step.command)).into_iter().enumerate() {
            let class = if number == 0 { "p" } else { "c" };
            texts.push(Text { line, class, words: text, from: time, to: None });
            line += 1;
        }
        time += COMMAND;
        for shown in &step.shown {
            match shown {
                Shown::Passing(text) => {
                    let (text, to) = (text.clone(), Some(time + PASSING));
                    texts.push(Text { line, class: "o", words: text, from: time, to });
                    time += PASSING;
                }
                Shown::Line(text) => {
                    for text in wrapped(text) {
                        texts.push(Text { line, class: "o", words: text, from: time, to: None });
                        line += 1;
                    }
                    time += OUTPUT;
                }
            }
        }
        time += COMMAND;
    }
    svg(title, &texts, line, time + END)
}

fn svg(title: &str, texts: &[Text], lines: u32, end: u32) -> String {
    let mut times: Vec<_> = texts.iter().map(|text| (text.from, text.to)).collect();
    times.sort_unstable();
    times.dedup();
    let mut style = String::new();
    for (number, (from, to)) in times.iter().enumerate() {
        let share = |time: u32| f64::from(time) * 100.0 / f64::from(end);
        let (from, to) = (share(*from), to.map(share));
        let _ = write!(style, "@keyframes k{number}{{0%{{opacity:0}}{from:.2}%{{opacity:1}}");
        let _ = to.map(|to| write!(style, "{to:.2}%{{opacity:0}}"));
        let _ = writeln!(
            style,
            "}}.k{number}{{opacity:{};animation:k{number} {}.{}s step-end infinite}}",
            u8::from(to.is_none()),
            end / 10,
            end % 10,
        );
    }
    let mut drawn = String::new();
    for text in texts {
        let key = times.binary_search(&(text.from, text.to)).unwrap_or_default();
        let y = BAR + text.line * LINE + 16;
        let class = text.class;
        let words = escape(&text.words);
        let words = match words.strip_prefix("$ ") {
            Some(command) if class == "p" => format!("<tspan class=\"d\">$</tspan> {command}"),
            _ => words,
        };
        let _ =
            writeln!(drawn, r#"<text class="{class} k{key}" x="{MARGIN}" y="{y}">{words}</text>"#);
    }
    let width = f64::from(COLUMNS) * CHARACTER + f64::from(MARGIN * 2);
    let height = BAR + lines * LINE + MARGIN;
    let title = escape(title);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height}" role="img" aria-label="{title}">
<title>{title}</title>
<style>text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}}.p,.c{{fill:#fff}}.o{{fill:#b8c4d6}}.d{{fill:#7ee0a1}}
{style}@media (prefers-reduced-motion:reduce){{text{{animation:none!important}}}}</style>
<rect width="100%" height="100%" rx="8" fill="#1b2230"/>
<g fill="#5b6577"><circle cx="24" cy="22" r="6"/><circle cx="44" cy="22" r="6"/><circle cx="64" cy="22" r="6"/></g>
{drawn}</svg>
"##
    )
}

/// The lines of a text, broken at spaces.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= COLUMNS as usize {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
