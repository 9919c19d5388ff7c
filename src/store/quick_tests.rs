use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::coded_line;
use super::super::line::{AlsoLine, HeaderLine, OpLine, options, read_with_ron};
use super::*;
use crate::project::*;
use crate::text::{Revision, Span, Turn};

/// Every kind of edit, in every form its fields can take, made of these parts.
fn every_edit(word: &str, ids: &[Id; 4], number: u32, key: [u8; 16], some: bool) -> Vec<Edit> {
    let name = || word.to_string();
    let [a, b, c, d] = *ids;
    let (document, case, attribute, code) = (DocumentId(a), CaseId(b), AttributeId(c), CodeId(d));
    let (coding, memo, coder) = (CodingId(b), MemoId(c), CoderId(d));
    let span = Span::new(number, number + 1 + u32::from(key[0]), u32::MAX).unwrap();
    let passage = Passage { document, span, seal: Seal([key[1]; 8]) };
    let (text, rank) = (TextKey(key), u64::from(number) << 32);
    let speaker = Speaker { label: name(), role: Role::Interpreter, case: some.then_some(case) };
    let turns = || [Turn { speaker: 1, start: 2, body: number, end: u32::MAX }].repeat(usize::from(key[2] % 3)).into();
    let values = if some { ValueType::Ordered(vec![name(), String::new()]) } else { ValueType::YesNo };
    let subject = if some { Subject::Case(case) } else { Subject::Document(document) };
    let definition = Definition { exclude: name(), ..Definition::default() };
    let mut edits = vec![
        Edit::NameProject { name: name() },
        Edit::AddDocument {
            document,
            title: name(),
            kind: DocumentKind::FieldNote,
            text,
            salt: text,
            characters: number,
            words: 0,
            speakers: vec![speaker.clone(); usize::from(key[3] % 3)],
            turns: turns(),
            lines: [0, number, u32::MAX].into(),
            times: [(0, 0), (number, u64::MAX)][..usize::from(key[4] % 3)].into(),
            rank,
        },
        Edit::ReviseDocument {
            revision: RevisionId(b),
            document,
            on: some.then_some(RevisionId(a)),
            changes: if some { "120-4+7;30-0+2".parse().unwrap() } else { Revision::default() },
            after: Version {
                text,
                characters: number,
                words: 0,
                speakers: vec![speaker.clone(); usize::from(key[3] % 3)].into(),
                turns: turns(),
                lines: [0, number].into(),
                times: [(number, 7)][..usize::from(key[4] % 2)].into(),
            },
            seals: vec![(span, passage.seal); usize::from(key[5] % 3)],
        },
        Edit::RetitleDocument { document, title: name() },
        Edit::SetKind { document, kind: DocumentKind::Interview },
        Edit::PlaceDocument { document, rank },
        Edit::SetTurns { document, speakers: vec![speaker], turns: turns() },
        Edit::Withdraw { case, how: some.then_some(Withdrawal::Stopped) },
        Edit::MapSpeaker { document, label: name(), role: Role::Group, case: some.then_some(case) },
        Edit::AddCase { case, name: name() },
        Edit::RenameCase { case, name: name() },
        Edit::JoinCases { case, into: some.then_some(case) },
        Edit::AddAttribute { attribute, name: name(), on: Bearer::Case, values: values.clone() },
        Edit::DefineAttribute { attribute, name: name(), values },
        Edit::SetAttribute { attribute, subject, phase: some.then(name), value: (!some).then(name) },
        Edit::AddCode { code, name: name(), parent: some.then_some(code), rank, from: some.then_some(passage) },
        Edit::RenameCode { code, name: name(), from: some.then_some(passage) },
        Edit::DefineCode { code, definition: if some { definition } else { Definition::default() } },
        Edit::MoveCode { code, parent: some.then_some(code), rank },
        Edit::MergeCode { code, into: some.then_some(code) },
        Edit::RetireCode { code, retired: some },
        Edit::SetGiven { code, given: some },
        Edit::ApplyCode {
            coding,
            passage,
            code,
            coder,
            at: some.then_some(-i64::from(number)),
            origin: if some { Origin::Rule } else { Origin::Hand },
        },
        Edit::ResizeCoding { coding, passage },
        Edit::RecodeCoding { coding, code },
        Edit::FlagCoding { coding, flag: Flag::KeyQuote, set: some },
        Edit::Attribute { passage, speakers: some.then(|| vec![name(), name()]) },
        Edit::WriteMemo { memo, kind: MemoKind::Reflexive, text, excerpts: some.then_some(passage.seal) },
        Edit::Assign { coder, document, state: some.then_some(Assignment::ALL[usize::from(key[5] % 4)]) },
        Edit::Compare {
            comparison: ComparisonId(a),
            code: some.then_some(code),
            excerpts: vec![passage; usize::from(key[6] % 3)],
            coder,
            decision: Decision::ALL[usize::from(key[7] % 5)],
            memo: some.then_some(memo),
            at: (!some).then_some(i64::from(number)),
        },
        Edit::AddTheme { theme: ThemeId(a), claim: name(), coder },
        Edit::RewordTheme { theme: ThemeId(a), claim: name() },
        Edit::TakeStand { theme: ThemeId(a), passage, stand: some.then_some(Stand::ALL[usize::from(key[8] % 3)]) },
        Edit::MarkNegative {
            theme: ThemeId(a),
            who: if some { Misfit::Case(case) } else { Misfit::Value(attribute, name()) },
            done: Remedy::ALL.get(usize::from(key[9] % 4)).copied(),
        },
        Edit::SearchEvidence {
            search: SearchId(b),
            theme: ThemeId(a),
            query: name(),
            found: number,
            coder,
            at: some.then_some(i64::from(number)),
        },
        Edit::AddCoder { coder, name: name(), kind: CoderKind::Consensus },
        Edit::RenameCoder { coder, name: name() },
        Edit::JoinCoders { coder, into: some.then_some(coder) },
        Edit::SettleConflict { change: OpId(b), settled: some },
    ];
    let line = Op {
        id: OpId(a),
        tick: 7,
        by: coder,
        at: -1,
        edit: Edit::RetitleDocument { document, title: name() },
        was: some.then(|| Box::new(Edit::RetitleDocument { document, title: name() })),
        gesture: Gesture { first: OpId(a), size: 1 },
        undoes: some.then_some(OpId(b)),
        why: (!some).then(name),
        texts: vec![RevisionId(c); usize::from(some)],
    };
    let excerpt = Target::Excerpt(document, span);
    edits.push(Edit::Erase { case, texts: vec![text; usize::from(some)], lines: vec![line] });
    let day = Target::Day(Day::new(2026, 11, 22).unwrap());
    let (on_code, on_case, cell) = (Target::Code(code), Target::Case(case), Target::Cell(case, code));
    for on in [Target::Project, Target::Document(document), excerpt, on_code, on_case, cell, day] {
        let excerpts = some.then_some(passage.seal);
        edits.push(Edit::AddMemo { memo, on, kind: MemoKind::Analytic, coder, text, excerpts });
        edits.push(Edit::MoveMemo { memo, on });
    }
    let (document, case, attribute) = (Thing::Document(document), Thing::Case(case), Thing::Attribute(attribute));
    let (code, coding, memo, coder) =
        (Thing::Code(code), Thing::Coding(coding), Thing::Memo(memo), Thing::Coder(coder));
    let (comparison, revision) = (Thing::Comparison(ComparisonId(a)), Thing::Revision(RevisionId(b)));
    let (theme, search) = (Thing::Theme(ThemeId(a)), Thing::Search(SearchId(b)));
    for thing in [document, case, attribute, code, coding, memo, comparison, theme, search, revision, coder] {
        edits.extend([Edit::Remove { thing }, Edit::Restore { thing }]);
    }
    edits
}

