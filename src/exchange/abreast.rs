//! Working through a list on as many processors as there are.

use std::num::NonZero;
use std::thread;

/// How many things are handed out at once: what comes of them is held together until all are done.
pub const TOGETHER: usize = 64;

/// What comes of every thing, in their order. Nothing is begun beside where a thread cannot be had.
pub fn abreast<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let share = things.len().div_ceil(processors.min(things.len()).max(1)).max(1);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_things_stands_in_their_order() {
        for n in [0, 1, 2, 3, 64, 65, 1_000] {
            let things: Vec<usize> = (0..n).collect();
            assert_eq!(abreast(&things, |thing| thing * 2), (0..n).map(|thing| thing * 2).collect::<Vec<_>>());
        }
    }
}
