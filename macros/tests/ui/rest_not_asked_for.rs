use pagesmith::{Client, Error, Json, Paging};

async fn meta(client: &Client) -> Result<Json, Error> {
    let page = client.list::<Json>("/list", [""; 0], Paging::NONE).first_page().await?;
    page.rest::<Json>()
}

fn main() {}
