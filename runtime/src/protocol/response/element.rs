//! The next position within an element of an array, which a field of it chooses.

use crate::json::lexer::Lexer;
use crate::paging::{AnyPaging, Element, NextFrom, Text};
use crate::protocol::response::headers::within;
use crate::protocol::response::pointer_tree::PointerTree;
use crate::protocol::response::pointers::Pointers;
use crate::protocol::response::stated::Stated;
use std::slice;

/// Where to look in each element of an array.
#[derive(Debug)]
pub(crate) struct ElementTrees {
    field: PointerTree,
    at: PointerTree,
}

impl ElementTrees {
    /// Those of a paging whose next position is in an element of an array. The error is
    /// what is not a JSON Pointer.
    pub(in crate::protocol) fn of(paging: &AnyPaging) -> Result<Option<Box<Self>>, Text> {
        let Some(NextFrom::Element(Element { field, at, .. })) = &paging.next else {
            return Ok(None);
        };
        let field = format!("/{}", field.replace('~', "~0").replace('/', "~1"));
        let field = PointerTree::of(&Pointers::of_item(&Text::Owned(field)))?;
        let at = PointerTree::of(&Pointers::of_item(at))?;
        Ok(Some(Box::new(Self { field, at })))
    }

    /// The position in the element of this array that has the value. An array without such
    /// an element says that no page follows, as null does.
    pub(in crate::protocol) fn choose(&self, array: &Stated, value: &Text) -> Stated {
        let json = match array {
            Stated::Array(json) => json,
            Stated::Bool(_) | Stated::Number(_) | Stated::Text(_) | Stated::Object(_) => {
                return Stated::Faulty("no array that has elements");
            }
            other => return other.clone(),
        };
        let mut chosen = elements(json)
            .into_iter()
            .filter(|element| within(element, &self.field).is_one_of(slice::from_ref(value)));
        match (chosen.next(), chosen.next()) {
            (None, _) => Stated::Null,
            (Some(element), None) => match within(element, &self.at) {
                Stated::Absent => Stated::Faulty("nothing"),
                position => position,
            },
            (Some(_), Some(_)) => Stated::Faulty("several such elements"),
        }
    }
}

/// The elements of an array that was read before.
fn elements(array: &str) -> Vec<&str> {
    let mut elements = Vec::new();
    let read = Lexer::new(array).entries(|lexer, _| {
        let began = lexer.at();
        lexer.skip_value();
        elements.push(&array[began..lexer.at()]);
        Ok(())
    });
    if read.is_ok() { elements } else { Vec::new() }
}
