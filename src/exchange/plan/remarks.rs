//! Comments that came with a transcript: memos of their authors, or codes where they say so.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Plan, one_line};
use crate::exchange::{Fidelity, Remark};
use crate::project::*;
use crate::text::{Revision, Span, Text, clean, count_of, trim};

/// How a comment begins that names codes, parted by `;`.
const CODES: [&str; 2] = ["code:", "codes:"];

/// What comments become.
pub struct Remarks<'a> {
    project: &'a Project,
    coders: HashMap<String, CoderId>,
    codes: HashMap<String, CodeId>,
    made: HashSet<(DocumentId, Span, CodeId, CoderId)>,
    fidelity: Fidelity,
    memos: usize,
    codings: usize,
}

impl<'a> Remarks<'a> {
    pub fn of(project: &'a Project) -> Remarks<'a> {
        let coders = project.coders().map(|(id, coder)| (coder.name.clone(), id)).collect();
        let (codes, made, fidelity) = (HashMap::new(), HashSet::new(), Fidelity::default());
        Remarks { project, coders, codes, made, fidelity, memos: 0, codings: 0 }
    }

    /// Plans the memos and codings that comments on a document become; what is here already comes once. The words are
    /// those after `changes`, which are about to be made.
    pub fn come(
        &mut self,
        plan: &mut Plan,
        (document, salt, text): (DocumentId, TextKey, &Arc<Text>),
        changes: &Revision,
        remarks: &[Remark],
        ids: &mut dyn FnMut() -> Id,
    ) {
        for remark in remarks {
            let (start, end) = trim(text, remark.start, remark.end.min(text.len()));
            let Some(span) = Span::new(start, end, text.len()) else {
                self.fidelity.left_out("comments on no words, left out", &remark.words);
                continue;
            };
            let passage = Passage { document, span, seal: Seal::of(salt, text.passage(span)) };
            let coder = self.coder(plan, &remark.author, ids);
            let (names, rest) = parted(&remark.words);
            for name in names {
                let Some(code) = self.code(plan, name, ids) else { continue };
                let said = |found: &Coding| {
                    (changes.moved(found.span), self.project.stands_for(found.code), self.project.coder_of(found.coder))
                };
                let here = (Some(span), code, coder);
                let is_here = self.project.codings_in(document).any(|(_, found)| said(found) == here);
                // Two comments may say the same.
                if is_here || !self.made.insert((document, span, code, coder)) {
                    continue;
                }
                let coding = CodingId(ids());
                let (at, origin) = (remark.at, Origin::Hand);
                plan.edits.push(Edit::ApplyCode { coding, passage, code, coder, at, origin });
                self.codings += 1;
            }
            let words = clean(rest.trim().to_owned());
            let (on, key) = (Target::Excerpt(document, span), TextKey::of(&words));
            let is_there = |memo: &Memo| match memo.on {
                Target::Excerpt(_, span) => changes.moved(span).map(|span| Target::Excerpt(document, span)) == Some(on),
                _ => false,
            };
            let is_here =
                |memo: &Memo| is_there(memo) && memo.text == key && self.project.coder_of(memo.coder) == coder;
            if !words.is_empty() && !self.project.memos_in(document).any(|(_, memo)| is_here(memo)) {
                plan.texts.push((key, Arc::new(Text::new(words))));
                let (memo, kind) = (MemoId(ids()), MemoKind::default());
                plan.edits.push(Edit::AddMemo { memo, on, kind, coder, text: key, excerpts: None });
                self.memos += 1;
            }
        }
    }

    fn coder(&mut self, plan: &mut Plan, author: &str, ids: &mut dyn FnMut() -> Id) -> CoderId {
        let name = one_line(author, "imported");
        if let Some(&coder) = self.coders.get(&name) {
            return coder;
        }
        let coder = CoderId(ids());
        plan.edits.push(Edit::AddCoder { coder, name: name.clone(), kind: CoderKind::Person });
        self.coders.insert(name, coder);
        coder
    }

    /// The code of that name, which is added at the top where there is none.
    fn code(&mut self, plan: &mut Plan, name: &str, ids: &mut dyn FnMut() -> Id) -> Option<CodeId> {
        let name = one_line(name, "");
        if name.is_empty() {
            return None;
        }
        if let Some(&code) = self.codes.get(&name) {
            return Some(code);
        }
        let code = match self.project.find_code(&name) {
            Ok(code) => code,
            Err(several) if !several.is_empty() => {
                self.fidelity.left_out("codes in comments whose name several codes have, left out", &name);
                return None;
            }
            Err(_) => {
                let code = CodeId(ids());
                let rank = self.project.rank_last(None).saturating_add(RANK_STEP * self.codes.len() as u64);
                plan.edits.push(Edit::AddCode { code, name: name.clone(), parent: None, rank, from: None });
                self.fidelity.changed("codes made of comments", &name);
                code
            }
        };
        self.codes.insert(name, code);
        Some(code)
    }

    /// What became of the comments, thing by thing.
    pub fn into_fidelity(self) -> Fidelity {
        let mut fidelity = self.fidelity;
        fidelity.understood("memos made of comments", self.memos);
        fidelity.understood("codings made of comments that name codes", self.codings);
        fidelity
    }

    /// What a person should know of it.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        let came = [(self.memos, "memo", "of comments"), (self.codings, "coding", "of comments that name codes")];
        let came = came.into_iter().filter(|(count, ..)| *count > 0);
        let came: Vec<String> = came.map(|(count, what, of)| format!("{} made {of}", count_of(count, what))).collect();
        came.into_iter().chain(self.fidelity.notes().collect::<Vec<_>>())
    }
}

/// The codes that a comment names in its first line, and the rest of it.
fn parted(words: &str) -> (Vec<&str>, &str) {
    let (first, rest) = words.split_once('\n').unwrap_or((words, ""));
    let named = CODES.iter().find_map(|opening| {
        let head = first.get(..opening.len())?;
        head.eq_ignore_ascii_case(opening).then(|| &first[opening.len()..])
    });
    match named {
        Some(codes) => (codes.split(';').map(str::trim).filter(|code| !code.is_empty()).collect(), rest),
        None => (Vec::new(), words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_names_codes_in_its_first_line() {
        assert_eq!(parted("Code: Stigma; being heard ;"), (vec!["Stigma", "being heard"], ""));
        assert_eq!(parted("codes: a\nWhy not b?"), (vec!["a"], "Why not b?"));
        assert_eq!(parted("codé: a"), (vec![], "codé: a"));
        assert_eq!(parted("A code: maybe"), (vec![], "A code: maybe"));
    }
}
