//! Totals and numbers of pages that servers state once, count down, or get
//! wrong.

use super::*;

const BY_NUMBER: Paging =
    Paging::NONE.number("page", 1).page(PageKeys::NONE.pages("/pages").total("/total"));
const BY_OFFSET: Paging =
    Paging::NONE.offset("from", 0, Step::Items).page(PageKeys::NONE.total("/total"));

/// Four pages of two items, the first with this count and the others with that.
fn eight(first: &str, later: &str) -> [String; 4] {
    let page = |at: usize, count| format!("'data':[{},{}]{count}", 2 * at - 1, 2 * at);
    [page(1, first), page(2, later), page(3, later), page(4, later)]
}

fn walked(paging: Paging, pages: &[String; 4]) -> Walked {
    case(paging).over([&*pages[0], &pages[1], &pages[2], &pages[3]])
}

#[test]
fn a_count_that_is_stated_once_ends_the_walk_at_the_end_and_no_earlier() {
    for count in ["'total':8", "'pages':4", "'pages':4,'total':8"] {
        let zero = format!(",{}", count.replace(['4', '8'], "0"));
        for later in ["", &*zero] {
            let pages = eight(&format!(",{count}"), later);
            for counts in [OnShortfall::Warn, OnShortfall::Error] {
                walked(BY_NUMBER.counts(counts), &pages).yielded(1..=8).ended();
            }
        }
    }
    for later in ["", ",'total':0"] {
        walked(BY_OFFSET, &eight(",'total':8", later)).requests(4).yielded(1..=8).ended();
    }
}

#[test]
fn counts_of_the_remaining_items_cause_no_warning() {
    let down = ["8", "6", "4", "2"].map(|total| format!(",'total':{total}"));
    let pages =
        [1, 2, 3, 4].map(|at| format!("'data':[{},{}]{}", 2 * at - 1, 2 * at, down[at - 1]));
    walked(BY_NUMBER, &pages).requests(4).yielded(1..=8).ended();
    walked(BY_OFFSET, &pages).requests(4).yielded(1..=8).ended();
}

#[test]
fn counts_of_the_items_after_a_page_cause_no_warning() {
    for paging in [BY_NUMBER, BY_OFFSET] {
        case(paging)
            .over([
                "'data':[1,2],'total':5",
                "'data':[3],'total':4",
                "'data':[4,5,6],'total':1",
                "'data':[7],'total':0",
                "'data':[],'total':0",
            ])
            .yielded(1..=7)
            .ended();
    }
}

#[test]
fn a_total_that_falls_like_a_remainder_and_is_wrong_is_reported() {
    // The two rows of the first page were removed before the second was requested.
    case(BY_OFFSET)
        .over(["'data':[1,2],'total':6", "'data':[5,6],'total':4", "'data':[],'total':4"])
        .yielded([1, 2, 5, 6])
        .ended_with(&[Warning::Drifted { page: 3, repeated: 0, total: Some((6, 4)) }]);
    // And so many that the list ended with the first page.
    case(BY_OFFSET)
        .over(["'data':[1,2],'total':4", "'data':[],'total':2"])
        .yielded([1, 2])
        .ended_with(&[Warning::Drifted { page: 2, repeated: 0, total: Some((4, 2)) }]);
}

#[test]
fn a_total_below_the_number_of_items_seen_does_not_end_a_walk() {
    for paging in [BY_NUMBER, BY_OFFSET] {
        case(paging)
            .over([
                "'data':[1,2],'total':3",
                "'data':[3,4],'total':3",
                "'data':[5],'total':3",
                "'data':[],'total':3",
            ])
            .yielded(1..=5)
            .ended();
    }
}

#[test]
fn a_total_that_fell_below_the_number_of_items_seen_is_reported_at_the_end() {
    for paging in [BY_NUMBER, BY_OFFSET] {
        case(paging)
            .over(["'data':[1,2],'total':8", "'data':[3,4],'total':8", "'data':[],'total':3"])
            .yielded(1..=4)
            .ended_with(&[Warning::Shortfall { seen: 4, total: 8 }]);
    }
}

