//! Rules of the cart that a test can take away one at a time, to see that the property test notices.
//! Only with the feature `mutants`, which nothing but that test asks for; without it every rule holds,
//! and the compiler leaves the question out.

/// A rule that can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A portion that anyone removed is removed, and nobody writes to it again [CT6].
    RemovalIsFinal,
    /// A portion that was sent is sent, whatever else was written to it [CT7].
    SentBeatsRemoved,
    /// A phone that starts over makes its unaccepted edits anew [CI10].
    ResetsMakeEditsAnew,
}

impl Rule {
    /// Always, but for a test of the tests.
    #[cfg(not(feature = "mutants"))]
    pub const fn holds(self) -> bool {
        true
    }

    /// Unless this thread works without it.
    #[cfg(feature = "mutants")]
    pub fn holds(self) -> bool {
        BROKEN.get() != Some(self)
    }
}

#[cfg(feature = "mutants")]
thread_local! {
    static BROKEN: std::cell::Cell<Option<Rule>> = const { std::cell::Cell::new(None) };
}

/// Does something without a rule, on this thread.
#[cfg(feature = "mutants")]
pub fn without<T>(rule: Rule, work: impl FnOnce() -> T) -> T {
    BROKEN.set(Some(rule));
    let done = work();
    BROKEN.set(None);
    done
}
