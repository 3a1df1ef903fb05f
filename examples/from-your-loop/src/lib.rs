//! A paging loop like those in many code bases, and its replacement.
//!
//! Both list SignalWire's messages, which page by link, and SendSage's subscribers,
//! which page by token.

pub mod by_hand;
pub mod by_pagesmith;
