//! A paging loop as many code bases have one, and what replaces it.
//!
//! Both list SignalWire's messages, which go on by link, and SendSage's
//! subscribers, which go on by token.

pub mod by_hand;
pub mod by_pagesmith;
