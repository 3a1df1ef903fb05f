//! Walks whose later requests differ from the first.

use crate::vendors::alone::*;
use crate::walks::walks;

walks! {
    selling_partner: SELLING_PARTNER, "selling-partner/reports" by 3, ["?types=GET_MERCHANT_LISTINGS", "?types=B"], [
        "GET /reports/2021-06-30/reports?reportTypes=GET_MERCHANT_LISTINGS%2CB&pageSize=3",
        "GET /reports/2021-06-30/reports?nextToken=VGhpcyB0b2tlbi%2B%2F3%3D%3D",
        "GET /reports/2021-06-30/reports?nextToken=VGhpcyB0b2tlbi%2B%2F6%3D%3D",
    ];
}
