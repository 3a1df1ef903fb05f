//! Walks that end by a status.

use crate::vendors::ends::*;
use crate::walks::walks;

walks! {
    zoho: ZOHO_LEADS, "zoho-crm/records" by 3, ["module=Leads", "?fields=Last_Name", "?fields=Email"], [
        "GET /crm/v8/Leads?fields=Last_Name%2CEmail&per_page=3",
        "GET /crm/v8/Leads?fields=Last_Name%2CEmail&per_page=3&page_token=c8582xx9e7c7%2B3%3D%3D",
        "GET /crm/v8/Leads?fields=Last_Name%2CEmail&per_page=3&page_token=c8582xx9e7c7%2B6%3D%3D",
    ], says: "size 3";
    zoho_without_records: ZOHO_DEALS, "zoho-crm/records" by 0, ["module=Deals", "?fields=Last_Name", "?fields=Email"], [
        "GET /crm/v8/Deals?fields=Last_Name%2CEmail",
    ], rows: 0;
    bigcommerce: BIGCOMMERCE, "bigcommerce/orders" by 3, ["store_hash=s7x"], [
        "GET /stores/s7x/v2/orders?limit=3&page=1",
        "GET /stores/s7x/v2/orders?limit=3&page=2",
        "GET /stores/s7x/v2/orders?limit=3&page=3",
        "GET /stores/s7x/v2/orders?limit=3&page=4",
    ], says: "number 1; previous";
    wordpress: WORDPRESS, "wordpress/posts" by 3, ["?search=a b"], [
        "GET /wp-json/wp/v2/posts?search=a%20b&per_page=3&page=1",
        "GET /wp-json/wp/v2/posts?search=a%20b&per_page=3&page=2",
        "GET /wp-json/wp/v2/posts?search=a%20b&per_page=3&page=3",
    ], says: "number 1, pages 3, total 7; previous";
    django_by_link: DJANGO_BOOKS, "django-rest/books" by 3, [], [
        "GET /api/books/?page_size=3",
        "GET /api/books/?page=2&page_size=3",
        "GET /api/books/?page=3&page_size=3",
    ], says: "total 7; previous";
    django_by_number: DJANGO_TAGS, "django-rest/tags" by 3, [], [
        "GET /api/tags/?page_size=3&page=1",
        "GET /api/tags/?page_size=3&page=2",
        "GET /api/tags/?page_size=3&page=3",
        "GET /api/tags/?page_size=3&page=4",
    ], says: "number 1; previous";
    openfda: OPENFDA, "openfda/drug_events" by 3, ["?sort=receivedate:asc"], [
        "GET /drug/event.json?sort=receivedate%3Aasc&limit=3",
        "GET /drug/event.json?limit=3&skip=0&search_after=0%3D20141117%3B1%3D3",
        "GET /drug/event.json?limit=3&skip=0&search_after=0%3D20141117%3B1%3D6",
    ], says: "size 3, total 7";
    openfda_without_matches: OPENFDA, "openfda/drug_events" by 0, ["?search=safetyreportid:0"], [
        "GET /drug/event.json?search=safetyreportid%3A0",
    ], rows: 0, warns: &[""];
    postgrest: POSTGREST, "postgrest/people" by 3, [], [
        "GET /people?order=id&limit=3&offset=0",
        "GET /people?order=id&limit=3&offset=3",
        "GET /people?order=id&limit=3&offset=6",
        "GET /people?order=id&limit=3&offset=9",
    ], says: "; previous";
    postgrest_without_a_size: POSTGREST, "postgrest/people" by 0, [], [
        "GET /people?order=id&limit=1000&offset=0",
        "GET /people?order=id&limit=1000&offset=1000",
    ], says: "; previous";
    sentry: SENTRY, "sentry/issues" by 3, ["organization=acme"], [
        "GET /api/0/organizations/acme/issues/?limit=3",
        "GET /api/0/organizations/acme/issues/?limit=3&cursor=1500300636142:3:0",
        "GET /api/0/organizations/acme/issues/?limit=3&cursor=1500300636142:6:0",
    ];
}
