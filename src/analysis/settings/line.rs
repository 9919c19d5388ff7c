//! Settings in one line: `by=site count=subtree near=10 words where=phase=2 felt`.
//!
//! A value goes on up to the name of the next setting; `where` takes the rest of the line.

use crate::analysis::{Asking, SETTINGS, Setting, Wrong};
use crate::project::Project;
use crate::text::fold;

/// The setting whose value is not ended by another's name.
const REST: &str = "where";

/// A setting as it was written: key, value, and where the value begins, in bytes.
type Written<'a> = (&'a str, &'a str, usize);

/// Key and value of every setting in a line.
///
/// # Errors
/// The line begins with something else.
pub fn settings_in(line: &str) -> Result<Vec<(&str, &str)>, Wrong> {
    let parts = parts(line)?;
    Ok(parts.into_iter().map(|(key, value, _)| (key, value.trim())).collect())
}

fn parts(line: &str) -> Result<Vec<Written<'_>>, Wrong> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for (start, word) in words(line) {
        let key = word.split_once('=').map(|(key, _)| key);
        let known = key.and_then(|key| SETTINGS.iter().find(|setting| setting.key == key));
        match (known, starts.last()) {
            (_, Some((_, REST))) => break,
            (Some(setting), _) => starts.push((start, setting.key)),
            (None, Some(_)) => {}
            (None, None) => {
                let there = SETTINGS.iter().map(|setting| setting.key).collect::<Vec<_>>().join(", ");
                return Err(Wrong::Setting { key: key.unwrap_or(word).to_string(), there });
            }
        }
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([line.len()]);
    let part = |(&(start, key), end): (&(usize, &'static str), usize)| {
        let behind = start + key.len() + 1;
        (key, &line[behind..end], behind)
    };
    Ok(starts.iter().zip(ends).map(part).collect())
}

/// The words of a line, each with the byte at which it begins.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split_whitespace().map(|word| (word.as_ptr() as usize - line.as_ptr() as usize, word))
}

/// The whole line again, once for every setting in `taken`, or value, that the last thing written may become.
pub fn settings_completed(project: &Project, taken: &[&str], line: &str) -> Vec<String> {
    let last = parts(line).ok().and_then(|parts| parts.last().copied());
    let valued = last.and_then(|(key, value, behind)| Some((Setting::of(key)?, value, behind)));
    let fits = |name: &String, typed: &str| fold(name).contains(&fold(typed));
    if let Some((setting, value, behind)) = valued.filter(|(_, value, _)| value.trim().is_empty() || !ends_blank(value))
    {
        let offered = match setting.key {
            REST => Asking::completions(project, value).into_iter().map(|asked| (0, asked)).collect(),
            _ => {
                // Where several may stand with commas between them, the last one is completed.
                let kept = value.rfind(',').map_or(0, |comma| comma + 1);
                let there = (setting.values)(project).into_iter().filter(|name| fits(name, value[kept..].trim()));
                there.map(|name| (kept, name)).collect::<Vec<_>>()
            }
        };
        if !offered.is_empty() {
            let line_with = |(kept, name): (usize, String)| format!("{}{name}", &line[..behind + kept]);
            return offered.into_iter().map(line_with).collect();
        }
    }
    let start = words(line).last().filter(|_| !ends_blank(line)).map_or(line.len(), |(start, _)| start);
    let there = taken.iter().map(|key| format!("{key}=")).filter(|key| fits(key, &line[start..]));
    there.map(|key| format!("{}{key}", &line[..start])).collect()
}

fn ends_blank(words: &str) -> bool {
    words.ends_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_on_to_the_next_setting_and_where_to_the_end() {
        let read = |line| settings_in(line).map_err(|wrong| wrong.to_string());
        assert_eq!(read(""), Ok(vec![]));
        assert_eq!(
            read("near=10 words  by=site, role where=layer=x count=2 é"),
            Ok(vec![("near", "10 words"), ("by", "site, role"), ("where", "layer=x count=2 é")])
        );
        assert!(read("site by=x").unwrap_err().starts_with("this report has no setting \"site\"; it takes layer, "));
    }

    #[test]
    fn what_is_begun_becomes_a_setting_or_one_of_its_values() {
        let project = Project::default();
        let ways = |line| settings_completed(&project, &["layer", "where", "count"], line);
        assert_eq!(ways("c"), ["count="]);
        assert_eq!(ways("").len(), 3);
        assert_eq!(ways("count="), ["count=own", "count=subtree", "count=both"]);
        assert_eq!(ways("count=both l"), ["count=both layer="]);
        assert_eq!(ways("near=10 w"), ["near=10 words"]);
        assert_eq!(ways("count=both "), ["count=both layer=", "count=both where=", "count=both count="]);
        assert_eq!(ways("layer=union where=no"), ["layer=union where=not:", "layer=union where=not-own:"]);
    }
}
