//! Which conditions of a query are sent to the API, as the filters of its spec.
//!
//! A filter is used only where the spec says what it compares (`matches`). It is *exact* if the
//! server then sends the rows that SQL selects, and no others. It is *inexact* if it may send
//! more, which the query drops; a filter that might send fewer is not used.

mod comparison;
mod sent;
mod times;

use comparison::{Comparison, comparison};
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown as Support};
use pagesmith_codegen::model::{self, List};
use sent::{Sent, sent};

/// The filters of a list that a query may use.
#[derive(Clone, Debug)]
pub(crate) struct Filters {
    /// Each with the column that it compares.
    usable: Vec<(String, model::Filter)>,
}

/// The filters of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Narrowed {
    /// No row fits all conditions.
    Nothing,
    /// What is sent: keys and values.
    By(Vec<(String, String)>),
}

impl Filters {
    /// Of a list, without those whose values are given otherwise.
    pub(crate) fn new(list: &List, taken: &[&str]) -> Self {
        let usable = list.filters.iter().filter(|filter| !taken.contains(&filter.key.as_str()));
        let usable = usable.filter_map(|filter| {
            let pointer = filter.matches.as_ref()?.pointer.strip_prefix('/')?;
            let column = pointer.replace("~1", "/").replace("~0", "~");
            // Other pointers lead into a column.
            (!pointer.contains('/')).then(|| (column, filter.clone()))
        });
        Self { usable: usable.collect() }
    }

    /// What the API does with a condition. It does not depend on other conditions, since a
    /// query asks for each of them at different times.
    pub(crate) fn support(&self, condition: &Expr) -> Support {
        match self.best(condition) {
            Some(best) if best.is_exact => Support::Exact,
            Some(_) => Support::Inexact,
            None => Support::Unsupported,
        }
    }

    /// What is sent for these conditions, all of which hold.
    pub(crate) fn narrow<'e>(&self, conditions: impl IntoIterator<Item = &'e Expr>) -> Narrowed {
        let mut all: Vec<Sent> = Vec::new();
        for sent in conditions.into_iter().filter_map(|condition| self.best(condition)) {
            match all.iter_mut().find(|known| known.key == sent.key) {
                None => all.push(sent),
                Some(known) => {
                    if !known.narrow(sent) {
                        return Narrowed::Nothing;
                    }
                }
            }
        }
        Narrowed::By(all.into_iter().map(|sent| (sent.key, sent.value)).collect())
    }

    /// The filter for a condition: an exact one, if there is one.
    fn best(&self, condition: &Expr) -> Option<Sent> {
        let found: Comparison<'_> = comparison(condition)?;
        let fitting = self.usable.iter().filter(|(column, _)| column == found.column);
        let all: Vec<_> = fitting.filter_map(|(_, filter)| sent(filter, &found)).collect();
        let exact = all.iter().position(|sent| sent.is_exact);
        all.into_iter().nth(exact.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests;
