//! Walks by positions of several parts, and along one of several links.

use crate::vendors::parts::*;
use crate::walks::walks;

walks! {
    fhir: FHIR, "fhir/patients" by 3, [], [
        "GET /fhir/Patient?_count=3",
        "GET /fhir/Patient?_getpages=a%2Bb&_getpagesoffset=3&_count=3",
        "GET /fhir/Patient?_getpages=a%2Bb&_getpagesoffset=6&_count=3",
    ], says: "total 7", base: "/fhir";
    stac: STAC, "stac/items" by 3, ["?collections=a", "?collections=b"], [
        "GET /search?collections=a%2Cb&limit=3",
        "GET /search?limit=3&token=next:S2B_3",
        "GET /search?limit=3&token=next:S2B_6",
    ];
    mongodb_atlas: MONGODB_ATLAS, "mongodb-atlas/clusters" by 3, ["group_id=32b6e34b"], [
        "GET /api/atlas/v2/groups/32b6e34b/clusters?itemsPerPage=3",
        "GET /api/atlas/v2/groups/32b6e34b/clusters?includeCount=true&pageNum=2&itemsPerPage=3",
        "GET /api/atlas/v2/groups/32b6e34b/clusters?includeCount=true&pageNum=3&itemsPerPage=3",
    ], says: "total 7";
    mixpanel: MIXPANEL, "mixpanel/profiles" by 0, ["?project_id=17", "?where=properties[\"a\"] > 1"], [
        "GET /api/query/engage?project_id=17&where=properties%5B%22a%22%5D%20%3E%201&page=0",
        "GET /api/query/engage?project_id=17&where=properties%5B%22a%22%5D%20%3E%201&page=1&session_id=1234567890-EXAMPL%2B%2F",
        "GET /api/query/engage?project_id=17&where=properties%5B%22a%22%5D%20%3E%201&page=2&session_id=1234567890-EXAMPL%2B%2F",
    ], says: "number 0, size 3, total 7; previous";
    mediawiki: MEDIAWIKI, "mediawiki/category_members" by 3, ["?title=Category:Physics"], [
        "GET /w/api.php?action=query&format=json&list=categorymembers&cmtitle=Category%3APhysics&cmlimit=3",
        "GET /w/api.php?action=query&format=json&list=categorymembers&cmtitle=Category%3APhysics&cmlimit=3&cmcontinue=page%7C4d2b%7C3&continue=-%7C%7C",
        "GET /w/api.php?action=query&format=json&list=categorymembers&cmtitle=Category%3APhysics&cmlimit=3&cmcontinue=page%7C4d2b%7C6&continue=-%7C%7C",
    ];
    azure_tables: AZURE_TABLES, "azure-tables/entities" by 3, ["table=Customers"], [
        "GET /Customers()?%24top=3",
        "GET /Customers()?%24top=3&NextPartitionKey=1%218%21cA%3D%3D&NextRowKey=1%218%211%3D",
        "GET /Customers()?%24top=3&NextPartitionKey=1%218%21cA%3D%3D&NextRowKey=1%218%212%3D",
        "GET /Customers()?%24top=3&NextPartitionKey=1%218%21cA%3D%3D&NextRowKey=1%218%213%3D",
    ];
    dropbox: DROPBOX, "dropbox/entries" by 3, ["?path=/a b", "?recursive=true"], [
        r#"POST /2/files/list_folder {"path":"/a b","recursive":true,"limit":3}"#,
        r#"POST /2/files/list_folder/continue {"cursor":"ZtkX9_EHj3x7PMkVuFIhwKYXEpwpLwyxp9vMKomUhllil9q7eWiAu+3=="}"#,
        r#"POST /2/files/list_folder/continue {"cursor":"ZtkX9_EHj3x7PMkVuFIhwKYXEpwpLwyxp9vMKomUhllil9q7eWiAu+6=="}"#,
    ];
    elasticsearch_scroll: ELASTICSEARCH_SCROLL, "elasticsearch-scroll/hits" by 3, ["index=logs", "?scroll=1m"], [
        r#"POST /logs/_search?scroll=1m {"size":3}"#,
        r#"POST /_search/scroll {"scroll":"1m","scroll_id":"DXF1ZXJ5QW5kRmV0Y2g+3=="}"#,
        r#"POST /_search/scroll {"scroll":"1m","scroll_id":"DXF1ZXJ5QW5kRmV0Y2g+6=="}"#,
        r#"POST /_search/scroll {"scroll":"1m","scroll_id":"DXF1ZXJ5QW5kRmV0Y2g+7=="}"#,
    ], says: "total 7";
}
