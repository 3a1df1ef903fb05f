#![deny(warnings)]

use pagesmith::paging::NextFrom;
use pagesmith::{Client, Error, Paged, Pages, Paging};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Row {
    pub id: u64,
}

const OURS: Paging = Paging::NONE.next(NextFrom::Header("X-Next")).number("page", 1);

/// By a preset, with what the fields say in place of its pointers.
#[derive(Deserialize, Paged)]
#[paged(get = "/a/{type}/{b-c}", style = laml, key = "id", page_size(max = 500))]
#[serde(rename_all = "camelCase")]
pub struct Preset {
    #[paged(items)]
    #[serde(default)]
    pub r#type: Vec<Row>,
    #[paged(next = "/next", total = "/total")]
    pub page_meta: Meta,
    #[paged(previous)]
    #[serde(rename = "a/b~c")]
    pub before: Option<String>,
    #[serde(flatten)]
    pub others: std::collections::BTreeMap<String, u64>,
}

#[derive(Deserialize)]
pub struct Meta {
    pub next: Option<String>,
    pub total: u64,
}

/// By a constant.
#[derive(Deserialize, Paged)]
#[paged(get = "/a", style = OURS, by_number, query("api-version" = "1", "x" = "y z"))]
#[paged(missing_is_empty, errors(success = "/code", success_is = [0, "OK", true]))]
struct Constant {
    #[paged(items)]
    rows: std::vec::Vec<Row>,
    #[paged(next)]
    cursor: Option<String>,
    #[paged(done)]
    is_last: bool,
    #[paged(pages, number, size, first)]
    odd: u64,
}

async fn read(client: &Client) -> Result<(), Error> {
    let mut pages: Pages<Row, Preset> = Preset::pages(client, "t", 1);
    while let Some(page) = pages.try_next().await? {
        let Preset { r#type, page_meta, before, others } = page;
        println!("{type:?} {:?} {} {before:?} {others:?}", page_meta.next, page_meta.total);
    }
    let Constant { rows, cursor, is_last, odd } = Constant::list(client).get_page(2).await?;
    println!("{} {cursor:?} {is_last} {odd}", rows.len());
    let rows: Vec<Row> = Constant::list(client).by_number().concurrency(2).collect().await?;
    println!("{}", rows.len());
    Ok(())
}

#[test]
fn is_accepted() {
    let _ = read;
}
