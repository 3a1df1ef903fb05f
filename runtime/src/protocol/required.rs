//! Evidence that a call requires. The call is refused if no walk of the list could show
//! it; otherwise it is compared with the evidence of the walk at its end.

use crate::error::{Error, ErrorKind};
use crate::paging::{Evidence, Offset, OnDrift, OnShortfall, Step, Text};
use crate::position::carried::StatedTotal;
use crate::position::cursor::Cursor;
use crate::protocol::walk::Walk;

const TOTAL: &str = "set `page: {total: …}` to where replies state the total";
const COUNTED: &str = "require `counted`";

/// Why the evidence of a walk is not stronger, and what to do.
struct Shortcoming {
    why: String,
    /// What would make it stronger.
    advice: Option<&'static str>,
    /// What can be required in place of it.
    instead: Option<&'static str>,
}

impl Shortcoming {
    fn new(why: impl Into<String>, advice: &'static str) -> Self {
        Self { why: why.into(), advice: Some(advice), instead: None }
    }

    fn or(self, instead: &'static str) -> Self {
        Self { instead: Some(instead), ..self }
    }

    /// Without advice that would make it stronger.
    fn only(why: impl Into<String>, instead: Option<&'static str>) -> Self {
        Self { why: why.into(), advice: None, instead }
    }

    /// The text for a call that required more.
    fn of_required(&self) -> String {
        let advice: Vec<&str> = self.advice.into_iter().chain(self.instead).collect();
        match advice.as_slice() {
            [] => self.why.clone(),
            advice => format!("{}; {}", self.why, advice.join(", or ")),
        }
    }

    /// The text for an outcome.
    fn of_outcome(&self) -> String {
        match self.advice {
            None => self.why.clone(),
            Some(advice) => format!("{}; {advice}", self.why),
        }
    }
}

impl Walk {
    /// Makes the walk fail at its end if its evidence is less than this. An error if no
    /// walk from here can show as much.
    pub(crate) fn requiring(self, required: Evidence) -> Result<Self, Error> {
        let paging = &self.plan.list.paging;
        let best = match self.at {
            Cursor::Done => Evidence::Anchored,
            Cursor::Number(_) => paging.best_by_number(),
            _ => paging.best_evidence(self.plan.key.is_some()),
        };
        if required > best {
            let why = self.shortcoming_of_style(required).of_required();
            let what = format!(
                "the call requires `{required}`, but a walk of this list shows `{best}` at most: {why}"
            );
            return Err(Error::new(ErrorKind::Unproven, what).at(
                0,
                &self.at,
                &self.plan.url,
                &self.plan.path,
            ));
        }
        let begins_elsewhere = !self.progress.from_start && self.resumes.is_none();
        if required > Evidence::Unproven && begins_elsewhere {
            let what = format!(
                "the call requires `{required}`, but the walk skips the first pages, so it is `unproven`; walk the list from its beginning, or drop the requirement"
            );
            return Err(Error::new(ErrorKind::Unproven, what).at(
                0,
                &self.at,
                &self.plan.url,
                &self.plan.path,
            ));
        }
        Ok(Self { required, ..self })
    }

    /// The same walk without required evidence.
    pub(crate) fn without_requirement(self) -> Self {
        Self { required: Evidence::Unproven, ..self }
    }

    /// Whether any evidence is required.
    pub(crate) fn requires(&self) -> bool {
        self.required > Evidence::Unproven
    }

    /// Whether the evidence is less than required.
    pub(in crate::protocol) fn lacks_evidence(&self) -> bool {
        self.requires() && self.evidence() < self.required
    }

    /// The error for a walk that has ended with weaker evidence than required.
    pub(in crate::protocol) fn unproven(&self) -> Error {
        let (required, shown) = (self.required, self.evidence());
        let why = self.shortcoming(required).of_required();
        let what =
            format!("the walk has ended as `{shown}`, but the call requires `{required}`: {why}");
        Error::new(ErrorKind::Unproven, what)
            .at(0, &self.at, &self.plan.url, &self.plan.path)
            .at_position(self.position())
    }

    /// Why a walk that has ended shows less than a walk of its list can, or is unproven.
    pub(crate) fn evidence_gap(&self) -> Option<String> {
        let paging = &self.plan.list.paging;
        let best = if self.proof.is_by_page_number() {
            paging.best_by_number()
        } else {
            paging.best_evidence(self.plan.key.is_some())
        };
        let shown = self.evidence();
        // A walk that is unproven could at least have been counted.
        let aim = best.max(Evidence::Counted);
        (shown < best || shown == Evidence::Unproven).then(|| self.shortcoming(aim).of_outcome())
    }

