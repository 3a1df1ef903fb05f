//! Encodes and decodes positions.

use super::Position;
use super::beside::{self, Beside, BesideValue};
use super::carried::{self, Carried};
use super::cursor::Cursor;
use super::delta::{Delta, Synchronisation};
use super::fingerprint::Fingerprint;
use crate::error::Error;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::sync::Arc;
use url::Url;

/// The prefix of an encoded position; the values and a checksum follow.
const PREFIX: &str = "ps3";

/// The kind of a cursor with values beside it, whose value is [`WithBeside`].
const BESIDE: u8 = 9;

/// Kind and value of the cursor, and what is beside it.
type WithBeside<T> = (u8, T, beside::Values);

/// The kind of a cursor with a place among synchronisations, whose value is [`WithSync`].
const SYNC: u8 = 10;

/// Kind and value of the cursor; whether it is of a synchronisation that is not the first;
/// kind and value of the delta, and whether that has placeholders.
type WithSync<T> = (u8, T, bool, Option<(u8, T, bool)>);

/// The kind of a delta that is sent beside positions.
const DELTA_VALUE: u8 = 11;

/// Kind and value of the cursor; pages, index and items; whether it is from the start, size,
/// key, list and circular; the carried state.
type Values<T> = (u8, T, [u64; 3], bool, Option<u64>, Option<u64>, u64, bool, carried::Values);

impl Position {
    /// The position as a text of letters, digits, `-`, `_` and dots. It holds
    /// page tokens and links.
    #[must_use]
    pub fn encode(&self) -> String {
        let (mut kind, mut value) = values_of(&self.at);
        if !self.beside.is_empty() {
            let values: WithBeside<Cow<'_, str>> = (kind, value, self.beside.encoded());
            (kind, value) = (BESIDE, serde_json::to_string(&values).unwrap_or_default().into());
        }
        if self.sync != Synchronisation::default() {
            let delta = self.sync.delta.as_deref().map(|delta| match delta {
                Delta::Position(at) => {
                    let (kind, value) = values_of(at);
                    (kind, value, false)
                }
                Delta::Value(BesideValue { json, is_masked }) => {
                    (DELTA_VALUE, (&**json).into(), *is_masked)
                }
            });
            let values: WithSync<Cow<'_, str>> = (kind, value, self.sync.is_next, delta);
            (kind, value) = (SYNC, serde_json::to_string(&values).unwrap_or_default().into());
        }
        let Self { pages, index, items, from_start, size, key, list, circular, .. } = *self;
        let (counts, carried) = ([pages, index, items], self.carried.values());
        let values: Values<&str> =
            (kind, &value, counts, from_start, size, key, list.0, circular, carried);
        let values = serde_json::to_string(&values).unwrap_or_default();
        let body = BASE64_URL_SAFE_NO_PAD.encode(values);
        let check = checksum(&body);
        format!("{PREFIX}.{body}.{check}")
    }

    /// The position of an encoded text.
    ///
    /// # Errors
    /// When the text is not a position, was changed, or is of another version.
    pub fn decode(text: &str) -> Result<Self, Error> {
        let mut parts = text.split('.');
        let (Some(prefix), Some(body), Some(check), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refused("it was not written by `encode`"));
        };
        if prefix != PREFIX {
            return Err(refused(
                "another version of pagesmith wrote it; walk the list from its beginning",
            ));
        }
        if check != checksum(body) {
            return Err(refused("it was cut or changed"));
        }
        let values =
            BASE64_URL_SAFE_NO_PAD.decode(body).map_err(|_| refused("it is not encoded"))?;
        let malformed = || refused("its values are malformed");
        let values: Values<String> = serde_json::from_slice(&values).map_err(|_| malformed())?;
        let (kind, value, [pages, index, items], from_start, size, key, list, circular, carried) =
            values;
        let carried = Carried::of(carried).ok_or_else(malformed)?;
        // More than any list has, and small enough that sums do not overflow.
        if [pages, index, items].into_iter().any(|count| count > u64::MAX >> 8) {
            return Err(refused("its counters are malformed"));
        }
        let (kind, value, sync) = if kind == SYNC {
            let (kind, value, is_next, delta): WithSync<String> =
                serde_json::from_str(&value).map_err(|_| malformed())?;
            let delta = delta.map(|delta| delta_of(delta).map(Arc::new)).transpose()?;
            (kind, value, Synchronisation { is_next, delta })
        } else {
            (kind, value, Synchronisation::default())
        };
        let (at, beside) = if kind == BESIDE {
            let (kind, value, beside): WithBeside<String> =
                serde_json::from_str(&value).map_err(|_| malformed())?;
            (cursor_of(kind, value)?, Beside::decoded(beside).ok_or_else(malformed)?)
        } else {
            (cursor_of(kind, value)?, Beside::default())
        };
        let list = Fingerprint(list);
        Ok(Self {
            at,
            beside,
            pages,
            index,
            items,
            from_start,
            size,
            key,
            carried,
            list,
            circular,
            sync,
        })
    }
}

