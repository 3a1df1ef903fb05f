//! What is new since an earlier walk: the filter that asks for it, and how far back it has
//! to reach.

mod values;

use super::parent_fields::{field_text, record};
use super::{Error, unknown};
use pagesmith_codegen::model::{
    Api, Comparison, Filter, FilterType, List, Matches, Record as RecordType, Scalar, Type, Zone,
};
use serde_json::value::RawValue;
use std::time::Duration;
use values::{BILLION, moment_of, nanoseconds, scaled};

/// The value of the field that a filter compares, so that values have an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nanoseconds since 1970.
    Time(i128),
    /// A number in billionths.
    Number(i128),
    /// A text.
    Text(String),
}

/// How a list is asked for what is new.
#[derive(Clone, Debug)]
pub struct Increment {
    /// The key of the filter.
    filter: String,
    sent_as: Sent,
    matches: Matches,
    /// Pointer to the key of a record.
    key: String,
    /// The type of the key; `None` if the spec does not say it, or it is not a single value.
    key_type: Option<Scalar>,
}

/// What the value of a filter is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    Day,
    Moment,
    Seconds,
    WholeNumber,
    Text,
}

impl Mark {
    /// The same mark in a file that holds times to so many nanoseconds; further digits are dropped.
    #[must_use]
    pub fn held_to(self, nanoseconds: i128) -> Self {
        match self {
            Self::Time(time) => Self::Time(time / nanoseconds * nanoseconds),
            mark => mark,
        }
    }
}

impl Increment {
    /// The increment of a list: by this filter, or by its only one that compares a field by
    /// `>` or `>=`.
    ///
    /// # Errors
    /// When the list has no such filter or several, or its records no key.
    pub fn of(api: &Api, list: &List, filter: Option<&str>) -> Result<Self, Error> {
        let resource = &list.method.wire;
        let Some(key) = &list.key else {
            return Err(Error::Misuse(format!(
                "the records of `{resource}` have no `key` in the spec, so what comes twice can't be left out: name the field that identifies a record"
            )));
        };
        let fitting: Vec<&Filter> = list.filters.iter().filter(|filter| is_since(filter)).collect();
        let known = || fitting.iter().map(|filter| filter.key.as_str());
        let found = match (filter, fitting.as_slice()) {
            (Some(name), _) => fitting
                .iter()
                .find(|filter| filter.key == name)
                .ok_or_else(|| unknown(&format!("`{resource}`"), "such filter", name, known()))?,
            (None, [only]) => only,
            (None, []) => {
                return Err(Error::Misuse(format!(
                    "no filter of `{resource}` says that it selects what is new: write `matches: {{field: NAME, op: \">=\"}}` in the spec, at the filter that the server compares like that"
                )));
            }
            (None, _) => {
                let names: Vec<String> = known().map(|name| format!("`{name}`")).collect();
                return Err(Error::Misuse(format!(
                    "several filters of `{resource}` select what is new: {}; name one with `--since-filter`",
                    names.join(", ")
                )));
            }
        };
        let matches = found.matches.clone().filter(|_| is_record(api, list));
        let (Some(matches), Some(sent_as)) = (matches, sent_as(found)) else {
            return Err(Error::Misuse(format!(
                "the spec does not say which fields the records of `{resource}` have"
            )));
        };
        if sent_as == Sent::Text && matches.comparison == Comparison::Greater {
            return Err(Error::Misuse(format!(
                "the filter `{}` compares texts by `>`, which leaves out records that equal the last one: a filter by `>=` is needed",
                found.key
            )));
        }
        let (key_type, key) = (scalar_at(api, list, key), key.clone());
        Ok(Self { filter: found.key.clone(), sent_as, matches, key, key_type })
    }

    /// Whether a column of its type holds a key as the record has it: texts and whole numbers do.
    #[must_use]
    pub fn key_is_exact(&self) -> bool {
        use Scalar::{Integer, String, Unsigned, Uri};
        matches!(self.key_type, Some(String | Uri | Integer | Unsigned))
    }

    /// The key of the filter.
    #[must_use]
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Pointers to the key of a record, and to the field that is compared.
    #[must_use]
    pub fn pointers(&self) -> (&str, &str) {
        (&self.key, &self.matches.pointer)
    }

