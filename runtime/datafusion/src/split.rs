//! How a list is cut into parts that are read side by side.

use crate::error::TableError;
use pagesmith::DateTime;
use pagesmith_codegen::lower::all_params;
use pagesmith_codegen::model::{
    Api, Comparison, Filter, FilterType, List, Record, Scalar, Type, TypeDef,
};

/// How a list is cut into parts, each read by a walk of its own, several at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Split {
    /// One walk.
    #[default]
    Whole,
    /// By page number, for lists that have page numbers and state their total. The rows of
    /// neighbouring parts are not compared: each page has to state the total of the first, and
    /// each part has to have as many rows as that says.
    Numbers,
    /// By the values of a filter or of a path parameter, each a part. The table is what these
    /// parts have together, so no record may be in two of them.
    Values {
        /// The key of the filter, or the name of the parameter.
        name: String,
        /// Its values.
        values: Vec<String>,
    },
    /// By windows of a range: before the first bound, from each bound to the next, and from the
    /// last bound on.
    Windows {
        /// The key of the filter that selects what is not before a bound: its `matches` has
        /// `>=`.
        from: String,
        /// The key of the filter that selects what is before a bound: its `matches` has `<`,
        /// and the same field.
        before: String,
        /// The bounds, in ascending order.
        bounds: Vec<String>,
    },
}

/// A part of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    /// Its name in messages.
    pub(crate) name: String,
    pub(crate) filters: Vec<(String, String)>,
    pub(crate) params: Vec<(String, String)>,
}

impl Split {
    /// By the values of a filter or of a path parameter.
    pub fn values(
        name: impl Into<String>,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self::Values { name: name.into(), values }
    }

    /// By windows of a range.
    pub fn windows(
        from: impl Into<String>,
        before: impl Into<String>,
        bounds: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let bounds = bounds.into_iter().map(Into::into).collect();
        Self::Windows { from: from.into(), before: before.into(), bounds }
    }

    /// The parts. One without values of its own unless the list is split by values.
    pub(crate) fn parts(&self, list: &List) -> Vec<Part> {
        match self {
            Self::Whole | Self::Numbers => {
                vec![Part { name: "the whole list".to_owned(), ..Part::default() }]
            }
            Self::Values { name, values } => {
                let is_filter = find(list, name).is_ok();
                let part = |value: &String| {
                    let pair = vec![(name.clone(), value.clone())];
                    let name = format!("{name} = {value}");
                    let (filters, params) =
                        if is_filter { (pair, Vec::new()) } else { (Vec::new(), pair) };
                    Part { name, filters, params }
                };
                values.iter().map(part).collect()
            }
            Self::Windows { from, before, bounds } => {
                let edges = || bounds.iter().map(Some);
                let starts = std::iter::once(None).chain(edges());
                let ends = edges().chain(std::iter::once(None));
                starts.zip(ends).map(|(start, end)| window(from, before, start, end)).collect()
            }
        }
    }

    /// The filters and the parameters that it gives values to.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Self::Whole | Self::Numbers => Vec::new(),
            Self::Values { name, .. } => vec![name],
            Self::Windows { from, before, .. } => vec![from, before],
        }
    }

    /// Checks that the parts are the list.
    pub(crate) fn check(&self, api: &Api, list: &List) -> Result<(), TableError> {
        let resource = &list.method.wire;
        let wrong = |why: String| Err(TableError(format!("`{resource}` can't be split: {why}")));
        match self {
            Self::Whole => Ok(()),
            Self::Numbers if list.by_number => Ok(()),
            Self::Numbers => wrong("its pages have no numbers (`number` in the spec)".to_owned()),
            Self::Values { name, values } => {
                let params = all_params(list, api);
                let param = params.iter().find(|param| param.name.wire == *name);
                if param.is_none() {
                    find(list, name)?;
                }
                if param.is_some_and(|param| param.ty == Scalar::Secret) {
                    return wrong(format!(
                        "`{name}` is secret, and parts are named by their values"
                    ));
                }
                if values.is_empty() {
                    return wrong(format!("`{name}` has no values"));
                }
                let twice = values.iter().enumerate().find(|(at, it)| values[..*at].contains(it));
                match twice {
                    Some((_, value)) => wrong(format!("the value `{value}` is given twice")),
                    None => Ok(()),
                }
            }
            Self::Windows { from, before, bounds } => {
                let (start, end) = (find(list, from)?, find(list, before)?);
                let (Some(start), Some(end)) = (&start.matches, &end.matches) else {
                    return wrong(format!("`{from}` and `{before}` need `matches` in the spec"));
                };
                let compare = (start.comparison, end.comparison);
                if start.pointer != end.pointer
                    || compare != (Comparison::AtLeast, Comparison::Less)
                {
                    return wrong(format!(
                        "`{from}` has to select by `>=` and `{before}` by `<`, both of one field; other windows overlap, or leave records out"
                    ));
                }
                if !is_required(api, list, &start.pointer) {
                    return wrong(format!(
                        "the field at `{}` may be null, and such records are in no window",
                        start.pointer
                    ));
                }
                let Some(marks) = marks(find(list, from)?, bounds) else {
                    return wrong(format!(
                        "the bounds of `{from}` have to be whole numbers, days or times"
                    ));
                };
                if marks.is_empty() || !marks.is_sorted_by(|one, other| one < other) {
                    return wrong("the bounds have to ascend".to_owned());
                }
                Ok(())
            }
        }
    }
}

fn window(from: &str, before: &str, start: Option<&String>, end: Option<&String>) -> Part {
    let start = start.map(|value| (from.to_owned(), value.clone()));
    let end = end.map(|value| (before.to_owned(), value.clone()));
    let filters: Vec<_> = start.into_iter().chain(end).collect();
    let names: Vec<_> = filters.iter().map(|(key, value)| format!("{key} {value}")).collect();
    Part { name: names.join(", "), filters, params: Vec::new() }
}

fn find<'l>(list: &'l List, key: &str) -> Result<&'l Filter, TableError> {
    let found = list.filters.iter().find(|filter| filter.key == key);
    found.ok_or_else(|| TableError(format!("`{}` has no filter `{key}`", list.method.wire)))
}

/// Whether each record has this field.
fn is_required(api: &Api, list: &List, pointer: &str) -> bool {
    let Record::Own(name) = &list.record else { return false };
    let found = api.types.iter().find_map(|ty| match ty {
        TypeDef::Struct(found) if found.name.rust == *name => Some(found),
        _ => None,
    });
    let field = found.into_iter().flat_map(|found| &found.fields);
    let mut field = field.filter(|field| format!("/{}", field.name.wire) == pointer);
    field.next().is_some_and(|field| !matches!(field.ty, Type::Optional(_)))
}

/// The bounds as numbers in their order.
fn marks(filter: &Filter, bounds: &[String]) -> Option<Vec<i128>> {
    let FilterType::Scalar(scalar) = &filter.ty else { return None };
    let time =
        |text: String| text.parse::<DateTime>().ok().map(|time| time.timestamp().as_nanosecond());
    let mark = |bound: &String| match scalar {
        Scalar::Integer | Scalar::Unsigned | Scalar::Epoch => bound.parse().ok(),
        Scalar::Date => time(format!("{bound}T00:00:00Z")),
        Scalar::DateTime => time(bound.clone()),
        _ => None,
    };
    bounds.iter().map(mark).collect()
}