fn id() -> impl Strategy<Value = Id> {
    let written = prop_oneof!["[0-9]{1,7}", "[0-9]{1,3}\\.[0-9]{1,7}", "[a-k][2-9]{7}-[0-9]{1,7}"];
    written.prop_map(|word| word.parse().unwrap())
}

prop_compose! {
    fn line(word: &'static str)(
        words in (word, proptest::option::of(word)),
        ids in [id(), id(), id(), id()],
        (tick, at, number) in (any::<u64>(), any::<i64>(), 0..u32::MAX / 2),
        key in any::<[u8; 16]>(),
        (some, has_was) in any::<(bool, bool)>(),
        (edit, was) in any::<(proptest::sample::Index, proptest::sample::Index)>(),
        of in proptest::option::of((id(), any::<u32>())),
        (by, undoes) in (proptest::option::of(id()), proptest::option::of(id())),
    ) -> OpLine {
        let edits = every_edit(&words.0, &ids, number, key, some);
        let was = has_was.then(|| Box::new(was.get(&edits).clone()));
        OpLine { id: ids[0], tick, at, by, edit: edit.get(&edits).clone(), was, of, undoes, why: words.1, texts: ids[..usize::from(some)].to_vec() }
    }
}

const PLAIN: &str = "[ -!#-\\[\\]-~é\u{4e2d}\u{1f600}]{0,12}";

