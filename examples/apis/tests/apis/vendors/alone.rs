//! Vendors whose later requests differ from the first.

use super::{Reply, Vendor, at, cut};
use serde_json::json;

/// A token goes alone; the first request needs a type.
pub const SELLING_PARTNER: Vendor = Vendor {
    list: ("GET", "/reports/2021-06-30/reports"),
    onward: "",
    headers: &["x-amz-access-token: Atza|1"],
    params: &["reportTypes", "processingStatuses", "pageSize", "nextToken"],
    row: |n| json!({"reportId": format!("ID{n}"), "reportType": "GET_MERCHANT_LISTINGS", "processingStatus": "DONE"}),
    answer: |rows, request| {
        let size = request.size("pageSize", 10, 100)?;
        let token = request.get("nextToken");
        let size = if token.is_some() { 3 } else { size };
        if token.is_some() == request.get("reportTypes").is_some() {
            return Err(Reply::bad("nextToken"));
        }
        if token.is_some() && request.query.len() > 1 {
            return Err(Reply::bad("a token goes alone"));
        }
        let (page, next) = cut(rows, at(token, "VGhpcyB0b2tlbi+/", "==")?, size);
        let mut body = json!({"reports": page});
        if let Some(n) = next {
            body["nextToken"] = json!(format!("VGhpcyB0b2tlbi+/{n}=="));
        }
        Ok(Reply::page(body))
    },
};
