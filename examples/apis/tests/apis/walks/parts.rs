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
