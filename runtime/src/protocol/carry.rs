//! Values of a reply that the next request sends beside its position.

use crate::error::Error;
use crate::paging::CarryTo;
use crate::position::beside::{Beside, BesideValue};
use crate::protocol::request::body::quoted;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::stated::Stated;
use crate::protocol::stored_link;
use crate::protocol::walk::Walk;
use crate::secret::Mask;

impl Walk {
    /// The values of this reply that the next request sends. One that the reply does not
    /// state, or states as null, is not sent.
    pub(in crate::protocol) fn carried_values(&self, envelope: &Envelope) -> Result<Beside, Error> {
        let carries = self.plan.list.paging.carry.iter();
        let values = carries.zip(ReplyKey::CARRIED).map(|(carry, key)| {
            let is_in_body = matches!(carry.to, CarryTo::Body(_));
            let credentials = self.credentials.as_deref();
            Ok(match envelope.stated(key) {
                Stated::Absent | Stated::Null => None,
                Stated::Text(text) => Some(text_value(text, credentials)?),
                Stated::Bool(flag) => Some(json_value(&flag.to_string(), credentials)?),
                Stated::Number(json) => Some(json_value(json, credentials)?),
                Stated::Array(json) | Stated::Object(json) if is_in_body => {
                    Some(json_value(json, credentials)?)
                }
                _ => return Err(envelope.wrong(key, "a value for the next request")),
            })
        });
        let values = Beside::new(values.collect::<Result<Vec<_>, Error>>()?);
        Ok(match self.delta_beside() {
            Some(delta) => values.with(self.plan.list.paging.carry.iter().count(), delta),
            None => values,
        })
    }
}

pub(in crate::protocol) fn text_value(
    text: &str,
    credentials: Option<&Mask>,
) -> Result<BesideValue, Error> {
    let masked = stored_link::token_without_credentials(text, credentials)?;
    let json = quoted(masked.as_deref().unwrap_or(text)).into();
    Ok(BesideValue { json, is_masked: masked.is_some() })
}

pub(in crate::protocol) fn json_value(
    json: &str,
    credentials: Option<&Mask>,
) -> Result<BesideValue, Error> {
    Ok(match stored_link::token_without_credentials(json, credentials)? {
        // A number that is a credential: it is sent as a text.
        Some(masked) if !json.starts_with(['[', '{']) => {
            BesideValue { json: quoted(&masked).into(), is_masked: true }
        }
        Some(masked) => BesideValue { json: masked.into(), is_masked: true },
        None => BesideValue { json: json.into(), is_masked: false },
    })
}

/// The values with their credentials put back.
///
/// # Errors
/// When they were stored with credentials of another kind.
pub(in crate::protocol) fn with_credentials(
    beside: &Beside,
    credentials: Option<&Mask>,
) -> Result<Beside, Error> {
    let put_back = |text: &str| stored_link::token_with_credentials(text, credentials);
    let values = beside.values().iter().map(|value| {
        let Some(BesideValue { json, is_masked: true }) = value else { return Ok(value.clone()) };
        let json = match serde_json::from_str::<String>(json) {
            Ok(text) => quoted(&put_back(&text)?),
            Err(_) => put_back(json)?,
        };
        Ok(Some(BesideValue { json: json.into(), is_masked: false }))
    });
    values.collect::<Result<Vec<_>, Error>>().map(Beside::new)
}
