//! The excerpt under the list's cursor in full: what stands before and after it, its codes, its memo.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Text as Words};
use ratatui::widgets::{Paragraph, Widget, Wrap};

use super::rows::quote;
use crate::analysis::{Excerpt, phase_of};
use crate::panes::{Scene, put};
use crate::project::{CodeId, Document, Target};
use crate::text::{Text, line_content, line_of, visible};

/// So many characters of an excerpt are shown.
const MOST: u32 = 4_000;
/// So many printed lines are shown before and after it.
const AROUND: usize = 2;

/// Draws it beneath a rule.
pub fn draw(scene: &Scene, area: Rect, excerpt: &Excerpt, buf: &mut Buffer) {
    if area.height < 2 {
        return;
    }
    let rule = if scene.theme.ascii { "-" } else { "─" };
    put(buf, area.x, area.y, area.width, &rule.repeat(usize::from(area.width)), scene.theme.dim);
    let foot = foot(scene, excerpt);
    let tall = (foot.len() as u16).min(area.height.saturating_sub(2));
    let body = Rect { y: area.y + 1, height: area.height - 1 - tall, ..area };
    Paragraph::new(body_words(scene, excerpt, body)).wrap(Wrap { trim: false }).render(body, buf);
    for (y, words) in (body.bottom()..area.bottom()).zip(&foot) {
        put(buf, area.x, y, area.width, words, scene.theme.dim);
    }
}

/// Where it stands, then its words within the lines around them; where room is scarce, the words alone.
fn body_words(scene: &Scene, excerpt: &Excerpt, body: Rect) -> Words<'static> {
    let project = scene.project;
    let words = Line::styled(quote(scene, excerpt, MOST), scene.theme.plain);
    let Some(document) = project.document(excerpt.document).filter(|_| body.height > 5) else {
        return Words::from(vec![words]);
    };
    let people = project.respondents(excerpt.document, excerpt.span).into_iter();
    let people: Vec<String> = people.map(|person| project.person_name(person)).collect();
    let range = project.line_range(excerpt.document, excerpt.span);
    let lines = format!("{} {range}", if range.contains('-') { "lines" } else { "line" });
    let phase = phase_of(project, excerpt.document).map(|phase| format!("phase {phase}"));
    let place: Vec<String> = [document.title.clone(), people.join(", "), lines].into_iter().chain(phase).collect();
    let mut all = vec![Line::styled(visible(&place.join(", ")).into_owned(), scene.theme.title)];
    if let Some(text) = scene.texts.text(document.text) {
        let dim = |words: String| Line::styled(words, scene.theme.dim);
        let first = line_of(&document.lines, excerpt.span.start());
        let last = line_of(&document.lines, excerpt.span.end() - 1);
        let (start, end) = (excerpt.span.start(), excerpt.span.end());
        let before = first.saturating_sub(AROUND)..first + 1;
        let before = before.map(|line| line_words(&text, document, line, 0..start)).filter(|line| !line.is_empty());
        all.extend(before.map(dim));
        all.push(words);
        let after = (last..document.lines.len()).take(AROUND + 1);
        let after = after.map(|line| line_words(&text, document, line, end..text.len()));
        all.extend(after.filter(|line| !line.is_empty()).map(dim));
    } else {
        all.push(words);
    }
    Words::from(all)
}

/// The words of a printed line that stand within these characters.
fn line_words(text: &Text, document: &Document, line: usize, within: Range<u32>) -> String {
    let content = line_content(text, &document.turns, &document.lines, line);
    let (start, end) = (content.start.max(within.start), content.end.min(within.end));
    visible(text.slice(start.min(end)..end).trim()).into_owned()
}

/// Its codes, and the first line of a memo on it.
fn foot(scene: &Scene, excerpt: &Excerpt) -> Vec<String> {
    let project = scene.project;
    let codes: Vec<String> = codes_on(scene, excerpt).into_iter().map(|code| project.code_words(code)).collect();
    let on = Target::Excerpt(excerpt.document, excerpt.span);
    let memo = project.memos().find(|(_, memo)| memo.on == on).map(|(_, memo)| {
        let words = scene.texts.text(memo.text);
        let first = words.as_ref().and_then(|words| words.as_str().lines().next()).unwrap_or_default();
        format!("{} memo: {first}", memo.kind.word())
    });
    let codes = visible(&format!("codes: {}", codes.join("; "))).into_owned();
    std::iter::once(codes).chain(memo.map(|memo| visible(&memo).into_owned())).collect()
}

/// Every code on exactly this span, in codebook order.
fn codes_on(scene: &Scene, excerpt: &Excerpt) -> Vec<CodeId> {
    let mut codes: Vec<CodeId> = scene
        .project
        .codings_touching(excerpt.document, excerpt.span)
        .filter(|(_, coding)| coding.span == excerpt.span)
        .map(|(_, coding)| scene.project.stands_for(coding.code))
        .collect();
    codes.sort_by_key(|&code| scene.project.codebook().place(code));
    codes.dedup();
    codes
}
