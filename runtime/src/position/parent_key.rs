//! What identifies a parent: the values of its children's path.

use std::fmt;

/// What identifies a parent: the values that it gives to the path of its children, by name.
/// They are no secrets; `Display` shows them.
///
/// ```
/// use pagesmith::ParentKey;
///
/// /// The value that fills `{conference_sid}`.
/// fn conference(parent: &ParentKey) -> Option<&str> {
///     parent.values().find_map(|(name, value)| (name == "conference_sid").then_some(value))
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ParentKey(pub(crate) Vec<(String, String)>);

impl ParentKey {
    /// Each value with the name of its parameter, in the order of the path.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Display for ParentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{name}={}", shown(value))?;
        }
        Ok(())
    }
}

/// A value without control characters, cut where it is long.
fn shown(value: &str) -> String {
    const MOST: usize = 100;
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut shown: String = value.chars().take(MOST).map(visible).collect();
    if value.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_on_one_line() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let key = ParentKey(vec![pair("sid", "CF1\n"), pair("part", &"é".repeat(101))]);
        assert_eq!(key.to_string(), format!("sid=CF1\u{fffd}, part={}…", "é".repeat(100)));
    }
}
