use pagesmith::{Paged, Paging};
use serde::Deserialize;

macro_rules! listed {
    ($($style:ident $name:ident $constant:ident)*) => {$(
        #[derive(Deserialize, Paged)]
        #[paged(get = "/rows", items = "/rows", style = $style)]
        pub struct $name {
            pub id: u64,
        }

        assert_eq!($name::LIST.paging, Paging::$constant);
    )*};
}

#[test]
fn is_accepted() {
    listed! {
        laml Laml LAML
        sendsage SendSage SENDSAGE
        sendsage_pages SendSagePages SENDSAGE_PAGES
        link_header LinkHeader LINK_HEADER
        aip_158 Aip158 AIP_158
        json_api JsonApi JSON_API
        odata OData ODATA
        hal Hal HAL
        stripe Stripe STRIPE
        slack Slack SLACK
        offset Offset OFFSET
        page_number PageNumber PAGE_NUMBER
        twilio_v1 TwilioV1 TWILIO_V1
        none Once NONE
    }
}
