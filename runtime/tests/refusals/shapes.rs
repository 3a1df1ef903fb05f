//! The bodies of refusals, in the shapes of public APIs, each with what an error says.

/// A status, a body with `'` for `"`, the end of the error's message, and the code
/// of the API.
pub(crate) type Shape = (u16, &'static str, &'static str, Option<&'static str>);

/// The bodies of the APIs that most clients are written for.
pub(crate) const SHAPES: [(&str, Shape); 19] = [
    (
        "google",
        (
            400,
            "{'error':{'code':400,'message':'the page token means nothing','status':'INVALID_ARGUMENT'}}",
            "(INVALID_ARGUMENT): the page token means nothing",
            Some("INVALID_ARGUMENT"),
        ),
    ),
    (
        "stripe",
        (
            400,
            "{'error':{'code':'resource_missing','message':'customer cus_1 is unknown','param':'starting_after','type':'invalid_request_error'}}",
            "(resource_missing): customer cus_1 is unknown",
            Some("resource_missing"),
        ),
    ),
    (
        "azure",
        (
            400,
            "{'error':{'code':'MissingApiVersionParameter','message':'say which version you want'}}",
            "(MissingApiVersionParameter): say which version you want",
            Some("MissingApiVersionParameter"),
        ),
    ),
    (
        "hubspot",
        (
            400,
            "{'status':'error','message':'a search ends at 10000 rows','category':'VALIDATION_ERROR'}",
            "(VALIDATION_ERROR): a search ends at 10000 rows",
            Some("VALIDATION_ERROR"),
        ),
    ),
    ("drf", (404, "{'detail':'no page of that number'}", ": no page of that number", None)),
    (
        "wordpress",
        (
            400,
            "{'code':'rest_post_invalid_page_number','message':'beyond the last page','data':{'status':400}}",
            "(rest_post_invalid_page_number): beyond the last page",
            Some("rest_post_invalid_page_number"),
        ),
    ),
    (
        "stack exchange",
        (
            400,
            "{'error_id':502,'error_message':'you were told to wait','error_name':'throttle_violation'}",
            "(throttle_violation): you were told to wait",
            Some("throttle_violation"),
        ),
    ),
    (
        "jira",
        (
            400,
            "{'errorMessages':['project XX is unknown'],'errors':{}}",
            ": project XX is unknown",
            None,
        ),
    ),
    (
        "twilio",
        (
            400,
            "{'code':20001,'message':'paging needs its token','status':400}",
            "(20001): paging needs its token",
            Some("20001"),
        ),
    ),
    (
        "salesforce",
        (
            400,
            "[{'errorCode':'INVALID_QUERY_LOCATOR','message':'that cursor is unknown'}]",
            "(INVALID_QUERY_LOCATOR): that cursor is unknown",
            Some("INVALID_QUERY_LOCATOR"),
        ),
    ),
    (
        "oauth",
        (
            401,
            "{'error':'invalid_token','error_description':'this token is too old'}",
            "(invalid_token): this token is too old",
            Some("invalid_token"),
        ),
    ),
    (
        "problem",
        (
            400,
            "{'type':'about:blank','title':'cursor refused','status':400,'detail':'this cursor is too old'}",
            ": cursor refused: this cursor is too old",
            None,
        ),
    ),
    (
        "facebook",
        (
            400,
            "{'error':{'message':'this key is no good','type':'OAuthException','code':190}}",
            "(190): this key is no good",
            Some("190"),
        ),
    ),
    (
        "zendesk",
        (
            400,
            "{'error':'InvalidPaginationDepth','description':'no more than 100 pages'}",
            "(InvalidPaginationDepth): no more than 100 pages",
            Some("InvalidPaginationDepth"),
        ),
    ),
    (
        "spotify",
        (400, "{'error':{'status':400,'message':'offset refused'}}", ": offset refused", None),
    ),
    (
        "a text",
        (400, "{'error':'later pages need the session'}", ": later pages need the session", None),
    ),
    (
        "graphql",
        (
            400,
            "{'errors':[{'message':'field x is unknown','extensions':{'code':'GRAPHQL_VALIDATION'}}]}",
            "(GRAPHQL_VALIDATION): field x is unknown",
            Some("GRAPHQL_VALIDATION"),
        ),
    ),
    (
        "quickbooks",
        (
            400,
            "{'Fault':{'Error':[{'Message':'query refused','Detail':'1500 rows are too many, 1000 at most','code':'4000'}],'type':'ValidationFault'}}",
            "(4000): query refused: 1500 rows are too many, 1000 at most",
            Some("4000"),
        ),
    ),
    ("texts", (400, "{'errors':['no such page']}", ": no such page", None)),
];

/// Other bodies, with `'` for `"`, and the end of the error's message.
pub(crate) const OTHERS: &[(&str, &str)] = &[
    (
        "{'message':'Validation Failed','errors':[{'message':'q is missing'}]}",
        ": Validation Failed: q is missing",
    ),
    (
        "{'message':'The data was invalid.','errors':{'email':['The email is missing.']}}",
        ": The data was invalid. email: The email is missing.",
    ),
    (
        "{'detail':[{'loc':['query','page'],'msg':'not a number','type':'int_parsing'}]}",
        "(int_parsing): not a number",
    ),
    ("{'page_size':['A valid integer is required.']}", ": page_size: A valid integer is required."),
    (
        "{'timestamp':1,'status':400,'error':'Bad Request','message':'page is too large','path':'/x'}",
        ": page is too large",
    ),
    ("{'errors':['a','b','c','d','e']}", ": a; b; c; and 2 more"),
    (
        "{'status':{'error_code':1001,'error_message':'this key is invalid'}}",
        "(1001): this key is invalid",
    ),
    (
        "{'fault':{'faultstring':'quota used up','detail':{'errorcode':'policies.QuotaViolation'}}}",
        "(policies.QuotaViolation): quota used up",
    ),
    ("'no such page'", ": no such page"),
    // Bodies that were cut off after the message.
    ("{'error':{'message':'too much','trace':'at line 1, at li", ": too much"),
    // Bodies without a message.
    ("{'hello':'world'}", "400 Bad Request"),
    ("{'error':true}", "400 Bad Request"),
    ("{'error':{'code':'E5'}}", "400 Bad Request (E5)"),
    ("null", "400 Bad Request"),
    ("\u{0}\u{1}PNG", "400 Bad Request"),
    ("", "400 Bad Request"),
    // A message that says the same twice, and what only repeats the status.
    ("{'title':'too old','detail':'too old'}", "400 Bad Request: too old"),
    ("{'message':'Bad Request'}", "400 Bad Request"),
    ("{'type':'https://api.test/errors/cursor','detail':'too old'}", "400 Bad Request: too old"),
    // Other names of codes and messages.
    ("{'errcode':40001,'errmsg':'this key is invalid'}", "(40001): this key is invalid"),
    ("{'errno':7,'errormsg':'no such list'}", "(7): no such list"),
    ("{'error_type':'QueryError','msg':'too wide'}", "(QueryError): too wide"),
    ("{'error_id':'E-7','exception':{'message':'too wide'}}", "(E-7): too wide"),
    ("{'meta':{'code':'E8','message':'too wide'}}", "(E8): too wide"),
    ("{'response':{'code':'E9','message':'too wide'}}", "(E9): too wide"),
    ("{'detail':{'page':['not a number']}}", "400 Bad Request: page: not a number"),
    ("{'error':{'page_size':['too large']}}", "400 Bad Request: page_size: too large"),
    // Codes without a message; the kind of a document is not one of them.
    ("{'type':'report','error':{'code':'E6'}}", "400 Bad Request (E6)"),
    ("{'type':'report','errors':[{'code':'E6'}]}", "400 Bad Request (E6)"),
    ("{'type':'report','fault':{'code':'E6'}}", "400 Bad Request (E6)"),
    ("{'type':'report','meta':{'code':'E6'}}", "400 Bad Request (E6)"),
    ("{'type':'report','status':{'code':'E6'}}", "400 Bad Request (E6)"),
    // A word for the outcome is not a message.
    ("{'status':'error'}", "400 Bad Request"),
    ("{'meta':'rejected'}", "400 Bad Request"),
    ("{'response':'rejected'}", "400 Bad Request"),
];
