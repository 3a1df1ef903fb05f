//! Reads one operation: whether it is a list, its parameters and its reply.

use super::declared;
use super::document::Document;
use super::ends;
use super::envelope::Envelope;
use super::parameters::{self, Parameters, Place};
use super::required;
use super::schema::Schema;
use super::servers;
use crate::drafting::detect::{
    self, Array, Choice, Conventions, Declared, Detected, RowKind, Says, Shape, says,
};
use crate::drafting::document::Node;
use pagesmith_codegen::model::Verb;

/// Why an operation without rows is no list.
pub(super) const NO_ITEMS: &str = "its reply has no array of objects";
/// Why an operation whose reply is not described is no list.
pub(super) const NO_REPLY: &str = "it describes no successful reply";
pub(super) const NO_SCHEMA: &str = "its reply has no schema";
pub(super) const NOT_JSON: &str = "its reply is not described as JSON";
/// Why a row of another list is no list.
pub(super) const ONE_ROW: &str = "its reply is one record of the list above it";
/// Why a POST is no list.
pub(super) const POST_WITHOUT_PAGING: &str =
    "it is a POST, and its parameters and its reply show no paging";

/// An operation that returns a list.
pub(super) struct ListOperation<'d> {
    pub operation: &'d Node,
    pub path: &'d str,
    /// The method of its requests.
    pub verb: Verb,
    /// Its servers, of which the first one counts.
    pub servers: &'d [Node],
    /// The path of its server below the base URL of the spec.
    pub prefix: String,
    pub params: Parameters<'d>,
    /// Pointer to the rows, and their schema.
    pub items: String,
    /// How the rows are held, if otherwise than in an array: the shape in the word of a spec.
    pub rows_shape: Option<&'static str>,
    /// The field of a row that takes its key, if the rows are the values of a map.
    pub map_key: Option<String>,
    /// Whether a reply without rows may lack their array.
    pub may_lack_items: bool,
    pub rows: &'d Node,
    /// What `rows` leads to.
    row: *const Node,
    /// How it pages; `None` if no paging was detected.
    pub paging: Option<Detected>,
    /// Notes for the report.
    pub notes: Vec<String>,
    /// What looks like paging, if no rule detects any.
    pub signs: Vec<String>,
    /// What the paging rules know of it.
    pub shape: Shape,
    /// What its rows are.
    kind: RowKind,
    /// Which parts of the reply and the parameters were not read, and why.
    pub unread: Vec<String>,
}

impl<'d> ListOperation<'d> {
    /// Its path, the pointer to its rows, and their schema.
    pub(super) fn rows_of(&self) -> (&'d str, String, *const Node) {
        (self.path, self.items.clone(), self.row)
    }

    /// The same for the path above a parameter at the end: the list of which this may be one row,
    /// in the same envelope.
    pub(super) fn rows_of_parent(&self) -> (&'d str, String, *const Node) {
        let above = self.path.rsplit_once('/').filter(|(_, last)| last.starts_with('{'));
        (above.map_or("", |(above, _)| above), self.items.clone(), self.row)
    }

    pub(super) fn method(&self) -> &'static str {
        match self.verb {
            Verb::Get => "get",
            Verb::Post => "post",
            Verb::Query => "query",
        }
    }
}