/// The kind and the value of a cursor.
fn values_of(at: &Cursor) -> (u8, Cow<'_, str>) {
    match at {
        Cursor::Start => (0, "".into()),
        Cursor::Link(url) => (1, url.as_str().into()),
        Cursor::Token(token) => (2, (&**token).into()),
        Cursor::Number(page) => (3, page.to_string().into()),
        Cursor::Done => (4, "".into()),
        Cursor::Offset(offset) => (5, offset.to_string().into()),
        Cursor::Json(token) => (6, (&**token).into()),
        Cursor::MaskedToken { token, is_json: false } => (7, (&**token).into()),
        Cursor::MaskedToken { token, is_json: true } => (8, (&**token).into()),
    }
}

/// The cursor of a kind and a value.
fn cursor_of(kind: u8, value: String) -> Result<Cursor, Error> {
    Ok(match kind {
        0 => Cursor::Start,
        1 => Cursor::Link(Url::parse(&value).map_err(|_| refused("its link is malformed"))?),
        2 => Cursor::Token(value.into()),
        3 => Cursor::Number(value.parse().map_err(|_| refused("its page number is malformed"))?),
        4 => Cursor::Done,
        5 => Cursor::Offset(value.parse().map_err(|_| refused("its offset is malformed"))?),
        6 => Cursor::Json(value.into()),
        7 | 8 => Cursor::MaskedToken { token: value.into(), is_json: kind == 8 },
        _ => return Err(refused("its kind is unknown")),
    })
}

/// The delta of a kind and a value.
fn delta_of((kind, value, is_masked): (u8, String, bool)) -> Result<Delta, Error> {
    if kind != DELTA_VALUE {
        return cursor_of(kind, value).map(Delta::Position);
    }
    let json = BesideValue::checked(value.into(), is_masked);
    json.map(Delta::Value).ok_or_else(|| refused("its delta is malformed"))
}

fn refused(why: &str) -> Error {
    Error::position_refused(format!("invalid position: {why}"))
}