    /// Why a walk that has ended shows less than this.
    fn shortcoming(&self, required: Evidence) -> Shortcoming {
        const AGAIN: &str = "walk the list from its beginning";
        let items = self.progress.items;
        if self.proof.ended.is_some() {
            return Shortcoming::new(
                "the earlier run, which saved this position at its end, showed no more",
                AGAIN,
            );
        }
        if self.limits.is_reached() {
            // The user may have given another number: a resumed walk has the rest of a limit.
            return Shortcoming::new(
                "the walk ended at its limit of items",
                "list again without a limit",
            );
        }
        if let Some(last) = self.limits.last_before(&self.at) {
            let why = format!("it ended at page {last}, the last one requested");
            return Shortcoming::new(why, "walk to the end of the list");
        }
        if !self.progress.from_start {
            return Shortcoming::new("it did not begin at the beginning of the list", AGAIN);
        }
        if let Some(warning) = self.warnings.iter().find(|warning| warning.raises_doubt()) {
            return Shortcoming::new(format!("it has the warning: {warning}"), AGAIN);
        }
        if self.proof.is_doubtful {
            let why = "a position was repeated, or an earlier run of this walk had a warning";
            return Shortcoming::new(why, AGAIN);
        }
        if self.progress.pages == 1 && !self.proof.states_end {
            let why = "it has one page, and the reply does not say that this is the last one";
            let advice =
                "set `page: {total: …}` or `more` to where replies say so, or set a page size";
            return Shortcoming::new(why, advice);
        }
        let is_by_number = self.proof.is_by_number();
        match self.proof.total {
            _ if is_by_number && (required > Evidence::Counted || self.estimates()) => {
                self.shortcoming_of_style(required)
            }
            StatedTotal::Same(total) if is_by_number => Shortcoming::new(
                format!("it yielded {items} items, but the replies state a total of {total}"),
                AGAIN,
            ),
            _ if is_by_number && self.plan.list.paging.page.total.is_some() => Shortcoming::new(
                "the replies do not all state the same total",
                "walk the list from its beginning while it does not change",
            ),
            _ => self.shortcoming_of_style(required),
        }
    }

    /// Whether the list declares its totals to be estimates.
    fn estimates(&self) -> bool {
        let paging = &self.plan.list.paging;
        paging.page.total.is_some() && paging.counts == OnShortfall::Ignore
    }

    /// Why a walk of this style shows no more.
    fn shortcoming_of_style(&self, required: Evidence) -> Shortcoming {
        let paging = &self.plan.list.paging;
        let has_total = paging.page.total.is_some();
        let has_count = has_total && !self.estimates();
        let offset = paging.offset.as_ref().filter(|_| paging.next.is_none());
        if self.estimates()
            && required <= Evidence::Counted
            && (offset.is_some() || paging.number.is_some())
        {
            let by = if offset.is_some() { "offset" } else { "page number" };
            let why = format!(
                "it pages by {by}, and the list sets `counts: ignore`, so its totals are estimates"
            );
            return Shortcoming::new(why, "set `counts: warn` for the list if they are exact")
                .or("drop the requirement");
        }
        if let Some(offset) = offset {
            return self.shortcoming_by_offset(offset, required, has_count);
        }
        let is_by_number = matches!(self.at, Cursor::Number(_)) || self.proof.is_by_page_number();
        if is_by_number && !has_total {
            let why = "it pages by number, but replies state no total";
            return Shortcoming::new(why, TOTAL).or("drop the requirement");
        }
        if is_by_number {
            let why = "it pages by number, which can be `counted` at most";
            let advice = paging.next.is_some().then_some("walk it without `by_number`");
            return Shortcoming { advice, ..Shortcoming::only(why, Some(COUNTED)) };
        }
        if paging.next.is_some() {
            return Shortcoming::only(
                "it pages by link, token or last item, and only a walk by offset can be `anchored`",
                Some("require `continued`"),
            );
        }
        Shortcoming::new(
            "it has one page, and the list does not say where a reply would state that",
            "describe how the list pages, or set `page: {total: …}` to where replies state the total",
        )
    }

    fn shortcoming_by_offset(
        &self,
        offset: &Offset<Text>,
        required: Evidence,
        has_total: bool,
    ) -> Shortcoming {
        let (why, advice) = if self.plan.key.is_none() {
            (
                "it pages by offset, but the list has no `key`, so overlapping pages can't be compared",
                Some("set the `key` of its items"),
            )
        } else if offset.step != Step::Items {
            (
                "its offset does not advance by the number of items received, so pages can't overlap",
                None,
            )
        } else if offset.overlap == OnDrift::Off {
            (
                "it pages by offset, but the list sets `overlap: off`",
                Some("remove that if the server accepts any offset"),
            )
        } else {
            ("it pages by offset, but some page did not overlap the one before", None)
        };
        let instead = if has_total { COUNTED } else { "drop the requirement" };
        if required > Evidence::Counted {
            return Shortcoming { advice, ..Shortcoming::only(why, Some(instead)) };
        }
        Shortcoming::new(format!("{why}, and replies state no total"), TOTAL)
            .or("drop the requirement")
    }
}
