//! What is sent for a condition, by the filters of a spec.

use super::{Filters, Narrowed, Support};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, col, lit, not};
use datafusion::prelude::cast;

/// The filters of a list with these fields and filters.
fn filters(fields: &str, filters: &str) -> Filters {
    let text = format!(
        "pagesmith: 1\nname: T\npaging: none\nresources: {{rows: {{get: /rows, record: Row, filters: {{{filters}}}}}}}\n\
         records: {{Row: {{key: id, fields: {{id: string, {fields}}}}}}}\n"
    );
    let api = pagesmith_codegen::check(text.as_bytes()).unwrap().api;
    Filters::new(&api.lists[0], &[])
}

/// What is sent for a condition on the field `at`, with `=` where it is exact and `~` where
/// it is not; empty if nothing is sent.
fn sent(field: &str, filter: &str, op: &str, condition: &Expr) -> String {
    let filter = format!("f: {{type: {filter}, matches: {{field: at, op: \"{op}\"}}}}");
    let filters = filters(&format!("at: {field}"), &filter);
    let sign = match filters.support(condition) {
        Support::Exact => "=",
        Support::Inexact => "~",
        Support::Unsupported => "",
    };
    match filters.narrow([condition]) {
        Narrowed::By(sent) => match sent.as_slice() {
            [] => String::new(),
            [(_, value)] => format!("{sign}{value}"),
            more => format!("{more:?}"),
        },
        Narrowed::Nothing => "nothing".to_owned(),
    }
}

fn time(microseconds: i64) -> Expr {
    lit(ScalarValue::TimestampMicrosecond(Some(microseconds), Some("UTC".into())))
}

fn day(days: i32) -> Expr {
    lit(ScalarValue::Date32(Some(days)))
}

fn at() -> Expr {
    col("at")
}

#[test]
fn whole_numbers_are_exact_on_either_side() {
    let of = |op, condition| sent("integer", "integer", op, &condition);
    assert_eq!(of("=", at().eq(lit(7_i64))), "=7");
    assert_eq!(of("!=", at().not_eq(lit(7_i64))), "~7");
    assert_eq!(of(">=", at().gt_eq(lit(7_i64))), "=7");
    assert_eq!(of(">=", at().gt(lit(7_i64))), "=8");
    assert_eq!(of(">", at().gt_eq(lit(7_i64))), "=6");
    assert_eq!(of("<=", at().lt(lit(7_i64))), "=6");
    assert_eq!(of("<", at().lt_eq(lit(7_i64))), "=8");
    assert_eq!(of(">=", at().eq(lit(7_i64))), "~7");
    assert_eq!(of("<", at().eq(lit(7_i64))), "~8");
    // With the sides exchanged.
    assert_eq!(of("<=", lit(7_i64).gt_eq(at())), "=7");
    assert_eq!(of(">=", at().lt(lit(7_i64))), "");
    assert_eq!(of("=", at().gt(lit(7_i64))), "");
    assert_eq!(of(">", at().gt_eq(lit(i64::MIN))), "");
    assert_eq!(of("=", cast(at(), DataType::Float64).eq(lit(7.5))), "");
    assert_eq!(sent("integer", "unsigned", ">=", &at().gt_eq(lit(-1_i64))), "");
}

