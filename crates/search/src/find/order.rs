//! Sorting by numbers, of everything by the same code: each kind of thing that is sorted by itself
//! would bring some kilobytes more into the browser.

/// A number's order as a key, the other way round: the greatest comes first.
pub(crate) fn falling(number: f64) -> u64 {
    let bits = number.to_bits();
    // Of numbers below zero the bits grow downwards.
    if bits >> 63 == 0 { !(bits | 1 << 63) } else { bits }
}

/// Puts things in the order of their keys; those of one key stay as they stand.
pub(crate) fn put_in_order<T>(things: &mut Vec<T>, key: impl Fn(&T) -> [u64; 2]) {
    let mut order: Vec<([u64; 2], usize)> =
        things.iter().enumerate().map(|(place, thing)| (key(thing), place)).collect();
    sort(&mut order);
    let mut taken: Vec<Option<T>> = std::mem::take(things).into_iter().map(Some).collect();
    things.extend(order.into_iter().filter_map(|(_, place)| taken[place].take()));
}

#[inline(never)]
fn sort(order: &mut [([u64; 2], usize)]) {
    order.sort_unstable();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{falling, put_in_order};

    proptest! {
        #[test]
        fn things_are_sorted_as_by_the_library(numbers in proptest::collection::vec(-3.0_f64..3.0, 0..40)) {
            let mut ours: Vec<(usize, f64)> = numbers.into_iter().map(f64::round).enumerate().collect();
            let mut theirs = ours.clone();
            theirs.sort_by(|a, b| b.1.total_cmp(&a.1));
            put_in_order(&mut ours, |(_, number)| [falling(*number), 0]);
            prop_assert_eq!(ours, theirs);
        }
    }
}
