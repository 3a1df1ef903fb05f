//! The positions of a walk, to notice a cycle.

use crate::position::beside::Beside;
use crate::position::carried::Milestone;
use crate::position::cursor::Cursor;
use crate::position::fingerprint::digest;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;

/// How many recent positions are remembered exactly.
const WINDOW: usize = 4096;

/// The positions that were requested: the recent ones exactly, and a milestone, the
/// latest one whose page number is a power of two. A walk in a cycle reaches its
/// milestone again (Brent's algorithm).
///
/// Clones share the recent ones. A page that continues from an earlier point of its
/// walk may find positions that were noted later; those do not count as a cycle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visited {
    recent: Arc<Mutex<Recent>>,
    milestone: Option<Milestone>,
}

/// Each position as a hash, with the page that it led to.
#[derive(Debug, Default)]
struct Recent {
    pages: HashMap<u128, u64>,
    order: VecDeque<u128>,
}

impl Visited {
    /// Without recent positions, and with the milestone that a position carried.
    pub(super) fn resumed(milestone: Option<Milestone>) -> Self {
        Self { milestone, ..Self::default() }
    }

    /// The milestone, which a position carries.
    pub(super) fn milestone(&self) -> Option<Milestone> {
        self.milestone
    }

    pub(super) fn is_empty(&self) -> bool {
        self.recent().order.is_empty()
    }

    /// Notes that a position leads to this page. Returns the earlier page that it led
    /// to, if it is not new.
    pub(super) fn note(
        &mut self,
        position: (&Cursor, &Beside),
        url: &Url,
        page: u64,
    ) -> Option<u64> {
        let hash = hash(position, url);
        let milestone = self.milestone.filter(|known| known.hash == hash && known.page < page);
        let before = self.recent().note(hash, page).or(milestone.map(|known| known.page));
        if page.is_power_of_two() {
            self.milestone = Some(Milestone { hash, page });
        }
        before
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recent {
    fn note(&mut self, hash: u128, page: u64) -> Option<u64> {
        let Some(noted) = self.pages.get_mut(&hash) else {
            self.pages.insert(hash, page);
            self.order.push_back(hash);
            if self.order.len() > WINDOW
                && let Some(oldest) = self.order.pop_front()
            {
                self.pages.remove(&oldest);
            }
            return None;
        };
        if *noted < page {
            return Some(*noted);
        }
        *noted = page;
        None
    }
}

/// A link and a token with the same text are different positions, and so are those with
/// other values beside them.
fn hash((position, beside): (&Cursor, &Beside), url: &Url) -> u128 {
    let (is_token, text) = position.key(url);
    digest(text.as_bytes()).wrapping_add(u128::from(is_token)).wrapping_add(beside.hash())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(visited: &mut Visited, token: &str, page: u64) -> Option<u64> {
        let url = "https://api.test/list".parse().unwrap();
        visited.note((&Cursor::Token(token.into()), &Beside::default()), &url, page)
    }

    #[test]
    fn a_position_is_a_repeat_only_for_a_later_page() {
        let mut visited = Visited::default();
        assert_eq!(note(&mut visited, "a", 1), None);
        let mut again = visited.clone();
        assert_eq!(note(&mut visited, "b", 2), None);
        assert_eq!(note(&mut visited, "a", 3), Some(1));
        assert_eq!(note(&mut again, "b", 2), None, "the same page once more");
        assert_eq!(note(&mut again, "b", 3), Some(2));
    }

    #[test]
    fn a_cycle_of_any_length_is_found() {
        for (tail, period) in [(0, 1), (3, 4096), (0, 4097), (5000, 5000), (9000, 4100)] {
            let (mut visited, mut page) = (Visited::default(), 0);
            let found = loop {
                let at = if page < tail { page } else { tail + (page - tail) % period };
                page += 1;
                if note(&mut visited, &at.to_string(), page).is_some() {
                    break page;
                }
            };
            let most = if period <= 4096 { tail + period + 1 } else { 3 * (tail + period) };
            assert!(found <= most, "{tail} and {period}: page {found}");
            assert!(visited.recent().order.len() <= WINDOW);
        }
    }

    #[test]
    fn a_milestone_survives_being_carried() {
        let mut visited = Visited::default();
        for page in 1..=8 {
            assert_eq!(note(&mut visited, &page.to_string(), page), None);
        }
        let mut resumed = Visited::resumed(visited.milestone());
        assert!(resumed.is_empty());
        assert_eq!(note(&mut resumed, "7", 9), None, "it is not remembered");
        assert_eq!(note(&mut resumed, "8", 10), Some(8));
    }
}
