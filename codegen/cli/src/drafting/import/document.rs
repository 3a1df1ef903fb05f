//! An OpenAPI description: finds its parts and follows `$ref`s.

use crate::drafting::document::Node;

/// Most `$ref`s that lead on from each other.
const MAX_HOPS: usize = 32;

/// A description.
pub(super) struct Document<'d> {
    pub root: &'d Node,
}

/// What a `$ref` leads to, with the last name of its pointer.
#[derive(Clone, Copy)]
pub(super) struct Resolved<'d> {
    pub node: &'d Node,
    pub name: Option<&'d str>,
}

impl<'d> Document<'d> {
    /// Checks that it is a description of a version that is read.
    pub(super) fn of(root: &'d Node) -> Result<Self, String> {
        if let Some(version) = root.text_of("swagger") {
            return Err(format!(
                "is Swagger {version}, and OpenAPI 3.0 and 3.1 are read: convert it first"
            ));
        }
        let version = match root.get("openapi") {
            Some(Node::Text(version)) => version.clone(),
            Some(Node::Float(version)) => version.to_string(),
            _ => {
                return Err(
                    "lacks `openapi`, the version of the format: it is not an OpenAPI description"
                        .to_owned(),
                );
            }
        };
        if !version.starts_with("3.") {
            return Err(format!("is OpenAPI {version}, and 3.0 and 3.1 are read"));
        }
        Ok(Self { root })
    }

    /// Follows `$ref`s within the description; none where one leads nowhere,
    /// to another file, or in a circle.
    pub(super) fn resolve(&self, node: &'d Node) -> Option<Resolved<'d>> {
        let mut resolved = Resolved { node, name: None };
        for _ in 0..MAX_HOPS {
            let Some(pointer) = resolved.node.text_of("$ref") else { return Some(resolved) };
            let pointer = pointer.strip_prefix('#')?;
            resolved.node = self.root.at(pointer).or_else(|| self.root.at(&decoded(pointer)?))?;
            resolved.name = pointer.rsplit('/').next();
        }
        None
    }

    /// What an entry leads to.
    pub(super) fn get(&self, node: &'d Node, key: &str) -> Option<&'d Node> {
        self.resolve(node.get(key)?).map(|resolved| resolved.node)
    }
}

/// A pointer in a URL may be percent-encoded.
fn decoded(pointer: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = pointer.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = behind;
        if let (b'%', [high, low, behind @ ..]) = (first, behind) {
            let digit = |byte: &u8| {
                char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
            };
            bytes.push(digit(high)? * 16 + digit(low)?);
            rest = behind;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}
