//! The ids that edits name.

use std::sync::Arc;

use super::*;

impl Edit {
    /// Visits every id the edit names, so that a log file can shorten and lengthen them.
    pub fn for_each_id(&mut self, visit: &mut dyn FnMut(&mut Id)) {
        match self {
            Edit::NameProject { .. } => {}
            Edit::AddDocument { document, speakers, .. } | Edit::SetTurns { document, speakers, .. } => {
                visit(&mut document.0);
                speakers.iter_mut().filter_map(|speaker| speaker.case.as_mut()).for_each(|case| visit(&mut case.0));
            }
            Edit::ReviseDocument { revision, document, on, after, .. } => {
                visit(&mut revision.0);
                visit(&mut document.0);
                on.iter_mut().for_each(|on| visit(&mut on.0));
                let speakers = Arc::make_mut(&mut after.speakers).iter_mut();
                speakers.filter_map(|speaker| speaker.case.as_mut()).for_each(|case| visit(&mut case.0));
            }
            Edit::RetitleDocument { document, .. }
            | Edit::SetKind { document, .. }
            | Edit::PlaceDocument { document, .. } => visit(&mut document.0),
            Edit::MapSpeaker { document, case, .. } => {
                visit(&mut document.0);
                case.iter_mut().for_each(|case| visit(&mut case.0));
            }
            Edit::AddCase { case, .. } | Edit::RenameCase { case, .. } | Edit::Withdraw { case, .. } => {
                visit(&mut case.0);
            }
            Edit::Erase { case, lines, .. } => {
                visit(&mut case.0);
                lines.iter_mut().for_each(|op| op.for_each_id(visit));
            }
            Edit::JoinCases { case, into } => {
                visit(&mut case.0);
                into.iter_mut().for_each(|into| visit(&mut into.0));
            }
            Edit::AddAttribute { attribute, .. } | Edit::DefineAttribute { attribute, .. } => visit(&mut attribute.0),
            Edit::SetAttribute { attribute, subject, .. } => {
                visit(&mut attribute.0);
                match subject {
                    Subject::Case(case) => visit(&mut case.0),
                    Subject::Document(document) => visit(&mut document.0),
                }
            }
            Edit::RenameCode { code, from, .. } => {
                visit(&mut code.0);
                from.iter_mut().for_each(|from| visit(&mut from.document.0));
            }
            Edit::DefineCode { code, .. } | Edit::RetireCode { code, .. } | Edit::SetGiven { code, .. } => {
                visit(&mut code.0);
            }
            Edit::AddCode { code, parent, from, .. } => {
                visit(&mut code.0);
                parent.iter_mut().for_each(|parent| visit(&mut parent.0));
                from.iter_mut().for_each(|from| visit(&mut from.document.0));
            }
            Edit::MoveCode { code, parent: other, .. } | Edit::MergeCode { code, into: other } => {
                visit(&mut code.0);
                other.iter_mut().for_each(|other| visit(&mut other.0));
            }
            Edit::ApplyCode { coding, passage, code, coder, .. } => {
                visit(&mut coding.0);
                visit(&mut passage.document.0);
                visit(&mut code.0);
                visit(&mut coder.0);
            }
            Edit::ResizeCoding { coding, passage } => {
                visit(&mut coding.0);
                visit(&mut passage.document.0);
            }
            Edit::RecodeCoding { coding, code } => {
                visit(&mut coding.0);
                visit(&mut code.0);
            }
            Edit::FlagCoding { coding, .. } => visit(&mut coding.0),
            Edit::Attribute { passage, .. } => visit(&mut passage.document.0),
            Edit::AddMemo { memo, on, coder, .. } => {
                visit(&mut memo.0);
                visit_target(on, visit);
                visit(&mut coder.0);
            }
            Edit::WriteMemo { memo, .. } => visit(&mut memo.0),
            Edit::MoveMemo { memo, on } => {
                visit(&mut memo.0);
                visit_target(on, visit);
            }
            Edit::Compare { comparison, code, excerpts, coder, memo, .. } => {
                visit(&mut comparison.0);
                code.iter_mut().for_each(|code| visit(&mut code.0));
                excerpts.iter_mut().for_each(|excerpt| visit(&mut excerpt.document.0));
                visit(&mut coder.0);
                memo.iter_mut().for_each(|memo| visit(&mut memo.0));
            }
            Edit::AddTheme { theme, coder, .. } => {
                visit(&mut theme.0);
                visit(&mut coder.0);
            }
            Edit::RewordTheme { theme, .. } => visit(&mut theme.0),
            Edit::TakeStand { theme, passage, .. } => {
                visit(&mut theme.0);
                visit(&mut passage.document.0);
            }
            Edit::MarkNegative { theme, who, .. } => {
                visit(&mut theme.0);
                match who {
                    Misfit::Case(case) => visit(&mut case.0),
                    Misfit::Value(attribute, _) => visit(&mut attribute.0),
                }
            }
            Edit::SearchEvidence { search, theme, coder, .. } => {
                visit(&mut search.0);
                visit(&mut theme.0);
                visit(&mut coder.0);
            }
            Edit::Assign { coder, document, .. } => {
                visit(&mut coder.0);
                visit(&mut document.0);
            }
            Edit::AddCoder { coder, .. } | Edit::RenameCoder { coder, .. } => visit(&mut coder.0),
            Edit::JoinCoders { coder, into } => {
                visit(&mut coder.0);
                into.iter_mut().for_each(|into| visit(&mut into.0));
            }
            Edit::SettleConflict { change, .. } => visit(&mut change.0),
            Edit::Remove { thing } | Edit::Restore { thing } => visit(thing.id_mut()),
        }
    }
}

fn visit_target(target: &mut Target, visit: &mut dyn FnMut(&mut Id)) {
    match target {
        Target::Project | Target::Day(_) => {}
        Target::Document(document) | Target::Excerpt(document, _) => visit(&mut document.0),
        Target::Code(code) => visit(&mut code.0),
        Target::Case(case) => visit(&mut case.0),
        Target::Cell(case, code) => {
            visit(&mut case.0);
            visit(&mut code.0);
        }
    }
}
