//! The values that a call gives, held against the spec: their names, how often
//! they come, their types.

use super::{Call, Error, find, unknown};
use pagesmith::__private::InZone;
use pagesmith::{Date, DateTime, Decimal, IntoFilter as _, Uuid};
use pagesmith_codegen::diag::did_you_mean;
use pagesmith_codegen::lower::all_params;
use pagesmith_codegen::model::{
    Api, Enum, Filter, FilterType, List, ListStyle, Scalar, TypeDef, Zone,
};
use serde_json::Value;
use serde_json::value::RawValue;

/// The values of a call, by where they go.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Variables of the server.
    pub server: Vec<(String, String)>,
    /// Values of the path, in its order.
    pub path: Vec<(String, String)>,
    /// Query parameters by their names on the wire.
    pub query: Vec<(String, String)>,
    /// The values in the body of a POST, by pointer.
    pub body: Vec<(String, Box<RawValue>)>,
}

impl Given {
    /// Reads the values of a call.
    ///
    /// # Errors
    /// When a name is unknown, given twice or missing, or a value is of
    /// another type.
    pub fn read(api: &Api, call: &Call) -> Result<Self, Error> {
        Self::read_without(api, call, &|_| false)
    }

    /// As [`read`](Self::read), but some values of the path are filled in later; they are
    /// empty.
    pub(crate) fn read_without(
        api: &Api,
        call: &Call,
        is_later: &dyn Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        let list = find(api, &call.resource)?;
        let of = format!("`{}`", call.resource);
        let path = all_params(list, api);
        let server = variables(api, call);
        let known = || {
            let path = path.iter().map(|param| param.name.wire.as_str());
            server.iter().copied().chain(path)
        };
        for (at, (name, _)) in call.params.iter().enumerate() {
            if !known().any(|known| known == name) {
                return Err(unknown(&of, "parameter", name, known()));
            }
            if call.params[..at].iter().any(|(before, _)| before == name) {
                return Err(Error::Misuse(format!("the parameter `{name}` is given twice")));
            }
        }
        let found = |name: &str| call.params.iter().find(|(known, _)| known == name);
        let is_missing = |name: &&str| found(name).is_none() && !is_later(name);
        let missing: Vec<&str> = known().filter(is_missing).collect();
        if !missing.is_empty() {
            return Err(lacks(&of, &missing));
        }
        let value = |name: &str| found(name).map(|(_, value)| value.clone()).unwrap_or_default();
        let server = server.iter().map(|name| ((*name).to_owned(), value(name)));
        let path = path.iter().map(|param| {
            let name = &param.name.wire;
            if is_later(name) {
                return Ok((name.clone(), String::new()));
            }
            let value = value(name);
            check(param.ty, &value).map_err(|why| wrong("parameter", name, &value, &why))?;
            Ok((name.clone(), value))
        });
        let (query, body) = filters(list, call)?;
        Ok(Self {
            server: server.collect(),
            path: path.collect::<Result<_, Error>>()?,
            query,
            body,
        })
    }
}

/// The error of a call without these parameters.
fn lacks(of: &str, missing: &[&str]) -> Error {
    let flags: Vec<_> = missing.iter().map(|name| format!("--param {name}=…")).collect();
    let names: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
    let names = match names.as_slice() {
        [name] => format!("parameter {name}"),
        [names @ .., last] => format!("parameters {} and {last}", names.join(", ")),
        [] => String::new(),
    };
    Error::Misuse(format!("{of} needs the {names}: `{}`", flags.join(" ")))
}

