use pagesmith::Paged;
use serde::Deserialize;

mod styles {
    pub const OURS: pagesmith::Paging =
        pagesmith::Paging::SENDSAGE_PAGES.page_bounds(None, Some(50));
}

#[derive(Deserialize, Paged)]
#[paged(get = "/tags", items = "/tags", style = styles::OURS, by_number, page_size(default = 20))]
pub struct Tag {
    pub name: String,
}

#[test]
fn is_accepted() {
    let pages = |client: &pagesmith::Client| Tag::list(client).by_number().pages();
    let _ = pages;
    let size = Tag::LIST.paging.size.unwrap();
    assert_eq!((size.query, size.default, size.max), ("per_page", Some(20), Some(50)));
}
