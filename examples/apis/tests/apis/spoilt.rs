//! A spec with one mistake never passes: its check finds it, or a walk does not come to what it
//! must, or a refusal is not understood. So each knob of a spec is needed, and the stand-ins are
//! strict enough to show that.

use crate::refusals;
use crate::spoil::{self, Spoilt};
use crate::{specs, walks};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};

/// 429 always means that a request came too early, but the format wants a status beside `reset`.
const WITHOUT_EFFECT: &[&str] = &["okta: rate_limit/status/0: changed to 430"];

#[tokio::test]
async fn each_spec_with_one_mistake_is_seen() {
    let (mut made, mut unseen) = (0, Vec::new());
    for name in specs::names() {
        for spoilt in spoil::all(&specs::text(&name)) {
            made += 1;
            let what = format!("{name}: {}", spoilt.what);
            if is_seen(&name, &spoilt).await == WITHOUT_EFFECT.contains(&what.as_str()) {
                unseen.push(what);
            }
        }
    }
    assert!(made > 2000, "only {made} specs were made");
    assert!(unseen.is_empty(), "{} of {made} unseen:\n{}", unseen.len(), unseen.join("\n"));
}

async fn is_seen(name: &str, spoilt: &Spoilt) -> bool {
    let Some(api) = check(&spoilt.text) else { return true };
    for walk in walks::all().filter(|walk| walk.spec() == name) {
        let (outcome, log) = walk.in_process(&api).await;
        if !outcome.differences(&walk.expected(&outcome, &log)).is_empty() {
            return true;
        }
    }
    for refusal in refusals::all().filter(|refusal| refusal.spec() == name) {
        if refusal.understood(&api).await != refusal.expected() {
            return true;
        }
    }
    false
}

/// The checked spec; none if the check finds a mistake, or warns.
fn check(text: &str) -> Option<Api> {
    let (ast, places) = parse::spec_file::parse(text).ok()?;
    let (api, warnings) = lower::api(&ast, &places).ok()?;
    warnings.problems.is_empty().then_some(api)
}
