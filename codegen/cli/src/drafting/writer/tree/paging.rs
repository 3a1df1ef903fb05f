//! How a list pages, as the tree that is written.

use super::{Entries, Tree, each, json, numbers, or, plain, text, texts, words};
use pagesmith_codegen::ast::{
    Beside, Carry, Delta, Ends, Flag, Knobs, Next, Number, Offset, Or, Origin, Page, Partial,
    Safety, SendTo, Size, Then,
};

pub(super) fn knobs(knobs: &Knobs) -> Tree {
    let Knobs { preset, next, send, carry, then, number, offset, size, .. } = knobs;
    let Knobs { more, done, page, counts, ends, partial, delta, safety, .. } = knobs;
    Entries::default()
        .put("preset", texts(preset.as_ref()))
        .put("next", next.as_ref().map(self::next))
        .put("send", send.as_ref().map(|send| or(send, send_to)))
        .put(
            "carry",
            carry.as_ref().map(|values| Tree::List(values.iter().map(self::carry).collect())),
        )
        .put("then", then.as_ref().map(self::then))
        .put("number", number.as_ref().map(self::number))
        .put("offset", offset.as_ref().map(self::offset))
        .put("size", size.as_ref().map(self::size))
        .put("more", more.as_ref().map(|more| or(more, flag)))
        .put("done", done.as_ref().map(|done| or(done, flag)))
        .put("page", page.as_ref().map(self::page))
        .put("counts", texts(counts.as_ref()))
        .put("ends", ends.as_ref().map(self::ends))
        .put("partial", partial.as_ref().map(self::partial))
        .put("delta", delta.as_ref().map(self::delta))
        .put("safety", safety.as_ref().map(self::safety))
        .map()
}

fn next(next: &Next) -> Tree {
    let Next { body, header, link, last, r#where, at, spread, start, add, overlap } = next;
    Entries::default()
        .put("body", texts(body.as_ref()))
        .put("header", texts(header.as_ref()))
        .put("link", texts(link.as_ref()))
        .put("last", texts(last.as_ref()))
        .put("where", r#where.as_ref().and_then(|fields| each(fields, |value| text(value))))
        .put("at", texts(at.as_ref()))
        .put("spread", plain(*spread))
        .put("start", start.as_ref().map(text))
        .put("add", plain(*add))
        .put("overlap", texts(overlap.as_ref()))
        .map()
}

fn send_to(to: &SendTo) -> Tree {
    let SendTo { query, body, header, path, url, json_type, alone, template } = to;
    Entries::default()
        .put("query", texts(query.as_ref()))
        .put("body", texts(body.as_ref()))
        .put("header", texts(header.as_ref()))
        .put("path", texts(path.as_ref()))
        .put("url", texts(url.as_ref()))
        .put("as", texts(json_type.as_ref()))
        .put("alone", plain(*alone))
        .put("template", texts(template.as_ref()))
        .map()
}

fn carry(Carry { from, query, header, body }: &Carry) -> Tree {
    Entries::default()
        .put("from", place(from.as_ref()))
        .put("query", texts(query.as_ref()))
        .put("header", texts(header.as_ref()))
        .put("body", texts(body.as_ref()))
        .map()
}

fn then(Then { get, post, items, body }: &Then) -> Tree {
    Entries::default()
        .put("get", texts(get.as_ref()))
        .put("post", texts(post.as_ref()))
        .put("items", texts(items.as_ref()))
        .put("body", body.as_ref().map(json))
        .map()
}

fn number(Number { query, body, start }: &Number) -> Tree {
    Entries::default()
        .put("query", texts(query.as_ref()))
        .put("body", texts(body.as_ref()))
        .put("start", plain(*start))
        .map()
}

fn offset(Offset { query, body, start, step, overlap }: &Offset) -> Tree {
    Entries::default()
        .put("query", texts(query.as_ref()))
        .put("body", texts(body.as_ref()))
        .put("start", plain(*start))
        .put("step", texts(step.as_ref()))
        .put("overlap", texts(overlap.as_ref()))
        .map()
}

pub(super) fn size(written: &Size) -> Tree {
    let Size { query, body, default, max, send, halve, min } = written;
    Entries::default()
        .put("query", texts(query.as_ref()))
        .put("body", texts(body.as_ref()))
        .put("default", plain(*default))
        .put("max", plain(*max))
        .put("send", texts(send.as_ref()))
        .put("halve", plain(*halve))
        .put("min", plain(*min))
        .map()
}

fn page(Page { number, size, pages, total, previous, first }: &Page) -> Tree {
    Entries::default()
        .put("number", place(number.as_ref()))
        .put("size", place(size.as_ref()))
        .put("pages", place(pages.as_ref()))
        .put("total", place(total.as_ref()))
        .put("previous", place(previous.as_ref()))
        .put("first", place(first.as_ref()))
        .map()
}

fn place(written: Option<&Or<Beside>>) -> Option<Tree> {
    written.map(|written| or(written, beside))
}

fn beside(Beside { header, link, attribute }: &Beside) -> Tree {
    Entries::default()
        .put("header", texts(header.as_ref()))
        .put("link", texts(link.as_ref()))
        .put("attribute", texts(attribute.as_ref()))
        .map()
}

fn flag(Flag { at, header, link, attribute, is, remaining }: &Flag) -> Tree {
    Entries::default()
        .put("at", texts(at.as_ref()))
        .put("header", texts(header.as_ref()))
        .put("link", texts(link.as_ref()))
        .put("attribute", texts(attribute.as_ref()))
        .put("is", is.as_deref().map(words))
        .put("remaining", texts(remaining.as_ref()))
        .map()
}

fn partial(Partial { at, is, does }: &Partial) -> Tree {
    Entries::default()
        .put("at", place(at.as_ref()))
        .put("is", is.as_deref().map(words))
        .put("does", texts(does.as_ref()))
        .map()
}

fn delta(Delta { body, query, header }: &Delta) -> Tree {
    Entries::default()
        .put("body", texts(body.as_ref()))
        .put("query", texts(query.as_ref()))
        .put("header", texts(header.as_ref()))
        .map()
}

fn ends(ends: &Ends) -> Tree {
    let Ends { absent, empty_string, empty_page, status, values, same, hints } = ends;
    Entries::default()
        .put("absent", texts(absent.as_ref()))
        .put("empty_string", plain(*empty_string))
        .put("empty_page", plain(*empty_page))
        .put("status", status.as_deref().map(numbers))
        .put("values", values.as_deref().map(words))
        .put("same", plain(*same))
        .put("hints", plain(*hints))
        .map()
}

fn safety(Safety { repeat, max_pages, max_empty_pages, origin, keep }: &Safety) -> Tree {
    let origin = origin.as_ref().map(|origin| match origin {
        Origin::Word(word) => text(word),
        Origin::Hosts(hosts) => Tree::List(hosts.iter().map(text).collect()),
    });
    let keep = keep.as_ref().map(|keep| Tree::List(keep.iter().map(text).collect()));
    Entries::default()
        .put("repeat", texts(repeat.as_ref()))
        .put("max_pages", plain(*max_pages))
        .put("max_empty_pages", plain(*max_empty_pages))
        .put("origin", origin)
        .put("keep", keep)
        .map()
}
