//! Why a list can't be a table, and why a query over one failed.

use datafusion::error::DataFusionError;
use pagesmith::Position;
use std::error::Error as StdError;
use std::fmt;

/// Why a list can't be a table as it was asked for; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError(pub(crate) String);

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for TableError {}

impl From<TableError> for DataFusionError {
    fn from(error: TableError) -> Self {
        Self::External(Box::new(error))
    }
}

impl From<pagesmith_interpret::Error> for TableError {
    fn from(error: pagesmith_interpret::Error) -> Self {
        Self(error.to_string())
    }
}

/// Why a query failed: a walk of one of its lists failed, or did not read the whole list.
///
/// It names the table and the unit of it, such as pages 11 to 20. Neither its `Display` nor its
/// `Debug` holds credentials or page tokens.
#[derive(Clone)]
pub struct ScanError {
    table: String,
    unit: String,
    cause: Cause,
    position: Option<Box<Position>>,
}

#[derive(Clone)]
enum Cause {
    Walk(pagesmith::Error),
    NotWhole(String),
}

impl ScanError {
    pub(crate) fn walk(table: &str, unit: &str, error: pagesmith::Error) -> Self {
        let position = error.position().cloned().map(Box::new);
        Self { table: table.to_owned(), unit: unit.to_owned(), cause: Cause::Walk(error), position }
    }

    pub(crate) fn not_whole(
        table: &str,
        unit: &str,
        why: impl Into<String>,
        position: Option<Position>,
    ) -> Self {
        let (cause, position) = (Cause::NotWhole(why.into()), position.map(Box::new));
        Self { table: table.to_owned(), unit: unit.to_owned(), cause, position }
    }

    /// The scan error that a query failed with, if it did.
    #[must_use]
    pub fn of(error: &DataFusionError) -> Option<&Self> {
        let mut next: Option<&(dyn StdError + 'static)> = Some(error);
        while let Some(error) = next {
            if let Some(found) = error.downcast_ref::<Self>() {
                return Some(found);
            }
            // What is shared is in a box of its own, which is not in the chain.
            next = match error.downcast_ref::<DataFusionError>() {
                Some(DataFusionError::Shared(inner)) => Some(&**inner),
                Some(DataFusionError::External(inner)) => Some(&**inner),
                _ => error.source(),
            };
        }
        None
    }

    /// The table, by the name of its resource.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The part of the table that failed, such as `pages 11 to 20`: a query that is limited to
    /// it reads what is missing.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The position of the walk, from which `resume` goes on. It holds page tokens where the
    /// list has them.
    #[must_use]
    pub fn position(&self) -> Option<&Position> {
        self.position.as_deref()
    }

    /// The error of the walk; `None` if it ended, but did not read the whole list.
    #[must_use]
    pub fn walk_error(&self) -> Option<&pagesmith::Error> {
        match &self.cause {
            Cause::Walk(error) => Some(error),
            Cause::NotWhole(_) => None,
        }
    }

    /// Whether the same query may succeed later.
    #[must_use]
    pub fn may_succeed_later(&self) -> bool {
        match &self.cause {
            Cause::Walk(error) => error.is_transient() || error.is_resumable(),
            Cause::NotWhole(_) => true,
        }
    }
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, unit, cause, .. } = self;
        match cause {
            Cause::Walk(error) => write!(f, "`{table}`, {unit}: {error}"),
            Cause::NotWhole(why) => {
                write!(f, "`{table}`, {unit}: the list was not read whole: {why}")
            }
        }
    }
}

impl fmt::Debug for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScanError({self})")
    }
}

impl StdError for ScanError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.cause {
            Cause::Walk(error) => error.source(),
            Cause::NotWhole(_) => None,
        }
    }
}

impl From<ScanError> for DataFusionError {
    fn from(error: ScanError) -> Self {
        Self::External(Box::new(error))
    }
}
