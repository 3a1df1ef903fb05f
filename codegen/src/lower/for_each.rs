//! The parents of a list: the list whose records give values of its path.

use super::checks;
use super::field_at::{FieldAt, Fields};
use super::types::Scope;
use crate::ast::{Map, Spec};
use crate::diag::{Known, Problem, either, excerpt};
use crate::model::{ForEach, FromParent, List, Param, Record, Scalar, Type};
use crate::source_map::Path;
use crate::work::Counted;
use std::collections::{BTreeMap, BTreeSet};

/// The key that names the list of the parents.
const LIST: &str = "list";

/// Sets the parents of each list that names some.
pub(super) fn lower(scope: &Scope<'_>, spec: &Spec, fields: &Fields<'_>, lists: &mut [List]) {
    if spec.resources.iter().all(|(_, resource)| resource.for_each.is_none()) {
        return;
    }
    check_circles(scope, spec);
    check_methods(scope, spec, lists);
    let records = lists.iter().map(|list| (list.method.wire.clone(), list.record.clone()));
    let parents = Parents {
        scope,
        fields,
        of_client: spec.params.by_name().into_keys().collect(),
        resources: spec.resources.iter().map(|(name, _)| name).collect(),
        records: records.collect(),
    };
    let written = spec.resources.by_name();
    for list in lists {
        let resource = written.get(&Counted(list.method.wire.as_str()));
        if let Some(for_each) = resource.and_then(|resource| resource.for_each.as_ref()) {
            list.for_each = parents.lower(list, for_each);
        }
    }
}

/// The entry of a resource.
fn entry(resource: &str) -> Path {
    Path::default().key("resources").key(resource).key("for_each")
}

/// What the parents of a list are looked up in.
struct Parents<'a> {
    scope: &'a Scope<'a>,
    fields: &'a Fields<'a>,
    /// The parameters that are set once, when the client is built.
    of_client: BTreeSet<Counted<&'a str>>,
    resources: Known,
    /// The record of each resource that can be used.
    records: BTreeMap<String, Record>,
}

impl Parents<'_> {
    fn lower(&self, list: &List, written: &Map<String>) -> Option<ForEach> {
        let cx = self.scope.cx;
        let at = entry(&list.method.wire);
        let Some(parent) = written.get(LIST) else {
            let problem = Problem::error(&at, "`for_each` does not name a list").on_key();
            cx.push(problem.help(format!("write `{LIST}: NAME`, the resource of the parents")));
            return None;
        };
        let record = self.record(&at.key(LIST), parent)?;
        let mut values = Vec::new();
        for (param, pointer) in written.iter().filter(|(key, _)| *key != LIST) {
            let at = at.key(param);
            let param = self.param(&at, list, param);
            let found = self.field(&at, &record, pointer);
            let (Some(param), Some(found)) = (param, found) else { continue };
            self.check_type(&at, param, pointer, &found);
            values.push(FromParent {
                param: param.name.wire.clone(),
                pointer: pointer.clone(),
                fields: found.path.iter().map(|field| field.name.rust.clone()).collect(),
            });
        }
        if written.0.len() == 1 {
            let problem = Problem::error(&at, "`for_each` gives no parameter a value").on_key();
            let known = either(list.args.iter().map(|arg| arg.name.wire.as_str()));
            cx.push(match list.args.as_slice() {
                [] => problem.help("remove it: each call of this list is the same"),
                [arg, ..] => problem.help(format!(
                    "write where its value is in a parent's record, like `{}: /id`; the parameters are {known}",
                    arg.name.wire
                )),
            });
        }
        let place =
            |value: &FromParent| list.args.iter().position(|arg| arg.name.wire == value.param);
        values.sort_by_key(place);
        Some(ForEach { list: parent.clone(), record, values })
    }

    /// The record of the parents: one of the spec, whose fields are known.
    fn record(&self, at: &Path, parent: &str) -> Option<String> {
        let cx = self.scope.cx;
        match self.records.get(parent) {
            Some(Record::Own(record)) => Some(record.clone()),
            Some(Record::Rust(path)) => {
                let message = format!(
                    "the records of `{}` are `rust({path})`, whose fields the spec does not name",
                    excerpt(parent)
                );
                let help = "describe them by a record of the spec";
                cx.push(Problem::error(at, message).help(help));
                None
            }
            // Already reported, if the resource has a mistake of its own.
            None if self.resources.iter().any(|known| known == parent) => None,
            None => {
                let problem = Problem::error(at, format!("unknown list `{}`", excerpt(parent)));
                cx.push(problem.suggest_later(parent, self.resources.clone(), true));
                None
            }
        }
    }

    /// The parameter of the path that each call gives.
    fn param<'l>(&self, at: &Path, list: &'l List, name: &str) -> Option<&'l Param> {
        let found = list.args.iter().find(|arg| arg.name.wire == name);
        if found.is_some() {
            return found;
        }
        let problem = if self.of_client.contains(&Counted(name)) {
            let message = format!("the parameter `{name}` is set once, for the whole client");
            Problem::error(at, message).on_key().help(
                "a parent can give only what each call gives: remove it here, or at the top level",
            )
        } else {
            let message = format!("the path has no parameter `{{{}}}`", excerpt(name));
            let known = list.args.iter().map(|arg| arg.name.wire.as_str());
            let problem = Problem::error(at, message).on_key();
            checks::suggest_known(problem, name, known)
        };
        self.scope.cx.push(problem);
        None
    }

    /// The field of the parent's record at a pointer.
    fn field(&self, at: &Path, record: &str, pointer: &str) -> Option<FieldAt<'_>> {
        let cx = self.scope.cx;
        if !pointer.starts_with('/') {
            let shown = excerpt(pointer);
            let message = format!("the JSON Pointer `{shown}` does not start with `/`");
            cx.push(Problem::error(at, message).help(format!("write `/{shown}`")));
            return None;
        }
        checks::pointer(cx, at, pointer);
        match self.fields.find(record, pointer) {
            Ok(found) => Some(found),
            Err(missing) => {
                cx.push(missing.problem(at, "the pointer"));
                None
            }
        }
    }

    /// Each parent has the value, and it fits into the path.
    fn check_type(&self, at: &Path, param: &Param, pointer: &str, found: &FieldAt<'_>) {
        let (shown, cx) = (excerpt(pointer), self.scope.cx);
        if found.is_optional {
            let problem = Problem::error(at, format!("`{shown}` may be missing in a parent"));
            return cx.push(problem.help(
                "each parent needs the value: point to a field without `?`, or remove the `?` from its type",
            ));
        }
        if param.ty == Scalar::Secret || found.ty == Type::Scalar(Scalar::Secret) {
            let problem = Problem::error(at, "a secret can't come from a parent");
            return cx.push(problem.help(
                "errors and output show the values that identify a parent: use another type, or give the parameter in each call",
            ));
        }
        if !self.fits(param.ty, &found.ty) {
            let message = format!("`{shown}` can't be the value of `{}`", param.name.wire);
            let help = match param.ty {
                Scalar::Integer | Scalar::Epoch => "the parameter takes an `integer` or an `epoch`",
                Scalar::Unsigned => "the parameter takes an `unsigned`",
                Scalar::Boolean => "the parameter takes a `boolean`",
                _ => "a value of a path is a single one, like a `string` or an `integer`",
            };
            cx.push(Problem::error(at, message).help(help));
        }
    }

    fn fits(&self, param: Scalar, field: &Type) -> bool {
        match (param, field) {
            (Scalar::Integer | Scalar::Epoch, Type::Scalar(Scalar::Integer | Scalar::Epoch))
            | (Scalar::Unsigned, Type::Scalar(Scalar::Unsigned))
            | (Scalar::Boolean, Type::Scalar(Scalar::Boolean)) => true,
            (Scalar::Integer | Scalar::Epoch | Scalar::Unsigned | Scalar::Boolean, _) => false,
            (_, Type::Scalar(scalar)) => !matches!(scalar, Scalar::Json | Scalar::Number),
            // An enum.
            (_, Type::Own(name)) => !self.fields.is_struct(name),
            _ => false,
        }
    }
}

