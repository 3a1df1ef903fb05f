//! A page's body, read in one pass: records by their pointer, the envelope's
//! keys as they come, everything else skipped.

use super::envelope::{Envelope, Slot};
use super::probe::Probe;
use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;

/// What a body held.
#[derive(Debug)]
pub(crate) struct Reading<T> {
    pub(crate) items: Items<T>,
    pub(crate) envelope: Envelope,
    /// A hash of the items' text, where it was asked for.
    pub(crate) hash: Option<u128>,
}

/// What stood at the items pointer.
#[derive(Debug)]
pub(crate) enum Items<T> {
    /// Nothing: the pointer leads nowhere.
    Missing,
    /// Something else than an array.
    Not(&'static str),
    Rows(Vec<T>),
}

/// Why a body could not be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The item at which it stopped, where it was one.
    pub(crate) item: Option<usize>,
    pub(crate) cause: serde_json::Error,
}

/// Reads a body; with `hash`, the text of the items is hashed as well.
pub(crate) fn read<'de, T: Deserialize<'de>>(
    text: &'de str,
    probe: &Probe,
    hash: bool,
) -> Result<Reading<T>, Unreadable> {
    let reading =
        Reading { items: Items::Missing, envelope: Envelope::new(probe.pointers), hash: None };
    let mut reader = Reader { probe, hash, reading, broken: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let whole =
        Here { reader: &mut reader, node: 0 }.deserialize(&mut json).and_then(|()| json.end());
    match whole {
        Ok(()) => Ok(reader.reading),
        Err(cause) => Err(Unreadable { item: reader.broken, cause }),
    }
}

struct Reader<'p, T> {
    probe: &'p Probe,
    hash: bool,
    reading: Reading<T>,
    broken: Option<usize>,
}

/// Reads what is at a node of the probe.
struct Here<'r, 'p, T> {
    reader: &'r mut Reader<'p, T>,
    node: usize,
}

impl<'p, T> Here<'_, 'p, T> {
    fn below(&mut self, node: usize) -> Here<'_, 'p, T> {
        // A reborrow: each key of an object is read by a seed of its own.
        Here { reader: &mut *self.reader, node }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Here<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, json: D) -> Result<(), D::Error> {
        let node = self.reader.probe.node(self.node);
        if node.items {
            return self.items(json);
        }
        if node.keys.is_empty() {
            return json.deserialize_any(self);
        }
        let raw = <&'de RawValue>::deserialize(json)?;
        for key in &node.keys {
            let slot = Slot::read(raw).map_err(D::Error::custom)?;
            if !self.reader.reading.envelope.fill(*key, slot) {
                return Err(D::Error::custom("a paging key appears twice"));
            }
        }
        if node.is_leaf() { Ok(()) } else { self.again(raw).map_err(D::Error::custom) }
    }
}

impl<'de, T: Deserialize<'de>> Here<'_, '_, T> {
    fn items<D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        if !matches!(self.reader.reading.items, Items::Missing) {
            return Err(D::Error::custom("the items appear twice"));
        }
        let broken = &mut self.reader.broken;
        let rows = Rows { broken, item: PhantomData };
        self.reader.reading.items = if self.reader.hash {
            let raw = <&'de RawValue>::deserialize(json)?;
            self.reader.reading.hash = Some(super::seen::hash(&raw.get()));
            serde_json::Deserializer::from_str(raw.get())
                .deserialize_any(rows)
                .map_err(D::Error::custom)?
        } else {
            json.deserialize_any(rows)?
        };
        Ok(())
    }

    /// Looks below a value that is a key itself.
    fn again(&mut self, raw: &'de RawValue) -> Result<(), serde_json::Error> {
        let node = self.node;
        serde_json::Deserializer::from_str(raw.get()).deserialize_any(self.below(node))
    }
}

