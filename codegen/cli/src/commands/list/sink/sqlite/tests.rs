use super::schema::{Column, Table, quoted};
use super::words;
use crate::outcome::Failure;
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{Columns, find};
use rusqlite::Connection;

/// The table of a list whose records have these fields.
fn table(resource: &str, fields: &str, key: &str) -> Result<Table, String> {
    let spec = format!(
        "pagesmith: 1\nname: Shop\nserver: https://shop.test\nauth: none\npaging: none\n\
         resources: {{{resource}: {{get: /rows, record: Row}}}}\n\
         records: {{Row: {{{key} fields: {{{fields}}}}}}}\n"
    );
    let (ast, places) = parse::spec_file::parse(&spec).unwrap();
    let api = lower::api(&ast, &places).unwrap().0;
    let list = &api.lists[0];
    let columns = Columns::new(&api, find(&api, &list.method.wire).unwrap()).unwrap();
    Table::new(&list.method.wire, &columns.keyed(list, "_key"))
}

/// The columns that SQLite has for a table that was created by its own statement.
fn created(table: &Table) -> (Connection, Vec<(String, String, bool)>) {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(&table.create()).unwrap();
    let mut names =
        connection.prepare("SELECT name, type, pk > 0 FROM pragma_table_info(?)").unwrap();
    let rows = names.query_map([&table.name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let rows = rows.unwrap().map(Result::unwrap).collect();
    drop(names);
    (connection, rows)
}

#[test]
fn columns_have_the_types_of_their_fields() {
    let fields = "id: string, n: integer, u: 'unsigned?', at: 'epoch?', f: 'number?', \
                  d: 'decimal?', b: 'boolean?', t: 'datetime?', day: 'date?', tags: '[string]?'";
    let (_, columns) = created(&table("rows", fields, "key: id,").unwrap());
    let types: Vec<_> = columns.iter().map(|(name, ty, _)| format!("{name} {ty}")).collect();
    assert_eq!(
        types,
        [
            "id TEXT",
            "n INTEGER",
            "u INTEGER",
            "at INTEGER",
            "f REAL",
            "d TEXT",
            "b INTEGER",
            "t TEXT",
            "day TEXT",
            "tags TEXT"
        ]
    );
    let keys: Vec<_> = columns.iter().filter(|column| column.2).map(|it| &*it.0).collect();
    assert_eq!(keys, ["id"]);
}

#[test]
fn any_name_is_quoted() {
    for name in
        ["a", "a\"b", "\"", "\"\"; DROP TABLE x; --", "a b", "select", "a'b", "[a]", "é", "", "?1"]
    {
        let connection = Connection::open_in_memory().unwrap();
        let sql = format!("CREATE TABLE {0} ({0} TEXT)", quoted(name));
        connection.execute_batch(&sql).unwrap();
        let read =
            |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(read("SELECT name FROM sqlite_schema"), name);
        assert_eq!(
            read(&format!("SELECT name FROM pragma_table_info('{}')", name.replace('\'', "''"))),
            name
        );
    }
}

#[test]
fn fields_with_hostile_names_are_columns() {
    let fields = r#""a\"b": string, "x); DROP TABLE rows; --": 'integer?', "select": 'string?'"#;
    let table = table("rows", fields, "").unwrap();
    let (connection, columns) = created(&table);
    let names: Vec<_> = columns.iter().map(|column| &*column.0).collect();
    assert_eq!(names, ["a\"b", "x); DROP TABLE rows; --", "select"]);
    connection.execute(&table.insert(), ["a", "1", "b"]).unwrap();
    connection.execute(&table.insert(), ["a", "1", "b"]).unwrap();
    let rows = connection.query_row("SELECT count(*) FROM rows", [], |row| row.get::<_, u64>(0));
    assert_eq!(rows, Ok(2), "without a key, each record is a row");
}

#[test]
fn names_that_sqlite_takes_for_one_are_refused_with_both() {
    let why = table("rows", "id: string, ID: {type: string, rename: other}", "").unwrap_err();
    assert!(why.contains("the columns `id` and `ID` have one name to SQLite"), "{why}");
    let why = table("rows", "n: {id: integer}, _key: 'string?'", "key: /n/id,").unwrap_err();
    assert!(why.contains("the field `_key` has the name of the column `_key`, which is"), "{why}");
    // Its case is that of the letters from A to Z.
    assert!(table("rows", "'é': string, 'É': {type: string, rename: other}", "").is_ok());
    let why = table("rows", "\"a\\0b\": string", "").unwrap_err();
    assert!(why.contains("the name `a\\0b` has a NUL character"), "{why}");
    for name in ["sqlite_rows", "SQLITE_rows", "_pagesmith"] {
        let why = table(name, "id: string", "").unwrap_err();
        assert!(why.contains("is reserved"), "{why}");
    }
}

#[test]
fn a_row_replaces_the_row_with_its_key() {
    let table = table("rows", "id: integer, note: 'string?'", "key: id,").unwrap();
    let (connection, _) = created(&table);
    for (id, note, added) in [("2", "a", 1), ("1", "b", 1), ("2", "c", 0)] {
        assert_eq!(connection.execute(&table.insert(), [id, note]), Ok(added));
        connection.execute(&table.replace().unwrap(), [id, note]).unwrap();
    }
    let sql = "SELECT group_concat(id || note, ' ') FROM rows";
    let rows = connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(rows, "1b 2c");
    let only_key = self::table("rows", "id: integer", "key: id,").unwrap();
    let (connection, _) = created(&only_key);
    for added in [1, 0] {
        assert_eq!(connection.execute(&only_key.insert(), ["7"]), Ok(added));
    }
    assert_eq!(only_key.replace(), None);
}

#[test]
fn differences_of_columns_are_named() {
    let table = table("rows", "id: string, size: 'integer?', note: 'string?'", "key: id,").unwrap();
    let column = |name: &str, ty: &str, is_key| Column { name: name.into(), ty: ty.into(), is_key };
    let same = [
        column("id", "TEXT", true),
        column("size", "integer", false),
        column("note", "TEXT", false),
    ];
    assert_eq!(table.differences(&same), None);
    let other =
        [column("id", "TEXT", false), column("size", "TEXT", false), column("old", "TEXT", false)];
    assert_eq!(
        table.differences(&other).as_deref(),
        Some(
            "`id` is TEXT there, and TEXT PRIMARY KEY by the spec; `size` is TEXT there, and INTEGER \
             by the spec; it lacks `note` (TEXT); it has `old`, which the spec lacks"
        )
    );
}

#[test]
fn an_error_is_in_words_that_say_what_to_do() {
    let path = std::env::temp_dir().join(format!("pagesmith-words-{}", std::process::id()));
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE rows (id)").unwrap();
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let locked = Connection::open(&path).unwrap();
    let reader = Connection::open_with_flags(&path, flags).unwrap();
    let error = reader.execute("INSERT INTO rows VALUES (1)", []).unwrap_err();
    assert_eq!(words::of(&error), "the file or its folder is read-only");
    assert!(matches!(words::failure(&error, "x"), Failure::Misuse(_)));
    locked.execute_batch("BEGIN EXCLUSIVE").unwrap();
    reader.busy_timeout(std::time::Duration::ZERO).unwrap();
    let error = reader.query_row("SELECT count(*) FROM rows", [], |_| Ok(())).unwrap_err();
    assert!(words::of(&error).starts_with("another program has locked it"), "{error}");
    drop((locked, reader));
    std::fs::remove_file(path).unwrap();
}
