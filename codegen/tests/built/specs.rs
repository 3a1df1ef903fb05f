//! Specs out of nothing but choices: any tape of numbers is a spec, with odd
//! names, types and knobs; most of them pass the checks.

/// Names that are odd in Rust, in YAML, or in both.
const NAMES: [&str; 86] = [
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "raw",
    "ref",
    "return",
    "safe",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "2fa",
    "007",
    "a-b",
    "c.d",
    "e f",
    "g<",
    "h[]",
    "$i",
    "@j",
    "größe",
    "naïve",
    "e\u{301}tude",
    "名前",
    "имя",
    "Ωmega",
    "DateSent",
    "HTTPServer",
    "iOS",
    "x1y2",
    "__dunder__",
    "trailing_",
    "core",
    "std",
    "alloc",
    "pagesmith",
    "serde",
    "option",
    "result",
    "format",
    "vec",
    "assert",
];

const TYPES: [&str; 20] = [
    "string",
    "integer",
    "number",
    "decimal",
    "boolean",
    "date",
    "datetime",
    "epoch",
    "uri",
    "secret",
    "json",
    "string?",
    "[string]",
    "map<string>",
    "[map<integer?>?]?",
    "enum(a, in-progress, \"x, y\")",
    "enum(self, Self, type, other, unlisted, \"\", \"<\")?",
    "[enum(1, 2)]",
    "rust(crate::own::Own)",
    "map<[datetime]>?",
];

const PAGINGS: [&str; 8] = [
    "laml",
    "sendsage",
    "sendsage-pages",
    "none",
    "{next: {body: /meta/next}, send: {query: cursor}, size: {query: n, default: 5, max: 9}, more: /meta/more, page: {total: /n}, counts: error, ends: {absent: end, empty_page: true}, safety: {repeat: stop, max_pages: 7}}",
    "{next: {body: \"/a~1b\"}, send: url, done: /over, page: {total: /n, previous: /p}, safety: {origin: rebase, repeat: allow}}",
    "{preset: json-api, safety: {origin: [a.example], keep: [k]}}",
    "{number: {query: \"p[no]\", start: 1}, page: {pages: /pages, number: /no, total: /n}, ends: {absent: single_page}, counts: ignore}",
];

const DOCS: [&str; 6] = [
    "Plain.",
    "",
    "```\npanic!()\n```",
    "    code\n\n# T <b> [x] `y`",
    "\u{202e}*/",
    "a_b HTTPServer::new() 1. x",
];

/// A spec of these choices; where they end, the first of each is taken.
pub fn spec(choices: &[u16]) -> String {
    Writer { choices: choices.iter(), seen: Vec::new() }.spec()
}

struct Writer<'c> {
    choices: std::slice::Iter<'c, u16>,
    seen: Vec<String>,
}

impl Writer<'_> {
    fn up_to(&mut self, most: usize) -> usize {
        usize::from(self.choices.next().copied().unwrap_or(0)) % (most + 1)
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.up_to(all.len() - 1)]
    }

    /// A name that was not given yet, whatever its case.
    fn name(&mut self) -> String {
        let name = self.of(&NAMES).to_owned();
        let plain = |name: &str| name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
        let count = self.seen.iter().filter(|seen| plain(seen) == plain(&name)).count();
        self.seen.push(name.clone());
        if count == 0 { name } else { format!("{name} n{count}") }
    }

    fn docs(&mut self) -> String {
        quoted(self.of(&DOCS))
    }

    fn spec(&mut self) -> String {
        let mut text =
            format!("pagesmith: 1\nname: {}\ndocs: {}\n", quoted(self.of(&NAMES)), self.docs());
        let server = [
            "",
            "server: \"https://{space}.example.com/{Vers-ion}\"\n",
            "server: http://localhost:80\n",
        ];
        text += self.of(&server);
        text += self.of(&[
            "",
            "auth: basic\n",
            "auth: bearer\n",
            "auth: {header: X-K}\n",
            "auth: {query: \"k]\"}\n",
        ]);
        text += self.of(&["", "headers: {X-A: \"b \\\" c\"}\n"]);
        text += self.of(&["", "errors: {success: /ok, code: \"/a~0\", message: /m}\n"]);
        text += self.of(&["", "rate_limit: {status: [403], remaining: X-R}\n"]);
        text += self.of(&[
            "",
            "generate: {derive: [PartialEq]}\n",
            "generate: {derive: [Serialize], dates: string}\n",
        ]);
        let records: Vec<String> = (0..=self.up_to(3)).map(|_| self.name()).collect();
        text += "paging: laml\nresources:\n";
        for record in &records {
            text += &self.resource(record);
        }
        text += "records:\n";
        for (at, record) in records.iter().enumerate() {
            text += &self.record(record, &records[..at]);
        }
        text
    }

    fn resource(&mut self, record: &str) -> String {
        let name = self.name();
        let path = self.of(&["/a", "/a/{type}", "/{a-b}/{self}.json", "/%7E/{x}:list"]);
        let mut text = format!(
            "  {}: {{get: \"{path}\", record: {}, items: /rows",
            quoted(&name),
            quoted(record)
        );
        text += &format!(", docs: {}, paging: {}", self.docs(), self.of(&PAGINGS));
        text += ", filters: {";
        for at in 0..self.up_to(3) {
            let ty =
                self.of(&["string", "date", "boolean", "[integer]", "enum(a, b)", "[enum(self)]"]);
            let list = if ty.starts_with('[') {
                self.of(&["", ", list: comma", ", list: brackets"])
            } else {
                ""
            };
            text += &format!(
                "{}: {{param: \"p{at}<\", type: \"{ty}\", docs: {}{list}}}, ",
                quoted(&self.name()),
                self.docs()
            );
        }
        text + "}}\n"
    }

    fn record(&mut self, name: &str, earlier: &[String]) -> String {
        let mut text = format!("  {}: {{docs: {}, fields: {{", quoted(name), self.docs());
        for _ in 0..=self.up_to(5) {
            let field = self.name();
            let ty = match (self.up_to(5), earlier) {
                (0, [record, ..]) if !record.contains([' ', '[', '<']) => {
                    quoted(&format!("[{record}]?"))
                }
                (1, _) => format!("{{{}: string, b: {{c: [integer]}}}}", quoted(&self.name())),
                _ => quoted(self.of(&TYPES)),
            };
            text += &match self.up_to(2) {
                0 if !ty.starts_with('{') => format!(
                    "{}: {{type: {ty}, docs: {}, wire: {}}}, ",
                    quoted(&field),
                    self.docs(),
                    quoted(&(field.clone() + "\"\\"))
                ),
                _ => format!("{}: {ty}, ", quoted(&field)),
            };
        }
        text + "}}\n"
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
