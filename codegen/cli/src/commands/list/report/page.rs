//! The page of a report.

use super::chart::{self, Part};
use super::scale::{Scale, words};
use super::{Listed, Summary};
use pagesmith::{Outcome, TimedRequest, Timeline};
use std::fmt::Write as _;
use std::time::Duration;

/// The look: a light and a dark one, and the patterns of the bars, which print well.
const STYLE: &str = include_str!("style.css");

/// The whole file.
pub(super) fn html(list: &Listed, timeline: &Timeline, summary: &Summary) -> String {
    let requests = timeline.requests();
    let end = requests.iter().map(chart::end).max().unwrap_or_default();
    let scale = Scale::to(end);
    let (resource, path) = (escape(&list.resource), escape(&list.path));
    let parents = list.parents.as_deref().map(escape);
    let each = parents.iter().map(|parents| format!(" for each of <code>{parents}</code>"));
    let each: String = each.collect();
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>A walk of {resource}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>A walk of <code>{resource}</code>{each}</h1>\n<p class=\"path\"><code>{path}</code></p>\n"
    );
    page += &patterns();
    page += &ended(summary);
    page += &figures(&requests, end, summary.outcome.as_ref());
    page += &warnings(summary);
    page += &legend();
    page += &table(&requests, scale, timeline.left_out(), parents.as_deref());
    page + "</body>\n</html>\n"
}

/// The patterns that all bars use.
fn patterns() -> String {
    let pattern = |part: Part| {
        let name = part.name();
        format!(
            r#"<pattern id="{name}" class="{name}" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="ground" width="8" height="8"/>{}</pattern>"#,
            part.pattern()
        )
    };
    let patterns: String = Part::ALL.map(pattern).concat();
    format!("<svg class=\"patterns\" aria-hidden=\"true\"><defs>{patterns}</defs></svg>\n")
}

/// How the walk ended, with its evidence.
fn ended(summary: &Summary) -> String {
    let (class, mark, head) = match (&summary.outcome, &summary.failure) {
        (Some(_), None) => ("good", "✓", "The walk has ended."),
        (_, Some(_)) => ("bad", "✕", "The walk failed."),
        (None, None) => ("open", "–", "The walk was not read to its end."),
    };
    let mut text = format!("<section class=\"{class}\"><h2><span>{mark}</span> {head}</h2>\n");
    // Writing to a string can't fail.
    if let Some(why) = &summary.failure {
        let _ = writeln!(text, "<p>{}</p>", escape(why));
    }
    if let Some(outcome) = &summary.outcome {
        // The outcome in words begins with its evidence.
        let (evidence, words) = (outcome.evidence.name(), outcome.to_string());
        let words = words.strip_prefix(evidence).unwrap_or(&words);
        let words = escape(words);
        let _ = writeln!(text, "<p>Evidence: <strong>{evidence}</strong>{words}</p>");
        if let Some(gap) = &outcome.evidence_gap {
            let _ = writeln!(text, "<p>{}</p>", escape(gap));
        }
    }
    text + "</section>\n"
}

/// The figures of the walk.
fn figures(requests: &[TimedRequest], end: Duration, outcome: Option<&Outcome>) -> String {
    let items: u64 = requests.iter().filter_map(|request| request.items).sum();
    let bytes: usize = requests.iter().map(|request| request.bytes).sum();
    let retried = requests.iter().filter(|request| request.retried.is_some()).count() as u64;
    let waits = requests.iter().flat_map(|request| &request.waits);
    let waited: Duration = waits.map(|wait| wait.time).sum();
    let figures = [
        ("records", outcome.map_or(items, |outcome| outcome.items).to_string()),
        ("requests", outcome.map_or(requests.len() as u64, |it| it.requests).to_string()),
        ("retries", outcome.map_or(retried, |outcome| outcome.retries).to_string()),
        ("bytes", grouped(bytes)),
        ("time", words(end)),
        ("of it waiting", words(waited)),
    ];
    let figure =
        |(name, value): (&str, String)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>");
    format!("<dl>{}</dl>\n", figures.map(figure).concat())
}

fn warnings(summary: &Summary) -> String {
    if summary.warnings.is_empty() {
        return String::new();
    }
    let each = summary.warnings.iter().map(|warning| format!("<li>{}</li>", escape(warning)));
    let more = match summary.more_warnings {
        0 => String::new(),
        more => format!("<li>and {more} more, about other pages</li>"),
    };
    let each: String = each.collect();
    format!(
        "<section class=\"warn\"><h2><span>!</span> Warnings</h2>\n<ul>{each}{more}</ul></section>\n"
    )
}

