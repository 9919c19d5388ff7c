//! What a browser shows of a page, tag by tag.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::counted::Counted;
use super::elements::{BLOCKS, SKIPPED, VOID, What};
use super::looks::Looking;
use super::skipping::{Own, Skipping};
use super::style;
use crate::exchange::looks::colour;
use crate::exchange::page::Passages;
use crate::exchange::styles::Says;

/// What was read so far, and where in the page that was.
#[derive(Default)]
pub struct Shown {
    pub words: String,
    /// Where white space was met that stands once words follow.
    space: Option<usize>,
    /// In how many elements white space is what was typed.
    typed: usize,
    /// The element whose insides are passed over.
    pub skipping: Option<Skipping>,
    /// The tag that is being read.
    tag: String,
    attribute: Attribute,
    has_href: bool,
    /// What kind of input a field is for.
    kind: String,
    /// Whether the tag hides its element, and what else it says of how that is shown.
    is_hidden: bool,
    says: Says,
    pub deletions: usize,
    pub hidden: Passages,
    pub pictures: usize,
    pub embedded: usize,
    pub fields: usize,
    pub links: usize,
    /// How the words look.
    pub looking: Looking,
    /// Where what stands between the tags stands among the words.
    pub counted: Counted,
}

/// The attribute whose value comes next.
#[derive(Default)]
enum Attribute {
    #[default]
    Other,
    Type,
    Style,
    Colour,
}

impl Shown {
    pub fn of(page: &str) -> Shown {
        let mut shown = Shown::default();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
            shown.take(&event);
            None
        });
        emitter.naively_switch_states(true);
        for event in Tokenizer::new_with_emitter(page, emitter) {
            let Ok(()) = event;
        }
        shown
    }

    fn take(&mut self, event: &CallbackEvent) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = String::from_utf8_lossy(name).into_owned();
                (self.attribute, self.has_href, self.is_hidden) = (Attribute::Other, false, false);
                self.kind.clear();
                self.says = Says::default();
            }
            CallbackEvent::AttributeName { name } => {
                self.has_href |= *name == b"href";
                self.is_hidden |= *name == b"hidden";
                self.attribute = match *name {
                    b"type" => Attribute::Type,
                    b"style" => Attribute::Style,
                    b"color" if self.tag == "font" => Attribute::Colour,
                    _ => Attribute::Other,
                };
            }
            CallbackEvent::AttributeValue { value } => self.attribute(&String::from_utf8_lossy(value)),
            CallbackEvent::CloseStartTag { .. } => {
                self.begin();
                self.counted.began(self.tag == "pre");
            }
            CallbackEvent::EndTag { name } => {
                self.tag.clear();
                self.end(&String::from_utf8_lossy(name));
            }
            CallbackEvent::String { value } => {
                let words = String::from_utf8_lossy(value);
                let counted = self.counted.count(&words);
                match &self.skipping {
                    None => self.write(&words, counted),
                    Some(skipping) => {
                        let is_said = !SKIPPED.iter().any(|(name, _)| *name == self.tag) && !words.trim().is_empty();
                        if skipping.is_hidden && is_said {
                            self.hidden.meet(true);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn attribute(&mut self, value: &str) {
        match self.attribute {
            Attribute::Other => {}
            Attribute::Type => self.kind = value.to_lowercase(),
            Attribute::Style => self.says = style::said(value).over(&self.says),
            Attribute::Colour => self.says.colour = self.says.colour.take().or_else(|| Some(colour(value))),
        }
    }

    fn begin(&mut self) {
        if self.skipping.as_mut().is_some_and(|skipping| !skipping.ends_before(&self.tag)) {
            return;
        }
        self.skipping = None;
        if self.is_hidden || self.says.hides() {
            // What has no insides has no end either.
            if !VOID.contains(&&*self.tag) {
                self.skipping = Some(Skipping::hidden(&self.tag));
            }
            return;
        }
        match self.tag.as_str() {
            "br" => self.break_line(),
            "q" => self.mark('“'),
            "img" => self.pictures += 1,
            "input" if self.kind == "image" => self.pictures += 1,
            "input" if self.kind != "hidden" => self.fields += 1,
            "embed" => self.embedded += 1,
            "a" => self.links += usize::from(self.has_href),
            "pre" => self.typed += 1,
            _ => {}
        }
        if let Some(&(name, what)) = SKIPPED.iter().find(|(name, _)| *name == self.tag) {
            match what {
                What::Unsaid => {}
                What::Deletion => self.deletions += 1,
                What::Picture => self.pictures += 1,
                What::Embedded => self.embedded += 1,
                What::Field => self.fields += 1,
            }
            self.skipping = Some(Skipping::whole(name));
        }
        self.part(&self.tag.clone());
        if self.skipping.is_none() {
            let says = std::mem::take(&mut self.says).over(&style::by_name(&self.tag));
            self.looking.begin(&self.tag, says, self.words.len());
        }
    }

    fn end(&mut self, tag: &str) {
        if let Some(skipping) = &mut self.skipping {
            let Some(Own(is_own)) = skipping.ends_with(tag) else { return };
            self.skipping = None;
            if is_own {
                return;
            }
        }
        match tag {
            "br" => self.break_line(),
            "q" => self.mark('”'),
            "pre" => self.typed = self.typed.saturating_sub(1),
            _ => {}
        }
        self.part(tag);
        self.looking.end(tag, self.words.len());
    }

    /// Ends the line where words stand on it, for an element that has its own.
    fn part(&mut self, tag: &str) {
        if BLOCKS.contains(&tag) {
            self.space = None;
            if !self.is_at_start() {
                self.words.push('\n');
            }
        }
    }

    fn is_at_start(&self) -> bool {
        self.words.is_empty() || self.words.ends_with('\n')
    }

    fn break_line(&mut self) {
        self.space = None;
        self.words.push('\n');
    }

    /// Adds words, where they are counted to begin, and what of them counts for nothing. White space among them is one space, and none at either end of a line,
    /// unless it was typed.
    fn write(&mut self, words: &str, (begins, skipped): (usize, usize)) {
        let drops_first = self.typed > 0 && self.is_at_start();
        for (at, letter) in words.char_indices() {
            let raw = begins + at.saturating_sub(skipped);
            match letter {
                // The first line end behind the tag is only the file's layout.
                '\n' if at == 0 && drops_first => {}
                letter if self.typed > 0 => self.push(letter, raw),
                letter if letter.is_ascii_whitespace() => self.space = self.space.or(Some(raw)),
                // Some programs leave signs of their own where they had a field; nobody sees them.
                letter if letter.is_control() => self.end_space(),
                letter => {
                    self.end_space();
                    self.push(letter, raw);
                }
            }
        }
    }

    /// Adds a letter that a browser puts there by itself.
    fn mark(&mut self, letter: char) {
        self.end_space();
        self.words.push(letter);
    }

    /// Makes a space of the white space that was met, if words stand on the line before it.
    fn end_space(&mut self) {
        if let Some(raw) = self.space.take()
            && !self.is_at_start()
        {
            self.push(' ', raw);
        }
    }

    fn push(&mut self, letter: char, raw: usize) {
        self.hidden.meet(false);
        self.counted.meet(raw, letter.len_utf8(), &self.words);
        self.words.push(letter);
    }
}
