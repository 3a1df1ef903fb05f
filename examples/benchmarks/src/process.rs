//! Reads facts about this process and its children from `/proc`.

use crate::measure::Outcome;
use std::fs;
use std::time::Instant;

/// How many of the system's ticks are a second, as Linux shows them to programs,
/// whatever its own clock.
const TICKS: f64 = 100.0;

/// Resident memory in MiB, if the system reports it.
pub fn resident() -> Option<f64> {
    status("VmRSS:")
}

/// The most resident memory so far in MiB, if the system reports it.
pub fn peak() -> Option<f64> {
    status("VmHWM:")
}

fn status(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1024.0)
}

/// The resources that a command took, including all processes that it started.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// User and system time, in seconds.
    pub cpu: f64,
    /// Seconds on the clock.
    pub wall: f64,
}

/// The resources that the child processes of a call take.
///
/// # Errors
/// When the call fails, or the system does not report the times of children.
pub fn spent(run: impl FnOnce() -> Outcome<()>) -> Outcome<Spent> {
    let children = || of_children().ok_or("this system does not report CPU time in /proc");
    let (before, began) = (children()?, Instant::now());
    run()?;
    Ok(Spent { wall: began.elapsed().as_secs_f64(), cpu: children()? - before })
}

/// User and system time of all children that have ended, with theirs, in
/// seconds, if the system reports it.
pub fn of_children() -> Option<f64> {
    ended(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// `cutime` and `cstime` of a line of proc(5), the 16th and the 17th value: the
/// second is a name in brackets, which may hold anything.
fn ended(stat: &str) -> Option<f64> {
    let (_, behind_name) = stat.rsplit_once(')')?;
    let mut times = behind_name.split_whitespace().skip(13).map(|ticks| ticks.parse().ok());
    let (user, system): (f64, f64) = (times.next()??, times.next()??);
    Some((user + system) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::ended;

    #[test]
    fn the_times_of_children_follow_the_name() {
        let line = "7 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 1000 2000 150 250 20 0";
        assert_eq!(ended(line), Some(4.0));
        assert_eq!(ended("7 (a) S 1 2"), None);
    }
}