#[test]
fn past_the_newest_counts_a_refused_page_is_the_end() {
    for status in [400, 404, 416] {
        case(BY_NUMBER)
            .replied(|url| match &url[url.len() - 1..] {
                "1" => (200, body("'data':[1,2],'pages':3,'total':5")),
                "2" => (200, body("'data':[3],'pages':2,'total':3")),
                _ => (status, "no such page".to_owned()),
            })
            .requests(3)
            .yielded([1, 2, 3])
            .ended_with(&[Warning::Drifted { page: 3, repeated: 0, total: Some((5, 3)) }]);
        case(BY_NUMBER)
            .replied(|url| match &url[url.len() - 1..] {
                "1" => (200, body("'data':[1,2],'pages':3")),
                _ => (status, "no such page".to_owned()),
            })
            .yielded([1, 2])
            .failed(ErrorKind::Status, [&status.to_string()]);
    }
}

#[test]
fn a_walk_by_size_steps_by_the_size_in_the_reply() {
    let capped = BY_OFFSET
        .offset("from", 0, Step::Size)
        .page_size("size", Some(2), None)
        .page(PageKeys::NONE.size("/size"));
    case(capped)
        .page_size(5)
        .over([
            "'data':[0,1],'size':2",
            "'data':[2],'size':'2'",
            "'data':[4,5],'size':2",
            "'data':[]",
        ])
        .requested([
            "/list?size=5&from=0",
            "/list?size=5&from=2",
            "/list?size=5&from=4",
            "/list?size=5&from=6",
        ])
        .yielded([0, 1, 2, 4, 5])
        .ended();
    case(capped)
        .page_size(2)
        .over(["'data':[0,1],'size':0", "'data':[]"])
        .requested(["/list?size=2&from=0", "/list?size=2&from=2"])
        .ended();
}

/// The count that a server states for this many items, at a page with this many before it.
type Total = fn(u64, u64) -> Option<u64>;

const TOTALS: [(&str, Total); 7] = [
    ("none", |_, _| None),
    ("the same", |all, _| Some(all)),
    ("once", |all, before| (before == 0).then_some(all)),
    ("then 0", |all, before| Some(if before == 0 { all } else { 0 })),
    ("what remains", |all, before| Some(all - before)),
    ("too small", |all, _| Some(all / 2)),
    ("later", |all, before| (before > 0).then_some(all)),
];

#[test]
fn an_unchanged_list_is_walked_to_its_end_without_warnings() {
    for ((how, total), paging) in TOTALS.iter().flat_map(|one| [(one, BY_NUMBER), (one, BY_OFFSET)])
    {
        for (all, size) in (0..=8).flat_map(|all| (1..=3).map(move |size| (all, size))) {
            // If a total is reached exactly, nothing shows that it is too small.
            if *how == "too small" && all > 1 && (all / 2) % size == 0 {
                continue;
            }
            let server = |url: &str| {
                let at: u64 = url.rsplit('=').next().unwrap().parse().unwrap();
                let before = if url.contains("page=") { (at - 1) * size } else { at };
                let before = before.min(all);
                let rows: Vec<_> =
                    (before + 1..=all.min(before + size)).map(|id| id.to_string()).collect();
                let stated = total(all, before).map(|total| format!(",'total':{total}"));
                body(&format!("'data':[{}]{}", rows.join(","), stated.unwrap_or_default()))
            };
            println!("{how}, {all} items, {size} a page, {:?}", paging.number);
            case(paging).against(server).yielded(1..=all).ended();
        }
    }
}

#[test]
fn pages_that_are_all_shorter_than_their_step_are_reported() {
    let by_size = BY_OFFSET.offset("from", 0, Step::Size).page_size("size", Some(4), None);
    case(by_size)
        .page_size(4)
        .over(["'data':[1,2]", "'data':[5,6]", "'data':[9]", "'data':[]"])
        .yielded([1, 2, 5, 6, 9])
        .ended_with(&[Warning::ShortPages { rows: 2, step: 4 }]);
    // A server that leaves rows out of some pages still steps by the size.
    case(by_size)
        .page_size(4)
        .over(["'data':[1,2,3]", "'data':[5,6]", "'data':[9]", "'data':[]"])
        .ended();
    case(by_size).page_size(4).over(["'data':[1,2,3,4]", "'data':[5]", "'data':[]"]).ended();
    case(by_size).page_size(4).over(["'data':[1]", "'data':[]"]).ended();
    let windows = by_size.page_size("size", Some(2), None);
    case(windows).over(["'data':[1]", "'data':[3]", "'data':[]"]).yielded([1, 3]).ended();
}
