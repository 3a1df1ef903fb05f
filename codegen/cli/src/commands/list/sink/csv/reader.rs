//! Reads rows as this module writes them: which columns a file has, and whether its end is
//! a row that a kill cut off.

/// How a row ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending<'t> {
    /// With its line feed; this is what follows.
    Complete(&'t [u8]),
    /// With the end of the text.
    CutOff,
}

/// The fields of the first row; `None` if the text does not begin with a row of ours.
pub(super) fn read_record(text: &[u8]) -> Option<(Vec<String>, Ending<'_>)> {
    let (mut fields, mut rest) = (Vec::new(), text);
    loop {
        let (field, behind) =
            if rest.first() == Some(&b'"') { quoted(rest)? } else { plain(rest)? };
        fields.push(String::from_utf8_lossy(&field).into_owned());
        match behind {
            [] => return Some((fields, Ending::CutOff)),
            [b'\n', behind @ ..] => return Some((fields, Ending::Complete(behind))),
            [b',', behind @ ..] => rest = behind,
            _ => return None,
        }
    }
}

/// A field without quotes, and what follows it.
fn plain(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let end = text.iter().position(|byte| matches!(byte, b',' | b'\n')).unwrap_or(text.len());
    let (field, behind) = text.split_at(end);
    let is_ours = !field.iter().any(|byte| *byte == b'"' || byte.is_ascii_control());
    is_ours.then(|| (field.to_vec(), behind))
}

/// A field in quotes, and what follows it: nothing, if its end is missing.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (mut field, mut rest) = (Vec::new(), text.strip_prefix(b"\"")?);
    loop {
        match rest {
            [] => return Some((field, rest)),
            [b'"', b'"', behind @ ..] => {
                field.push(b'"');
                rest = behind;
            }
            [b'"', behind @ ..] => return Some((field, behind)),
            [byte, behind @ ..] => {
                field.push(*byte);
                rest = behind;
            }
        }
    }
}
