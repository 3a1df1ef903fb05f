//! Files that are not specs at all.

use crate::diag::Problem;
use crate::parse::has_key;
use crate::source_map::Path;

/// The problem of a file that is not a spec at all. It quotes nothing: a build can
/// be pointed at any file of the machine, and others see its output. `None` for a
/// spec, valid or not, and for a file that is empty or not UTF-8: those problems
/// quote nothing anyway.
pub(crate) fn problem(bytes: &[u8]) -> Option<Problem> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.trim().is_empty() || has_key(text, "pagesmith") {
        return None;
    }
    let message = "the file is not a spec: it is not a map with the key `pagesmith`";
    let problem = Problem::error(&Path::default(), message);
    let problem = problem.help("a spec begins with `pagesmith: 1`, the version of the format");
    Some(
        problem
            .help("the lines of the file are not shown here; `pagesmith explain FILE` shows them"),
    )
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn a_file_that_is_not_a_spec_is_not_quoted() {
        let others = [
            "127.0.0.1 localhost\n::1 localhost\n",
            "root:x:0:0:root:/root:/bin/bash\nsecret:hunter2\n",
            "{\"token\": \"hunter2\"}",
            "- hunter2\n",
            "password: hunter2\nnested: {pagesmith: 1}\n",
            "? [pagesmith]\n: hunter2\n",
            "hunter2: [\n",
            "a: hunter2\n---\npagesmith: 1\n",
        ];
        for other in others {
            let problem = problem(other.as_bytes()).unwrap();
            assert!(!format!("{problem:?}").contains("hunter2"), "{problem:?}");
            assert!(problem.message.contains("not a map with the key `pagesmith`"));
        }
        let specs = [
            "pagesmith: 1\n",
            "name: A\nlist: [a, {b: c}]\npagesmith: 2\n",
            "{\"pagesmith\": 1}",
            "\u{feff}pagesmith: 1\n",
            "pagesmith: 1\nname: [\n",
            "",
            "\n",
        ];
        for spec in specs {
            assert!(problem(spec.as_bytes()).is_none(), "{spec:?}");
        }
        assert!(problem(b"\xff").is_none());
    }
}