/// Reads an operation. The error says why it is not a list, as a clause such as "its
/// reply has no schema".
pub(super) fn read<'d>(
    document: &Document<'d>,
    path: &'d str,
    path_item: &'d Node,
    (method, operation): (&str, &'d Node),
) -> Result<ListOperation<'d>, String> {
    let verb = match method {
        "post" => Verb::Post,
        "query" => Verb::Query,
        _ => Verb::Get,
    };
    let reply = reply(document, operation)?;
    let schema = json_schema(document, reply)?;
    let seen = Envelope::of(document, schema, media(document, reply));
    let params = Parameters::of(document, path_item, operation, verb.has_body());
    let declared = declared::of_operation(document, operation, &params, &seen)?;
    let may_lack_items = declared.as_ref().is_some_and(|declared| declared.may_lack_items);
    let map_key = declared.as_ref().and_then(|declared| declared.map_key.clone());
    let (array, others, rows_shape) = rows(&seen, path, declared.as_ref())?;
    let mut shape = shape(document, operation, reply, &params, &array);
    shape.ends = ends::statuses(document, operation);
    path.clone_into(&mut shape.path);
    shape.base_path = servers::path_of(document, path_item, operation);
    let is_beside = |other: &&Array<&Node>| other.pointer != array.pointer;
    let texts = seen.arrays.iter().filter(|other| other.rows == RowKind::Scalars);
    shape.text_arrays = texts.filter(is_beside).map(|other| other.pointer.clone()).collect();
    shape.link_arrays =
        seen.links.into_iter().filter(|links| links.pointer != array.pointer).collect();
    (shape.keys, shape.declared) = (seen.keys, declared);
    shape.settle_numbers();
    if shape.declared.is_none() && is_one_record(path, &shape, array.rows) {
        return Err(format!(
            "its reply is one record, with a page of others at `{}`",
            array.pointer
        ));
    }
    let others =
        others.map(|others| format!("the rows are taken from `{}`; {others}", array.pointer));
    let unread = shape.declared.iter().flat_map(|declared| declared.unread.clone());
    let notes = others.into_iter().chain(unread).collect();
    Ok(ListOperation {
        operation,
        path,
        verb,
        servers: &[],
        prefix: String::new(),
        signs: Vec::new(),
        paging: detect::detect(&shape),
        items: array.pointer,
        rows_shape,
        map_key,
        may_lack_items,
        rows: array.element,
        row: document.resolve(array.element).map_or(array.element, |resolved| resolved.node),
        notes,
        unread: [seen.unread, params.unread.clone()].concat(),
        params,
        shape,
        kind: array.rows,
    })
}

/// Decides how a list pages, if its own description does not say so: by what the lists of the
/// description have in common, or by a guess. The error says why it is not a list.
pub(super) fn complete<'d>(
    document: &Document<'d>,
    list: &mut ListOperation<'d>,
    known: &Conventions,
    is_one_row: bool,
) -> Result<(), String> {
    if is_one_row && list.paging.is_none() {
        return Err(ONE_ROW.to_owned());
    }
    let is_record = list.path.ends_with('}') && list.shape.has_identity();
    let may_guess = list.verb == Verb::Get
        && !is_record
        && list.params.unread.is_empty()
        && list.shape.declared.is_none();
    if list.paging.is_none() && may_guess {
        list.paging = known
            .complete(&list.shape, false)
            .or_else(|| detect::guess(&list.shape))
            .or_else(|| known.complete(&list.shape, true));
    }
    if list.verb == Verb::Post {
        if list.shape.declared.is_none() {
            check_reads(list)?;
        }
        list.notes.push(
            "it is read by POST, which is retried like a GET: check that it only reads".to_owned(),
        );
    }
    // Texts and objects of any kind are rows only of a list that pages.
    if list.paging.is_none() && list.kind != RowKind::Records {
        return Err(NO_ITEMS.to_owned());
    }
    match &mut list.paging {
        Some(paging) => {
            list.notes.extend(required::settle(document, &list.params, paging));
            list.notes.extend_from_slice(&paging.notes);
            let unread = list.params.unread.iter();
            list.notes.extend(unread.map(|why| format!("a parameter is left out: {why}")));
        }
        None => list.signs = detect::signs(&list.shape),
    }
    Ok(())
}

/// The array with the rows, a note on the others, and the shape in the word of a spec, if it is no
/// array.
type Rows<'d> = (Array<&'d Node>, Option<String>, Option<&'static str>);