/// The values of filters that are of an enum, but not among those that the spec lists: each as
/// a warning. Enums are open, so the server may know such a value.
#[must_use]
pub fn unlisted_values(api: &Api, call: &Call) -> Vec<String> {
    let Ok(list) = find(api, &call.resource) else { return Vec::new() };
    let warnings = call.filters.iter().filter_map(|(name, value)| {
        let is_named = |filter: &&Filter| filter.key == *name || filter.name.rust == *name;
        let FilterType::Enum(ty) = &list.filters.iter().find(is_named)?.ty else { return None };
        let is_type = |known: &&TypeDef| known.name().rust == *ty;
        let TypeDef::Enum(Enum { variants, .. }) = api.types.iter().find(is_type)? else {
            return None;
        };
        let listed = || variants.iter().map(|variant| variant.wire.as_str());
        if listed().any(|known| known == value) {
            return None;
        }
        let all: Vec<_> = listed().map(|value| format!("`{value}`")).collect();
        let near = did_you_mean(value, listed());
        let hint = near.map_or_else(
            || format!("it lists {}", all.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        Some(format!(
            "the filter `{name}` is sent with `{value}`, a value that the spec does not list; {hint}"
        ))
    });
    warnings.collect()
}

/// The variables of the server, unless another base URL is given.
fn variables<'a>(api: &'a Api, call: &Call) -> Vec<&'a str> {
    match (&api.server, &call.base_url) {
        (Some(server), None) => server.variables.iter().map(|name| name.wire.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Query parameters, and what goes into the body.
type Filters = (Vec<(String, String)>, Vec<(String, Box<RawValue>)>);

/// The filters, as they are sent.
fn filters(list: &List, call: &Call) -> Result<Filters, Error> {
    let of = format!("`{}`", call.resource);
    let known = || list.filters.iter().map(|filter| filter.key.as_str());
    let named = |name: &String| {
        // As the spec writes it, or as generated code does.
        let is_named = |filter: &&Filter| filter.key == *name || filter.name.rust == *name;
        let found = list.filters.iter().find(is_named);
        found.map(|found| &found.name.rust).ok_or_else(|| unknown(&of, "filter", name, known()))
    };
    let given = call.filters.iter().map(|(name, value)| Ok((named(name)?, value.as_str())));
    let given = given.collect::<Result<Vec<_>, Error>>()?;
    let (mut query, mut body) = Filters::default();
    for filter in &list.filters {
        let name = &filter.name.rust;
        let values = given.iter().filter(|(known, _)| *known == name);
        let values: Vec<&str> = values.map(|(_, value)| *value).collect();
        for value in &values {
            check_filter(filter, value).map_err(|why| wrong("filter", name, value, &why))?;
        }
        if filter.list.is_none() && values.len() > 1 {
            return Err(Error::Misuse(format!("the filter `{name}` takes one value")));
        }
        let wire = &filter.name.wire;
        match values.as_slice() {
            [] => {}
            values if wire.starts_with('/') => {
                let values: Vec<String> =
                    values.iter().map(|value| sent(filter, value)).collect::<Result<_, _>>()?;
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                let json = json(filter, &values);
                let json =
                    json.map_err(|why| wrong("filter", name, &values.join(","), &why.to_string()))?;
                body.push((wire.clone(), json));
            }
            values => {
                let values: Vec<String> =
                    values.iter().map(|value| sent(filter, value)).collect::<Result<_, _>>()?;
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                query.extend(pairs(filter.list, wire, &values));
            }
        }
    }
    Ok((query, body))
}

/// The value of a filter as it is sent: a time without its offset, where the
/// server's times have none.
fn sent(filter: &Filter, value: &str) -> Result<String, Error> {
    let Some(Zone(offset)) = &filter.zone else { return Ok(value.to_owned()) };
    let sent = InZone(value, offset).into_filter();
    sent.map_err(|why| wrong("filter", &filter.name.rust, value, &why.to_string()))
}

/// The values of a filter as pairs of the query.
fn pairs(style: Option<ListStyle>, wire: &str, values: &[&str]) -> Vec<(String, String)> {
    let each = |wire: String| {
        values.iter().map(move |value| (wire.clone(), (*value).to_owned())).collect()
    };
    match style {
        Some(ListStyle::Comma) => vec![(wire.to_owned(), values.join(","))],
        Some(ListStyle::Brackets) => each(format!("{wire}[]")),
        Some(ListStyle::Repeat) | None => each(wire.to_owned()),
    }
}

/// The values of a filter as JSON: numbers, digit by digit, and truth values as
/// such.
fn json(filter: &Filter, values: &[&str]) -> Result<Box<RawValue>, serde_json::Error> {
    let bare = matches!(
        filter.ty,
        FilterType::Scalar(
            Scalar::Integer
                | Scalar::Unsigned
                | Scalar::Epoch
                | Scalar::Number
                | Scalar::Decimal
                | Scalar::Boolean
        )
    );
    let one =
        |value: &&str| if bare { (*value).to_owned() } else { Value::from(*value).to_string() };
    let values: Vec<String> = values.iter().map(one).collect();
    RawValue::from_string(match filter.list {
        None => values.concat(),
        Some(_) => format!("[{}]", values.join(",")),
    })
}

fn wrong(what: &str, name: &str, value: &str, why: &str) -> Error {
    Error::Misuse(format!("the {what} `{name}` can't be `{value}`: {why}"))
}

/// Enums are open: a value that the spec does not name is the server's to
/// judge.
fn check_filter(filter: &Filter, value: &str) -> Result<(), String> {
    match filter.ty {
        FilterType::Scalar(scalar) => check(scalar, value),
        FilterType::Enum(_) => Ok(()),
    }
}

/// Whether a text is a value of this type.
fn check(scalar: Scalar, value: &str) -> Result<(), String> {
    match scalar {
        Scalar::String | Scalar::Uri | Scalar::Secret | Scalar::Json => Ok(()),
        Scalar::Integer | Scalar::Epoch => {
            value.parse::<i64>().map(drop).map_err(|_| "it takes a whole number".to_owned())
        }
        Scalar::Unsigned => value
            .parse::<u64>()
            .map(drop)
            .map_err(|_| "it takes a whole number from 0 on".to_owned()),
        Scalar::Number => match value.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(()),
            _ => Err("it takes a number".to_owned()),
        },
        Scalar::Boolean => match value {
            "true" | "false" => Ok(()),
            _ => Err("it takes `true` or `false`".to_owned()),
        },
        Scalar::Decimal => value.parse::<Decimal>().map(drop).map_err(|why| why.to_string()),
        Scalar::Date => value.parse::<Date>().map(drop).map_err(|why| why.to_string()),
        Scalar::DateTime => value.parse::<DateTime>().map(drop).map_err(|why| why.to_string()),
        Scalar::Uuid => value.parse::<Uuid>().map(drop).map_err(|why| why.to_string()),
    }
}
