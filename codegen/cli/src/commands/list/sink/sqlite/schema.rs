//! The table of a list: its columns, and the statements that name them.

use super::super::KEY_COLUMN;
use pagesmith_interpret::{ColumnKind, Columns};

/// The table with the state of each other table.
pub(super) const STATES: &str = "_pagesmith";

/// The most columns of a table.
const MAX_COLUMNS: usize = 2000;

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: String,
    columns: Vec<Column>,
}

/// A column of a table, as the spec has it or as the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// The type, as SQL writes it.
    pub(super) ty: String,
    pub(super) is_key: bool,
}

impl Table {
    /// The table of a list.
    ///
    /// # Errors
    /// When SQLite can't have such a table.
    pub(super) fn new(name: &str, columns: &Columns) -> Result<Self, String> {
        let is_key = |at| columns.key() == Some(at);
        let own = columns.all().iter().enumerate().map(|(at, column)| Column {
            name: column.name.clone(),
            ty: sql_type(column.kind).to_owned(),
            is_key: is_key(at),
        });
        let table = Self { name: name.to_owned(), columns: own.collect() };
        match table.refused() {
            Some(why) => Err(format!("{why}; write JSON lines or CSV")),
            None => Ok(table),
        }
    }

    /// Why SQLite can't have this table.
    fn refused(&self) -> Option<String> {
        let lower = self.name.to_ascii_lowercase();
        if lower.starts_with("sqlite_") || lower == STATES {
            return Some(format!(
                "a table can't have the name of the resource, `{}`, which is reserved",
                self.name
            ));
        }
        if self.columns.len() > MAX_COLUMNS {
            let count = self.columns.len();
            return Some(format!(
                "the record has {count} fields, and a table at most {MAX_COLUMNS}"
            ));
        }
        let names = || self.columns.iter().map(|column| &column.name);
        if let Some(name) = names().chain([&self.name]).find(|name| name.contains('\0')) {
            let shown = name.escape_debug();
            return Some(format!("the name `{shown}` has a NUL character, which SQL can't write"));
        }
        // SQLite compares names without the case of the letters from A to Z.
        names().enumerate().find_map(|(at, name)| {
            let first = names().take(at).find(|first| first.eq_ignore_ascii_case(name))?;
            let is_added = self.columns[at].is_key && name == KEY_COLUMN;
            Some(if is_added {
                format!(
                    "the field `{first}` has the name of the column `{KEY_COLUMN}`, which is added \
                     for a key within a field"
                )
            } else {
                format!(
                    "the columns `{first}` and `{name}` have one name to SQLite, which ignores case"
                )
            })
        })
    }

    /// Which column is the key.
    pub(super) fn key(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.is_key)
    }

    /// The statement that creates it.
    pub(super) fn create(&self) -> String {
        let columns = self.columns.iter().map(|column| {
            let key = if column.is_key { " NOT NULL PRIMARY KEY" } else { "" };
            format!("{} {}{key}", quoted(&column.name), column.ty)
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        format!("CREATE TABLE {} ({columns})", quoted(&self.name))
    }

    /// The statement that adds a row, unless there is one with its key.
    pub(super) fn insert(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|column| quoted(&column.name)).collect();
        let values = vec!["?"; names.len()].join(", ");
        let sql =
            format!("INSERT INTO {} ({}) VALUES ({values})", quoted(&self.name), names.join(", "));
        match self.key() {
            Some(key) => format!("{sql} ON CONFLICT ({}) DO NOTHING", names[key]),
            None => sql,
        }
    }

    /// The statement that writes a row in the place of the one with its key; `None` if there is
    /// no key, or nothing else in a row.
    pub(super) fn replace(&self) -> Option<String> {
        let key = self.key()?;
        let set = |at: usize, column: &Column| format!("{} = ?{}", quoted(&column.name), at + 1);
        let set: Vec<_> = (self.columns.iter().enumerate())
            .filter(|(at, _)| *at != key)
            .map(|(at, column)| set(at, column))
            .collect();
        let (table, name) = (quoted(&self.name), quoted(&self.columns[key].name));
        let sql = format!("UPDATE {table} SET {} WHERE {name} = ?{}", set.join(", "), key + 1);
        (!set.is_empty()).then_some(sql)
    }

    /// How a table of the database differs from this one; `None` if it does not.
    pub(super) fn differences(&self, found: &[Column]) -> Option<String> {
        let by_name = |columns: &[Column], name: &str| {
            columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)).cloned()
        };
        let own = self.columns.iter().filter_map(|own| match by_name(found, &own.name) {
            None => Some(format!("it lacks `{}` ({})", own.name, own.shown())),
            Some(there) if there.shown() != own.shown() => Some(format!(
                "`{}` is {} there, and {} by the spec",
                own.name,
                there.shown(),
                own.shown()
            )),
            Some(_) => None,
        });
        let more = found.iter().filter(|there| by_name(&self.columns, &there.name).is_none());
        let more = more.map(|there| format!("it has `{}`, which the spec lacks", there.name));
        let all: Vec<_> = own.chain(more).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }
}

impl Column {
    /// Its type, and whether it is the key.
    fn shown(&self) -> String {
        let key = if self.is_key { " PRIMARY KEY" } else { "" };
        format!("{}{key}", self.ty.to_ascii_uppercase())
    }
}

/// The type of a column. A decimal is a text, since a number of SQLite would round it.
fn sql_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Integer | ColumnKind::Unsigned | ColumnKind::Boolean => "INTEGER",
        ColumnKind::Number => "REAL",
        ColumnKind::Text | ColumnKind::Json => "TEXT",
    }
}

/// A name as SQL writes it, whatever it holds but NUL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
