//! Values that become part of a path or of a host name lead nowhere else.

use crate::call::{Call, TOKEN, list};
use crate::lists::Kind;
use crate::row::{ENDS, fails};
use pagesmith::ErrorKind::Input;

const FOLDER: Call = list(Kind::Folder);

rows! {
    /// A parameter's value is one segment of the path.
    path_value on "one-page": FOLDER.folder("AC1") => ["/AC1/list"], "1-2", ENDS;
    /// A value of `.` is refused before any request.
    path_value_dot on "one-page": FOLDER.folder(".") => [], "", fails(Input, &["folder", "`.`"]);
    /// A value of `..` is refused before any request.
    path_value_dots on "one-page": FOLDER.folder("..") => [], "", fails(Input, &["folder", "`..`"]);
    /// An empty value is refused before any request.
    path_value_empty on "one-page": FOLDER.folder("") => [], "", fails(Input, &["folder", "``"]);
    /// Dots that are encoded are encoded again, and stay a segment.
    path_value_dots_encoded on "one-page": FOLDER.folder("%2E%2E") => ["/%252E%252E/list"], "1-2", ENDS;
    /// A slash is encoded.
    path_value_slash on "one-page": FOLDER.folder("/") => ["/%2F/list"], "1-2", ENDS;
    /// A value that leads up (`../`) is encoded.
    path_value_up on "one-page": FOLDER.folder("../../admin") => ["/..%2F..%2Fadmin/list"], "1-2", ENDS;
    /// A backslash, which parsers read as a slash, is encoded.
    path_value_backslash on "one-page": FOLDER.folder("..\\x") => ["/..%5Cx/list"], "1-2", ENDS;
    /// A question mark and a hash are encoded: they begin no query and no fragment.
    path_value_query on "one-page": FOLDER.folder("a?b#c") => ["/a%3Fb%23c/list"], "1-2", ENDS;
    /// A semicolon and an at sign are encoded.
    path_value_semicolon on "one-page": FOLDER.folder("a;b@c:d") => ["/a%3Bb%40c%3Ad/list"], "1-2", ENDS;
    /// A line break is encoded, and adds no header.
    path_value_line_break on "one-page": FOLDER.folder("a\r\nX: 1") => ["/a%0D%0AX%3A%201/list"], "1-2", ENDS;
    /// A tab, which parsers would drop, is encoded.
    path_value_dots_and_tab on "one-page": FOLDER.folder(".\t.") => ["/.%09./list"], "1-2", ENDS;
    /// Letters beyond ASCII are encoded as UTF-8.
    path_value_letters on "one-page": FOLDER.folder("é😀") => ["/%C3%A9%F0%9F%98%80/list"], "1-2", ENDS;

    /// A value in the server's host name is one DNS label.
    host_value in async on "one-page": TOKEN.space("acme-1") => ["http://acme-1.api.test/v1/list"], "1-2", ENDS;
    /// A value that would cut the host short (one with a `/`) is refused before any request.
    host_value_of_a_host on "one-page": TOKEN.space("evil.com/#") => [], "", fails(Input, &["space", "one DNS label"]);
    /// A value with a query is refused, too.
    host_value_of_a_query on "one-page": TOKEN.space("evil.com?") => [], "", fails(Input, &["space", "one DNS label"]);
    /// A value with a user is refused, too.
    host_value_of_a_user on "one-page": TOKEN.space("me@evil") => [], "", fails(Input, &["space", "one DNS label"]);
    /// A value with a port is refused, too.
    host_value_of_a_port on "one-page": TOKEN.space("evil:80") => [], "", fails(Input, &["space", "one DNS label"]);
    /// A value with a dot is refused, too.
    host_value_of_a_dot on "one-page": TOKEN.space("a.b") => [], "", fails(Input, &["space", "one DNS label"]);
    /// A value with a backslash is refused, too.
    host_value_of_a_backslash on "one-page": TOKEN.space("evil\\") => [], "", fails(Input, &["space", "one DNS label"]);
    /// A value with an encoded dot is refused, too.
    host_value_encoded on "one-page": TOKEN.space("a%2Eb") => [], "", fails(Input, &["space", "one DNS label"]);
    /// A value with a character that a URL parser maps to a dot is refused, too.
    host_value_of_an_ideographic_stop on "one-page": TOKEN.space("a。b") => [], "", fails(Input, &["space", "one DNS label"]);
    /// An empty value is refused, too.
    host_value_empty on "one-page": TOKEN.space("") => [], "", fails(Input, &["space", "one DNS label"]);
}
