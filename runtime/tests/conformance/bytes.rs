//! What a server gives is sent back as it was.

use crate::call::{LINK, TOKEN};
use crate::row::ENDS;

rows! {
    /// Every character of a token is percent-encoded exactly once.
    bytes_of_token_base64: TOKEN => ["/list", "/list?page_token=a%2Bb%2Fc%3D%3D%26d%2520"], "1-4", ENDS;
    /// A hash or a question mark in a token is encoded, so it begins no fragment and no query.
    bytes_of_token_with_hash: TOKEN => ["/list", "/list?page_token=x%23y%3Fz"], "1-4", ENDS;
    /// A letter beyond ASCII in a token is encoded as UTF-8.
    bytes_of_token_letter: TOKEN => ["/list", "/list?page_token=%C3%A9"], "1-4", ENDS;
    /// The same holds if the JSON writes it as one or two `\u` escapes.
    bytes_of_token_escaped_in_json: TOKEN => ["/list", "/list?page_token=%C3%A9%F0%9F%98%80"], "1-4", ENDS;
    /// A token that looks encoded is not decoded first.
    bytes_of_token_encoded: TOKEN => ["/list", "/list?page_token=%252B"], "1-4", ENDS;
    /// Spaces are part of the token.
    bytes_of_token_with_spaces: TOKEN => ["/list", "/list?page_token=%20a%20"], "1-4", ENDS;
    /// Control characters are part of the token, and add no header.
    bytes_of_token_with_line_break: TOKEN => ["/list", "/list?page_token=a%0D%0AX%3A%201%00"], "1-4", ENDS;
    /// A token of 8 KiB is sent whole.
    bytes_of_token_of_8_kib: TOKEN => ["/list", "/list?page_token=<8192 k>"], "1-4", ENDS;

    /// Escapes and plus signs of a link stay unchanged.
    bytes_of_link_plus_encoded: LINK => ["/list", "/p?a=%2B&b=+"], "1-2", ENDS;
    /// Encoded equals signs of a link stay encoded.
    bytes_of_link_equals_encoded: LINK => ["/list", "/p?t=YQ%3D%3D"], "1-2", ENDS;
    /// Raw equals signs of a link stay raw.
    bytes_of_link_equals_raw: LINK => ["/list", "/p?t=YQ=="], "1-2", ENDS;
    /// A slash at the end of a link's path is kept.
    bytes_of_link_slash_last: LINK => ["/list", "/p/"], "1-2", ENDS;
    /// A slash at the end of a link's query is kept.
    bytes_of_link_slash_last_in_query: LINK => ["/list", "/p?x=/a/"], "1-2", ENDS;
    /// Escapes in a link keep their case.
    bytes_of_link_escapes_in_both_cases: LINK => ["/list", "/p?q=%c3%A9"], "1-2", ENDS;
    /// Empty parts of a link's query are kept.
    bytes_of_link_ampersands_in_a_row: LINK => ["/list", "/p?a&&b=&"], "1-2", ENDS;
    /// Every character that a query may contain stays unchanged, except the quote, which URL parsers encode.
    bytes_of_link_sub_delimiters: LINK => ["/list", "/p;v=1?[c]=$(d),;:@!*~%27"], "1-2", ENDS;
    /// Bytes that are illegal in a query are encoded once.
    bytes_of_link_illegal_bytes: LINK => ["/list", "/p?a=b%20c%7Cd%22%3C%3E%60%7B%7D%5E"], "1-2", ENDS;
    /// Letters beyond ASCII are encoded as UTF-8.
    bytes_of_link_letters_raw: LINK => ["/list", "/%C3%A9?q=%C3%A9"], "1-2", ENDS;
    /// A percent sign that begins no escape stays unchanged.
    bytes_of_link_percent_alone: LINK => ["/list", "/p?a=100%&b=%zz"], "1-2", ENDS;

    /// The names of filters are encoded once.
    bytes_of_filter_names on "three-pages-by-token": TOKEN.query(&[("DateSent<", "2024-01-01"), ("DateSent>", "é b")]).limit(3).page_size(2)
        => ["/list?DateSent%3C=2024-01-01&DateSent%3E=%C3%A9%20b&per_page=2",
            "/list?DateSent%3C=2024-01-01&DateSent%3E=%C3%A9%20b&per_page=2&page_token=t1"], "1-3", ENDS;
    /// The values of filters are encoded once.
    bytes_of_filter_values on "one-page": TOKEN.query(&[("To", "+1 555/7=8&9%2B#?")])
        => ["/list?To=%2B1%20555%2F7%3D8%269%252B%23%3F"], "1-2", ENDS;
    /// By token, a filter is sent on every page.
    bytes_of_filters_on_every_page on "three-pages-by-token": TOKEN.query(&[("a", "1"), ("a", "2")])
        => ["/list?a=1&a=2", "/list?a=1&a=2&page_token=t{1..2}"], "1-6", ENDS;
}
