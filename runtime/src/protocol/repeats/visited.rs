//! The positions of a walk, so that it never goes in a circle.

use crate::position::carried::Milestone;
use crate::position::cursor::Cursor;
use crate::position::fingerprint::digest;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;

/// So many positions are known exactly.
const WINDOW: usize = 4096;

/// Positions asked for: the last ones exactly, and the last one whose page is a
/// power of two, which a walk in a circle comes to again (Brent's algorithm).
///
/// Clones share the exact ones: a page that goes on from where its walk stood
/// may find what was noted behind it, and takes that for what it is.
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
    /// None but for the one that a position carried.
    pub(super) fn resumed(milestone: Option<Milestone>) -> Self {
        Self { milestone, ..Self::default() }
    }

    /// What a position carries.
    pub(super) fn milestone(&self) -> Option<Milestone> {
        self.milestone
    }

    pub(super) fn is_empty(&self) -> bool {
        self.recent().order.is_empty()
    }

    /// Notes that a position leads to this page; the earlier page that it led
    /// to, if it is not new.
    pub(super) fn note(&mut self, position: &Cursor, url: &Url, page: u64) -> Option<u64> {
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

/// A link and a token of the same text are two positions.
fn hash(position: &Cursor, url: &Url) -> u128 {
    let (is_token, text) = position.key(url);
    digest(text.as_bytes()).wrapping_add(u128::from(is_token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(visited: &mut Visited, token: &str, page: u64) -> Option<u64> {
        let url = "https://api.test/list".parse().unwrap();
        visited.note(&Cursor::Token(token.into()), &url, page)
    }

    #[test]
    fn a_position_is_known_again_from_behind_it_only() {
        let mut visited = Visited::default();
        assert_eq!(note(&mut visited, "a", 1), None);
        let mut again = visited.clone();
        assert_eq!(note(&mut visited, "b", 2), None);
        assert_eq!(note(&mut visited, "a", 3), Some(1));
        assert_eq!(note(&mut again, "b", 2), None, "the same page once more");
        assert_eq!(note(&mut again, "b", 3), Some(2));
    }

    #[test]
    fn a_circle_of_any_length_is_found() {
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
