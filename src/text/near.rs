//! How far one name is from another: what was typed, and what may have been meant.

/// Letters to add, drop or change to turn one name into the other.
pub fn edits_between(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (column, candidate) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *candidate);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

/// The names most like what was typed, at most `most` of them: those that contain it, then by letters to
/// change. Of a path, the last name alone may be meant.
pub fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let typed = typed.to_lowercase();
    let mut near: Vec<(usize, &str)> = names
        .map(|name| {
            let lower = name.to_lowercase();
            let last = lower.rsplit(" > ").next().unwrap_or_default();
            let far = edits_between(&typed, &lower).min(edits_between(&typed, last));
            (if lower.contains(&typed) { 0 } else { far }, name)
        })
        .collect();
    near.sort_by_key(|(far, _)| *far);
    near.dedup();
    near.into_iter().take(most).map(|(_, name)| name).collect()
}
