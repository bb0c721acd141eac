//! Figures out of many runs.
//!
//! In: numbers. Out: one that stands for them.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in short lists"
)]

/// The value below which `share` of the others lie, between two of them where it falls between them.
pub(super) fn quantile(numbers: &[f64], share: f64) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * (sorted.len().checked_sub(1)? as f64);
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(below + (above - below) * place.fract())
}

pub(super) fn median(numbers: &[f64]) -> Option<f64> {
    quantile(numbers, 0.5)
}

/// The median of the ratios of runs that were made one after the other: what slows the machine for a while
/// slows both, and cancels out.
pub(super) fn paired_ratio(ours: &[f64], theirs: &[f64]) -> Option<f64> {
    let pairs = ours.iter().zip(theirs).filter(|(_, theirs)| **theirs > 0.0);
    let ratios: Vec<f64> = pairs.map(|(ours, theirs)| ours / theirs).collect();
    median(&ratios)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_lies_where_its_share_of_the_numbers_lies_below() {
        let numbers = [5.0, 1.0, 4.0, 2.0, 3.0];
        assert_eq!(median(&numbers), Some(3.0));
        assert_eq!(median(&numbers[..4]), Some(3.0));
        assert_eq!(median(&[1.0, 2.0]), Some(1.5));
        assert_eq!(quantile(&numbers, 0.0), Some(1.0));
        assert_eq!(quantile(&numbers, 1.0), Some(5.0));
        assert_eq!(quantile(&numbers, 0.95), Some(4.8));
        assert_eq!(quantile(&[7.0], 0.95), Some(7.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_slow_moment_of_the_machine_does_not_change_the_ratio() {
        assert_eq!(paired_ratio(&[1.0, 10.0, 1.0], &[2.0, 20.0, 2.0]), Some(0.5));
        assert_eq!(paired_ratio(&[1.0, 2.0], &[2.0]), Some(0.5));
        assert_eq!(paired_ratio(&[1.0], &[0.0]), None);
    }
}
