//! Walks by tokens in the query.

use crate::vendors::tokens::*;
use crate::walks::walks;

walks! {
    sendsage_by_token: SENDSAGE_SUBSCRIBERS, "sendsage/subscribers" by 3, ["mailing_list_id=19"], [
        "GET /mailing_lists/19/subscribers?per_page=3",
        "GET /mailing_lists/19/subscribers?per_page=3&page_token=aGVsbG83",
        "GET /mailing_lists/19/subscribers?per_page=3&page_token=aGVsbG86",
    ], says: "number 0, size 3";
    slack: SLACK, "slack/channels" by 3, ["?exclude_archived=true", "?types=public_channel", "?types=im"], [
        "GET /api/conversations.list?exclude_archived=true&types=public_channel%2Cim&limit=3",
        "GET /api/conversations.list?exclude_archived=true&types=public_channel%2Cim&limit=3&cursor=dGVhbTpDMDYx1%3D",
        "GET /api/conversations.list?exclude_archived=true&types=public_channel%2Cim&limit=3&cursor=dGVhbTpDMDYx2%3D",
        "GET /api/conversations.list?exclude_archived=true&types=public_channel%2Cim&limit=3&cursor=dGVhbTpDMDYx3%3D",
    ];
    google_pubsub: PUBSUB, "google-pubsub/topics" by 3, ["project=acme"], [
        "GET /v1/projects/acme/topics?pageSize=3",
        "GET /v1/projects/acme/topics?pageSize=3&pageToken=a%2Bb%2Fc1%3D%3D%26x",
        "GET /v1/projects/acme/topics?pageSize=3&pageToken=a%2Bb%2Fc2%3D%3D%26x",
        "GET /v1/projects/acme/topics?pageSize=3&pageToken=a%2Bb%2Fc3%3D%3D%26x",
    ];
    notion_by_get: NOTION_USERS, "notion/users" by 3, [], [
        "GET /v1/users?page_size=3",
        "GET /v1/users?page_size=3&start_cursor=33e19cb9-3",
        "GET /v1/users?page_size=3&start_cursor=33e19cb9-6",
    ];
    airtable: AIRTABLE, "airtable/records" by 3, ["base=appl1", "table=Tasks list", "?fields=Name"], [
        "GET /v0/appl1/Tasks%20list?fields%5B%5D=Name&pageSize=3",
        "GET /v0/appl1/Tasks%20list?fields%5B%5D=Name&pageSize=3&offset=itr23sEjsdfEr3282%2Frec3",
        "GET /v0/appl1/Tasks%20list?fields%5B%5D=Name&pageSize=3&offset=itr23sEjsdfEr3282%2Frec6",
    ];
    hubspot: HUBSPOT, "hubspot/contacts" by 3, ["?properties=email", "?properties=city"], [
        "GET /crm/v3/objects/contacts?properties=email%2Ccity&limit=3",
        "GET /crm/v3/objects/contacts?properties=email%2Ccity&limit=3&after=3",
        "GET /crm/v3/objects/contacts?properties=email%2Ccity&limit=3&after=6",
    ];
    jira_enhanced: JIRA_ISSUES, "jira/issues" by 3, ["?jql=project = ED ORDER BY id"], [
        "GET /rest/api/3/search/jql?jql=project%20%3D%20ED%20ORDER%20BY%20id&maxResults=3",
        "GET /rest/api/3/search/jql?jql=project%20%3D%20ED%20ORDER%20BY%20id&maxResults=3&nextPageToken=CAEaAggD3",
        "GET /rest/api/3/search/jql?jql=project%20%3D%20ED%20ORDER%20BY%20id&maxResults=3&nextPageToken=CAEaAggD6",
    ];
    cloudflare_by_cursor: CLOUDFLARE_KEYS, "cloudflare/keys" by 3, ["account_id=a1", "namespace_id=n1"], [
        "GET /client/v4/accounts/a1/storage/kv/namespaces/n1/keys?limit=3",
        "GET /client/v4/accounts/a1/storage/kv/namespaces/n1/keys?limit=3&cursor=6Ck1la0VxJ0djhidm1MdX2FyD3",
        "GET /client/v4/accounts/a1/storage/kv/namespaces/n1/keys?limit=3&cursor=6Ck1la0VxJ0djhidm1MdX2FyD6",
    ];
    box_by_marker: BOX_TRASH, "box/trash" by 3, ["?usemarker=true"], [
        "GET /2.0/folders/trash/items?usemarker=true&limit=3",
        "GET /2.0/folders/trash/items?usemarker=true&limit=3&marker=JFUirotE56hfyr56FH1233",
        "GET /2.0/folders/trash/items?usemarker=true&limit=3&marker=JFUirotE56hfyr56FH1236",
    ];
    asana: ASANA, "asana/tasks" by 3, ["project_gid=1331"], [
        "GET /api/1.0/projects/1331/tasks?limit=3",
        "GET /api/1.0/projects/1331/tasks?limit=3&offset=eyJ0eXAiOiJKV1Qi.LCJh3.bGci",
        "GET /api/1.0/projects/1331/tasks?limit=3&offset=eyJ0eXAiOiJKV1Qi.LCJh6.bGci",
    ];
    asana_without_a_size: ASANA, "asana/tasks" by 0, ["project_gid=1331"], [
        "GET /api/1.0/projects/1331/tasks?limit=100",
    ];
    intercom: INTERCOM_CONTACTS, "intercom/contacts" by 3, [], [
        "GET /contacts?per_page=3",
        "GET /contacts?per_page=3&starting_after=Wz%2BE1%2Fb%0A3%0A",
        "GET /contacts?per_page=3&starting_after=Wz%2BE1%2Fb%0A6%0A",
    ], says: "number 1, pages 3, total 7";
    reddit: REDDIT, "reddit/new" by 3, ["subreddit=rust"], [
        "GET /r/rust/new?limit=3",
        "GET /r/rust/new?limit=3&after=t3_3",
        "GET /r/rust/new?limit=3&after=t3_6",
    ];
    square_by_query: SQUARE_PAYMENTS, "square/payments" by 3, [], [
        "GET /v2/payments?limit=3",
        "GET /v2/payments?limit=3&cursor=DEa%2Bf%2F1%3D%3D",
        "GET /v2/payments?limit=3&cursor=DEa%2Bf%2F2%3D%3D",
        "GET /v2/payments?limit=3&cursor=DEa%2Bf%2F3%3D%3D",
    ];
    kubernetes: KUBERNETES, "kubernetes/pods" by 3, ["namespace=default"], [
        "GET /api/v1/namespaces/default/pods?limit=3",
        "GET /api/v1/namespaces/default/pods?limit=3&continue=eyJ2IjoibWV0YS5rOHMu3In0",
        "GET /api/v1/namespaces/default/pods?limit=3&continue=eyJ2IjoibWV0YS5rOHMu6In0",
    ];
    openai: OPENAI, "openai/files" by 3, [], [
        "GET /v1/files?limit=3",
        "GET /v1/files?limit=3&after=file-3",
        "GET /v1/files?limit=3&after=file-6",
    ];
}
