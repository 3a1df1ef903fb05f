//! Types of single values, from their schemas and names.

use super::schema::Schema;
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::work::Counted;
use std::collections::BTreeSet;

/// The values of an enum, if it has at least two and all are strings.
pub(super) fn enum_values<'d>(schema: &Schema<'d>) -> Option<Vec<&'d str>> {
    let mut values: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for value in &schema.values {
        let text = value.text()?;
        // An empty value means a missing one.
        if !text.is_empty() && seen.insert(Counted(text)) {
            values.push(text);
        }
    }
    (values.len() > 1).then_some(values)
}

/// An enum in the notation of a spec.
pub(crate) fn enum_text(values: &[&str]) -> String {
    let value = |value: &&str| {
        let plain = value.trim() == *value && !value.contains([',', ')', '"', '\n']);
        if plain && !value.is_empty() {
            return (*value).to_owned();
        }
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    };
    format!("enum({})", values.iter().map(value).collect::<Vec<_>>().join(", "))
}

/// The type of a single value. Ignores patterns and lengths, so that the client accepts
/// values beyond them.
pub(super) fn scalar(schema: &Schema<'_>, field: &str) -> &'static str {
    let format = schema.format.unwrap_or_default();
    match schema.types.as_slice() {
        ["string"] => match format {
            _ if is_secret(field) => "secret",
            "date" => "date",
            "date-time" | "datetime" | "date-time-rfc-2822" | "rfc3339" => "datetime",
            "uri" | "url" | "uri-reference" | "iri" => "uri",
            "password" => "secret",
            "decimal" | "money" | "big-decimal" => "decimal",
            "int32" | "int64" => "integer",
            "uint32" | "uint64" => "unsigned",
            _ => "string",
        },
        ["integer"] => match format {
            "unix-time" | "unixtime" | "unix-timestamp" | "timestamp" => "epoch",
            "uint32" | "uint64" | "unsigned64" => "unsigned",
            _ => "integer",
        },
        ["number"] => match format {
            "float" | "double" if !is_money(field) => "number",
            "decimal" => "decimal",
            "int32" | "int64" => "integer",
            "uint64" => "unsigned",
            _ if is_money(field) => "decimal",
            _ => "number",
        },
        ["boolean"] => "boolean",
        types
            if !types.is_empty() && types.iter().all(|ty| matches!(*ty, "integer" | "number")) =>
        {
            "number"
        }
        // A `string` field accepts numbers as their digits.
        types
            if types.contains(&"string")
                && types.iter().all(|ty| matches!(*ty, "string" | "integer" | "number")) =>
        {
            "string"
        }
        [] if !schema.values.is_empty()
            && schema.values.iter().all(|value| value.text().is_some()) =>
        {
            "string"
        }
        _ => "json",
    }
}

/// Whether a field has the name of a secret.
pub(crate) fn is_secret(field: &str) -> bool {
    const NAMES: [&str; 10] = [
        "auth_token",
        "access_token",
        "refresh_token",
        "client_secret",
        "api_key",
        "api_secret",
        "private_key",
        "signing_secret",
        "password",
        "secret",
    ];
    ident(field, NameKind::Value).is_some_and(|name| NAMES.contains(&name.as_str()))
}

/// Whether a field has the name of a sum of money, which should not be a float.
pub(crate) fn is_money(field: &str) -> bool {
    const WORDS: [&str; 9] =
        ["price", "amount", "cost", "fee", "balance", "total", "subtotal", "tax", "discount"];
    let name = ident(field, NameKind::Value).unwrap_or_default();
    name.split('_').any(|word| WORDS.contains(&word))
}
