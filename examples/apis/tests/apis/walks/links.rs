//! Walks by a link to the next page.

use crate::vendors::links::*;
use crate::walks::walks;

walks! {
    twilio: TWILIO, "twilio/messages" by 3, ["account_sid=AC1", "?to=+15550001"], [
        "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B15550001&PageSize=3",
        "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B15550001&PageSize=3&Page=1&PageToken=PASM3",
        "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B15550001&PageSize=3&Page=2&PageToken=PASM6",
    ], says: "number 0, size 3, first /2010-04-01/Accounts/AC1/Messages.json?To=%2B15550001&PageSize=3&Page=0";
    twilio_v1: TWILIO_V1, "twilio-v1/conversations" by 3, [], [
        "GET /v1/Conversations?PageSize=3",
        "GET /v1/Conversations?PageSize=3&Page=1&PageToken=PT3",
        "GET /v1/Conversations?PageSize=3&Page=2&PageToken=PT6",
    ], says: "number 0, size 3, first /v1/Conversations?PageSize=3&Page=0";
    signalwire_laml: SIGNALWIRE_LAML, "signalwire-laml/calls" by 3, ["account_sid=AC1"], [
        "GET /api/laml/2010-04-01/Accounts/AC1/Calls?PageSize=3",
        "GET /api/laml/2010-04-01/Accounts/AC1/Calls?Page=1&PageSize=3&PageToken=PA3",
        "GET /api/laml/2010-04-01/Accounts/AC1/Calls?Page=2&PageSize=3&PageToken=PA6",
    ], says: "number 0, size 3, first /api/laml/2010-04-01/Accounts/AC1/Calls?Page=0&PageSize=3";
    signalwire_rest: SIGNALWIRE_REST, "signalwire-rest/phone_numbers" by 3, [], [
        "GET /api/relay/rest/phone_numbers?page_size=3",
        "GET /api/relay/rest/phone_numbers?page_size=3&page_number=1&page_token=PA3",
        "GET /api/relay/rest/phone_numbers?page_size=3&page_number=2&page_token=PA6",
    ], says: "first /api/relay/rest/phone_numbers?page_size=3&page_number=0";
    microsoft_graph: MICROSOFT_GRAPH, "microsoft-graph/users" by 3, ["?select=id", "?select=mail"], [
        "GET /v1.0/users?%24select=id%2Cmail&%24top=3",
        "GET /v1.0/users?$top=3&$skiptoken=RFNwdAIAA%2B/1==",
        "GET /v1.0/users?$top=3&$skiptoken=RFNwdAIAA%2B/2==",
        "GET /v1.0/users?$top=3&$skiptoken=RFNwdAIAA%2B/3==",
    ];
    zendesk_by_cursor: ZENDESK_TICKETS, "zendesk/tickets" by 3, [], [
        "GET /api/v2/tickets.json?page%5Bsize%5D=3",
        "GET /api/v2/tickets.json?page%5Bafter%5D=eyJvIjoi3In0=&page%5Bsize%5D=3",
        "GET /api/v2/tickets.json?page%5Bafter%5D=eyJvIjoi6In0=&page%5Bsize%5D=3",
    ];
    zendesk_without_a_size: ZENDESK_TICKETS, "zendesk/tickets" by 0, [], [
        "GET /api/v2/tickets.json?page%5Bsize%5D=100",
    ];
    zendesk_by_offset: ZENDESK_USERS, "zendesk/users" by 3, [], [
        "GET /api/v2/users.json?per_page=3",
        "GET /api/v2/users.json?page=2&per_page=3",
        "GET /api/v2/users.json?page=3&per_page=3",
    ], says: "total 7; previous";
    json_api: JSON_API, "json-api/articles" by 3, [], [
        "GET /articles?page%5Bsize%5D=3",
        "GET /articles?page[number]=2&page[size]=3",
        "GET /articles?page[number]=3&page[size]=3",
    ], says: "first /articles?page[number]=1&page[size]=3";
    hal: HAL, "hal/orders" by 3, [], [
        "GET /orders?size=3",
        "GET /orders?page=1&size=3",
        "GET /orders?page=2&size=3",
        "GET /orders?page=3&size=3",
    ];
    salesforce: SALESFORCE, "salesforce/accounts" by 0, ["?soql=SELECT Id FROM Account"], [
        "GET /services/data/v60.0/query?q=SELECT%20Id%20FROM%20Account",
        "GET /services/data/v60.0/query/01gD0000002HU6KIAW-3",
        "GET /services/data/v60.0/query/01gD0000002HU6KIAW-6",
    ], says: "total 7";
    confluence: CONFLUENCE, "confluence/pages" by 3, [], [
        "GET /wiki/api/v2/pages?limit=3",
        "GET /wiki/api/v2/pages?limit=3&cursor=eyJpZCI63fQ==",
        "GET /wiki/api/v2/pages?limit=3&cursor=eyJpZCI66fQ==",
    ];
    discourse: DISCOURSE, "discourse/latest" by 3, [], [
        "GET /latest.json?per_page=3",
        "GET /latest?page=1&per_page=3",
        "GET /latest?page=2&per_page=3",
    ];
    spotify: SPOTIFY, "spotify/saved_tracks" by 3, [], [
        "GET /v1/me/tracks?limit=3",
        "GET /v1/me/tracks?offset=3&limit=3",
        "GET /v1/me/tracks?offset=6&limit=3",
    ], says: "size 3, total 7; previous";
    bitbucket: BITBUCKET, "bitbucket/commits" by 3, ["workspace=acme", "repo=app"], [
        "GET /2.0/repositories/acme/app/commits?pagelen=3",
        "GET /2.0/repositories/acme/app/commits?pagelen=3&ctx=c%2F3%2B",
        "GET /2.0/repositories/acme/app/commits?pagelen=3&ctx=c%2F6%2B",
    ], says: "size 3";
    facebook: FACEBOOK, "facebook-graph/likes" by 3, [], [
        "GET /v19.0/me/likes?limit=3&access_token=EAAB%7C1",
        "GET /v19.0/me/likes?limit=3&after=QVFIUk1ZD&access_token=EAAB%7C1",
        "GET /v19.0/me/likes?limit=3&after=QVFIUk2ZD&access_token=EAAB%7C1",
        "GET /v19.0/me/likes?limit=3&after=QVFIUk3ZD&access_token=EAAB%7C1",
    ];
}
