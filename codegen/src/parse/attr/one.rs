//! `one`: how a single record is requested.

use syn::Token;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned as _;

use super::values::{Read, Values, problem_at, set_once, unknown};
use crate::ast::{One, Or};

impl Values {
    /// A path, or the entries `get` and `at` in parentheses.
    pub(super) fn one(&mut self, meta: &ParseNestedMeta<'_>) -> Read<()> {
        if meta.input.peek(Token![=]) {
            let path = self.text(meta, &["one"])?;
            self.one = Some(Or::Text(path));
            return Ok(());
        }
        let (mut get, mut at) = (None, None);
        let example =
            "one = \"/messages/{id}\"`, or `one(get = \"/messages/{id}\", at = \"/message\")";
        self.nested(meta, example, |values, meta, key| {
            let slot = match key {
                "get" => &mut get,
                "at" => &mut at,
                _ => return Err(unknown(meta, &["get", "at"])),
            };
            let text = values.text(meta, &["one", key])?;
            set_once(meta, key, slot, text)
        })?;
        let Some(get) = get else {
            let problem = problem_at(meta.path.span(), "`one` lacks `get`");
            return Err(problem.help(format!("write `{example}`")).into());
        };
        self.one = Some(Or::Map(One { get, at, ..One::default() }));
        Ok(())
    }
}