fn words_of<T: serde::Serialize>(line: &T) -> String {
    let mut words = options().to_string(line).unwrap();
    words.pop();
    words
}

/// A log that names so many others that most ids have one.
fn table() -> LogTable {
    let mut table = LogTable::of(LogId::from_random(0));
    (1..600).for_each(|n| table.add(LogId::from_random(n << 24)));
    table
}

fn whose() -> CoderId {
    CoderId(LogId::from_random(0).first_thing())
}

/// What the reader for codings alone makes of a line.
fn coded(words: &str) -> Option<Op> {
    coded_line::read(words, &table(), whose())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_line_without_escapes_is_read_and_ron_reads_the_same(line in line(PLAIN)) {
        let words = words_of(&line);
        prop_assume!(!words.contains('\\'));
        prop_assert_eq!(read(&words), Some(line.clone()));
        prop_assert_eq!(read_with_ron(&words), Ok(line));
    }

    #[test]
    fn a_line_with_escapes_is_left_to_ron_and_comes_back_whole(
        line in line("\\PC{0,20}|[\"\\\\\n\t'é\u{301}\u{200d}\u{1}]{0,8}"),
    ) {
        let words = words_of(&line);
        prop_assert!(!words.contains('\n') && !words.contains("Some("));
        prop_assert_eq!(read::<OpLine>(&words).is_none(), words.contains('\\'));
        prop_assert_eq!(super::super::line::read(&words), Ok(line));
    }

    /// The reader for codings alone reads each one that is as most are, and nothing otherwise than `ron`.
    #[test]
    fn the_line_of_a_coding_is_read_alike(
        ids in [id(), id(), id(), id()],
        (tick, at, start, length) in (any::<u64>(), any::<i64>(), 0..u32::MAX / 2, 1..u32::MAX / 2),
        key in any::<[u8; 8]>(),
        of in proptest::option::of((id(), any::<u32>())),
        damage in proptest::option::of((any::<proptest::sample::Index>(), 0..30_usize, "[ -~é]{0,2}")),
    ) {
        let [document, code, coding, coder] = ids;
        let passage = Passage {
            document: DocumentId(document),
            span: Span::new(start, start + length, u32::MAX).unwrap(),
            seal: Seal(key),
        };
        let (coding, code, coder) = (CodingId(coding), CodeId(code), CoderId(coder));
        let edit = Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand };
        let (by, was, undoes, why, texts) = (None, None, None, None, Vec::new());
        let line = OpLine { id: document, tick, at, by, edit, was, of, undoes, why, texts };
        let mut words = words_of(&line);
        let is_usual = at >= 0 && !words.contains('-');
        prop_assert_eq!(coded(&words), line.in_log_of(&table(), whose()).ok().filter(|_| is_usual));
        for more in [")", ",", " ", "a"] {
            prop_assert_eq!(coded(&format!("{words}{more}")), None);
        }
        if let Some((place, length, put)) = damage {
            let from = place.index(words.len());
            words.replace_range(from..words.len().min(from + length), &put);
            if let Some(read) = coded(&words) {
                prop_assert_eq!(read_with_ron::<OpLine>(&words).unwrap().in_log_of(&table(), whose()), Ok(read));
            }
        }
    }

    #[test]
    fn what_is_read_of_a_damaged_line_ron_reads_alike(
        line in line(PLAIN), place in any::<proptest::sample::Index>(), length in 0..30_usize, put in "[ -~é]{0,2}",
        again in any::<bool>(),
    ) {
        let mut words = words_of(&line);
        let starts: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
        let from = place.index(starts.len());
        let to = starts.get(from + length).copied().unwrap_or(words.len());
        let cut = words[starts[from]..to].to_string();
        words.replace_range(starts[from]..to, &if again { cut.repeat(2) } else { put });
        if let Some(read) = coded(&words) {
            prop_assert_eq!(read_with_ron::<OpLine>(&words).unwrap().in_log_of(&table(), whose()), Ok(read));
        }
        if let Some(read) = read::<OpLine>(&words) {
            prop_assert_eq!(read_with_ron(&words), Ok(read));
        }
    }
}

