//! Where each part of a request for a position is sent.

use super::body::Body;
use super::param_value::{ParamValue, add_param, add_param_in, header};
use super::{PageRequest, members};
use crate::error::{Error, ErrorKind};
use crate::paging::{CarryTo, DeltaTo, SendAs, SendIn, SendRules, Text};
use crate::position::beside::Beside;
use crate::position::cursor::Cursor;
use crate::protocol::link;
use crate::protocol::plan::Plan;

impl Plan {
    /// Fills in the rest of a request: its position and the values beside it, where the
    /// list sends them, and its body.
    pub(super) fn send(
        &self,
        request: &mut PageRequest,
        mut body: Option<Body>,
        sent: Option<&ParamValue<'_>>,
        beside: &Beside,
    ) -> Result<(), Error> {
        let paging = &self.list.paging;
        let by_rules;
        let sent = match sent {
            Some(position)
                if !matches!(request.at, Cursor::Number(_) | Cursor::Offset(_))
                    && !self.sends_members() =>
            {
                by_rules = self.by_rules(position)?;
                Some(&by_rules)
            }
            sent => sent,
        };
        if let Some(sent) = sent {
            let param = match &request.at {
                Cursor::Number(_) => paging.number.as_ref().map(|number| &number.query),
                Cursor::Offset(_) => paging.offset.as_ref().map(|offset| &offset.query),
                _ => match &paging.send {
                    SendIn::Query(param) | SendIn::Body(param) => Some(param),
                    SendIn::Header(name) => {
                        request.headers.push(header(name, sent)?);
                        None
                    }
                    SendIn::Members => {
                        let auth_param = self.auth_param.as_deref();
                        members::set(&mut request.url, &sent.text(), auth_param)?;
                        None
                    }
                    SendIn::Path(_) => {
                        let at = self.segment.as_ref();
                        let encoded = link::encode(&sent.text()).to_string();
                        at.map(|at| at.put(&mut request.url, &encoded)).transpose()?;
                        None
                    }
                    SendIn::Url => None,
                },
            };
            if let Some(param) = param {
                add_param(&mut request.url, &mut body, param, sent)?;
            }
        }
        self.send_beside(request, &mut body, beside)?;
        request.body = body.map(|body| body.to_json().into());
        let length = request.url.as_str().len();
        let is_token = matches!(request.at, Cursor::Token(_) | Cursor::MaskedToken { .. })
            || (request.at.is_token() && self.sends_members())
            || !beside.is_empty();
        if is_token && length > link::MAX_LENGTH {
            let what = format!(
                "the page token makes a URL of {length} bytes, but the limit is {}; does each token contain the one before?",
                link::MAX_LENGTH
            );
            return Err(Error::new(ErrorKind::PagingKey, what).refused());
        }
        Ok(())
    }

    /// Puts the values that are sent beside the position where the list sends them.
    fn send_beside(
        &self,
        request: &mut PageRequest,
        body: &mut Option<Body>,
        beside: &Beside,
    ) -> Result<(), Error> {
        let paging = &self.list.paging;
        let delta = paging.delta_to().map(|to| match to {
            DeltaTo::Query(name) => CarryTo::Query(name),
            DeltaTo::Header(name) => CarryTo::Header(name),
        });
        let carried = paging.carry.iter().map(|carry| match &carry.to {
            CarryTo::Query(name) => CarryTo::Query(name),
            CarryTo::Header(name) => CarryTo::Header(name),
            CarryTo::Body(pointer) => CarryTo::Body(pointer),
        });
        for (to, value) in carried.chain(delta).zip(beside.values()) {
            let Some(value) = value else { continue };
            match to {
                CarryTo::Query(name) => {
                    link::remove(&mut request.url, name);
                    link::append(&mut request.url, &link::pair(name, &value.text()));
                }
                CarryTo::Header(name) => {
                    request.headers.push(header(name, &ParamValue::Text(&value.text()))?);
                }
                CarryTo::Body(pointer) => {
                    if let Some(body) = body {
                        add_param_in(body, pointer, &value.json)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The position that the first request sends.
    pub(in crate::protocol) fn start(&self) -> Option<&Text> {
        let paging = &self.list.paging;
        paging.next_rules.start.as_ref().filter(|_| paging.next.is_some())
    }

    /// Whether the list sends each member of the position.
    pub(in crate::protocol) fn sends_members(&self) -> bool {
        self.list.paging.send == SendIn::Members
    }

    /// A position in the form in which the list sends it.
    fn by_rules<'a>(&self, position: &ParamValue<'a>) -> Result<ParamValue<'a>, Error> {
        let SendRules { template, json_type, .. } = &self.list.paging.send_rules;
        let in_template = |template: &Text| template.replace("{next}", &position.text());
        let text = template.as_ref().map(in_template);
        let is_number = *json_type == SendAs::Number;
        match (text, position) {
            (None, position) if !is_number => Ok(position.clone()),
            (text, position) => {
                let text = text.unwrap_or_else(|| position.text().into_owned());
                if !is_number {
                    return Ok(ParamValue::Owned(text));
                }
                if serde_json::from_str::<serde_json::Number>(&text).is_err() {
                    let what = "the position is not a number, but the list sends it as one; remove `as: number`, or correct where the next position comes from";
                    return Err(Error::new(ErrorKind::PagingKey, what));
                }
                Ok(ParamValue::OwnedJson(text))
            }
        }
    }
}