/// Chooses the rows of a reply.
fn rows<'d>(
    seen: &Envelope<'d>,
    path: &str,
    declared: Option<&Declared>,
) -> Result<Rows<'d>, String> {
    let items = declared.and_then(|declared| declared.items.as_deref());
    let is_map = declared.is_some_and(|declared| declared.map_key.is_some());
    let mut found = if is_map { &seen.maps } else { &seen.arrays }.iter();
    let of_declared = found.find(|array| Some(array.pointer.as_str()) == items);
    if let Some(array) = of_declared.filter(|array| array.rows != RowKind::Other) {
        let others = declared.and_then(|declared| declared.others.clone());
        return Ok((array.clone(), others, is_map.then_some("map")));
    }
    // Links that lead to pages are no rows, unless there is nothing else.
    let is_row = |array: &&Array<&'d Node>| {
        !seen.links.iter().any(|links| links.next.is_some() && links.pointer == array.pointer)
    };
    let arrays: Vec<Array<&'d Node>> = seen.arrays.iter().filter(is_row).cloned().collect();
    let arrays = if arrays.is_empty() { seen.arrays.clone() } else { arrays };
    let by_word = |word: &String| detect::choose(arrays.clone(), word);
    let words = words(path);
    // If nothing distinguishes the arrays, an earlier word of the path may name one.
    let last = words.first().cloned().unwrap_or_default();
    let choice = match by_word(&last) {
        Choice::Several(pointers) => {
            let mut earlier = words.iter().skip(1).map(by_word);
            let one = earlier.find(|choice| matches!(choice, Choice::One(..)));
            one.unwrap_or(Choice::Several(pointers))
        }
        choice => choice,
    };
    match choice {
        Choice::One(array, others) => {
            let is_one_or_many = seen.one_or_many.contains(&array.pointer);
            Ok((array, others, is_one_or_many.then_some("one_or_many")))
        }
        Choice::None(others) if others.is_empty() && map_of_rows(seen, &words).is_some() => {
            map_of_rows(seen, &words).ok_or_else(|| NO_ITEMS.to_owned())
        }
        Choice::None(_) if !seen.unread.is_empty() => Err(seen.unread.join("; ")),
        Choice::None(others) if others.is_empty() => Err(NO_ITEMS.to_owned()),
        Choice::None(others) => {
            Err(format!("its reply has no array of items, but {}", others.join(", ")))
        }
        Choice::Several(pointers) => Err(format!(
            "its reply has several arrays, but none has the name of the list: {}",
            pointers.join(", ")
        )),
    }
}

/// The rows of a reply without arrays, if they are the values of its only map of records, or the
/// elements of the arrays in one.
fn map_of_rows<'d>(seen: &Envelope<'d>, words: &[String]) -> Option<Rows<'d>> {
    let of = |maps: &[Array<&'d Node>], shape: &'static str| {
        let records = maps.iter().filter(|map| map.rows == RowKind::Records);
        records.map(|map| (map.clone(), shape)).collect::<Vec<_>>()
    };
    let found = [of(&seen.maps, "map"), of(&seen.groups, "groups")].concat();
    let named = found.iter().find(|(map, _)| {
        let name = map.pointer.rsplit('/').next().unwrap_or_default();
        words.iter().any(|word| detect::fold(word) == detect::fold(name))
    });
    let (map, shape) = match found.as_slice() {
        [only] => only,
        _ => named?,
    };
    let what = if *shape == "map" { "its values" } else { "the elements of its arrays" };
    let note = format!("`{}` has keys of any name, and {what} are the rows", map.pointer);
    Some((map.clone(), Some(note), Some(shape)))
}

/// What the paging rules know of an operation, but for the keys of its reply.
fn shape<'d>(
    document: &Document<'d>,
    operation: &'d Node,
    reply: &'d Node,
    params: &Parameters<'d>,
    rows: &Array<&'d Node>,
) -> Shape {
    let sent = params.all.iter().filter(|it| matches!(it.place, Place::Query | Place::Body));
    let headers = reply.get("headers").map_or(&[][..], Node::entries);
    let docs = [operation.get("summary"), operation.get("description"), reply.get("description")];
    let fields = Schema::of(document, rows.element).properties;
    let may_identify =
        |(name, node): &(&str, &'d Node)| detect::may_identify(name) && is_single(document, node);
    let fields: Vec<&str> = fields.into_iter().filter(may_identify).map(|(name, _)| name).collect();
    Shape {
        query: sent.map(|param| parameters::param(document, param)).collect(),
        is_described: true,
        all_params_known: true,
        headers: headers.iter().map(|(name, _)| name.clone()).collect(),
        docs: docs.into_iter().flatten().filter_map(Node::text).map(str::to_owned).collect(),
        items: rows.pointer.clone(),
        id: id_of(&fields),
        fields: fields.into_iter().map(str::to_owned).collect(),
        ..Shape::default()
    }
}

/// Whether a value is one text or number.
fn is_single<'d>(document: &Document<'d>, node: &'d Node) -> bool {
    let schema = Schema::of(document, node);
    schema.types.iter().all(|ty| matches!(*ty, "string" | "integer" | "number"))
        && !schema.is_object()
        && !schema.is_array()
}

