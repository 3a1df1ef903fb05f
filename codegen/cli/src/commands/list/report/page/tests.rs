//! The report of a walk that waits and retries, on a paused clock.

use super::super::super::slow_server::{Reply, Slow};
use super::super::{Listed, Summary};
use super::{escape, grouped, html, shown};
use pagesmith::{Client, Json, Paging, Timeline};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const REPLIES: [Reply; 6] = [
    (2, 200, None, r#"{"next_page_token": "s3cret-1", "rows": [1, 2, 3]}"#),
    (1, 429, Some(("retry-after", "5")), "{}"),
    (
        1,
        200,
        Some(("ratelimit", "\"a\";r=0;t=4")),
        r#"{"next_page_token": "s3cret-2", "rows": [4, 5, 6]}"#,
    ),
    (0, 0, None, ""),
    (1, 200, None, r#"{"next_page_token": "s3cret-3", "rows": [7, 8]}"#),
    (3, 200, None, r#"{"next_page_token": null, "num_records": 9, "rows": [8]}"#),
];

fn listed(resource: &str, path: &str) -> Listed {
    Listed { resource: resource.to_owned(), path: path.to_owned(), parents: None }
}

/// The report of such a walk.
async fn report() -> String {
    let timeline = Timeline::new();
    let client = Client::builder("https://api.test/v1")
        .bearer("s3cret-token")
        .transport(Slow::of(&REPLIES))
        .timeline(&timeline)
        .build()
        .unwrap();
    let list = client.list::<Json>("/hotels/{}/<rows>", ["s3cret-hotel"], Paging::SENDSAGE);
    let mut pages = list.items_at("/rows").read_ahead(false).pages();
    let failure = loop {
        match pages.try_next().await {
            Ok(Some(_)) => {}
            Ok(None) => break None,
            Err(error) => break Some(error.to_string()),
        }
    };
    let warnings = pages.warnings().iter().map(ToString::to_string).collect();
    let summary = Summary { outcome: pages.outcome(), failure, warnings, more_warnings: 2 };
    html(&listed("rows", "/hotels/{hotel}/<rows>"), &timeline, &summary)
}

#[tokio::test(start_paused = true)]
async fn a_report_says_what_each_request_did() {
    let html = report().await.replace('\u{a0}', " ");
    for part in [
        "<h1>A walk of <code>rows</code></h1>",
        "<code>/hotels/{hotel}/&lt;rows&gt;</code>",
        "reply after 2 s, received in 0 s, decoded in 0 s",
        "<small>attempt 2</small>",
        "waited 5 s for the next attempt, as the server asks, reply after 1 s",
        "requested again: the server answered 429",
        "waited 4 s for the server's rate limit",
        "requested again: the request failed",
        "<td>429</td>",
        "<dt>retries</dt><dd>2</dd>",
        "<dt>records</dt><dd>9</dd>",
        "Evidence: <strong>continued</strong>: 9 items on 4 pages by 6 requests, 2 retries",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    // Neither scripts, nor anything from elsewhere, nor secrets.
    for never in ["<script", "src=", "href=", "http://", "@import", "s3cret", "api.test"] {
        assert!(!html.contains(never), "{never} in {html}");
    }
    assert!(!html.replace("url(#", "").contains("url("), "{html}");
    for tag in ["svg", "table", "section", "tr", "pattern"] {
        let open =
            html.matches(&format!("<{tag} ")).count() + html.matches(&format!("<{tag}>")).count();
        assert_eq!(open, html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn a_walk_without_requests_has_a_report() {
    let summary = Summary {
        outcome: None,
        failure: Some("no <page>".to_owned()),
        warnings: Vec::new(),
        more_warnings: 0,
    };
    let html = html(&listed("a", "/a"), &Timeline::new(), &summary);
    assert!(html.contains("No request was sent.") && html.contains("no &lt;page&gt;"), "{html}");
}

#[test]
fn texts_and_numbers_are_readable() {
    assert_eq!(
        escape("<a href=\"x\">'&\u{202e}"),
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;\u{fffd}"
    );
    assert_eq!([7, 1234, 1_234_567].map(grouped), ["7", "1\u{202f}234", "1\u{202f}234\u{202f}567"]);
    assert_eq!(shown("https://api.test/a?b&c"), "/a?b&c");
    assert_eq!(shown("https://api.test"), "https://api.test");
}

/// Looks at the page in a browser, and writes what it sees into an attribute.
const LOOK: &str = r#"<script>
const rgb = (text) => text.match(/[\d.]+/g).slice(0, 3).map(Number);
const light = (color) => {
  const [r, g, b] = rgb(color).map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
const style = (selector) => getComputedStyle(document.querySelector(selector));
const paper = style("body").backgroundColor;
const bars = [...document.querySelectorAll("svg.bar rect")].map((rect) => rect.getBoundingClientRect().width);
document.documentElement.dataset.seen = JSON.stringify({
  paper: light(paper),
  contrast: ["body", ".words", ".why", "th", "dt"].map((it) => contrast(style(it).color, paper)),
  strokes: [...document.querySelectorAll("svg.bar rect")].map((rect) => contrast(getComputedStyle(rect).stroke, paper)),
  narrowest: Math.min(...bars),
  widest: Math.max(...bars),
  bars: bars.length,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
});
</script>"#;

/// A browser draws the report, light and dark: its texts and bars stand out, and it fits. It needs
/// Chromium. With `PAGESMITH_SCREENSHOTS=FOLDER`, the file and pictures of it stay there.
#[tokio::test(start_paused = true)]
async fn a_browser_draws_the_report_light_and_dark() {
    let named = ["chromium", "chromium-browser", "google-chrome"];
    let is_there = |name: &&str| Command::new(name).arg("--version").output().is_ok();
    let Some(browser) = named.into_iter().find(is_there) else {
        println!("skipped: no Chromium is installed");
        return;
    };
    let kept = env::var_os("PAGESMITH_SCREENSHOTS").map(PathBuf::from);
    let own = || env::temp_dir().join(format!("pagesmith-report-{}", std::process::id()));
    let folder = kept.clone().unwrap_or_else(own);
    fs::create_dir_all(&folder).unwrap();
    let (file, looked) = (folder.join("walk.html"), folder.join("looked.html"));
    let html = report().await;
    fs::write(&file, &html).unwrap();
    fs::write(&looked, html + LOOK).unwrap();
    for (look, scheme) in [("light", 1), ("dark", 0)] {
        let run = |mode: &str, file: &Path| {
            let run = Command::new(browser)
                .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"])
                .arg("--window-size=1200,1000")
                .arg(format!("--blink-settings=preferredColorScheme={scheme}"))
                .arg(format!("--user-data-dir={}", folder.join("profile").display()))
                .args([mode.to_owned(), format!("file://{}", file.display())])
                .output()
                .unwrap();
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
            String::from_utf8_lossy(&run.stdout).into_owned()
        };
        let page = run("--dump-dom", &looked);
        let seen = page.split("data-seen=\"").nth(1).and_then(|rest| rest.split('"').next());
        let seen = seen.unwrap_or_else(|| panic!("{page}")).replace("&quot;", "\"");
        let seen: Json = serde_json::from_str(&seen).unwrap();
        let number = |name: &str| seen[name].as_f64().unwrap();
        let least = |name: &str| {
            let all = seen[name].as_array().unwrap().iter().map(|it| it.as_f64().unwrap());
            all.fold(f64::INFINITY, f64::min)
        };
        assert_eq!(number("paper") > 0.5, look == "light", "{look}: {seen}");
        // The ratios that WCAG 2.2 asks for of texts and of graphics.
        assert!(least("contrast") >= 4.5 && least("strokes") >= 3.0, "{look}: {seen}");
        assert!(number("narrowest") >= 1.0 && number("widest") > 50.0, "{look}: {seen}");
        assert!(number("bars") > 15.0 && number("overflow") <= 0.0, "{look}: {seen}");
        if kept.is_some() {
            run(&format!("--screenshot={}", folder.join(format!("{look}.png")).display()), &file);
        }
    }
    if kept.is_none() {
        fs::remove_dir_all(folder).unwrap();
    }
}