#[test]
fn times_are_exact_by_whole_seconds_where_the_server_leaves_out_none() {
    let (whole, part) = (1_709_287_200_000_000, 1_709_287_200_500_000);
    let of = |op, condition| sent("datetime", "datetime", op, &condition);
    assert_eq!(of(">=", at().gt_eq(time(whole))), "=2024-03-01T10:00:00Z");
    assert_eq!(of(">=", at().gt(time(whole))), "~2024-03-01T10:00:00Z");
    assert_eq!(of(">=", at().gt_eq(time(part))), "~2024-03-01T10:00:00Z");
    assert_eq!(of(">", at().gt_eq(time(whole))), "~2024-03-01T09:59:59Z");
    assert_eq!(of("<", at().lt(time(whole))), "=2024-03-01T10:00:00Z");
    assert_eq!(of("<", at().lt(time(part))), "~2024-03-01T10:00:01Z");
    assert_eq!(of("<", at().lt_eq(time(whole))), "~2024-03-01T10:00:01Z");
    assert_eq!(of("<=", at().lt(time(whole))), "~2024-03-01T10:00:00Z");
    assert_eq!(of("<=", at().lt_eq(time(whole))), "~2024-03-01T10:00:01Z");
    // What a reply shows may be less than what the server compares.
    assert_eq!(of("=", at().eq(time(whole))), "");
    assert_eq!(of("<", at().lt(time(i64::MAX))), "");
    assert_eq!(sent("epoch", "epoch", ">=", &at().gt_eq(time(whole))), "=1709287200");
    assert_eq!(sent("datetime", "epoch", "<", &at().lt_eq(time(part))), "~1709287201");
}

#[test]
fn days_reach_as_far_as_a_time_zone_may() {
    // The 1st of March 2024.
    let (days, noon) = (19_783, 1_709_294_400_000_000);
    let of = |op, condition| sent("date", "date", op, &condition);
    assert_eq!(of("=", at().eq(day(days))), "=2024-03-01");
    assert_eq!(of(">=", at().gt(day(days))), "=2024-03-02");
    assert_eq!(of("<", at().lt_eq(day(days))), "=2024-03-02");
    let of = |op, condition| sent("datetime", "date", op, &condition);
    assert_eq!(of(">=", at().gt_eq(time(noon))), "~2024-02-29");
    assert_eq!(of(">", at().gt_eq(time(noon))), "~2024-02-28");
    assert_eq!(of("<=", at().lt(time(noon))), "~2024-03-02");
    assert_eq!(of("<", at().lt(time(noon))), "~2024-03-03");
    let of = |op, condition| sent("date", "datetime", op, &condition);
    assert_eq!(of(">=", at().gt_eq(day(days))), "~2024-02-29T00:00:00Z");
    assert_eq!(of("<", at().lt_eq(day(days))), "~2024-03-03T00:00:00Z");
}

#[test]
fn texts_are_compared_as_a_whole() {
    let of = |ty, op, condition| sent("string", ty, op, &condition);
    assert_eq!(of("string", "=", at().eq(lit("a b"))), "~a b");
    assert_eq!(of("string", "!=", at().not_eq(lit("a"))), "~a");
    // Servers sort texts in ways of their own, and take an empty one for no filter.
    assert_eq!(of("string", ">=", at().gt_eq(lit("a"))), "");
    assert_eq!(of("string", "=", at().eq(lit(""))), "");
    assert_eq!(of("string", "=", at().eq(lit(ScalarValue::Utf8(None)))), "");
    assert_eq!(of("[string], list: comma", "=", at().eq(lit("a,b"))), "");
    assert_eq!(of("[string], list: comma", "=", at().eq(lit("a"))), "~a");
    let word = ScalarValue::Dictionary(Box::new(DataType::Int32), Box::new("a".into()));
    assert_eq!(sent("\"enum(a, b)\"", "\"enum(a, b)\"", "=", &at().eq(lit(word))), "=a");
}

/// Columns have UUIDs in one notation. What the server compares may be the text that it keeps, in
/// capital letters or in braces: a filter in our notation might then leave rows out.
#[test]
fn uuids_are_compared_by_sql_alone() {
    let small = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    for value in [small.to_owned(), small.to_uppercase(), format!("{{{small}}}")] {
        for op in ["=", "!="] {
            let condition = if op == "=" {
                at().eq(lit(value.as_str()))
            } else {
                at().not_eq(lit(value.as_str()))
            };
            assert_eq!(sent("uuid", "uuid", op, &condition), "");
            assert_eq!(sent("uuid", "string", op, &condition), "");
            assert_eq!(sent("string", "uuid", op, &condition), "");
        }
    }
}

