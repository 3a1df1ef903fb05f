use pagesmith::{Paged, Paging};

#[test]
fn is_accepted() {
    const OURS: Paging = Paging::LAML.page_bounds(None, Some(100));

    #[derive(serde::Deserialize, Paged)]
    #[paged(get = "/Messages", items = "/messages", style = OURS)]
    struct Message {
        #[expect(dead_code, reason = "no reply is read here")]
        sid: String,
    }

    #[derive(serde::Deserialize, Paged)]
    #[paged(spec = "tests/specs/messages.yaml", resource = "messages")]
    struct Taken {
        #[expect(dead_code, reason = "no reply is read here")]
        sid: String,
    }

    let all = |client: &pagesmith::Client| {
        (Message::list(client).items(), Taken::list(client, "AC1").items())
    };
    let _ = all;
}
