//! The space for a piece of code, as rustfmt's `Shape`.

/// rustfmt's default maximum line width.
pub(super) const MAX_WIDTH: usize = 100;
/// The columns of an indentation.
pub(super) const TAB: usize = 4;
/// The most columns of a call's arguments, of an array's elements and of a chain
/// of methods on one line: rustfmt's `use_small_heuristics = "Default"`.
pub(super) const SMALL: usize = 60;
/// The same for the arguments of an attribute.
pub(in super::super) const ATTRIBUTE: usize = 70;

/// Where a piece of code begins, and how wide it may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// The columns by which the lines of its block are indented.
    pub(super) indent: usize,
    /// The columns between those and where it begins.
    pub(super) offset: usize,
    /// How wide its first line may be.
    pub(super) width: usize,
    /// Whether chains of methods have to be on one line.
    pub(super) is_one_line_chain: bool,
}

impl Shape {
    /// A line of its own, with this much behind it.
    pub(super) fn line(indent: usize, behind: usize) -> Self {
        let width = MAX_WIDTH.saturating_sub(indent + behind);
        Self { indent, offset: 0, width, is_one_line_chain: false }
    }

    /// The rest behind what takes these columns.
    pub(super) fn behind(self, columns: usize) -> Option<Self> {
        let width = self.width.checked_sub(columns)?;
        Some(Self { offset: self.offset + columns, width, ..self })
    }

    /// The same with less room.
    pub(super) fn less(self, columns: usize) -> Option<Self> {
        Some(Self { width: self.width.checked_sub(columns)?, ..self })
    }

    /// A line of its own, indented by this much more.
    pub(super) fn indented(self, more: usize) -> Self {
        let indent = self.indent + more;
        Self { indent, offset: 0, width: MAX_WIDTH.saturating_sub(indent), ..self }
    }

    /// What the code around it needs behind it.
    pub(super) fn overhead(self) -> usize {
        MAX_WIDTH.saturating_sub(self.indent + self.offset + self.width)
    }

    /// A line break, with the indentation of the block.
    pub(super) fn newline(self) -> String {
        format!("\n{}", " ".repeat(self.indent))
    }

    /// The text, if it fits here.
    pub(super) fn fit(self, text: String) -> Option<String> {
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let rest = lines.clone().all(|line| width(line) <= MAX_WIDTH);
        let last = lines.next_back();
        let ends = last.is_none_or(|last| width(last) <= self.indent + self.offset + self.width);
        (width(first) <= self.width && rest && ends).then_some(text)
    }
}

pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

pub(super) fn last_line(text: &str) -> &str {
    text.lines().next_back().unwrap_or_default()
}

/// The line breaks of a text.
pub(super) fn breaks(text: &str) -> usize {
    text.matches('\n').count()
}
