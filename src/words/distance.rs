//! How far two names are apart, and when that is close enough to suggest one for the other.

use super::fold;

/// Returns the form in which guesses compare names: folded, with ё as е.
pub fn soften(name: &str) -> String {
    fold(name).replace('ё', "е")
}

/// Returns the form in which names count as spelled alike: folded, with every run of blanks, hyphens
/// and underscores as one blank.
pub fn separated(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| c.is_whitespace() || c == '-' || c == '_');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns how many edits a name of this many characters may be away and still be suggested.
///
/// A wrong suggestion costs more than none, so this is about one edit in five characters.
pub fn close_distance(char_count: usize) -> usize {
    match char_count {
        0..=3 => 0,
        4..=9 => 1,
        10..=14 => 2,
        15..=23 => 3,
        _ => 4,
    }
}

/// Returns the distance of two softened names, if the one may be a slip for the other.
///
/// An insertion, a deletion, a substitution and an exchange of neighbours count one each. Names that
/// differ in their digits are never close: chapter 3 is no slip for chapter 4. A slip of more than one
/// edit rarely begins with the first letter, so there the first letters must agree.
pub fn closeness(one: &str, other: &str) -> Option<usize> {
    if one == other {
        return Some(0);
    }
    let (length, other_length) = (one.chars().count(), other.chars().count());
    let limit = close_distance(length.min(other_length));
    if length.abs_diff(other_length) > limit || !digits(one).eq(digits(other)) {
        return None;
    }
    let (left, right) = trim_common(one, other);
    let distance = match (left.chars().count(), right.chars().count()) {
        (0, rest) | (rest, 0) => rest,
        (1, rest) | (rest, 1) if rest == 1 => 1,
        _ if surplus(left, right) > limit => return None,
        _ => strsim::osa_distance(left, right),
    };
    let firm = distance <= 1 || one.chars().next() == other.chars().next();
    (distance <= limit && firm).then_some(distance)
}

/// Tells whether one softened name, so many edits away from the other, is beyond doubt a slip for it and
/// no word of its own: `Sharing` is none for `Sharding`.
///
/// Letters that changed places, or were doubled or not, are slips in any but the shortest name. Other
/// edits are in a long one.
pub fn is_sure_slip(one: &str, other: &str, distance: usize) -> bool {
    const SHORTEST: usize = 5;
    const CHARACTERS_AN_EDIT: usize = 12;
    let length = one.chars().count().min(other.chars().count());
    if length < SHORTEST - 1 || one.chars().count().max(other.chars().count()) < SHORTEST {
        return false;
    }
    let sorted = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    let undoubled = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.dedup();
        letters
    };
    let is_exchange = distance == 1 && sorted(one) == sorted(other);
    let is_doubling = undoubled(one) == undoubled(other);
    is_exchange || is_doubling || distance * CHARACTERS_AN_EDIT <= length
}

/// Returns how many letters the one has that the other has not, whichever has more: no fewer edits part them.
fn surplus(one: &str, other: &str) -> usize {
    // Letters that share a place hide a difference, and never make one.
    let place = |c: char| c as usize % 64;
    let mut counts = [0i32; 64];
    one.chars().for_each(|c| counts[place(c)] += 1);
    other.chars().for_each(|c| counts[place(c)] -= 1);
    let sum =
        |sign: i32| counts.iter().map(|count| (count * sign).max(0).unsigned_abs() as usize).sum::<usize>();
    sum(1).max(sum(-1))
}

fn digits(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_numeric())
}

// What both names begin and end with adds nothing to the distance, and is most of a usual slip.
fn trim_common<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let shared = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let start = shared(&mut one.chars().zip(other.chars()));
    let (one, other) = (&one[start..], &other[start..]);
    let end = shared(&mut one.chars().rev().zip(other.chars().rev()));
    (&one[..one.len() - end], &other[..other.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_close_and_other_words_are_not() {
        for (one, other, expected) in [
            ("projcet plan", "project plan", Some(1)),
            ("nope", "nape", Some(1)),
            ("елка", "елка", Some(0)),
            ("репликаци", "репликация", Some(1)),
            ("shrading stategy", "sharding strategy", Some(2)),
            ("zebra", "accounting rules", None),
            ("cap", "cup", None),
            ("replication", "application", None),
            ("chapter 3", "chapter 4", None),
            ("gone", "a", None),
        ] {
            assert_eq!(closeness(one, other), expected, "{one} {other}");
            assert_eq!(closeness(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn a_word_of_its_own_is_no_slip() {
        for (one, other, expected) in [
            ("cahce", "cache", true),
            ("mooon", "moon", true),
            ("sharing", "sharding", false),
            ("share", "shard", false),
            ("nape", "nope", false),
            ("data aggregation paritioning", "data aggregation partitioning", true),
            ("репликция", "репликация", false),
        ] {
            let distance = closeness(one, other).expect("close");
            assert_eq!(is_sure_slip(one, other, distance), expected, "{one} {other}");
        }
    }

    #[test]
    fn separators_count_alike() {
        assert_eq!(separated("Project_plan--2"), separated("project plan 2"));
        assert_ne!(separated("projectplan"), separated("project plan"));
    }

    proptest::proptest! {
        #[test]
        fn no_fewer_edits_than_the_surplus(one in "[abcё]{0,12}", other in "[abcё]{0,12}") {
            assert!(surplus(&one, &other) <= strsim::osa_distance(&one, &other));
        }

        #[test]
        fn trimming_keeps_the_distance(one in "[abё]{0,12}", other in "[abё]{0,12}") {
            let (left, right) = trim_common(&one, &other);
            assert_eq!(strsim::osa_distance(left, right), strsim::osa_distance(&one, &other));
        }
    }
}
