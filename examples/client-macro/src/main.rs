//! A client from a spec, without a build script and without a generated file.

use fake_api::FakeApi;
use pagesmith::Error;

pagesmith::client!(
    /// The client of SignalWire's Compatibility API.
    mod signalwire = "../../specs/signalwire.yaml"
);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = FakeApi::builder().messages(120).start().await;
    let client = signalwire::Client::builder()
        .base_url(format!("{}/api/laml/2010-04-01", server.url()))
        .account_sid(fake_api::ACCOUNT_SID)
        .basic(fake_api::ACCOUNT_SID, fake_api::API_TOKEN)
        .build()?;

    let mut delivered = client.list_messages().status("delivered").page_size(20).items();
    let mut segments = 0;
    while let Some(message) = delivered.try_next().await? {
        segments += message.num_segments.unwrap_or(0);
    }
    println!("{segments} segments delivered, in {} requests", server.log().len());
    Ok(())
}
