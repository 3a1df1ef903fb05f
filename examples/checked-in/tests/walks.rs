//! Every list that the stand-in for both vendors serves, walked by the generated clients.

#![expect(clippy::unwrap_used, reason = "a test that can't continue fails")]

#[path = "../src/clients/mod.rs"]
mod clients;

use clients::{sendsage, signalwire};
use fake_api::{Builder, FakeApi, List};

fn signalwire(server: &FakeApi) -> signalwire::Client {
    let base = format!("{}/api/laml/2010-04-01", server.url());
    let builder = signalwire::Client::builder()
        .base_url(base)
        .account_sid(fake_api::ACCOUNT_SID);
    builder
        .basic(fake_api::ACCOUNT_SID, fake_api::API_TOKEN)
        .build()
        .unwrap()
}

fn sendsage(server: &FakeApi) -> sendsage::Client {
    let base = format!("{}/ga/api/v2", server.url());
    let builder = sendsage::Client::builder().base_url(base);
    builder
        .basic(fake_api::ORGANIZATION_ID, fake_api::API_KEY)
        .build()
        .unwrap()
}

async fn serve(lists: &[List], builder: Builder) -> FakeApi {
    lists
        .iter()
        .fold(builder, |builder, list| builder.rows(*list, 7))
        .start()
        .await
}

/// Walks each of these lists of a client by pages of three, and compares the keys of its rows with
/// those of the server.
macro_rules! walks {
    ($server:ident, $client:ident: $($list:ident = $call:ident($($argument:expr),*) by $($key:ident).+;)*) => {{
        let client = $client(&$server);
        let mut walked = Vec::new();
        $({
            let rows = client.$call($($argument),*).page_size(3).collect().await;
            let rows = rows.unwrap_or_else(|error| panic!("{:?}: {error}", List::$list));
            let keys: Vec<_> = rows.iter().map(|row| row.$($key).+.to_string()).collect();
            assert_eq!(keys, $server.edit(|data| data.ids(List::$list)), "{:?}", List::$list);
            walked.push(List::$list);
        })*
        walked
    }};
}

#[tokio::test]
async fn every_list_of_signalwire_is_walked() {
    let server = serve(&List::SIGNALWIRE, FakeApi::builder()).await;
    let walked = walks! { server, signalwire:
        Accounts = list_accounts() by sid;
        Applications = list_applications() by sid;
        Calls = list_calls() by sid;
        Conferences = list_conferences() by sid;
        Participants = list_conference_participants("CF1") by call_sid;
        ConferenceRecordings = list_conference_recordings("CF1") by sid;
        Faxes = list_faxes() by sid;
        FaxMedia = list_fax_media("FX1") by sid;
        IncomingPhoneNumbers = list_incoming_phone_numbers() by sid;
        LamlBins = list_laml_bins() by sid;
        Messages = list_messages() by sid;
        MessageMedia = list_message_media("SM1") by sid;
        Queues = list_queues() by sid;
        QueueMembers = list_queue_members("QU1") by call_sid;
        Recordings = list_recordings() by sid;
        Transcriptions = list_transcriptions() by sid;
    };
    assert_eq!(walked, List::SIGNALWIRE);
}

#[tokio::test]
async fn media_of_a_fax_are_walked_once_where_a_reply_lists_them_twice() {
    let server = serve(&[List::FaxMedia], FakeApi::builder().fax_media_twice()).await;
    walks! { server, signalwire: FaxMedia = list_fax_media("FX1") by sid; };
}

#[tokio::test]
async fn every_list_of_sendsage_is_walked() {
    let server = serve(&List::SENDSAGE, FakeApi::builder()).await;
    let walked = walks! { server, sendsage:
        MailingLists = list_mailing_lists() by id;
        Subscribers = list_subscribers(fake_api::MAILING_LIST_ID) by id;
        SubscriberImports = list_subscriber_imports() by id;
        LinkStats = list_campaign_link_stats(fake_api::CAMPAIGN_ID) by link_id;
        SystemCampaigns = list_system_campaigns() by campaign.id;
    };
    assert_eq!(walked, List::SENDSAGE);
}
