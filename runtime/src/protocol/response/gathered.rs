//! Rows of another shape than one array, as the text of an array: everything after the
//! reader, from keys to columns, knows only arrays.

use crate::json::lexer::{EntryName, Lexer, Unreadable};
use crate::paging::{ItemRules, Shape, Text};
use crate::protocol::response::stated::Stated;
use std::borrow::Cow;

/// How the rows of a list are gathered.
#[derive(Clone, Debug)]
pub(crate) struct GatherRules {
    /// All pointers to rows.
    pub(crate) pointers: Vec<Text>,
    pub(crate) rules: ItemRules<Text, Vec<Text>>,
    pub(crate) missing_is_empty: bool,
}

/// The rows of a page, for each pointer.
#[derive(Debug)]
pub(super) struct Gathered<'r> {
    rules: &'r GatherRules,
    /// The rows at each pointer, with commas between them; `None` while there is nothing.
    parts: Vec<Option<String>>,
    /// How many bytes the text may have.
    room: usize,
}

/// Why rows can't be gathered.
#[derive(Debug)]
pub(super) enum NotRows {
    /// Something else than the shape is at a pointer.
    Not(&'static str),
    /// A sentence.
    Unusable(String),
    /// The text of the rows is too large.
    TooLarge,
    Unreadable(Unreadable),
}

impl From<Unreadable> for NotRows {
    fn from(cause: Unreadable) -> Self {
        Self::Unreadable(cause)
    }
}

impl<'r> Gathered<'r> {
    /// With room for so many bytes.
    pub(super) fn new(rules: &'r GatherRules, room: usize) -> Self {
        Self { rules, parts: vec![None; rules.pointers.len()], room }
    }

    /// Whether something is at this pointer.
    pub(super) fn has(&self, place: usize) -> bool {
        self.parts[place].is_some()
    }

    /// Takes an empty array in place of an object that would have rows below it, as some
    /// servers write an empty map.
    pub(super) fn take_empty(&mut self, places: &[usize]) {
        if matches!(self.rules.rules.shape, Shape::Map | Shape::Groups) {
            for place in places {
                self.parts[*place].get_or_insert_default();
            }
        }
    }

    /// Takes the value at this pointer.
    pub(super) fn take(&mut self, place: usize, json: &str) -> Result<(), NotRows> {
        let first = json.as_bytes().first().copied();
        if first == Some(b'n') {
            return Ok(());
        }
        let part = self.parts[place].get_or_insert_default().len();
        debug_assert_eq!(part, 0, "a pointer leads to one value");
        let pointer = self.rules.pointers[place].clone();
        let of_pointer = || name_of(&pointer).into_owned();
        match (self.rules.rules.shape, first) {
            (Shape::Array | Shape::OneOrMany, Some(b'[')) => self.rows(place, json, &of_pointer()),
            (Shape::OneOrMany | Shape::One, Some(b'{')) => self.row(place, json, &of_pointer()),
            (Shape::OneOrMany, Some(b'"')) if is_blank(json) => Ok(()),
            (Shape::Map, Some(b'{' | b'[')) => self.members(place, json),
            (Shape::Groups, Some(b'{')) => self.groups(place, json),
            (Shape::Groups, Some(b'[')) if is_empty(json) => Ok(()),
            _ => Err(NotRows::Not(described(json)?)),
        }
    }

    /// The text of all rows as an array; `None` if nothing is at a pointer.
    ///
    /// # Errors
    /// When rows are at some pointers, and nothing at another.
    pub(super) fn text(self) -> Result<Option<String>, NotRows> {
        let GatherRules { pointers, missing_is_empty, .. } = self.rules;
        let missing = self.parts.iter().position(Option::is_none);
        match missing {
            Some(_) if self.parts.iter().all(Option::is_none) => return Ok(None),
            Some(place) if !missing_is_empty => {
                return Err(NotRows::Unusable(format!(
                    "expected items at `{}` too, found nothing; correct the pointer, or, if this API omits what is empty, declare that for the list (`missing: empty` in a spec, `.missing_is_empty()` in code)",
                    pointers[place]
                )));
            }
            _ => {}
        }
        let parts = self.parts.into_iter().flatten().filter(|part| !part.is_empty());
        Ok(Some(format!("[{}]", parts.collect::<Vec<_>>().join(","))))
    }

