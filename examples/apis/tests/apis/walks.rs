//! Which requests each vendor receives, and that every item comes once and in order.

use crate::specs;
use crate::vendors::{by_last, by_number, in_body, in_headers, links, tokens};
use crate::walk::{assert_rows_fit, walk};

macro_rules! walks {
    ($($name:ident: $vendor:path, $list:literal by $size:literal, $given:expr, $requests:expr;)+) => {
        $(
            #[tokio::test]
            async fn $name() {
                let (items, requests) = walk(&$vendor, $list, $size, &$given).await;
                assert_eq!(items, $vendor.rows());
                assert_eq!(requests, $requests);
                assert_rows_fit($list, &items);
            }
        )+

        #[test]
        fn every_list_of_every_spec_is_walked() {
            let walked = [$($list),+];
            for list in specs::lists() {
                assert!(walked.contains(&list.as_str()), "{list} is not walked");
            }
        }
    };
}

walks! {
    twilio: links::TWILIO, "twilio/messages" by 3, ["account_sid=AC1", "?to=+15550001"], [
        "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B15550001&PageSize=3",
        "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B15550001&PageSize=3&Page=1&PageToken=PASM3",
        "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B15550001&PageSize=3&Page=2&PageToken=PASM6",
    ];
    twilio_v1: links::TWILIO_V1, "twilio-v1/conversations" by 3, [], [
        "GET /v1/Conversations?PageSize=3",
        "GET /v1/Conversations?PageSize=3&Page=1&PageToken=PT3",
        "GET /v1/Conversations?PageSize=3&Page=2&PageToken=PT6",
    ];
    signalwire_laml: links::SIGNALWIRE_LAML, "signalwire-laml/calls" by 3, ["account_sid=AC1"], [
        "GET /api/laml/2010-04-01/Accounts/AC1/Calls?PageSize=3",
        "GET /api/laml/2010-04-01/Accounts/AC1/Calls?Page=1&PageSize=3&PageToken=PA3",
        "GET /api/laml/2010-04-01/Accounts/AC1/Calls?Page=2&PageSize=3&PageToken=PA6",
    ];
    signalwire_rest: links::SIGNALWIRE_REST, "signalwire-rest/phone_numbers" by 3, [], [
        "GET /api/relay/rest/phone_numbers?page_size=3",
        "GET /api/relay/rest/phone_numbers?page_size=3&page_number=1&page_token=PA3",
        "GET /api/relay/rest/phone_numbers?page_size=3&page_number=2&page_token=PA6",
    ];
    sendsage_by_token: tokens::SENDSAGE_SUBSCRIBERS, "sendsage/subscribers" by 3, ["mailing_list_id=19"], [
        "GET /mailing_lists/19/subscribers?per_page=3",
        "GET /mailing_lists/19/subscribers?per_page=3&page_token=aGVsbG83",
        "GET /mailing_lists/19/subscribers?per_page=3&page_token=aGVsbG86",
    ];
    sendsage_by_number: by_number::SENDSAGE_CAMPAIGNS, "sendsage/campaigns" by 3, [], [
        "GET /campaigns?per_page=3&page=0",
        "GET /campaigns?per_page=3&page=1",
        "GET /campaigns?per_page=3&page=2",
    ];
    github_issues: in_headers::GITHUB_ISSUES, "github/issues" by 3, ["owner=acme", "repo=app", "?state=all"], [
        "GET /repos/acme/app/issues?state=all&per_page=3",
        "GET /repositories/1300192/issues?per_page=3&state=all&page=2",
        "GET /repositories/1300192/issues?per_page=3&state=all&page=3",
    ];
    github_below_a_key: in_headers::GITHUB_RUNS, "github/runs" by 3, ["owner=acme", "repo=app"], [
        "GET /repos/acme/app/actions/runs?per_page=3",
        "GET /repositories/1300192/actions/runs?per_page=3&page=2",
        "GET /repositories/1300192/actions/runs?per_page=3&page=3",
    ];
    github_graphql: in_body::GITHUB_GRAPHQL, "github-graphql/stargazers" by 3, ["?owner=acme", "?name=app"], [
        r#"POST /graphql {"query":…,"variables":{"owner":"acme","name":"app","first":3}}"#,
        r#"POST /graphql {"query":…,"variables":{"owner":"acme","name":"app","first":3,"after":"Y3Vyc29yOnYyOpK53=="}}"#,
        r#"POST /graphql {"query":…,"variables":{"owner":"acme","name":"app","first":3,"after":"Y3Vyc29yOnYyOpK56=="}}"#,
    ];
    gitlab_by_header: in_headers::GITLAB_ISSUES, "gitlab/issues" by 3, ["project_id=5"], [
        "GET /api/v4/projects/5/issues?per_page=3",
        "GET /api/v4/projects/5/issues?per_page=3&page=2",
        "GET /api/v4/projects/5/issues?per_page=3&page=3",
    ];
    gitlab_by_keyset: in_headers::GITLAB_PROJECTS, "gitlab/projects" by 7, ["?pagination=keyset", "?order_by=id"], [
        "GET /api/v4/projects?pagination=keyset&order_by=id&per_page=7",
        "GET /api/v4/projects?cursor=eyJpZCI67fQ%3D%3D&order_by=id&pagination=keyset&per_page=7",
    ];
    stripe: by_last::STRIPE, "stripe/customers" by 3, [], [
        "GET /v1/customers?limit=3",
        "GET /v1/customers?limit=3&starting_after=cus_3",
        "GET /v1/customers?limit=3&starting_after=cus_6",
    ];
    slack: tokens::SLACK, "slack/channels" by 3, ["?exclude_archived=true", "?types=public_channel", "?types=im"], [
        "GET /api/conversations.list?exclude_archived=true&types=public_channel%2Cim&limit=3",
        "GET /api/conversations.list?exclude_archived=true&types=public_channel%2Cim&limit=3&cursor=dGVhbTpDMDYx1%3D",
        "GET /api/conversations.list?exclude_archived=true&types=public_channel%2Cim&limit=3&cursor=dGVhbTpDMDYx2%3D",
        "GET /api/conversations.list?exclude_archived=true&types=public_channel%2Cim&limit=3&cursor=dGVhbTpDMDYx3%3D",
    ];
    google_pubsub: tokens::PUBSUB, "google-pubsub/topics" by 3, ["project=acme"], [
        "GET /v1/projects/acme/topics?pageSize=3",
        "GET /v1/projects/acme/topics?pageSize=3&pageToken=a%2Bb%2Fc1%3D%3D%26x",
        "GET /v1/projects/acme/topics?pageSize=3&pageToken=a%2Bb%2Fc2%3D%3D%26x",
        "GET /v1/projects/acme/topics?pageSize=3&pageToken=a%2Bb%2Fc3%3D%3D%26x",
    ];
    microsoft_graph: links::MICROSOFT_GRAPH, "microsoft-graph/users" by 3, ["?select=id", "?select=mail"], [
        "GET /v1.0/users?%24select=id%2Cmail&%24top=3",
        "GET /v1.0/users?$top=3&$skiptoken=RFNwdAIAA%2B/1==",
        "GET /v1.0/users?$top=3&$skiptoken=RFNwdAIAA%2B/2==",
        "GET /v1.0/users?$top=3&$skiptoken=RFNwdAIAA%2B/3==",
    ];
    zendesk_by_cursor: links::ZENDESK_TICKETS, "zendesk/tickets" by 3, [], [
        "GET /api/v2/tickets.json?page%5Bsize%5D=3",
        "GET /api/v2/tickets.json?page%5Bafter%5D=eyJvIjoi3In0=&page%5Bsize%5D=3",
        "GET /api/v2/tickets.json?page%5Bafter%5D=eyJvIjoi6In0=&page%5Bsize%5D=3",
    ];
    zendesk_by_offset: links::ZENDESK_USERS, "zendesk/users" by 3, [], [
        "GET /api/v2/users.json?per_page=3",
        "GET /api/v2/users.json?page=2&per_page=3",
        "GET /api/v2/users.json?page=3&per_page=3",
    ];
    shopify: in_headers::SHOPIFY, "shopify/products" by 3, ["?vendor=Acme"], [
        "GET /admin/api/2025-01/products.json?vendor=Acme&limit=3",
        "GET /admin/api/2025-01/products.json?limit=3&page_info=eyJkaXJlY3Rpb24iOi3In0",
        "GET /admin/api/2025-01/products.json?limit=3&page_info=eyJkaXJlY3Rpb24iOi6In0",
    ];
    json_api: links::JSON_API, "json-api/articles" by 3, [], [
        "GET /articles?page%5Bsize%5D=3",
        "GET /articles?page[number]=2&page[size]=3",
        "GET /articles?page[number]=3&page[size]=3",
    ];
    hal: links::HAL, "hal/orders" by 3, [], [
        "GET /orders?size=3",
        "GET /orders?page=1&size=3",
        "GET /orders?page=2&size=3",
        "GET /orders?page=3&size=3",
    ];
    notion_by_post: in_body::NOTION_PAGES, "notion/pages" by 3, ["database_id=668d797c"], [
        r#"POST /v1/databases/668d797c/query {"page_size":3}"#,
        r#"POST /v1/databases/668d797c/query {"page_size":3,"start_cursor":"fe2cc560-3"}"#,
        r#"POST /v1/databases/668d797c/query {"page_size":3,"start_cursor":"fe2cc560-6"}"#,
    ];
    notion_by_get: tokens::NOTION_USERS, "notion/users" by 3, [], [
        "GET /v1/users?page_size=3",
        "GET /v1/users?page_size=3&start_cursor=33e19cb9-3",
        "GET /v1/users?page_size=3&start_cursor=33e19cb9-6",
    ];
    airtable: tokens::AIRTABLE, "airtable/records" by 3, ["base=appl1", "table=Tasks list", "?fields=Name"], [
        "GET /v0/appl1/Tasks%20list?fields%5B%5D=Name&pageSize=3",
        "GET /v0/appl1/Tasks%20list?fields%5B%5D=Name&pageSize=3&offset=itr23sEjsdfEr3282%2Frec3",
        "GET /v0/appl1/Tasks%20list?fields%5B%5D=Name&pageSize=3&offset=itr23sEjsdfEr3282%2Frec6",
    ];
    salesforce: links::SALESFORCE, "salesforce/accounts" by 0, ["?soql=SELECT Id FROM Account"], [
        "GET /services/data/v60.0/query?q=SELECT%20Id%20FROM%20Account",
        "GET /services/data/v60.0/query/01gD0000002HU6KIAW-3",
        "GET /services/data/v60.0/query/01gD0000002HU6KIAW-6",
    ];
    hubspot: tokens::HUBSPOT, "hubspot/contacts" by 3, ["?properties=email", "?properties=city"], [
        "GET /crm/v3/objects/contacts?properties=email%2Ccity&limit=3",
        "GET /crm/v3/objects/contacts?properties=email%2Ccity&limit=3&after=3",
        "GET /crm/v3/objects/contacts?properties=email%2Ccity&limit=3&after=6",
    ];
    jira_classic: by_number::JIRA_PROJECTS, "jira/projects" by 5, [], [
        "GET /rest/api/3/project/search?maxResults=5&startAt=0",
        "GET /rest/api/3/project/search?maxResults=5&startAt=2",
        "GET /rest/api/3/project/search?maxResults=5&startAt=4",
    ];
    jira_enhanced: tokens::JIRA_ISSUES, "jira/issues" by 3, ["?jql=project = ED ORDER BY id"], [
        "GET /rest/api/3/search/jql?jql=project%20%3D%20ED%20ORDER%20BY%20id&maxResults=3",
        "GET /rest/api/3/search/jql?jql=project%20%3D%20ED%20ORDER%20BY%20id&maxResults=3&nextPageToken=CAEaAggD3",
        "GET /rest/api/3/search/jql?jql=project%20%3D%20ED%20ORDER%20BY%20id&maxResults=3&nextPageToken=CAEaAggD6",
    ];
    elasticsearch: by_last::ELASTICSEARCH, "elasticsearch/hits" by 3, ["index=logs"], [
        r#"POST /logs/_search {"sort":[{"@timestamp":"asc"},{"id":"asc"}],"size":3}"#,
        r#"POST /logs/_search {"sort":[{"@timestamp":"asc"},{"id":"asc"}],"size":3,"search_after":[9007199254740993,"3"]}"#,
        r#"POST /logs/_search {"sort":[{"@timestamp":"asc"},{"id":"asc"}],"size":3,"search_after":[9007199254740993,"6"]}"#,
        r#"POST /logs/_search {"sort":[{"@timestamp":"asc"},{"id":"asc"}],"size":3,"search_after":[9007199254740993,"7"]}"#,
    ];
    cloudflare_by_page: by_number::CLOUDFLARE_ZONES, "cloudflare/zones" by 3, [], [
        "GET /client/v4/zones?per_page=3&page=1",
        "GET /client/v4/zones?per_page=3&page=2",
        "GET /client/v4/zones?per_page=3&page=3",
    ];
    cloudflare_by_cursor: tokens::CLOUDFLARE_KEYS, "cloudflare/keys" by 3, ["account_id=a1", "namespace_id=n1"], [
        "GET /client/v4/accounts/a1/storage/kv/namespaces/n1/keys?limit=3",
        "GET /client/v4/accounts/a1/storage/kv/namespaces/n1/keys?limit=3&cursor=6Ck1la0VxJ0djhidm1MdX2FyD3",
        "GET /client/v4/accounts/a1/storage/kv/namespaces/n1/keys?limit=3&cursor=6Ck1la0VxJ0djhidm1MdX2FyD6",
    ];
    dynamodb: in_body::DYNAMODB, "dynamodb/music" by 3, ["?artist=No One"], [
        r#"POST / {"TableName":"Music","KeyConditionExpression":"Artist = :artist","ExpressionAttributeValues":{":artist":{"S":"No One"}},"Limit":3}"#,
        r#"POST / {"TableName":"Music","KeyConditionExpression":"Artist = :artist","ExpressionAttributeValues":{":artist":{"S":"No One"}},"Limit":3,"ExclusiveStartKey":{"Artist":{"S":"No One"},"SongTitle":{"S":"Song \"1\" é"}}}"#,
        r#"POST / {"TableName":"Music","KeyConditionExpression":"Artist = :artist","ExpressionAttributeValues":{":artist":{"S":"No One"}},"Limit":3,"ExclusiveStartKey":{"Artist":{"S":"No One"},"SongTitle":{"S":"Song \"2\" é"}}}"#,
        r#"POST / {"TableName":"Music","KeyConditionExpression":"Artist = :artist","ExpressionAttributeValues":{":artist":{"S":"No One"}},"Limit":3,"ExclusiveStartKey":{"Artist":{"S":"No One"},"SongTitle":{"S":"Song \"3\" é"}}}"#,
    ];
    box_by_offset: by_number::BOX_ITEMS, "box/items" by 3, ["folder_id=0"], [
        "GET /2.0/folders/0/items?limit=3&offset=0",
        "GET /2.0/folders/0/items?limit=3&offset=3",
        "GET /2.0/folders/0/items?limit=3&offset=6",
        "GET /2.0/folders/0/items?limit=3&offset=9",
    ];
    box_by_marker: tokens::BOX_TRASH, "box/trash" by 3, ["?usemarker=true"], [
        "GET /2.0/folders/trash/items?usemarker=true&limit=3",
        "GET /2.0/folders/trash/items?usemarker=true&limit=3&marker=JFUirotE56hfyr56FH1233",
        "GET /2.0/folders/trash/items?usemarker=true&limit=3&marker=JFUirotE56hfyr56FH1236",
    ];
    mcp: in_body::MCP, "mcp/tools" by 0, [], [
        r#"POST /mcp {"jsonrpc":"2.0","id":1,"method":"tools/list"}"#,
        r#"POST /mcp {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"eyJwYWdlIjog3fQ=="}}"#,
        r#"POST /mcp {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"eyJwYWdlIjog6fQ=="}}"#,
    ];
    cloudwatch_logs: in_body::CLOUDWATCH, "cloudwatch-logs/events" by 3, ["?log_group=g", "?log_stream=s"], [
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3}"#,
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3,"nextToken":"f/31131/s"}"#,
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3,"nextToken":"f/31132/s"}"#,
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3,"nextToken":"f/31133/s"}"#,
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3,"nextToken":"f/31134/s"}"#,
    ];
    confluence: links::CONFLUENCE, "confluence/pages" by 3, [], [
        "GET /wiki/api/v2/pages?limit=3",
        "GET /wiki/api/v2/pages?limit=3&cursor=eyJpZCI63fQ==",
        "GET /wiki/api/v2/pages?limit=3&cursor=eyJpZCI66fQ==",
    ];
    discourse: links::DISCOURSE, "discourse/latest" by 3, [], [
        "GET /latest.json?per_page=3",
        "GET /latest?page=1&per_page=3",
        "GET /latest?page=2&per_page=3",
    ];
    pagerduty: by_number::PAGERDUTY, "pagerduty/incidents" by 3, ["?statuses=resolved"], [
        "GET /incidents?statuses%5B%5D=resolved&limit=3&offset=0",
        "GET /incidents?statuses%5B%5D=resolved&limit=3&offset=3",
        "GET /incidents?statuses%5B%5D=resolved&limit=3&offset=6",
    ];
    okta: in_headers::OKTA, "okta/users" by 3, [], [
        "GET /api/v1/users?limit=3",
        "GET /api/v1/users?after=100u3&limit=3",
        "GET /api/v1/users?after=100u6&limit=3",
    ];
    asana: tokens::ASANA, "asana/tasks" by 3, ["project_gid=1331"], [
        "GET /api/1.0/projects/1331/tasks?limit=3",
        "GET /api/1.0/projects/1331/tasks?limit=3&offset=eyJ0eXAiOiJKV1Qi.LCJh3.bGci",
        "GET /api/1.0/projects/1331/tasks?limit=3&offset=eyJ0eXAiOiJKV1Qi.LCJh6.bGci",
    ];
    intercom: tokens::INTERCOM_CONTACTS, "intercom/contacts" by 3, [], [
        "GET /contacts?per_page=3",
        "GET /contacts?per_page=3&starting_after=Wz%2BE1%2Fb%0A3%0A",
        "GET /contacts?per_page=3&starting_after=Wz%2BE1%2Fb%0A6%0A",
    ];
    intercom_search: in_body::INTERCOM_SEARCH, "intercom/search" by 3, [], [
        r#"POST /contacts/search {"query":{"field":"role","operator":"=","value":"user"},"pagination":{"per_page":3}}"#,
        r#"POST /contacts/search {"query":{"field":"role","operator":"=","value":"user"},"pagination":{"per_page":3,"starting_after":"Wz\\E1\"\n3\n"}}"#,
        r#"POST /contacts/search {"query":{"field":"role","operator":"=","value":"user"},"pagination":{"per_page":3,"starting_after":"Wz\\E1\"\n6\n"}}"#,
    ];
    mastodon: in_headers::MASTODON, "mastodon/followers" by 3, ["id=1"], [
        "GET /api/v1/accounts/1/followers?limit=3",
        "GET /api/v1/accounts/1/followers?limit=3&max_id=776",
        "GET /api/v1/accounts/1/followers?limit=3&max_id=773",
        "GET /api/v1/accounts/1/followers?limit=3&max_id=772",
    ];
    trello: by_last::TRELLO, "trello/actions" by 3, ["board=4eea503"], [
        "GET /1/boards/4eea503/actions?limit=3",
        "GET /1/boards/4eea503/actions?limit=3&before=51f93",
        "GET /1/boards/4eea503/actions?limit=3&before=51f96",
        "GET /1/boards/4eea503/actions?limit=3&before=51f97",
    ];
    reddit: tokens::REDDIT, "reddit/new" by 3, ["subreddit=rust"], [
        "GET /r/rust/new?limit=3",
        "GET /r/rust/new?limit=3&after=t3_3",
        "GET /r/rust/new?limit=3&after=t3_6",
    ];
    datadog: in_body::DATADOG, "datadog/logs" by 3, ["?text=service:web"], [
        r#"POST /api/v2/logs/events/search {"filter":{"query":"service:web"},"page":{"limit":3}}"#,
        r#"POST /api/v2/logs/events/search {"filter":{"query":"service:web"},"page":{"limit":3,"cursor":"eyJzdGFydEF0IjoiQVFB1In0="}}"#,
        r#"POST /api/v2/logs/events/search {"filter":{"query":"service:web"},"page":{"limit":3,"cursor":"eyJzdGFydEF0IjoiQVFB2In0="}}"#,
        r#"POST /api/v2/logs/events/search {"filter":{"query":"service:web"},"page":{"limit":3,"cursor":"eyJzdGFydEF0IjoiQVFB3In0="}}"#,
    ];
    square_by_query: tokens::SQUARE_PAYMENTS, "square/payments" by 3, [], [
        "GET /v2/payments?limit=3",
        "GET /v2/payments?limit=3&cursor=DEa%2Bf%2F1%3D%3D",
        "GET /v2/payments?limit=3&cursor=DEa%2Bf%2F2%3D%3D",
        "GET /v2/payments?limit=3&cursor=DEa%2Bf%2F3%3D%3D",
    ];
    square_by_body: in_body::SQUARE_ORDERS, "square/orders" by 3, ["?locations=L1", "?locations=L2"], [
        r#"POST /v2/orders/search {"location_ids":["L1","L2"],"limit":3}"#,
        r#"POST /v2/orders/search {"location_ids":["L1","L2"],"limit":3,"cursor":"MTY0NTE3"}"#,
        r#"POST /v2/orders/search {"location_ids":["L1","L2"],"limit":3,"cursor":"MTY0NTE6"}"#,
    ];
    linear: in_body::LINEAR, "linear/issues" by 3, [], [
        r#"POST /graphql {"query":…,"variables":{"first":3}}"#,
        r#"POST /graphql {"query":…,"variables":{"first":3,"after":"Y3Vyc29yOnYyOpK53=="}}"#,
        r#"POST /graphql {"query":…,"variables":{"first":3,"after":"Y3Vyc29yOnYyOpK56=="}}"#,
    ];
    kubernetes: tokens::KUBERNETES, "kubernetes/pods" by 3, ["namespace=default"], [
        "GET /api/v1/namespaces/default/pods?limit=3",
        "GET /api/v1/namespaces/default/pods?limit=3&continue=eyJ2IjoibWV0YS5rOHMu3In0",
        "GET /api/v1/namespaces/default/pods?limit=3&continue=eyJ2IjoibWV0YS5rOHMu6In0",
    ];
    scim: by_number::SCIM, "scim/users" by 3, [], [
        "GET /Users?count=3&startIndex=1",
        "GET /Users?count=3&startIndex=2",
        "GET /Users?count=3&startIndex=3",
        "GET /Users?count=3&startIndex=4",
        "GET /Users?count=3&startIndex=5",
        "GET /Users?count=3&startIndex=6",
    ];
    openai: tokens::OPENAI, "openai/files" by 3, [], [
        "GET /v1/files?limit=3",
        "GET /v1/files?limit=3&after=file-3",
        "GET /v1/files?limit=3&after=file-6",
    ];
    spotify: links::SPOTIFY, "spotify/saved_tracks" by 3, [], [
        "GET /v1/me/tracks?limit=3",
        "GET /v1/me/tracks?offset=3&limit=3",
        "GET /v1/me/tracks?offset=6&limit=3",
    ];
    bitbucket: links::BITBUCKET, "bitbucket/commits" by 3, ["workspace=acme", "repo=app"], [
        "GET /2.0/repositories/acme/app/commits?pagelen=3",
        "GET /2.0/repositories/acme/app/commits?pagelen=3&ctx=c%2F3%2B",
        "GET /2.0/repositories/acme/app/commits?pagelen=3&ctx=c%2F6%2B",
    ];
}
