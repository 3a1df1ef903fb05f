//! Walks along links that are relative to something else, or lack a parameter.

use crate::vendors::bases::*;
use crate::walks::walks;

walks! {
    azure: AZURE, "azure-resource-manager/resource_groups" by 3, ["subscription_id=s1"], [
        "GET /subscriptions/s1/resourcegroups?api-version=2021-04-01&%24top=3",
        "GET /subscriptions/s1/resourcegroups?%24top=3&%24skiptoken=eyJ3==&api-version=2021-04-01",
        "GET /subscriptions/s1/resourcegroups?%24top=3&api-version=2021-04-01&%24skiptoken=eyJ6==",
    ];
    soundcloud: SOUNDCLOUD, "soundcloud/likes" by 3, [], [
        "GET /me/likes/tracks?linked_partitioning=true&limit=3",
        "GET /me/likes/tracks?linked_partitioning=true&limit=3&cursor=MjAyNC0w%2B3",
        "GET /me/likes/tracks?linked_partitioning=true&limit=3&cursor=MjAyNC0w%2B6",
    ];
    snyk: SNYK, "snyk/projects" by 3, ["org_id=o1"], [
        "GET /rest/orgs/o1/projects?version=2024-10-15&limit=3",
        "GET /rest/orgs/o1/projects?version=2024-10-15&limit=3&starting_after=v1.eyJpZCI63fQ%3D%3D",
        "GET /rest/orgs/o1/projects?version=2024-10-15&limit=3&starting_after=v1.eyJpZCI66fQ%3D%3D",
    ];
    confluence_data_center: CONFLUENCE_DATA_CENTER, "confluence-data-center/content" by 3, [], [
        "GET /wiki/rest/api/content?limit=3",
        "GET /wiki/rest/api/content?limit=3&start=3",
        "GET /wiki/rest/api/content?limit=3&start=6",
    ], says: "size 3", base: "/wiki";
    odata_v2: ODATA_V2_PRODUCTS, "odata-v2/products" by 0, [], [
        "GET /V2/svc/Products?%24format=json&%24inlinecount=allpages",
        "GET /V2/svc/Products?$format=json&$inlinecount=allpages&$skiptoken=%273%27",
        "GET /V2/svc/Products?$format=json&$inlinecount=allpages&$skiptoken=%276%27",
    ], says: "total 7", base: "/V2/svc";
    odata_v2_below_a_record: ODATA_V2_ORDERS, "odata-v2/orders" by 0, ["customer=A B"], [
        "GET /V2/svc/Customers('A%20B')/Orders?%24format=json&%24inlinecount=allpages",
        "GET /V2/svc/Customers('A%20B')/Orders?$format=json&$inlinecount=allpages&$skiptoken=%273%27",
        "GET /V2/svc/Customers('A%20B')/Orders?$format=json&$inlinecount=allpages&$skiptoken=%276%27",
    ], says: "total 7", base: "/V2/svc";
}
