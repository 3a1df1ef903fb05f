//! Replies from which rows, keys or bytes are missing.

use super::page::{EMPTY, by, json, last, numbers, page, replies, then, two};
use super::reply::Reply;
use super::{Script, scenarios};

scenarios! {
    "empty-page-first", "The first page is empty and has a token.",
        |_| replies([page(EMPTY, "'next_page_token':'a'"), last(1..=2)]);
    "empty-page-in-the-middle", "The second of three pages is empty and has a token.",
        |_| replies([
            page(1..=2, "'next_page_token':'a'"),
            page(EMPTY, "'next_page_token':'b'"),
            last(3..=4),
        ]);
    "empty-page-last", "The last page is empty, and says that it is the last.",
        |_| replies([page(1..=2, "'next_page_token':'a'"), last(EMPTY)]);
    "empty-page-by-link", "The first page is empty and has a link.",
        |_| replies([page(EMPTY, "'next':'?page=2'"), last(1..=2)]);
    "empty-pages-1000", "A thousand empty pages come before the rows.", |_| empty_pages(1000);
    "empty-pages-1001", "A thousand and one empty pages come before the rows.",
        |_| empty_pages(1001);
    "short-pages", "Pages hold fewer rows than requested, and differ in number.",
        |_| replies([
            page(1..=1, "'per_page':2,'next_page_token':'a'"),
            page(2..=3, "'per_page':2,'next_page_token':'b'"),
            page(4..=4, "'per_page':2,'next_page_token':'c'"),
            last(5..=5),
        ]);
    "empty-list", "The list has no rows.", |_| replies([last(EMPTY)]);
    "link-missing-and-more-counted", "The second page lacks the link's key, and counts more.",
        |_| replies([
            page(1..=2, "'num_records':6,'next':'?page=2'"),
            page(3..=4, "'num_records':6"),
        ]);
    "link-null-and-more-counted", "The last page counts more rows than there were.",
        |_| replies([
            page(1..=2, "'num_records':6,'next':'?page=2'"),
            page(3..=4, "'num_records':6,'next':null"),
        ]);
    "token-null-and-more-counted", "The last page by token counts more rows than there were.",
        |_| replies([
            page(1..=2, "'num_records':6,'next_page_token':'a'"),
            page(3..=4, "'num_records':6,'next_page_token':null"),
        ]);
    "items-missing", "The second page lacks the key of the rows.",
        |_| second("{'next_page_token':null}");
    "items-null", "The rows of the second page are null.",
        |_| second("{'data':null,'next_page_token':null}");
    "items-object", "The rows of the second page are one object.",
        |_| second("{'data':{'id':3},'next_page_token':null}");
    "items-text", "The rows of the second page are a string.",
        |_| second("{'data':'[]','next_page_token':null}");
    "items-elsewhere", "The rows of the second page are under another key.",
        |_| second("{'result':{'data':[{'id':3}]},'next_page_token':null}");
    "items-twice", "The second page has the rows' key twice.",
        |_| second("{'data':[{'id':3}],'data':[{'id':4}],'next_page_token':null}");
    "token-twice", "The second page has the token's key twice.",
        |_| second("{'data':[{'id':3}],'next_page_token':'b','next_page_token':null}");
    "row-of-another-type", "The id of the second row of the second page is a string.",
        |_| second("{'data':[{'id':3},{'id':'four'}],'next_page_token':null}");
    "row-without-id", "The second row of the second page lacks its id.",
        |_| second("{'data':[{'id':3},{}],'next_page_token':null}");
    "html", "The second reply is HTML under status 200.",
        |_| second_is(Reply::typed("text/html", "<html><h1>Down for maintenance</h1></html>"));
    "error-object", "The second reply is an error object under status 200.",
        |_| second("{'error':{'code':42,'message':'no such list'}}");
    "success-false", "The second reply reports a failure under status 200.",
        |_| second("{'success':false,'error_code':42,'error_message':'no such list'}");
    "success-false-with-rows", "The second reply reports a failure, and has rows.",
        |_| second("{'success':false,'error_code':'E42','data':[{'id':3}],'next_page_token':null}");
    "success-false-as-text", "The second reply reports a failure as a string.",
        |_| second("{'data':[],'next_page_token':null,'success':'false'}");
    "success-true", "Each reply reports success.",
        |_| replies([
            page(1..=2, "'success':true,'error_code':null,'next_page_token':'a'"),
            page(3..=4, "'success':true,'next_page_token':null"),
        ]);
    "body-empty", "The second reply is empty, under status 200.",
        |_| second_is(Reply::json(""));
    "body-no-content", "The second reply has status 204.",
        |_| second_is(Reply::bare(204));
    "body-cut-json", "The second reply is JSON that breaks off, its length as announced.",
        |_| second("{'data':[{'id':3},{'id':4}");
    "body-not-utf8", "The second reply holds a byte that is not UTF-8.",
        |_| second_is(Reply::json(b"{\"data\":[],\"next_page_token\":\"\xff\"}".as_slice()));
    "status-404", "The second page is not found.",
        |_| second_is(json("{'error_code':404,'error_message':'no such list'}").status(404));
    "unknown-keys", "Rows and pages have unknown keys, before and after the others.",
        |_| replies([
            json("{'meta':{'data':[9],'next_page_token':'x'},'data':[{'new':[1,{}],'id':1,'z':null}],'next_page_token':'a','links':[[]]}"),
            json("{'next_page_token':null,'data':[{'id':2}],'data2':[{'id':3}]}"),
        ]);
    "total-as-text", "The total is a string.",
        |_| totals("'num_records':'4'", "'num_records':'4'");
    "total-shrinking", "The total shrinks to what is there.",
        |_| totals("'num_records':9", "'num_records':4");
    "total-growing", "The total grows beyond what is there.",
        |_| totals("'num_records':4", "'num_records':5");
    "total-vanishing", "Only the first page has a total.", |_| totals("'num_records':6", "'x':0");
    "total-negative", "The total is -1.", |_| totals("'num_records':-1", "'num_records':-1");
    "total-odd", "The total is a word.", |_| then("'num_records':'many','next_page_token':'a'");
    "num-pages-zero", "An empty list states a count of 0 pages.",
        |_| replies([page(EMPTY, "'num_pages':0,'num_records':0,'next_page_token':null")]);
    "num-pages-zero-with-rows", "By number, a page with rows states 0 pages and four rows.",
        |_| numbers(4, "'num_pages':0,'num_records':4");
    "num-pages-zero-for-ever", "Pages by number with rows; each states a count of 0 pages.",
        |_| numbers(4, "'num_pages':0");
    "num-pages-as-text", "By number, the count of pages is a string.",
        |_| numbers(5, "'num_pages':'3'");
    "num-pages-growing", "By number, a third page appears while the second is read.",
        |_| by(|request| match request.count("page") {
            Some(0) => page(1..=2, "'num_pages':2"),
            Some(1) => page(3..=4, "'num_pages':3"),
            _ => page(5..=5, "'num_pages':3"),
        });
    "num-pages-shrinking", "By number, the last page disappears while the first is read.",
        |_| by(|request| match request.count("page") {
            Some(0) => page(1..=2, "'num_pages':3"),
            _ => page(3..=4, "'num_pages':2"),
        });
    "num-pages-shrinking-to-an-empty-page", "By number, the last page disappears; after the end comes an empty one.",
        |_| replies([
            page(1..=2, "'num_pages':3"), page(3..=4, "'num_pages':2"), page(EMPTY, "'num_pages':2"),
        ]);
    "num-pages-shrinking-to-a-refusal", "By number, the last page disappears; after the end comes status 404.",
        |_| by(|request| match request.count("page") {
            Some(0) => page(1..=2, "'num_pages':3"),
            Some(1) => page(3..=4, "'num_pages':2"),
            _ => json("{'detail':'no such page'}").status(404),
        });
    "total-stated-once", "By number, eight rows; the first page counts them, and the others count 0.",
        |_| eight(|at| format!("'num_records':{}", if at == 1 { 8 } else { 0 }));
    "num-pages-stated-once", "By number, four pages; the first counts them, and the others count 0.",
        |_| eight(|at| format!("'num_pages':{}", if at == 1 { 4 } else { 0 }));
    "total-of-what-remains", "By number, eight rows; each page counts the remaining ones.",
        |_| eight(|at| format!("'num_records':{}", 10 - 2 * at));
    "total-too-small", "By number, eight rows, and each page counts three.",
        |_| eight(|_| "'num_records':3".to_owned());
    "total-of-what-remains-by-offset", "By offset, eight rows; each page counts the remaining ones.",
        |_| eight(|at| format!("'total':{}", 10 - 2 * at));
    "total-stated-once-by-offset", "By offset, eight rows; the first page counts them, the others count 0.",
        |_| eight(|at| format!("'total':{}", if at == 1 { 8 } else { 0 }));
    "first-page-that-counts-more", "One page of two rows, and a total of 23.",
        |_| by(|_| page(1..=2, "'total':23"));
    "first-page-that-links-to-more", "One page of two rows, and a `Link` header to the next.",
        |_| by(|_| page(1..=2, "").header("link", "</list?page=2>; rel=\"next\""));
    "first-page-with-another-token", "One page of two rows, and a token under another key.",
        |_| by(|_| page(1..=2, "'next_cursor':'abc'"));
    "failure-without-items", "The second page has a code other than 0, and no rows.",
        |_| second("{'code':99991663,'msg':'this key opens nothing'}");
    "failure-without-items-under-error", "The second page is an error object, under status 200.",
        |_| second("{'error':{'message':'quota used up'},'next_page_token':null}");
    "rows-come-and-go", "By token, rows are added in front of the walk and removed after it.",
        |_| by(|request| {
            // Tokens name the last row that was sent: a change before it shifts no page.
            match request.value("page_token").as_deref() {
                None => page(1..=2, "'num_records':6,'next_page_token':'after2'"),
                Some("after2") => page(3..=4, "'num_records':8,'next_page_token':'after4'"),
                _ => page(5..=6, "'num_records':6,'next_page_token':null"),
            }
        });
    "page-number-stuck", "Each reply says that it is page 0 of 1.",
        |_| replies([
            page(1..=2, "'page':0,'next_page_token':'a'"),
            page(3..=4, "'page':0,'num_pages':1,'next_page_token':'b'"),
            page(5..=6, "'page':0,'num_pages':1,'next_page_token':null"),
        ]);
}

