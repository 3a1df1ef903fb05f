//! Maps paths to handlers.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get};

use crate::call::Call;
use crate::lists::List;
use crate::sendsage;
use crate::server::{Context, Reply, Server};
use crate::signalwire;

/// The routes of both APIs.
pub(crate) fn router(server: Arc<Server>) -> Router {
    let mut router = Router::new();
    for list in List::SIGNALWIRE {
        // The vendor accepts both spellings; links repeat the one of the request. Clients of the
        // API that it is compatible with are given the origin alone, and add the version.
        let path = list.path();
        let of_version = path.strip_prefix("/api/laml").unwrap_or(path);
        for path in [path, of_version] {
            router = router
                .route(path, endpoint(list, signalwire::answer))
                .route(&format!("{path}.json"), endpoint(list, signalwire::answer));
        }
    }
    for list in List::SENDSAGE {
        router = router.route(list.path(), endpoint(list, sendsage::answer));
    }
    let per_mailing_list = "/ga/api/v2/mailing_lists/{mailing_list_id}/subscriber_imports";
    router
        .route(per_mailing_list, endpoint(List::SubscriberImports, sendsage::answer))
        .fallback(unknown_path)
        .method_not_allowed_fallback(unknown_method)
        .with_state(server)
}

type Handler = fn(List, &Call, &mut Context<'_>) -> Reply;

fn endpoint(list: List, handler: Handler) -> MethodRouter<Arc<Server>> {
    get(move |State(server): State<Arc<Server>>, request: Request| async move {
        let (parts, _) = request.into_parts();
        server.serve(&parts, |call, context| handler(list, call, context))
    })
}

async fn unknown_path(State(server): State<Arc<Server>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    server.serve(&parts, |call, _| not_found(call, 404, "no list at this path"))
}

async fn unknown_method(State(server): State<Arc<Server>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    server.serve(&parts, |call, _| not_found(call, 405, "only GET is supported"))
}

/// The error in the form of the API that the path belongs to.
fn not_found(call: &Call, status: u16, message: &str) -> Reply {
    if call.path.starts_with("/ga/") {
        Reply { status, ..sendsage::failure("not_found", message) }
    } else {
        signalwire::failure(status, status, "20404", message)
    }
}
