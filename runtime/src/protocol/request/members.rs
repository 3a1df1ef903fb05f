//! Positions that are an object: each member goes back in the query parameter of its name.

use super::body::{Body, quoted};
use crate::error::{Error, ErrorKind};
use crate::protocol::{link, stored_link};
use crate::secret::{Mask, has_placeholders};
use url::Url;

/// The value of a member.
enum Value {
    Text(String),
    /// A number or a boolean, as it is written.
    Literal(String),
}

/// The members of an object, in the order of their names. A member that is null has no
/// value to send and is left out.
struct Members(Vec<(String, Value)>);

impl Members {
    fn read(json: &str) -> Result<Self, Error> {
        let refused = |why: String| Error::new(ErrorKind::PagingKey, why);
        let Ok(Body::Object(entries)) = Body::parse(json) else {
            return Err(refused("the position is not an object, but its members are sent".into()));
        };
        let mut members = Vec::new();
        for (name, value) in entries {
            let literal = match &value {
                Body::Value(raw) => raw.get(),
                Body::Object(_) | Body::Array(_) => "{",
            };
            let value = match literal.as_bytes().first() {
                Some(b'n') => continue,
                Some(b'"') => serde_json::from_str(literal).ok().map(Value::Text),
                Some(b'[' | b'{') => None,
                _ => Some(Value::Literal(literal.to_owned())),
            };
            let Some(value) = value else {
                return Err(refused(format!(
                    "the member `{name}` of the position is an array or an object, which can't be sent in a query parameter"
                )));
            };
            members.push((name, value));
        }
        members.sort_by(|(one, _), (other, _)| one.cmp(other));
        if let Some([(name, _), _]) = members.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(refused(format!("the member `{name}` of the position appears twice")));
        }
        Ok(Self(members))
    }

    fn to_json(&self) -> String {
        let members = self.0.iter().map(|(name, value)| {
            let value = match value {
                Value::Text(text) => quoted(text),
                Value::Literal(literal) => literal.clone(),
            };
            format!("{}:{value}", quoted(name))
        });
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }
}

/// Whether the object has a member of this name, which then replaces the parameter.
pub(in crate::protocol) fn has(json: &str, name: &str) -> bool {
    Members::read(json).is_ok_and(|members| members.0.iter().any(|(known, _)| known == name))
}

/// The object as it is stored: its members in the order of their names, and placeholders
/// for the credentials in their values. Returns whether it has placeholders.
///
/// # Errors
/// When a member can't be sent, or a credential in it could not be restored.
pub(in crate::protocol) fn stored(
    json: &str,
    credentials: Option<&Mask>,
) -> Result<(String, bool), Error> {
    let refused = || stored_link::credentials_remain("page token");
    let mut members = Members::read(json)?;
    let (mut is_masked, mut is_reserved) = (false, false);
    for (_, value) in &mut members.0 {
        let (Value::Text(text) | Value::Literal(text)) = value;
        is_reserved |= has_placeholders(text);
        if let Some(masked) = stored_link::token_without_credentials(text, credentials)? {
            *value = Value::Text(masked);
            is_masked = true;
        }
    }
    let json = members.to_json();
    let remains = stored_link::token_without_credentials(&json, credentials)?.is_some();
    if remains || (is_masked && is_reserved) { Err(refused()) } else { Ok((json, is_masked)) }
}

/// The stored object with its credentials put back.
///
/// # Errors
/// When it was stored with credentials of another kind.
pub(super) fn with_credentials(json: &str, credentials: Option<&Mask>) -> Result<String, Error> {
    let mut members = Members::read(json)?;
    for (_, value) in &mut members.0 {
        if let Value::Text(text) = value {
            *text = stored_link::token_with_credentials(text, credentials)?;
        }
    }
    Ok(members.to_json())
}

/// Sets each member in the query, in place of a parameter of the same name; but for the
/// parameter of the client's credentials.
pub(super) fn set(url: &mut Url, json: &str, auth_param: Option<&str>) -> Result<(), Error> {
    for (name, value) in Members::read(json)?.0 {
        if auth_param == Some(&*name) {
            continue;
        }
        let (Value::Text(text) | Value::Literal(text)) = value;
        link::remove(url, &name);
        link::append(url, &link::pair(&name, &text));
    }
    Ok(())
}
