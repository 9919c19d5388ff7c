//! Work done on as many processors as there are.

use std::num::NonZero;
use std::thread;

/// How many things can be done at once.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// What comes of every thing, in their order. Nothing is begun beside where a thread cannot be had.
pub fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = things.len().div_ceil(processors().min(things.len()).max(1)).max(1);
    let all = |part: &[T]| part.iter().map(&work).collect::<Vec<R>>();
    let Some((own, others)) = things.split_at_checked(share) else { return all(things) };
    thread::scope(|scope| {
        let begin = |part| thread::Builder::new().spawn_scoped(scope, move || all(part));
        let begun: Vec<_> = others.chunks(share).map(|part| (part, begin(part))).collect();
        let mut done = all(own);
        for (part, thread) in begun {
            match thread.map(|thread| thread.join()) {
                Ok(Ok(made)) => done.extend(made),
                // What breaks down there breaks down here, where somebody is ready for it.
                Ok(Err(_)) | Err(_) => done.extend(all(part)),
            }
        }
        done
    })
}

/// Does two things at once; one after the other where no thread can be had for the second.
pub fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let begun = thread::Builder::new().spawn_scoped(scope, &other);
        let one = one();
        // What breaks down there breaks down here, where somebody is ready for it.
        let other = begun.ok().and_then(|begun| begun.join().ok()).unwrap_or_else(&other);
        (one, other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_things_stands_in_their_order() {
        for n in [0, 1, 2, 3, 64, 65, 1_000] {
            let things: Vec<usize> = (0..n).collect();
            assert_eq!(each(&things, |thing| thing * 2), (0..n).map(|thing| thing * 2).collect::<Vec<_>>());
        }
    }
}