    /// The rows of an array, which all have this name.
    fn rows(&mut self, place: usize, json: &str, name: &str) -> Result<(), NotRows> {
        self.each(json, |gathered, _, row| gathered.row(place, row, name))
    }

    /// The values of an object or an array, each with its own name.
    fn members(&mut self, place: usize, json: &str) -> Result<(), NotRows> {
        self.each(json, |gathered, name, row| match name {
            // A gap in an array that is a map by whole numbers.
            EntryName::Index(_) if row == "null" => Ok(()),
            EntryName::Index(index) => gathered.row(place, row, &index.to_string()),
            EntryName::Name(name) => gathered.row(place, row, &name),
        })
    }

    /// The arrays of an object, each with its own name.
    fn groups(&mut self, place: usize, json: &str) -> Result<(), NotRows> {
        self.each(json, |gathered, name, group| {
            let EntryName::Name(name) = name else { return Ok(()) };
            match group.as_bytes().first() {
                Some(b'[') => gathered.rows(place, group, &name),
                Some(b'n') => Ok(()),
                _ => Err(NotRows::Unusable(format!(
                    "expected an array of items in each group at `{}`, found {}",
                    gathered.rules.pointers[place],
                    described(group)?
                ))),
            }
        })
    }

    /// Visits each entry with its text.
    fn each(
        &mut self,
        json: &str,
        mut visit: impl FnMut(&mut Self, EntryName<'_>, &str) -> Result<(), NotRows>,
    ) -> Result<(), NotRows> {
        let mut failed = None;
        Lexer::new(json).entries(|lexer, name| {
            let text = lexer.raw()?.get();
            if failed.is_none() {
                failed = visit(self, name, text).err();
            }
            Ok(())
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn row(&mut self, place: usize, row: &str, name: &str) -> Result<(), NotRows> {
        let rules = &self.rules.rules;
        let named = rules.name.as_ref().map(|field| with_name(row, field, name)).transpose()?;
        let row = named.as_deref().unwrap_or(row);
        self.room = self.room.checked_sub(row.len()).ok_or(NotRows::TooLarge)?;
        let part = self.parts[place].get_or_insert_default();
        if !part.is_empty() {
            part.push(',');
        }
        part.push_str(row);
        Ok(())
    }
}

/// A row with a field for its name.
fn with_name<'t>(row: &'t str, field: &str, name: &str) -> Result<Cow<'t, str>, NotRows> {
    let Some(members) = row.strip_prefix('{') else {
        return Err(NotRows::Unusable(format!(
            "`{field}` can't take the name of an item, because the item is {}, and not an object",
            described(row)?
        )));
    };
    let mut own = None;
    Lexer::new(row).entries(|lexer, known| {
        let value = lexer.raw()?;
        if matches!(known, EntryName::Name(known) if known == field) {
            own = Some(value);
        }
        Ok(())
    })?;
    if let Some(own) = own {
        let own = Stated::read(own).map_err(|error| Lexer::new(row).broken(&error))?;
        if own.text() == Some(name) {
            return Ok(Cow::Borrowed(row));
        }
        return Err(NotRows::Unusable(format!(
            "`{field}` can't take the name of an item, because the item has another value there; keep the name in a field that no item has"
        )));
    }
    let comma = if members.trim_start() == "}" { "" } else { "," };
    let name = serde_json::Value::from(name);
    let field = serde_json::Value::from(field);
    Ok(Cow::Owned(format!("{{{field}:{name}{comma}{members}")))
}

/// The last part of a pointer.
fn name_of(pointer: &str) -> Cow<'_, str> {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    if last.contains('~') { last.replace("~1", "/").replace("~0", "~").into() } else { last.into() }
}

fn is_empty(json: &str) -> bool {
    json.get(1..json.len() - 1).is_some_and(|inside| inside.trim().is_empty())
}

fn is_blank(json: &str) -> bool {
    serde_json::from_str::<String>(json).is_ok_and(|text| text.trim().is_empty())
}

fn described(json: &str) -> Result<&'static str, NotRows> {
    let raw = Lexer::new(json).raw()?;
    let stated = Stated::read(raw).map_err(|error| Lexer::new(json).broken(&error))?;
    Ok(stated.describe())
}