/// Whether the reply to `/albums/{id}` is an album, with a page of its tracks: what follows
/// that page is in another list.
fn is_one_record(path: &str, shape: &Shape, rows: RowKind) -> bool {
    let nested = shape.items.matches('/').count() > 1;
    let of_one = path.trim_end_matches('/').ends_with('}');
    let is_field = nested || (rows != RowKind::Records && shape.has_paging_param());
    of_one && is_field && shape.has_identity()
}

/// A POST that is a list pages, and reads: the spec would send it again and again.
fn check_reads(list: &ListOperation<'_>) -> Result<(), String> {
    let Some(paging) = &list.paging else {
        return Err(POST_WITHOUT_PAGING.to_owned());
    };
    let texts = ["operationId", "summary"].iter().filter_map(|key| list.operation.text_of(key));
    let texts = texts.map(split_words).chain([split_words(&last_word(list.path))]);
    let reads = texts.into_iter().any(|text| says(&text, Says::Reads).is_some());
    if reads || (paging.sends_what_replies_state() && list.shape.has_size_param()) {
        return Ok(());
    }
    Err("it is a POST, and nothing says that it only reads".to_owned())
}

/// The words of a name such as `listThings`.
fn split_words(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.push(c);
    }
    words
}

/// The last segment of a path that is not a parameter.
pub(super) fn last_word(path: &str) -> String {
    words(path).into_iter().next().unwrap_or_default()
}

/// The segments of a path that are not parameters; the last one first.
fn words(path: &str) -> Vec<String> {
    let path = path.split('?').next().unwrap_or_default();
    let words = path.rsplit('/').filter(|segment| !segment.is_empty() && !segment.contains('{'));
    words.map(|word| word.split('.').next().unwrap_or_default().to_owned()).collect()
}

/// The successful reply.
pub(super) fn reply<'d>(document: &Document<'d>, operation: &'d Node) -> Result<&'d Node, String> {
    let replies = operation.get("responses").map_or(&[][..], Node::entries);
    let by = |fits: fn(&str) -> bool| replies.iter().find(|(status, _)| fits(status));
    let found = by(|status| status == "200")
        .or_else(|| by(|status| status.eq_ignore_ascii_case("2XX")))
        .or_else(|| by(|status| status.starts_with('2')))
        .or_else(|| by(|status| status == "default"));
    let Some((_, found)) = found else {
        return Err(NO_REPLY.to_owned());
    };
    document.follow(found).map(|resolved| resolved.node)
}

/// The description of a JSON body: of a reply, or of a request.
fn media<'d>(document: &Document<'d>, body: &'d Node) -> Option<&'d Node> {
    let types = document.get(body, "content").map_or(&[][..], Node::entries);
    let essence =
        |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let by = |fits: fn(&str) -> bool| types.iter().find(|(name, _)| fits(&essence(name)));
    let found = by(|name| name == "application/json")
        .or_else(|| by(|name| name.ends_with("+json") || name.ends_with("/json")))
        .or_else(|| by(|name| name == "*/*" || name == "application/*"));
    found.map(|(_, media)| media)
}

/// The schema of a JSON body.
pub(super) fn json_schema<'d>(document: &Document<'d>, body: &'d Node) -> Result<&'d Node, String> {
    let media = media(document, body).ok_or(NOT_JSON)?;
    media.get("schema").ok_or_else(|| NO_SCHEMA.to_owned())
}

/// The key of a row, for the paging rules.
fn id_of(fields: &[&str]) -> Option<String> {
    let has = |id: &&&str| fields.contains(*id);
    ["id", "sid", "uuid"].iter().find(has).map(|id| (*id).to_owned())
}