#[test]
fn other_types_are_sent_as_far_as_they_are_the_same() {
    assert_eq!(sent("boolean", "boolean", "=", &at()), "=true");
    assert_eq!(sent("boolean", "boolean", "=", &not(at())), "=false");
    let decimal = |value| lit(ScalarValue::Decimal128(Some(value), 38, 10));
    let of = |op, condition| sent("decimal", "decimal", op, &condition);
    assert_eq!(of("=", at().eq(decimal(-15_000_000_000))), "=-1.5");
    assert_eq!(of(">=", at().gt_eq(decimal(20_000_000_000))), "=2");
    assert_eq!(of(">=", at().gt(decimal(20_000_000_000))), "~2");
    assert_eq!(of("<", at().lt_eq(decimal(0))), "~0.0000000001");
    // The text of a float may be of another number, next to it.
    assert_eq!(sent("number", "number", ">=", &at().gt_eq(lit(0.3))), "~0.29999999999999993");
    assert_eq!(sent("number", "number", "<", &at().lt(lit(-1.0))), "~-0.9999999999999999");
    assert_eq!(sent("number", "number", "=", &at().eq(lit(0.3))), "");
}

#[test]
fn two_conditions_send_the_stricter_one() {
    let filters = filters(
        "at: integer, of: integer",
        "from: {type: integer, matches: {field: at, op: \">=\"}}, to: {type: integer, matches: {field: at, op: \"<\"}}, is: {type: integer, matches: {field: of}}, other: {type: integer}",
    );
    let by = |conditions: &[Expr]| filters.narrow(conditions);
    let from = |value: i64| at().gt_eq(lit(value));
    let sent = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(by(&[from(3), from(5), from(4)]), Narrowed::By(vec![sent("from", "5")]));
    let to = |value: i64| at().lt(lit(value));
    assert_eq!(by(&[to(4), to(3), to(5)]), Narrowed::By(vec![sent("to", "3")]));
    let of = |value: i64| col("of").eq(lit(value));
    assert_eq!(
        by(&[of(1), from(2), of(1)]),
        Narrowed::By(vec![sent("is", "1"), sent("from", "2")])
    );
    assert_eq!(by(&[of(1), of(2)]), Narrowed::Nothing);
    assert_eq!(by(&[col("other").eq(lit(1_i64))]), Narrowed::By(Vec::new()));
}

#[test]
fn an_exact_filter_is_used_in_place_of_an_inexact_one() {
    let all = "from: {type: integer, matches: {field: at, op: \">=\"}}, is: {type: integer, matches: {field: at}}";
    let filters = filters("at: integer", all);
    let is_seven = at().eq(lit(7_i64));
    assert_eq!(filters.support(&is_seven), Support::Exact);
    let sent = |key: &str| Narrowed::By(vec![(key.to_owned(), "7".to_owned())]);
    assert_eq!(filters.narrow([&is_seven]), sent("is"));
    assert_eq!(filters.narrow([&at().gt_eq(lit(7_i64))]), sent("from"));
}

/// A field within a field has no column of its own, whatever a column is called.
#[test]
fn a_filter_of_a_field_in_a_field_is_not_used() {
    let text = "pagesmith: 1\nname: T\npaging: none\n\
        resources: {rows: {get: /rows, record: Row, filters: {f: {type: integer, matches: {field: /a/b}}}}}\n\
        records: {Row: {key: id, fields: {id: string, a: In, \"a/b\": integer}}, In: {fields: {b: integer}}}\n";
    let api = pagesmith_codegen::check(text.as_bytes()).unwrap().api;
    let filters = Filters::new(&api.lists[0], &[]);
    assert_eq!(
        filters.support(&col(datafusion::common::Column::from_name("a/b")).eq(lit(7_i64))),
        Support::Unsupported
    );
}