fn legend() -> String {
    let entry = |part: Part| {
        let (name, meaning) = (part.name(), part.meaning());
        format!(
            r#"<li><svg viewBox="0 0 32 16" aria-hidden="true"><rect class="{name}" x="1" y="1" width="30" height="14"/></svg> {meaning}</li>"#
        )
    };
    format!("<ul class=\"legend\">{}</ul>\n", Part::ALL.map(entry).concat())
}

/// A row for each request; those for one parent's children are together.
fn table(
    requests: &[TimedRequest],
    scale: Scale,
    left_out: usize,
    parents: Option<&str>,
) -> String {
    if requests.is_empty() {
        return "<p>No request was sent.</p>\n".to_owned();
    }
    let mut table = format!(
        "<table>\n<thead><tr><th>page</th><th>request</th><th class=\"time\">{}</th>\
         <th>status</th><th>records</th><th>bytes</th></tr></thead>\n",
        axis(scale)
    );
    // The first requests and the last ones are kept.
    let (first, last) = requests.split_at(requests.len() / 2);
    let gap = format!(
        "<tbody><tr><td colspan=\"6\">{left_out} requests in between are not shown</td></tr></tbody>\n"
    );
    match (left_out, parents) {
        (0, None) => table += &rows("", requests, scale),
        (_, None) => table.extend([rows("", first, scale), gap, rows("", last, scale)]),
        (0, Some(parents)) => table += &by_parent(requests, scale, parents),
        (_, Some(parents)) => table.extend([gap, by_parent(requests, scale, parents)]),
    }
    table + "</table>\n"
}

/// The requests for the parents, followed by those for the children of each.
fn by_parent(requests: &[TimedRequest], scale: Scale, parents: &str) -> String {
    let mut requests = requests.to_vec();
    let number = |request: &TimedRequest| request.parent.as_ref().map(|parent| parent.number);
    requests.sort_by_key(number);
    let group = |group: &[TimedRequest]| {
        let parent = group.first().and_then(|request| request.parent.as_ref());
        let name = match parent {
            None => format!("<code>{parents}</code>, the parents"),
            Some(parent) => format!("children of <code>{}</code>", escape(&parent.key.to_string())),
        };
        let head = format!("<tr><th scope=\"rowgroup\" colspan=\"6\">{name}</th></tr>\n");
        rows(&head, group, scale)
    };
    requests.chunk_by(|one, other| number(one) == number(other)).map(group).collect()
}

/// Rows below this one.
fn rows(head: &str, requests: &[TimedRequest], scale: Scale) -> String {
    let rows: String = requests.iter().map(|request| row(request, scale)).collect();
    format!("<tbody>\n{head}{rows}</tbody>\n")
}

/// The times above the bars.
fn axis(scale: Scale) -> String {
    let tick = |time: Duration| {
        let left = scale.at(time);
        format!("<span style=\"left:{left:.2}%\">{}</span>", words(time))
    };
    scale.ticks().into_iter().map(tick).collect()
}

fn row(request: &TimedRequest, scale: Scale) -> String {
    let attempt = match request.attempt {
        1 => String::new(),
        attempt => format!(" <small>attempt {attempt}</small>"),
    };
    let page = match request.page {
        0 => "–".to_owned(),
        page => page.to_string(),
    };
    let status = request.status.map_or_else(|| "none".to_owned(), |status| status.to_string());
    let items = request.items.map_or_else(|| "–".to_owned(), |items| items.to_string());
    let why = request.retried.as_ref().map(|why| format!("requested again: {why}"));
    let why = why.or_else(|| request.error.clone());
    let class = if why.is_some() { " class=\"again\"" } else { "" };
    let why = why.map(|why| format!("<p class=\"why\">{}</p>", escape(&why)));
    format!(
        "<tr{class}><td>{page}</td><td><code>{} {}</code>{attempt}</td>\
         <td class=\"time\">{}<p class=\"words\">{}</p>{}</td>\
         <td>{status}</td><td>{items}</td><td>{}</td></tr>\n",
        escape(&request.method),
        escape(&shown(&request.url)),
        chart::bar(request, scale),
        chart::in_words(request),
        why.unwrap_or_default(),
        grouped(request.bytes),
    )
}

/// A URL without its origin, which is that of all requests.
fn shown(url: &str) -> String {
    let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.unwrap_or(url).to_owned()
}

/// A number with a thin space between each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

/// A text as HTML.
fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c if pagesmith_codegen::diag::is_hidden(c) => html.push('\u{fffd}'),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
#[path = "page/tests.rs"]
mod tests;
