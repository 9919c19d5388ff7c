//! A study put together by hand: edits through the fold, as any log would bring them.

use std::collections::BTreeMap;
use std::sync::Arc;

use emic::project::*;
use emic::text::{Span, Text, Turn, count_words, print_lines, trim};

/// A project on its way, and the words of its documents.
pub struct Study {
    log: LogId,
    made: u32,
    fold: Fold,
    coder: CoderId,
    words: BTreeMap<TextKey, Arc<Text>>,
}

impl Texts for Study {
    fn text(&self, key: TextKey) -> Option<Arc<Text>> {
        self.words.get(&key).cloned()
    }
}

impl Study {
    /// A study in which one coder has done nothing yet.
    pub fn new(name: &str) -> Study {
        let log = LogId::from_random(0x5eed);
        let id = log.thing(0).expect("0 is a number");
        let mut study = Study { log, made: 0, fold: Fold::new(name), coder: CoderId(id), words: BTreeMap::new() };
        let coder = CoderId(study.id());
        study.coder = coder;
        study.make(Edit::AddCoder { coder, name: "mk".into(), kind: CoderKind::Person });
        study
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        self.fold.project()
    }

    /// Everything that was done.
    #[allow(dead_code)] // asked by tests alone
    pub fn log(&self) -> &Fold {
        &self.fold
    }

    /// Holds words, as those of a memo.
    #[allow(dead_code)] // asked by tests alone
    pub fn hold(&mut self, words: &str) -> TextKey {
        let key = TextKey::of(words);
        self.words.insert(key, Arc::new(Text::new(words)));
        key
    }

    /// Names the next thing.
    pub fn id(&mut self) -> Id {
        self.made += 1;
        self.log.thing(self.made).expect("few things are made")
    }

    /// Makes one change.
    pub fn make(&mut self, edit: Edit) {
        let id = OpId(self.id());
        let gesture = Gesture { first: id, size: 1 };
        let tick = self.fold.next_tick();
        let op = Op {
            id,
            tick,
            by: self.coder,
            at: 0,
            edit,
            was: None,
            gesture,
            undoes: None,
            why: None,
            texts: Vec::new(),
        };
        self.fold.insert(op);
        assert_eq!(self.fold.conflicts().count(), 0, "every edit fits");
    }

    /// Adds a person.
    pub fn case(&mut self, name: &str) -> CaseId {
        let case = CaseId(self.id());
        self.make(Edit::AddCase { case, name: name.to_string() });
        case
    }

    /// Adds an attribute of people.
    pub fn attribute(&mut self, name: &str) -> AttributeId {
        let attribute = AttributeId(self.id());
        self.make(Edit::AddAttribute { attribute, name: name.into(), on: Bearer::Case, values: ValueType::Text });
        attribute
    }

    /// Gives a person a value.
    pub fn value(&mut self, attribute: AttributeId, case: CaseId, value: &str) {
        let (subject, value) = (Subject::Case(case), Some(value.to_string()));
        self.make(Edit::SetAttribute { attribute, subject, phase: None, value });
    }

    /// Adds a code, last under its parent.
    pub fn code(&mut self, name: &str, parent: Option<CodeId>) -> CodeId {
        let code = CodeId(self.id());
        let rank = self.project().rank_last(parent);
        self.make(Edit::AddCode { code, name: name.to_string(), parent, rank, from: None });
        code
    }

    /// Adds a transcript; turns are speaker, start of the label, start of the words, end.
    pub fn document(&mut self, title: &str, words: &str, speakers: &[Speaker], turns: &[[u32; 4]]) -> DocumentId {
        let document = DocumentId(self.id());
        let text = Text::new(words);
        let turns: Vec<Turn> = turns
            .iter()
            .map(|&[speaker, start, body, end]| {
                let (body, end) = trim(&text, body, end);
                Turn { speaker: u16::try_from(speaker).expect("few speakers"), start, body, end }
            })
            .collect();
        let rank = self.project().document_rank_last();
        self.make(Edit::AddDocument {
            document,
            title: title.to_string(),
            kind: DocumentKind::FocusGroup,
            text: TextKey::of(words),
            salt: TextKey::default(),
            characters: text.len(),
            words: count_words(words),
            speakers: speakers.to_vec(),
            lines: print_lines(&text, &turns).into(),
            turns: turns.into(),
            times: [].into(),
            rank,
        });
        self.words.insert(TextKey::of(words), Arc::new(text));
        document
    }

    /// Puts a code on a passage.
    pub fn apply(&mut self, code: CodeId, document: DocumentId, start: u32, end: u32) {
        let coding = CodingId(self.id());
        let length = self.project().document(document).map_or(0, |document| document.characters);
        let span = Span::new(start, end, length).expect("a passage of the document");
        let passage = Passage { document, span, seal: Seal::default() };
        self.make(Edit::ApplyCode { coding, passage, code, coder: self.coder, at: None, origin: Origin::Hand });
    }
}