    /// The key of a record, and the value of its field: `None` if it has none that can be
    /// compared.
    #[must_use]
    pub fn of_record(&self, record: &RawValue) -> (String, Option<Mark>) {
        self.of_texts(field_text(record, &self.key), field_text(record, &self.matches.pointer))
    }

    /// The same of the texts of both fields; `None` for one that is missing.
    #[must_use]
    pub fn of_texts(&self, key: Option<String>, value: Option<String>) -> (String, Option<Mark>) {
        // A value that can't be compared is as one that is missing.
        let mark = value.and_then(|value| self.mark(&value).ok().flatten());
        let key = key.unwrap_or_default();
        let is_whole = matches!(self.key_type, Some(Scalar::Integer | Scalar::Unsigned));
        // A column has the number, and the record may have any text of it.
        let whole = Some(&key).filter(|_| is_whole).and_then(|key| key.parse::<i128>().ok());
        (whole.map_or(key, |whole| whole.to_string()), mark)
    }

    /// The mark of a value, from its text; `None` if the text is empty.
    ///
    /// # Errors
    /// When it can't be compared, in words.
    pub fn mark(&self, text: &str) -> Result<Option<Mark>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let mark = match self.matches.ty {
            Some(Scalar::Date) => nanoseconds(&format!("{text}T00:00:00Z")).map(Mark::Time),
            Some(Scalar::DateTime) => self.moment(text).map(Mark::Time),
            // A column may hold it as a time.
            Some(Scalar::Epoch) => scaled(text).or_else(|| nanoseconds(text)).map(Mark::Time),
            // As a float, which is what a column holds of it.
            Some(Scalar::Number) => {
                let number = text.parse::<f64>().ok();
                number.and_then(|number| scaled(&number.to_string())).map(Mark::Number)
            }
            Some(Scalar::Integer | Scalar::Unsigned | Scalar::Decimal) => {
                scaled(text).map(Mark::Number)
            }
            _ => Some(Mark::Text(text.to_owned())),
        };
        let pointer = &self.matches.pointer;
        mark.map(Some).ok_or_else(|| format!("the value of `{pointer}` can't be compared"))
    }

    fn moment(&self, text: &str) -> Option<i128> {
        nanoseconds(text).or_else(|| {
            let Zone(offset) = self.matches.zone.as_ref()?;
            nanoseconds(&format!("{}{offset}", text.replacen(' ', "T", 1)))
        })
    }

    /// The value of the filter that asks for everything from this mark on, and for as much
    /// before it as may be needed: `overlap`, the rest of the unit in which the filter
    /// counts, one unit where it leaves out its own value, and a day where the server may
    /// count days in another time zone.
    #[must_use]
    pub fn after(&self, mark: &Mark, overlap: Duration) -> String {
        let is_open = self.matches.comparison == Comparison::Greater;
        let back = i128::try_from(overlap.as_nanos()).unwrap_or(i128::MAX / 2);
        match mark {
            Mark::Text(text) => text.clone(),
            Mark::Number(number) => (number.div_euclid(BILLION) - i128::from(is_open)).to_string(),
            Mark::Time(time) => {
                let second = (time - back).div_euclid(BILLION);
                if self.sent_as == Sent::Day {
                    let is_day = self.matches.ty == Some(Scalar::Date);
                    let days = i128::from(is_open) + i128::from(!is_day);
                    return moment_of(second - days * 86_400)[..10].to_owned();
                }
                let second = second - i128::from(is_open);
                match self.sent_as {
                    Sent::Seconds => second.to_string(),
                    _ => moment_of(second),
                }
            }
        }
    }

    /// The smallest mark that a filter of this value selects, or may select.
    #[must_use]
    pub fn bound(&self, sent: &str) -> Option<Mark> {
        match self.sent_as {
            // The server may count days in another time zone.
            Sent::Day => nanoseconds(&format!("{sent}T00:00:00Z"))
                .map(|time| Mark::Time(time - 86_400 * BILLION)),
            Sent::Moment => nanoseconds(sent).map(Mark::Time),
            Sent::Seconds => scaled(sent).map(Mark::Time),
            Sent::WholeNumber => scaled(sent).map(Mark::Number),
            Sent::Text => Some(Mark::Text(sent.to_owned())),
        }
    }
}