/// No list is among its own parents.
fn check_circles(scope: &Scope<'_>, spec: &Spec) {
    let parents = spec.resources.iter().filter_map(|(name, resource)| {
        Some((Counted(name), resource.for_each.as_ref()?.get(LIST)?.as_str()))
    });
    let parents: BTreeMap<Counted<&str>, &str> = parents.collect();
    let mut seen: BTreeMap<Counted<&str>, usize> = BTreeMap::new();
    for (start, (name, _)) in spec.resources.iter().enumerate() {
        let mut at = name;
        while let Some(parent) = parents.get(&Counted(at)) {
            match seen.insert(Counted(at), start) {
                // Reached on this way already.
                Some(way) if way == start => {
                    let problem = Problem::error(
                        &entry(at).key(LIST),
                        format!("`{}` is among its own parents", excerpt(at)),
                    );
                    scope.cx.push(problem.help("name a list that can be read without this one"));
                    break;
                }
                // Checked on the way from another list.
                Some(way) => {
                    seen.insert(Counted(at), way);
                    break;
                }
                None => at = parent,
            }
        }
    }
}

/// The method that takes parents has a name of its own.
fn check_methods(scope: &Scope<'_>, spec: &Spec, lists: &[List]) {
    let methods: BTreeMap<Counted<&str>, &str> = lists
        .iter()
        .map(|list| (Counted(list.method.rust.as_str()), list.method.wire.as_str()))
        .collect();
    let written = spec.resources.by_name();
    let has_parents = |list: &&List| {
        let resource = written.get(&Counted(list.method.wire.as_str()));
        resource.is_some_and(|resource| resource.for_each.is_some())
    };
    for list in lists.iter().filter(has_parents) {
        let method = list.method_of_parents();
        let Some(other) = methods.get(&Counted(method.as_str())) else { continue };
        let message = format!("`{other}` and the children of each parent are both `{method}`");
        let problem = Problem::error(&entry(&list.method.wire), message).on_key();
        let other = Path::default().key("resources").key(other);
        scope.cx.push(problem.related(&other, "the other one").help("rename one of the two"));
    }
}
