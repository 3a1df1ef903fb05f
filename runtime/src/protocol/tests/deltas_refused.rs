//! Deltas that are not followed, and deltas that the server refuses.

use super::deltas::{LINKED, SYNC_TOKEN, kept, over, plan, run};
use super::*;
use crate::paging::{Delta, DeltaTo};
use crate::secret::{Mask, Secret};

#[test]
fn a_delta_to_another_origin_is_an_error_after_the_items() {
    let plan = plan(LINKED);
    let first = over(&plan, None, ["'data':[{'id':1}],'delta':'https://evil.test/list?d'"]);
    assert_eq!(first.items, [1]);
    let error = first.error.unwrap();
    assert!(error.is_foreign_origin() && !first.position.has_delta(), "{error}");
    let mut moved = over(&plan, None, ["'data':[],'delta':'/list?d'"]).position;
    let evil = Url::parse("https://evil.test/list?d").unwrap();
    moved.sync.delta = Some(Arc::new(crate::position::delta::Delta::Position(Cursor::Link(evil))));
    let refused = Walk::resumed(plan, moved).unwrap_err();
    assert!(refused.is_foreign_origin(), "{refused}");
}

#[test]
fn a_delta_of_another_type_is_an_error_after_the_items() {
    for (paging, delta, words) in [
        (LINKED, "7", "expected a link at `/delta`"),
        (SYNC_TOKEN, "{'a':1}", "expected a token at `/sync`"),
        (TOKENS.delta(Delta::at("/delta")), "[1]", "expected a token at `/delta`"),
    ] {
        let first = over(
            &plan(paging),
            None,
            [&*format!("'data':[{{'id':1}}],'next':null,'delta':{delta},'sync':{delta}")],
        );
        let error = first.error.unwrap();
        assert!(
            error.kind() == ErrorKind::PagingKey && error.to_string().contains(words),
            "{error}"
        );
        assert!(error.is_resumable() && first.items == [1]);
    }
}

#[test]
fn a_refused_delta_needs_a_full_synchronisation() {
    for (paging, ends) in [
        (LINKED, EndRules::DEFAULT),
        (SYNC_TOKEN, EndRules::DEFAULT),
        // An expired delta is no empty list.
        (LINKED, EndRules::DEFAULT.status(&[410])),
    ] {
        let plan = plan(paging.ends(ends));
        let first =
            over(&plan, None, ["'data':[{'id':1}],'next':null,'delta':'/list?d','sync':'d'"]);
        let refused =
            run(&plan, Some(&first.position), |_| (410, body("'error':{'code':'resyncRequired'}")));
        let error = refused.error.unwrap();
        assert!(error.is_delta_refused() && error.is_position_refused(), "{error}");
        assert!(
            !error.is_resumable() && error.to_string().contains("a full synchronisation is needed")
        );
        assert!(error.to_string().contains("resyncRequired"), "{error}");
        assert_eq!(error.position(), Some(&first.position));
        for status in [401, 403, 408, 429, 500, 503] {
            let error =
                run(&plan, Some(&first.position), |_| (status, String::new())).error.unwrap();
            assert!(!error.is_delta_refused() && error.is_resumable(), "{error}");
            assert_eq!(error.position(), Some(&first.position));
        }
    }
    let errors = List::get("/list", "/data").success("/ok").paging(SYNC_TOKEN);
    let plan = Arc::new(list(errors).plan);
    let first = over(&plan, None, ["'ok':true,'data':[],'next':null,'sync':'d'"]);
    let error = over(&plan, Some(&first.position), ["'ok':false"]).error.unwrap();
    assert!(error.is_delta_refused(), "{error}");
    // A first walk has no delta, and a later page was reached by a position.
    let gone = |_: &PageRequest| (410, String::new());
    assert!(!run(&plan, None, gone).error.unwrap().is_position_refused());
    let mut replies =
        [(200, body("'ok':true,'data':[{'id':1}],'next':'t'")), (410, String::new())].into_iter();
    let error = run(&plan, Some(&first.position), |_| replies.next().unwrap()).error.unwrap();
    assert!(error.is_position_refused() && !error.is_delta_refused());
}

#[test]
fn credentials_in_a_delta_are_not_stored_but_sent() {
    let mask = Arc::new(Mask::of([Secret::from("tr0ub4dor&3".to_owned())]));
    for (paging, delta) in [
        (LINKED, "/list?key=tr0ub4dor%263&d=1"),
        (TOKENS.delta(Delta::at("/delta")), "a-tr0ub4dor&3-b"),
        (TOKENS.delta(Delta::at("/delta").sent_in(DeltaTo::Query("sync"))), "a-tr0ub4dor&3-b"),
        (TOKENS.delta(Delta::at("/delta").sent_in(DeltaTo::Query("sync"))), "tr0ub4dor&3"),
    ] {
        let plan = plan(paging);
        let mut walk = Walk::new(plan.clone(), Cursor::Start);
        let ask = walk.next_request().unwrap().unwrap();
        let text = body(&format!("'data':[],'next':null,'delta':'{delta}'"));
        let response = Response { credentials: Some(mask.clone()), ..reply(&ask, 200, text) };
        read(&mut walk, &ask, response, Decode::of::<Row>()).unwrap();
        let position = walk.position();
        let shown = position.delta().unwrap().into_owned();
        assert!(position.has_delta() && !shown.contains("tr0ub4dor"), "{shown}");
        let mut walk = Walk::resumed(plan, kept(&position)).unwrap();
        let ask = walk.next_request().unwrap().unwrap();
        assert!(!ask.url.as_str().contains("tr0ub4dor"), "{}", ask.url);
        let sent = ask.with_credentials(Some(&mask)).unwrap();
        assert!(sent.url.as_str().contains("tr0ub4dor%263"), "{}", sent.url);
    }
}

#[test]
fn a_delta_that_this_style_can_t_send_is_refused() {
    let finished = |paging, last| over(&plan(paging), None, [last]).position;
    let linked = finished(LINKED, "'data':[],'delta':'/list?d'");
    let token = finished(SYNC_TOKEN, "'data':[],'next':null,'sync':'d'");
    for (paging, position) in [
        (LINKS, &linked),
        (TOKENS, &token),
        (SYNC_TOKEN, &linked),
        (TOKENS.delta(Delta::at("/sync")), &linked),
        (TOKENS.delta(Delta::at("/sync")), &token),
    ] {
        let refused = Walk::resumed(plan(paging), position.clone()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Position, "{refused}");
        assert!(Walk::resumed(plan(paging), position.without_delta()).unwrap().is_done());
    }
    // Within a synchronisation too.
    let begun = token.next_synchronisation(&plan(SYNC_TOKEN).list).unwrap();
    assert!(Walk::resumed(plan(TOKENS), begun).is_err());
}

#[test]
fn a_delta_without_a_place_and_without_next_positions_is_refused() {
    let paging = Paging::NONE.number("page", 0).delta(Delta::at("/sync"));
    let get = List::get("/list", "/data").paging(paging);
    let error = Plan::new(get, Url::parse(ORIGIN).unwrap()).unwrap_err();
    assert!(error.to_string().contains("say where the delta is sent"), "{error}");
}
