//! Enumerates every run of a bounded world. A run asks for choices, and the next run
//! differs from it in the last choice that has another option.

/// The choices of one run, from which those of the next are derived.
#[derive(Debug, Default)]
pub(super) struct Choices {
    /// Each chosen option, and the number of options.
    taken: Vec<(usize, usize)>,
    /// How many choices this run has made.
    made: usize,
}

impl Choices {
    /// Chooses one of this many options; the first, unless another was recorded.
    pub(super) fn choose(&mut self, options: usize) -> usize {
        if self.made == self.taken.len() {
            self.taken.push((0, options));
        }
        let (option, of) = self.taken[self.made];
        assert_eq!(of, options, "a run that is repeated makes the same choices");
        self.made += 1;
        option
    }

    /// Moves to the next run; false after the last one.
    pub(super) fn advance(&mut self) -> bool {
        self.taken.truncate(self.made);
        self.made = 0;
        while let Some((option, of)) = self.taken.pop() {
            if option + 1 < of {
                self.taken.push((option + 1, of));
                return true;
            }
        }
        false
    }

    /// The options that were taken, for a message.
    pub(super) fn taken(&self) -> Vec<usize> {
        self.taken[..self.made].iter().map(|(option, _)| *option).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Choices;

    #[test]
    fn every_run_is_made_once() {
        let (mut choices, mut runs) = (Choices::default(), Vec::new());
        loop {
            let first = choices.choose(2);
            let second = if first == 0 { choices.choose(3) } else { 9 };
            runs.push((first, second));
            if !choices.advance() {
                break;
            }
        }
        assert_eq!(runs, [(0, 0), (0, 1), (0, 2), (1, 9)]);
    }
}
