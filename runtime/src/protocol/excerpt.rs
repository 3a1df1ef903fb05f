//! The beginning of a body, for an error: what it is, without what may be a
//! secret.

/// How much of a body is shown, in bytes.
const SHOWN: usize = 200;

/// The first bytes, on one line, with everything that could be a token, a key
/// or a signature left out: a run of 12 and more characters of which they are
/// made, one of them a digit.
pub(super) fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(SHOWN)]);
    let mut shown = String::from("`");
    let mut run = String::new();
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if c.is_ascii_alphanumeric() || "-_+/=%.~".contains(c) {
            run.push(c);
        } else {
            shown.push_str(masked(&run));
            run.clear();
            shown.push(c);
        }
    }
    shown.push_str(masked(&run));
    shown.push('`');
    if body.len() > SHOWN {
        shown.push_str(" …");
    }
    shown
}

fn masked(run: &str) -> &str {
    let could_be_secret = run.len() >= 12 && run.bytes().any(|byte| byte.is_ascii_digit());
    if could_be_secret { "[redacted]" } else { run }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn what_may_be_a_secret_is_left_out() {
        let body = br#"{"message": "no such page", "token": "YjMmVjZzImY5QWfiQWaiojI5J2"}"#;
        assert_eq!(excerpt(body), r#"`{"message": "no such page", "token": "[redacted]"}`"#);
        assert_eq!(excerpt(b"<html>\n<title>Busy</title>"), "`<html> <title>Busy</title>`");
        assert!(excerpt(&[b'a'; 300]).ends_with("aaa` …"));
        assert!(excerpt(&[0xff, 0xfe]).contains('\u{fffd}'));
    }
}