/// Whether a filter selects what is new.
fn is_since(filter: &Filter) -> bool {
    let is_from = |comparison| matches!(comparison, Comparison::Greater | Comparison::AtLeast);
    filter.matches.as_ref().is_some_and(|matches| is_from(matches.comparison))
        && filter.list.is_none()
}

fn sent_as(filter: &Filter) -> Option<Sent> {
    let FilterType::Scalar(scalar) = &filter.ty else { return None };
    Some(match scalar {
        Scalar::Date => Sent::Day,
        Scalar::DateTime => Sent::Moment,
        Scalar::Epoch => Sent::Seconds,
        Scalar::Integer | Scalar::Unsigned | Scalar::Number | Scalar::Decimal => Sent::WholeNumber,
        Scalar::String | Scalar::Uri | Scalar::Uuid => Sent::Text,
        Scalar::Boolean | Scalar::Secret | Scalar::Json => return None,
    })
}

fn is_record(api: &Api, list: &List) -> bool {
    matches!(&list.record, RecordType::Own(name) if record(api, name).is_some())
}

/// The type of the value at a pointer into the records of a list; an enum is a string.
fn scalar_at(api: &Api, list: &List, pointer: &str) -> Option<Scalar> {
    let RecordType::Own(name) = &list.record else { return None };
    let mut ty = Type::Own(name.clone());
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let Type::Own(name) = &ty else { return None };
        let field = record(api, name)?.fields.iter().find(|field| field.name.wire == step)?;
        ty = match &field.ty {
            Type::Optional(inner) => (**inner).clone(),
            ty => ty.clone(),
        };
    }
    match ty {
        Type::Scalar(scalar) => Some(scalar),
        Type::Own(name) if record(api, &name).is_none() => Some(Scalar::String),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pagesmith_codegen::{lower, parse};

    fn increment(filter: &str, field: &str) -> Increment {
        let spec = format!(
            "pagesmith: 1\nname: T\npaging: none\nresources: {{rows: {{get: /rows, record: Row, filters: {{since: {filter}}}}}}}\n\
             records: {{Row: {{key: id, fields: {{id: string, at: {field}}}}}}}\n"
        );
        let (ast, places) = parse::spec_file::parse(&spec).unwrap();
        let api = lower::api(&ast, &places).unwrap().0;
        Increment::of(&api, &api.lists[0], None).unwrap()
    }

    fn after(filter: &str, op: &str, field: &str, value: &str, overlap: u64) -> String {
        let filter = format!("{{type: {filter}, matches: {{field: at, op: \"{op}\"}}}}");
        let increment = increment(&filter, field);
        let mark = increment.mark(value).unwrap().unwrap();
        let sent = increment.after(&mark, Duration::from_secs(overlap));
        assert!(increment.bound(&sent).unwrap() <= mark, "{sent}");
        sent
    }

    #[test]
    fn the_filter_reaches_as_far_back_as_it_must() {
        let time = "2024-03-01T10:00:00.5Z";
        assert_eq!(after("datetime", ">=", "datetime", time, 0), "2024-03-01T10:00:00Z");
        assert_eq!(after("datetime", ">", "datetime", time, 0), "2024-03-01T09:59:59Z");
        assert_eq!(after("datetime", ">=", "datetime", time, 60), "2024-03-01T09:59:00Z");
        let elsewhere = "2024-03-01T00:30:00+02:00";
        assert_eq!(after("datetime", ">=", "datetime", elsewhere, 0), "2024-02-29T22:30:00Z");
        // A day may begin earlier where the server is.
        assert_eq!(after("date", ">=", "datetime", time, 0), "2024-02-29");
        assert_eq!(after("date", ">", "datetime", time, 0), "2024-02-28");
        assert_eq!(after("date", ">=", "date", "2024-03-01", 0), "2024-03-01");
        assert_eq!(after("date", ">", "date", "2024-03-01", 0), "2024-02-29");
        assert_eq!(after("epoch", ">=", "epoch", "1709287200", 0), "1709287200");
        assert_eq!(after("epoch", ">", "datetime", time, 10), "1709287189");
        assert_eq!(after("integer", ">=", "integer", "7", 0), "7");
        assert_eq!(after("integer", ">", "integer", "-7", 0), "-8");
        assert_eq!(after("decimal", ">=", "decimal", "-1.5", 0), "-2");
        assert_eq!(after("string", ">=", "string", "b", 0), "b");
    }

    #[test]
    fn values_are_compared_by_what_they_mean() {
        let filter = "{type: datetime, matches: {field: at, op: \">=\"}}";
        let of = increment(filter, "{type: \"datetime?\", zone: \"+01:00\"}");
        let mark = |text| of.mark(text).unwrap();
        assert_eq!(mark("2024-03-01 11:00:00"), mark("Fri, 01 Mar 2024 10:00:00 +0000"));
        assert_eq!(mark(""), None);
        assert!(of.mark("soon").is_err());
        let record = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
        let of_record = |text| of.of_record(&record(text));
        assert_eq!(of_record(r#"{"id": "a", "at": null}"#), ("a".to_owned(), None));
        assert_eq!(of_record(r#"{"id": 7}"#), ("7".to_owned(), None));
        let number = increment("{type: number, matches: {field: at, op: \">=\"}}", "number");
        assert!(number.mark("9.5").unwrap() < number.mark("1e1").unwrap());
        assert_eq!(number.mark("1e1").unwrap(), number.mark("10.000").unwrap());
        // A column holds floats.
        assert_eq!(number.mark("12345678901234567.5"), number.mark("12345678901234568"));
    }

    #[test]
    fn a_column_and_a_record_say_the_same() {
        let of = |field: &str, column: &str, record: &str| {
            let of = increment("{type: epoch, matches: {field: at, op: \">=\"}}", field);
            let record = RawValue::from_string(format!("{{\"at\": {record}}}")).unwrap();
            let column = of.of_texts(None, Some(column.to_owned())).1.unwrap();
            let record = of.of_record(&record).1.unwrap().held_to(1000);
            assert_eq!(column, record);
        };
        of("datetime", "2024-03-01T10:00:00.123456Z", "\"2024-03-01T10:00:00.1234567Z\"");
        of("datetime", "1969-12-31T23:59:59.999999Z", "\"1969-12-31T23:59:59.9999985Z\"");
        of("epoch", "2024-03-01T10:00:00Z", "1709287200");
        let key = |text: &str, of: &Increment| of.of_texts(Some(text.to_owned()), None).0;
        let text = increment("{type: epoch, matches: {field: at, op: \">=\"}}", "epoch");
        let whole = Increment { key_type: Some(Scalar::Integer), ..text.clone() };
        assert_eq!((key("007", &whole), key("007", &text)), ("7".to_owned(), "007".to_owned()));
    }

    #[test]
    fn what_can_not_be_told_from_the_spec_is_refused() {
        let refused = |filters: &str, key: &str, name: Option<&str>| {
            let spec = format!(
                "pagesmith: 1\nname: T\npaging: none\nresources: {{rows: {{get: /rows, record: Row, filters: {{{filters}}}}}}}\n\
                 records: {{Row: {{{key} fields: {{id: string, at: datetime}}}}}}\n"
            );
            let (ast, places) = parse::spec_file::parse(&spec).unwrap();
            let api = lower::api(&ast, &places).unwrap().0;
            Increment::of(&api, &api.lists[0], name).unwrap_err().to_string()
        };
        let since =
            |name: &str| format!("{name}: {{type: datetime, matches: {{field: at, op: \">=\"}}}}");
        assert!(refused(&since("a"), "", None).contains("no `key`"));
        assert!(refused("a: {type: datetime}", "key: id,", None).contains("no filter of `rows`"));
        let both = format!("{}, {}", since("a"), since("b"));
        assert!(refused(&both, "key: id,", None).contains("`a`, `b`; name one"));
        assert!(refused(&since("from"), "key: id,", Some("form")).contains("did you mean `from`"));
        let text = "a: {type: string, matches: {field: id, op: \">\"}}";
        assert!(refused(text, "key: id,", None).contains("compares texts by `>`"));
    }
}
