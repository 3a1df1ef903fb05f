/// A spec of lists that page by link, with these resources and records.
macro_rules! shop_spec {
    ($rest:literal) => {
        concat!(
            "pagesmith: 1\nname: Shop\nauth: none\npaging: {next: {body: /next}, send: url}\n",
            $rest
        )
    };
}
pub(crate) use shop_spec;
