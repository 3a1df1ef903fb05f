//! Scalar's `x-scalar-pagination`: a scheme of an operation, or the name of one of the whole
//! description.

use super::{Read, Reader};
use crate::drafting::detect::{Declared, Param, Way};
use crate::drafting::document::Node;
use pagesmith_codegen::ast::{Or, Page};

pub(super) const KEY: &str = "x-scalar-pagination";

/// The scheme that an operation selects.
pub(super) fn scheme<'d>(root: &'d Node, own: &'d Node) -> Option<&'d Node> {
    let Some(name) = own.text() else { return Some(own) };
    let mut schemes = root.get(KEY)?.elements().iter();
    schemes.find(|scheme| scheme.text_of("name") == Some(name))
}

pub(super) fn read<'d>(reader: &Reader<'_, 'd>, scheme: &'d Node) -> Read {
    let fields = Fields { reader, scheme };
    let of_reply = |role: &str| fields.reply(role);
    let body = |role: &str| of_reply(role).filter(Field::in_body).map(|field| field.pointer());
    let way = match scheme.text_of("type")? {
        "fakePage" => Way::Single,
        "offset" => Way::Offset(fields.request("offset")?),
        "pageNumber" => Way::Number(fields.request("pageNumber")?),
        "cursorId" => {
            let cursor = of_reply("items")?.node.get("itemCursor")?;
            let path: Vec<&str> = cursor.elements().iter().filter_map(Node::text).collect();
            Way::Last(path.join("/"), fields.request("cursorId")?)
        }
        kind @ ("cursor" | "cursorUrl") => {
            let field = of_reply(kind)?;
            match (kind, field.node.text_of("location")) {
                (_, Some("linkHeader")) => Way::LinkHeader,
                ("cursor", Some("header")) => {
                    let name = field.node.text_of("headerName")?.to_owned();
                    Way::Header(name, fields.request(kind)?)
                }
                (_, Some("header")) => return None,
                ("cursor", _) => Way::Token(field.pointer(), fields.request(kind)?),
                _ => Way::Link(field.pointer()),
            }
        }
        _ => return None,
    };
    let place = |role: &str| body(role).map(Or::Text);
    let page = Page {
        number: place("currentPage"),
        size: place("pageSize"),
        pages: place("totalPages"),
        total: place("total"),
        ..Page::default()
    };
    Some(Declared {
        items: body("items"),
        more: body("hasMore"),
        size: fields.request("limit").or_else(|| fields.request("pageSize")),
        unread: fields.constants(),
        page,
        way,
        ..Declared::default()
    })
}

struct Fields<'r, 'd> {
    reader: &'r Reader<'r, 'd>,
    scheme: &'d Node,
}

/// A field of a reply.
struct Field<'d> {
    key: &'d str,
    node: &'d Node,
}

impl<'d> Fields<'_, 'd> {
    fn of(&self, part: &str) -> &'d [(String, Node)] {
        self.scheme.get(part).map_or(&[], Node::entries)
    }

    /// The parameter with this role.
    fn request(&self, role: &str) -> Option<Param> {
        let mut fields = self.of("request").iter();
        let (key, field) = fields.find(|(_, field)| field.text_of("type") == Some(role))?;
        let location = field.text_of("location").or(self.scheme.text_of("paramLocation"));
        if location == Some("body") {
            return self.reader.in_body(&Field { key, node: field }.path().join("."));
        }
        self.reader.param(field.text_of("param").unwrap_or(key))
    }

    fn reply(&self, role: &str) -> Option<Field<'d>> {
        let mut fields = self.of("response").iter();
        let (key, node) = fields.find(|(_, field)| field.text_of("type") == Some(role))?;
        Some(Field { key, node })
    }

    /// The values that each request is to send.
    fn constants(&self) -> Vec<String> {
        let sent = self.of("request").iter().filter(|(_, field)| field.get("value").is_some());
        sent.map(|(key, _)| format!("`{KEY}` has a constant value for `{key}`: add it to `query`"))
            .collect()
    }
}

impl<'d> Field<'d> {
    fn in_body(&self) -> bool {
        matches!(self.node.text_of("location"), None | Some("body" | "bodyLink"))
    }

    fn path(&self) -> Vec<&'d str> {
        let of = |key: &str| self.node.get(key).map_or(&[][..], Node::elements).iter();
        let mut path: Vec<&str> = of("path").filter_map(Node::text).collect();
        if path.is_empty() {
            let named = self.node.text_of("property").or(self.node.text_of("param"));
            path.push(named.unwrap_or(self.key));
        }
        path.extend(of("cursorPath").filter_map(Node::text));
        path
    }

    fn pointer(&self) -> String {
        let escaped = |step: &&str| format!("/{}", step.replace('~', "~0").replace('/', "~1"));
        self.path().iter().map(escaped).collect()
    }
}