/// A place that is passed through: whatever is no object or array holds
/// nothing below it.
impl<'de, T: Deserialize<'de>> Visitor<'de> for Here<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(child) =
            map.next_key_seed(Child { probe: self.reader.probe, node: self.node })?
        {
            match child {
                Some(node) => map.next_value_seed(self.below(node))?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        for index in 0.. {
            let read = match self.reader.probe.child(self.node, &index.to_string()) {
                Some(node) => seq.next_element_seed(self.below(node))?,
                None => seq.next_element::<IgnoredAny>()?.map(drop),
            };
            if read.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

/// Reads a key of an object as the node it leads to.
struct Child<'p> {
    probe: &'p Probe,
    node: usize,
}

impl<'de> DeserializeSeed<'de> for Child<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Child<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.probe.child(self.node, key))
    }
}

/// Reads what stands at the items pointer.
struct Rows<'r, T> {
    broken: &'r mut Option<usize>,
    item: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Rows<'_, T> {
    type Value = Items<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items<T>, A::Error> {
        let mut rows = Vec::new();
        loop {
            match seq.next_element() {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => return Ok(Items::Rows(rows)),
                Err(cause) => {
                    *self.broken = Some(rows.len());
                    return Err(cause);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Items<T>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Items::Not("an object"))
    }

    fn visit_unit<E>(self) -> Result<Items<T>, E> {
        Ok(Items::Not("null"))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Items<T>, E> {
        Ok(Items::Not("a boolean"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Items<T>, E> {
        Ok(Items::Not("a number"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Items<T>, E> {
        Ok(Items::Not("a number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Items<T>, E> {
        Ok(Items::Not("a number"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Items<T>, E> {
        Ok(Items::Not("a string"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::ErrorKeys;
    use crate::paging::Paging;
    use crate::protocol::envelope::{Key, Pointers};

    fn probe(items: &'static str, paging: &Paging) -> Probe {
        Probe::new(items, Pointers::of(paging, &ErrorKeys::default())).unwrap()
    }

    #[test]
    fn keys_come_in_any_order() {
        let probe = probe("/data/links", &Paging::SENDSAGE);
        for body in [
            r#"{"data": {"x": [9], "links": [1, 2]}, "next_page_token": 7, "num_records": "2"}"#,
            r#"{"num_records": "2", "next_page_token": 7, "data": {"links": [1, 2], "y": {}}}"#,
        ] {
            let reading = read::<u8>(body, &probe, true).unwrap();
            assert!(matches!(reading.items, Items::Rows(rows) if rows == [1, 2]));
            assert_eq!(reading.envelope.text(Key::Next), Some("7"));
            assert_eq!(reading.envelope.count(Key::Total).ok(), Some(Some(2)));
            assert!(reading.hash.is_some());
        }
    }

    #[test]
    fn what_is_no_list_is_told() {
        let probe = probe("/data", &Paging::SENDSAGE);
        let stood = |body| read::<u8>(body, &probe, false).unwrap().items;
        assert!(matches!(stood(r#"{"data": null}"#), Items::Not("null")));
        assert!(matches!(stood(r#"{"data": {"a": [1]}}"#), Items::Not("an object")));
        assert!(matches!(stood(r#"{"rows": [1]}"#), Items::Missing));
        assert!(matches!(stood("[1]"), Items::Missing));
    }

    #[test]
    fn the_body_itself_can_be_the_items() {
        let probe = probe("", &Paging::NONE);
        let reading = read::<u8>(" [1, 2, 3] ", &probe, false).unwrap();
        assert!(matches!(reading.items, Items::Rows(rows) if rows == [1, 2, 3]));
    }

    #[test]
    fn a_broken_item_is_named() {
        let probe = probe("/data", &Paging::NONE);
        let broken = |body| read::<u8>(body, &probe, false).unwrap_err().item;
        assert_eq!(broken(r#"{"data": [1, 2, "x"]}"#), Some(2));
        assert_eq!(broken(r#"{"data": [1, 1e400]}"#), Some(1));
        assert_eq!(broken(r#"{"data": [1, 2]"#), None);
        assert_eq!(broken(r#"{"data": [1]} x"#), None);
        assert_eq!(broken(r#"{"data": [1], "data": [2]}"#), None);
    }
}
