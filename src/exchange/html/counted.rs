//! Where what stands between the tags of a page stands among its words: some programs count that.

/// Stretches that stand among the words as they stand between the tags.
#[derive(Default)]
pub struct Counted {
    /// Bytes between the tags so far.
    raw: usize,
    /// Whether a tag or a letter was met; white space before counts for nothing.
    began: bool,
    /// Whether a line end that comes now is only the file's layout.
    after_pre: bool,
    runs: Vec<Run>,
}

/// A stretch of bytes: where it begins between the tags, among the words, and how long it is.
#[derive(Clone, Copy)]
struct Run {
    raw: usize,
    byte: usize,
    /// As `byte`, in characters.
    character: u32,
    len: usize,
}

/// A run is looked through to find a place in it, so it is kept short (bytes).
const LONGEST: usize = 1_024;

impl Counted {
    /// A tag was met.
    pub fn began(&mut self, is_pre: bool) {
        (self.began, self.after_pre) = (true, is_pre);
    }

    /// Counts what stands between two tags; gives where it begins, and how much at its start counts for nothing.
    pub fn count(&mut self, words: &str) -> (usize, usize) {
        let skipped = match (self.began, self.after_pre) {
            (false, _) => words.len() - words.trim_start_matches(|letter: char| letter.is_ascii_whitespace()).len(),
            (_, true) => usize::from(words.starts_with('\n')),
            _ => 0,
        };
        self.began |= skipped < words.len();
        self.after_pre = false;
        let begins = self.raw;
        self.raw += words.len() - skipped;
        (begins, skipped)
    }

    /// A letter of so many bytes is added to the words.
    pub fn meet(&mut self, raw: usize, len: usize, words: &str) {
        if let Some(last) = self.runs.last_mut()
            && last.len < LONGEST
            && (last.raw + last.len, last.byte + last.len) == (raw, words.len())
        {
            last.len += len;
            return;
        }
        let (byte, character) = self.runs.last().map_or((0, 0), |last| (last.byte, last.character));
        let character = character + words[byte..].chars().count() as u32;
        self.runs.push(Run { raw, byte: words.len(), character, len });
    }
}

/// The words of a page, and how what stands between its tags is counted (bytes of UTF-8).
#[cfg(feature = "sqlite")]
pub fn counted(page: &str) -> (String, Counted) {
    let super::Shown { words, counted, .. } = super::Shown::of(page);
    (words.trim_end_matches('\n').to_owned(), counted)
}

#[cfg(feature = "sqlite")]
impl Counted {
    /// Where among the words (characters) a stretch begins that begins there between the tags; past their end, nowhere.
    pub fn start(&self, words: &str, raw: usize) -> u32 {
        let next = self.runs.partition_point(|run| run.raw + run.len <= raw);
        self.runs.get(next).map_or(u32::MAX, |run| run.at(words, raw.saturating_sub(run.raw)))
    }

    /// Where among the words (characters) a stretch ends that ends there between the tags; past their end, nowhere.
    pub fn end(&self, words: &str, raw: usize) -> u32 {
        if raw > self.raw {
            return u32::MAX;
        }
        let next = self.runs.partition_point(|run| run.raw < raw);
        next.checked_sub(1).map_or(0, |last| {
            let run = self.runs[last];
            run.at(words, (raw - run.raw).min(run.len))
        })
    }
}

#[cfg(feature = "sqlite")]
impl Run {
    /// Where the byte so far in is (characters); within a letter, behind it.
    fn at(&self, words: &str, within: usize) -> u32 {
        let stretch = words.get(self.byte..).unwrap_or_default();
        let within = (within..stretch.len()).find(|&at| stretch.is_char_boundary(at)).unwrap_or(stretch.len());
        self.character + stretch[..within].chars().count() as u32
    }
}