/// A first page by token, then this reply (with `'` for `"`) to every request.
fn second(body: &str) -> Script {
    second_is(json(body))
}

fn second_is(reply: Reply) -> Script {
    by(move |request| match request.value("page_token") {
        None => page(1..=2, "'next_page_token':'a'"),
        Some(_) => reply.clone(),
    })
}

/// Two pages by token, four rows in all, with these keys.
fn totals(first: &str, second: &str) -> Script {
    replies([
        page(1..=2, &format!("{first},'next_page_token':'a'")),
        page(3..=4, &format!("{second},'next_page_token':null")),
    ])
}

/// Eight rows by number or offset, two a page, with the keys of each page from 1; then an empty
/// page.
fn eight(keys: fn(u64) -> String) -> Script {
    by(move |request| {
        let before = request.count("page").or_else(|| Some(request.count("offset")? / 2));
        match before.unwrap_or_default() + 1 {
            at @ 1..=4 => page(two(at), &keys(at)),
            _ => page(EMPTY, &keys(5)),
        }
    })
}

/// `count` empty pages, and then one with rows.
fn empty_pages(count: usize) -> Script {
    by(move |request| {
        if request.number > count {
            return last(1..=2);
        }
        page(EMPTY, &format!("'next_page_token':'t{}'", request.number))
    })
}
