//! Refusals under status 200, in the shapes that vendors document.

use super::{Refusal, plain};

pub const REFUSALS: &[Refusal] = &[
    plain(
        "cloudflare/zones",
        200,
        r#"{"success": false, "errors": [], "messages": [], "result": null}"#,
        "Api",
    ),
    plain(
        "cloudflare/zones",
        200,
        r#"{"success": false, "errors": [{"code": 1003, "message": "Invalid zone"}], "messages": [], "result": null}"#,
        "Api, 1003, Invalid zone",
    ),
    plain(
        "crossref/works",
        200,
        r#"{"status": "error", "message-type": "exception", "message-version": "1.0.0", "message": {"name": "java.lang.Exception", "description": "x"}}"#,
        "Api, x",
    ),
    plain(
        "crossref/works",
        200,
        r#"{"status": "failed", "message-type": "validation-failure", "message": [{"type": "parameter-not-found", "value": "x", "message": "Cursor expired"}]}"#,
        "Api, Cursor expired",
    ),
    plain(
        "github-graphql/stargazers",
        200,
        r#"{"data": null, "errors": [{"type": "NOT_FOUND", "path": ["repository"], "message": "Could not resolve"}]}"#,
        "Api, Could not resolve",
    ),
    plain(
        "google-places/nearby",
        200,
        r#"{"html_attributions": [], "results": [], "status": "REQUEST_DENIED", "error_message": "The key is invalid."}"#,
        "Api, REQUEST_DENIED, The key is invalid.",
    ),
    plain(
        "kraken/trades",
        200,
        r#"{"error": ["EQuery:Unknown asset pair"]}"#,
        "Api, EQuery:Unknown asset pair",
    ),
    plain(
        "lark/chats",
        200,
        r#"{"code": 99991663, "msg": "Invalid access token", "data": {}}"#,
        "Api, 99991663, Invalid access token",
    ),
    plain(
        "mcp/tools",
        200,
        r#"{"jsonrpc": "2.0", "id": 1, "error": {"code": -32602, "message": "Invalid cursor"}}"#,
        "Api, -32602, Invalid cursor",
    ),
    plain(
        "sendsage/subscribers",
        200,
        r#"{"success": false, "error_code": "bad_token", "error_message": "No such token"}"#,
        "Api, bad_token, No such token",
    ),
    plain(
        "sendsage/subscribers",
        200,
        r#"{"success": false, "error_code": null, "error_message": "Try again"}"#,
        "Api, Try again",
    ),
    plain(
        "shopify-graphql/products",
        200,
        r#"{"errors": [{"message": "Access denied", "extensions": {"code": "ACCESS_DENIED"}}]}"#,
        "Api, ACCESS_DENIED, Access denied",
    ),
    plain(
        "slack/channels",
        200,
        r#"{"ok": false, "error": "invalid_cursor"}"#,
        "Api, invalid_cursor",
    ),
    plain("slack/channels", 200, r#"{"ok": false}"#, "Api"),
    plain(
        "telegram/updates",
        200,
        r#"{"ok": false, "error_code": 401, "description": "Unauthorized"}"#,
        "Api, 401, Unauthorized",
    ),
];