/// The checksum, which detects a text that was cut or changed.
pub(super) fn checksum(body: &str) -> String {
    format!("{:016x}", Fingerprint::of(&[body]).0)
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.encode())
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::decode(&text).map_err(serde_core::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paging::Evidence;
    use crate::position::carried::{Milestone, RowsOfPage, StatedTotal};
    use crate::position::child_position::ChildPosition;

    fn position(at: Cursor) -> Position {
        Position {
            at,
            beside: Beside::default(),
            pages: 3,
            index: 7,
            items: 107,
            from_start: true,
            size: Some(50),
            key: Some(u64::MAX),
            carried: Carried {
                visited: Some(Milestone { hash: u128::MAX - 1, page: 2 }),
                rows: Some(RowsOfPage { sum: 1 << 100, count: 3, first: 4, page: 5 }),
                counts: [None, Some(u64::MAX), None, Some(0), None, None, None, Some(7)],
                total: StatedTotal::Same(6),
                is_doubtful: true,
                has_gap: false,
                is_plain: true,
                evidence: Evidence::Counted,
                text: Some(1 << 64),
            },
            list: Fingerprint(9),
            circular: false,
            sync: Synchronisation::default(),
        }
    }

    #[test]
    fn every_kind_survives_being_kept() {
        let link = Url::parse("https://api.example.com/v1?Token=YQ%3D%3D&raw==").unwrap();
        for at in [
            Cursor::Start,
            Cursor::Link(link),
            Cursor::Token("a+b/c== é".into()),
            Cursor::Json(r#"[1.50, "é"]"#.into()),
            Cursor::MaskedToken { token: "~pagesmith.credential.0.0.0~".into(), is_json: false },
            Cursor::MaskedToken { token: "[1]".into(), is_json: true },
            Cursor::Number(4),
            Cursor::Offset(400),
            Cursor::Done,
        ] {
            let kept = Position { circular: at == Cursor::Done, ..position(at) };
            assert_eq!(Position::decode(&kept.encode()).unwrap(), kept);
            let json = serde_json::to_string(&kept).unwrap();
            assert_eq!(serde_json::from_str::<Position>(&json).unwrap(), kept);
        }
    }

    #[test]
    fn values_beside_a_position_survive_being_kept() {
        let value = |json: &str, is_masked| Some(BesideValue { json: json.into(), is_masked });
        let values = vec![value("\"é\"", false), None, value("[1.50]", true)];
        let beside = Beside::new(values);
        for at in [Cursor::Number(4), Cursor::Token("t".into()), Cursor::Start] {
            let kept = Position { beside: beside.clone(), ..position(at) };
            assert_eq!(Position::decode(&kept.encode()).unwrap(), kept);
            assert!(!format!("{kept:?}").contains("1.50"));
        }
        let beside = Beside::new(vec![value("{", false)]);
        let broken = Position { beside, ..position(Cursor::Start) }.encode();
        assert!(Position::decode(&broken).is_err());
    }

    #[test]
    fn a_delta_survives_being_kept_and_is_not_shown() {
        let value = |json: &str| BesideValue { json: json.into(), is_masked: true };
        let link = Url::parse("https://api.example.com/delta?s3cret").unwrap();
        let begun = Position {
            sync: Synchronisation { is_next: true, delta: None },
            beside: Beside::new(vec![None, Some(value("\"s3cret\""))]),
            ..position(Cursor::Start)
        };
        assert_eq!(Position::decode(&begun.encode()).unwrap(), begun);
        for delta in [
            Delta::Position(Cursor::Link(link)),
            Delta::Position(Cursor::MaskedToken { token: "s3cret".into(), is_json: false }),
            Delta::Value(value("\"s3cret\"")),
        ] {
            let sync = Synchronisation { is_next: true, delta: Some(Arc::new(delta)) };
            let kept = Position { sync, ..position(Cursor::Done) };
            let again = Position::decode(&kept.encode()).unwrap();
            assert_eq!(again, kept);
            assert!(again.has_delta() && again.delta().unwrap().contains("s3cret"));
            assert!(!format!("{kept:?}").contains("s3cret"));
        }
        let sync =
            Synchronisation { is_next: false, delta: Some(Arc::new(Delta::Value(value("{")))) };
        let broken = Position { sync, ..position(Cursor::Done) }.encode();
        assert!(Position::decode(&broken).is_err());
    }

    #[test]
    fn a_changed_text_is_refused() {
        let text = position(Cursor::Token("t".into())).encode();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(Position::decode(&changed).is_err(), "{changed}");
        }
        for other in ["", "ps3", "ps2.x.y", &text[..text.len() - 1], &format!("{text}.")] {
            assert!(Position::decode(other).is_err(), "{other}");
        }
    }

    #[test]
    fn counts_that_no_list_has_are_refused() {
        for count in [u64::MAX, 1 << 60] {
            let text = Position { pages: count, ..position(Cursor::Start) }.encode();
            assert!(Position::decode(&text).is_err());
        }
    }

    #[test]
    fn debug_shows_no_token() {
        let shown = format!("{:?}", position(Cursor::Token("s3cret".into())));
        assert!(!shown.contains("s3cret") && shown.contains("a token"), "{shown}");
    }

    #[test]
    fn a_changed_position_of_children_is_refused() {
        let of = |items| ChildPosition {
            parents: position(Cursor::Start),
            child: None,
            items,
            parents_done: 0,
            evidence: None,
        };
        let (text, other) = (of(7).encode(), of(8).encode());
        assert_eq!(ChildPosition::decode(&text).unwrap(), of(7));
        let (body, check) = (text.rsplit_once('.').unwrap().0, other.rsplit_once('.').unwrap().1);
        let refused = |text: &str| ChildPosition::decode(text).unwrap_err().to_string();
        assert!(refused(&format!("{body}.{check}")).contains("it was cut or changed"));
        assert!(refused(&of(u64::MAX).encode()).contains("its counters are malformed"));
    }
}
