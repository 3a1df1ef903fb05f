//! The error for a response that reports a failure, with the API's own code and
//! message: from the places that the list names, or else from the usual
//! [places](error_shapes).

use crate::error::{ApiError, Error, ErrorKind};
use crate::list::rows::Decode;
use crate::paging::Shape;
use crate::protocol::request::PageRequest;
use crate::protocol::response::Response;
use crate::protocol::response::contents::not_a_page;
use crate::protocol::response::envelope::Envelope;
use crate::protocol::response::pointer_tree::PointerTree;
use crate::protocol::response::redact::Redactor;
use crate::protocol::response::{error_shapes, reader, refused_body};
use crate::protocol::signs;
use crate::protocol::signs::letters;
use crate::protocol::walk::Walk;
use http::StatusCode;
use serde_core::de::IgnoredAny;

impl Walk {
    /// Checks the status of a response that is not a page.
    pub(crate) fn check_status(
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

    /// The error for a status other than 2xx, with the code and the message from the body.
    pub(in crate::protocol) fn refused(
        &self,
        response: &Response,
        redactor: &Redactor<'_>,
    ) -> Error {
        let Response { status, body, .. } = response;
        let api = self.api_error(response, redactor);
        let details = match describe(&api, *status, redactor) {
            details if details.is_empty() && error_shapes::is_html(body) => {
                " with an HTML page".to_owned()
            }
            details => details,
        };
        let hint = self.hint(response);
        let what = format!("the server answered {status}{details}{hint}");
        let error = Error::new(ErrorKind::Status, what);
        let error = with_api_error(error, response, &api, redactor);
        let refuses = status.is_client_error() && !matches!(status.as_u16(), 401 | 403 | 408 | 429);
        if refuses { self.refusing(error) } else { error }
    }

    /// What to check after a refusal, as the end of a sentence. A record that is not there
    /// needs none, nor does a page that was there before.
    fn hint(&self, response: &Response) -> &'static str {
        let is_first = self.progress.pages == 0 && !self.begins_synchronisation();
        match response.status {
            StatusCode::UNAUTHORIZED if response.credentials.is_none() => {
                "; the client was built without credentials"
            }
            StatusCode::NOT_FOUND if is_first && !self.is_of_one() => {
                "; check the base URL, to which the path is appended, and the parameters"
            }
            _ => "",
        }
    }

    /// Whether the reply is that of a single record.
    fn is_of_one(&self) -> bool {
        self.plan.list.item_rules.shape == Shape::One
    }

    /// The code and the message in a body: at the places that the list names, or else
    /// at the usual ones.
    fn api_error(&self, response: &Response, redactor: &Redactor<'_>) -> ApiError {
        let text = response.text().unwrap_or_default();
        // Without the items: a body that refuses may be an array where a page is one too.
        let tree = PointerTree::of(&self.plan.tree.pointers).ok();
        let listed = tree.and_then(|tree| {
            let reading = reader::read(text, &tree, &Decode::of::<IgnoredAny>()).ok()?;
            Some(reading.envelope.api_error())
        });
        listed
            .filter(|api| *api != ApiError::default())
            .unwrap_or_else(|| find_api_error(response, redactor))
    }

    /// The error for a reply that says, at a place that the list names, that it failed.
    /// Its code and message may be at the usual places.
    pub(in crate::protocol) fn failed(
        &self,
        response: &Response,
        api: &ApiError,
        redactor: &Redactor<'_>,
    ) -> Error {
        let elsewhere;
        let api = if *api == ApiError::default() {
            elsewhere = find_api_error(response, redactor);
            &elsewhere
        } else {
            api
        };
        let code = redactor.redact(api.code.as_deref().unwrap_or("no code"));
        let message = redactor.redact(api.message.as_deref().unwrap_or("no message"));
        let what = format!("the API reported a failure ({code}): {message}");
        let error = with_api_error(Error::new(ErrorKind::Api, what), response, api, redactor);
        self.refusing(error)
    }

    /// The error for a reply that says that it is incomplete, with the API's code and
    /// message if it has them.
    pub(in crate::protocol) fn incomplete(
        &self,
        response: &Response,
        what: &str,
        redactor: &Redactor<'_>,
    ) -> Error {
        let api = self.api_error(response, redactor);
        let what = format!("{what}{}", describe(&api, response.status, redactor));
        with_api_error(Error::new(ErrorKind::Partial, what), response, &api, redactor)
    }

    /// Whether a response without rows says that it failed.
    pub(in crate::protocol) fn states_failure(
        &self,
        response: &Response,
        envelope: &Envelope,
    ) -> bool {
        let text = response.text().unwrap_or_default();
        let (items, is_page) = (self.plan.items_at(&self.at), envelope.says_paging());
        !envelope.says_success(&self.plan.list.errors)
            && signs::states_failure(text, items, is_page)
    }

    /// The error for a response that is not a page of the list, with the API's code and
    /// message if it has them.
    pub(in crate::protocol) fn not_a_list_page(
        &self,
        response: &Response,
        envelope: &Envelope,
        why: &str,
        redactor: &Redactor<'_>,
    ) -> Error {
        if !self.states_failure(response, envelope) {
            return not_a_page(response, why, redactor).of_kind(ErrorKind::Items);
        }
        let api = find_api_error(response, redactor);
        let why = format!("{why}{}", describe(&api, response.status, redactor));
        let error = not_a_page(response, &why, redactor).of_kind(ErrorKind::Items);
        with_api_error(error, response, &api, redactor)
    }
}

/// The code and the message of a failure at the usual places. Secrets are hidden first, since a broken body may end within one.
fn find_api_error(response: &Response, redactor: &Redactor<'_>) -> ApiError {
    let text = String::from_utf8_lossy(refused_body::part(response.begins()));
    error_shapes::read(&redactor.hide(&text), response.status)
}

/// The API's code and message as the end of a sentence.
fn describe(api: &ApiError, status: StatusCode, redactor: &Redactor<'_>) -> String {
    let mut details = String::new();
    if let Some(code) = &api.code {
        details = format!(" ({})", redactor.redact(code));
    }
    let reason = status.canonical_reason().map(letters);
    if let Some(message) = api.message.as_ref().filter(|message| reason != Some(letters(message))) {
        details = format!("{details}: {}", redactor.redact(message));
    }
    details
}

/// Adds the API's code and message, and the body, to an error.
fn with_api_error(
    error: Error,
    response: &Response,
    api: &ApiError,
    redactor: &Redactor<'_>,
) -> Error {
    let shown = |text: &Option<String>| text.as_ref().map(|text| redactor.shown(text));
    let (code, message) = (shown(&api.code), shown(&api.message));
    let error = error.status_code(response.status).api(ApiError { code, message });
    error.with_body(refused_body::kept(response.begins(), redactor))
}
