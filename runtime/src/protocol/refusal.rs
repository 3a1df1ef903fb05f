//! The error of a response that refuses, in the API's own words: those at the places
//! that the list names, or else those of the usual [shapes](error_words).

use crate::error::{ApiError, Error, ErrorKind};
use crate::list::rows::Decode;
use crate::protocol::request::PageRequest;
use crate::protocol::response::Response;
use crate::protocol::response::contents::not_a_page;
use crate::protocol::response::envelope::Envelope;
use crate::protocol::response::redact::Redactor;
use crate::protocol::response::{error_words, reader, refused_body};
use crate::protocol::signs;
use crate::protocol::signs::letters;
use crate::protocol::walk::Walk;
use http::StatusCode;
use serde_core::de::IgnoredAny;

impl Walk {
    /// A response that is no page: taken as it is, unless its status says that
    /// the request failed.
    pub(crate) fn answered(
        &self,
        ask: &PageRequest,
        response: Response,
    ) -> Result<Response, Error> {
        if response.status.is_success() {
            return Ok(response);
        }
        let error = self.refused(&response, &Redactor::new(&response, ask));
        Err(response.blame(error, ask))
    }

    /// The error of a status other than 2xx, with what the body says of it.
    pub(in crate::protocol) fn refused(
        &self,
        response: &Response,
        redactor: &Redactor<'_>,
    ) -> Error {
        let Response { status, body, .. } = response;
        let api = self.api_error(response, redactor);
        let said = match said(&api, *status, redactor) {
            said if said.is_empty() && error_words::is_html(body) => {
                " with a page of HTML".to_owned()
            }
            said => said,
        };
        let error = Error::new(ErrorKind::Status, format!("the server answered {status}{said}"));
        let error = tell(error, response, &api, redactor);
        let refuses = status.is_client_error() && !matches!(status.as_u16(), 401 | 403 | 408 | 429);
        if refuses && self.progress.pages > 0 { error.refused() } else { error }
    }

    /// What a body says of its failure: where the list says, or else where others
    /// do.
    fn api_error(&self, response: &Response, redactor: &Redactor<'_>) -> ApiError {
        let text = response.text().unwrap_or_default();
        let listed = reader::read(text, &self.plan.tree, Decode::of::<IgnoredAny>()).ok();
        let listed = listed.map(|reading| reading.envelope.api_error());
        listed
            .filter(|api| *api != ApiError::default())
            .unwrap_or_else(|| words(response, redactor))
    }

    /// The error of a reply that says of itself that it failed, where the list says
    /// so; its words may be elsewhere.
    pub(in crate::protocol) fn failed(
        &self,
        response: &Response,
        api: &ApiError,
        redactor: &Redactor<'_>,
    ) -> Error {
        let elsewhere;
        let api = if *api == ApiError::default() {
            elsewhere = words(response, redactor);
            &elsewhere
        } else {
            api
        };
        let code = redactor.redact(api.code.as_deref().unwrap_or("no code"));
        let said = redactor.redact(api.message.as_deref().unwrap_or("no message"));
        let what = format!("the API answered that it failed ({code}): {said}");
        let error = tell(Error::new(ErrorKind::Api, what), response, api, redactor);
        if self.progress.pages > 0 { error.refused() } else { error }
    }

    /// Whether a response without rows says that it failed.
    pub(in crate::protocol) fn states_failure(
        &self,
        response: &Response,
        envelope: &Envelope,
    ) -> bool {
        let text = response.text().unwrap_or_default();
        let (items, is_page) = (&self.plan.list.items, envelope.says_paging());
        !envelope.says_success() && signs::states_failure(text, items, is_page)
    }

    /// The error of a response that is no page of the list, with the words of its
    /// failure where it states one.
    pub(in crate::protocol) fn no_page(
        &self,
        response: &Response,
        envelope: &Envelope,
        why: &str,
        redactor: &Redactor<'_>,
    ) -> Error {
        if !self.states_failure(response, envelope) {
            return not_a_page(response, why, redactor).of_kind(ErrorKind::Items);
        }
        let api = words(response, redactor);
        let why = format!("{why}{}", said(&api, response.status, redactor));
        let error = not_a_page(response, &why, redactor).of_kind(ErrorKind::Items);
        tell(error, response, &api, redactor)
    }
}

/// The words of a failure, wherever they are. Secrets are hidden before the words are
/// read: a broken body may end a word within one.
fn words(response: &Response, redactor: &Redactor<'_>) -> ApiError {
    let text = String::from_utf8_lossy(refused_body::part(response.json()));
    error_words::read(&redactor.hide(&text), response.status)
}

/// What an API says of its failure, as the end of a sentence.
fn said(api: &ApiError, status: StatusCode, redactor: &Redactor<'_>) -> String {
    let mut said = String::new();
    if let Some(code) = &api.code {
        said = format!(" ({})", redactor.redact(code));
    }
    let reason = status.canonical_reason().map(letters);
    if let Some(message) = api.message.as_ref().filter(|said| reason != Some(letters(said))) {
        said = format!("{said}: {}", redactor.redact(message));
    }
    said
}

/// Keeps in an error what the response says of its failure, and its body.
fn tell(error: Error, response: &Response, api: &ApiError, redactor: &Redactor<'_>) -> Error {
    let shown = |text: &Option<String>| text.as_ref().map(|text| redactor.shown(text));
    let (code, message) = (shown(&api.code), shown(&api.message));
    let error = error.status_code(response.status).api(ApiError { code, message });
    error.with_body(refused_body::kept(response.json(), redactor))
}
