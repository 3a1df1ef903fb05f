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

fn main() {
    listed! {
        laml Laml LAML
        sendsage SendSage SENDSAGE
        sendsage_pages SendSagePages SENDSAGE_PAGES
        none Once NONE
    }
}
