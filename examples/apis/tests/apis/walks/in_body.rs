//! Walks by positions in the body of a POST.

use crate::vendors::in_body::*;
use crate::walks::walks;

walks! {
    github_graphql: GITHUB_GRAPHQL, "github-graphql/stargazers" by 3, ["?owner=acme", "?name=app"], [
        r#"POST /graphql {"query":…,"variables":{"owner":"acme","name":"app","first":3}}"#,
        r#"POST /graphql {"query":…,"variables":{"owner":"acme","name":"app","first":3,"after":"Y3Vyc29yOnYyOpK53=="}}"#,
        r#"POST /graphql {"query":…,"variables":{"owner":"acme","name":"app","first":3,"after":"Y3Vyc29yOnYyOpK56=="}}"#,
    ], says: "total 7";
    notion_by_post: NOTION_PAGES, "notion/pages" by 3, ["database_id=668d797c"], [
        r#"POST /v1/databases/668d797c/query {"page_size":3}"#,
        r#"POST /v1/databases/668d797c/query {"page_size":3,"start_cursor":"fe2cc560-3"}"#,
        r#"POST /v1/databases/668d797c/query {"page_size":3,"start_cursor":"fe2cc560-6"}"#,
    ];
    dynamodb: DYNAMODB, "dynamodb/music" by 3, ["?artist=No One"], [
        r#"POST / {"TableName":"Music","KeyConditionExpression":"Artist = :artist","ExpressionAttributeValues":{":artist":{"S":"No One"}},"Limit":3}"#,
        r#"POST / {"TableName":"Music","KeyConditionExpression":"Artist = :artist","ExpressionAttributeValues":{":artist":{"S":"No One"}},"Limit":3,"ExclusiveStartKey":{"Artist":{"S":"No One"},"SongTitle":{"S":"Song \"1\" é"}}}"#,
        r#"POST / {"TableName":"Music","KeyConditionExpression":"Artist = :artist","ExpressionAttributeValues":{":artist":{"S":"No One"}},"Limit":3,"ExclusiveStartKey":{"Artist":{"S":"No One"},"SongTitle":{"S":"Song \"2\" é"}}}"#,
        r#"POST / {"TableName":"Music","KeyConditionExpression":"Artist = :artist","ExpressionAttributeValues":{":artist":{"S":"No One"}},"Limit":3,"ExclusiveStartKey":{"Artist":{"S":"No One"},"SongTitle":{"S":"Song \"3\" é"}}}"#,
    ];
    mcp: MCP, "mcp/tools" by 0, [], [
        r#"POST /mcp {"jsonrpc":"2.0","id":1,"method":"tools/list"}"#,
        r#"POST /mcp {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"eyJwYWdlIjog3fQ=="}}"#,
        r#"POST /mcp {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"eyJwYWdlIjog6fQ=="}}"#,
    ];
    cloudwatch_logs: CLOUDWATCH, "cloudwatch-logs/events" by 3, ["?log_group=g", "?log_stream=s"], [
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3}"#,
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3,"nextToken":"f/31131/s"}"#,
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3,"nextToken":"f/31132/s"}"#,
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3,"nextToken":"f/31133/s"}"#,
        r#"POST / {"startFromHead":true,"logGroupName":"g","logStreamName":"s","limit":3,"nextToken":"f/31134/s"}"#,
    ];
    intercom_search: INTERCOM_SEARCH, "intercom/search" by 3, [], [
        r#"POST /contacts/search {"query":{"field":"role","operator":"=","value":"user"},"pagination":{"per_page":3}}"#,
        r#"POST /contacts/search {"query":{"field":"role","operator":"=","value":"user"},"pagination":{"per_page":3,"starting_after":"Wz\\E1\"\n3\n"}}"#,
        r#"POST /contacts/search {"query":{"field":"role","operator":"=","value":"user"},"pagination":{"per_page":3,"starting_after":"Wz\\E1\"\n6\n"}}"#,
    ], says: "total 7";
    datadog: DATADOG, "datadog/logs" by 3, ["?text=service:web"], [
        r#"POST /api/v2/logs/events/search {"filter":{"query":"service:web"},"page":{"limit":3}}"#,
        r#"POST /api/v2/logs/events/search {"filter":{"query":"service:web"},"page":{"limit":3,"cursor":"eyJzdGFydEF0IjoiQVFB1In0="}}"#,
        r#"POST /api/v2/logs/events/search {"filter":{"query":"service:web"},"page":{"limit":3,"cursor":"eyJzdGFydEF0IjoiQVFB2In0="}}"#,
        r#"POST /api/v2/logs/events/search {"filter":{"query":"service:web"},"page":{"limit":3,"cursor":"eyJzdGFydEF0IjoiQVFB3In0="}}"#,
    ];
    square_by_body: SQUARE_ORDERS, "square/orders" by 3, ["?locations=L1", "?locations=L2"], [
        r#"POST /v2/orders/search {"location_ids":["L1","L2"],"limit":3}"#,
        r#"POST /v2/orders/search {"location_ids":["L1","L2"],"limit":3,"cursor":"MTY0NTE1"}"#,
        r#"POST /v2/orders/search {"location_ids":["L1","L2"],"limit":3,"cursor":"MTY0NTE2"}"#,
        r#"POST /v2/orders/search {"location_ids":["L1","L2"],"limit":3,"cursor":"MTY0NTE3"}"#,
    ];
    linear: LINEAR, "linear/issues" by 3, [], [
        r#"POST /graphql {"query":…,"variables":{"first":3}}"#,
        r#"POST /graphql {"query":…,"variables":{"first":3,"after":"Y3Vyc29yOnYyOpK53=="}}"#,
        r#"POST /graphql {"query":…,"variables":{"first":3,"after":"Y3Vyc29yOnYyOpK56=="}}"#,
    ];
    toggl: TOGGL, "toggl/time_entries" by 3, ["workspace_id=7", "?start_date=2027-01-01"], [
        r#"POST /reports/api/v3/workspace/7/search/time_entries {"start_date":"2027-01-01","page_size":3}"#,
        r#"POST /reports/api/v3/workspace/7/search/time_entries {"start_date":"2027-01-01","page_size":3,"first_row_number":4}"#,
        r#"POST /reports/api/v3/workspace/7/search/time_entries {"start_date":"2027-01-01","page_size":3,"first_row_number":7}"#,
    ];
}