#[test]
fn every_kind_of_edit_is_among_the_lines_tried() {
    let edits = every_edit("a", &["1", "2", "3", "4"].map(|word| word.parse().unwrap()), 1, [1; 16], true);
    let tried: BTreeSet<String> = edits
        .iter()
        .map(|edit| options().to_string(edit).unwrap())
        .map(|words| words.split_once('(').unwrap().0.to_string())
        .collect();
    let unknown = options().from_str::<Edit>("Nothing(").unwrap_err().code;
    let ron::Error::NoSuchEnumVariant { expected, .. } = unknown else { panic!("{unknown:?}") };
    assert_eq!(tried, expected.iter().map(ToString::to_string).collect());
}

#[test]
fn headers_and_table_lines_are_read() {
    let [one, two] = [1, 2].map(|n| LogId::from_random(n << 30));
    let coder = CoderId(one.first_thing());
    for logs in [vec![], vec![two], vec![two, one]] {
        let header = HeaderLine { format: 1, log: one, coder, logs };
        assert_eq!(read(&words_of(&header)), Some(header));
    }
    let also = AlsoLine { also: two, place: 3 };
    assert_eq!(read(&words_of(&also)), Some(also));
}

#[test]
fn anything_else_is_given_up() {
    let known = r#"(id:"1",tick:1,at:1,edit:NameProject(name:"a")"#;
    assert!(read::<OpLine>(known).is_some());
    let others = [
        (r#"(id"#, r#"( id"#),
        (r#"(id"#, r#"OpLine(id"#),
        ("tick:1", "tick:1,tick:1"),
        ("tick:1", "tick:1,mood:2"),
        ("tick:1,", ""),
        ("tick:1", "tick:+1"),
        ("tick:1", "tick:1_0"),
        ("tick:1", "tick:-1"),
        (r#""a""#, r#""\u{61}""#),
        (r#""a""#, r#"r"a""#),
        (r#""a""#, r#"Some("a")"#),
        (r#""a""#, r#""a","#),
        (r#""a")"#, r#""a""#),
        (r#""a")"#, r#""a"))"#),
        (r#""a")"#, r#""a")))"#),
    ];
    for (from, to) in others {
        let words = known.replace(from, to);
        assert_ne!(words, known);
        assert!(read::<OpLine>(&words).is_none(), "{words}");
    }
}

#[test]
fn changes_within_changes_without_end_are_refused() {
    let level = |within: &str| {
        format!(
            r#"Erase(case:"1",texts:[],lines:[(id:"1",tick:1,by:"1",at:1,edit:{within},gesture:(first:"1",size:1))])"#
        )
    };
    let line = |edit: &str| format!(r#"(id:"1",tick:1,at:1,edit:{edit}"#);
    let name = r#"NameProject(name:"a")"#.to_string();
    let nested = |levels: usize| line(&(0..levels).fold(name.clone(), |edit, _| level(&edit)));
    assert!(read::<OpLine>(&nested(10)).is_some());
    assert_eq!(read::<OpLine>(&nested(100)), None);
    assert!(read_with_ron::<OpLine>(&nested(100)).is_err());
    let (open, close) = level("~").split_once('~').map(|(open, close)| (open.to_string(), close.to_string())).unwrap();
    let endless = line(&format!("{}{name}{}", open.repeat(100_000), close.repeat(100_000)));
    assert!(super::super::line::read::<OpLine>(&endless).is_err());
}
