//! Words that were typed, forgotten.

use super::{Place, Step};

impl Place {
    /// Forgets what was typed where it repeats words that are erased.
    pub fn forget(&mut self, repeats: &dyn Fn(&str) -> bool) {
        let typed = [
            &mut self.tree_filter,
            &mut self.filter,
            &mut self.documents_filter,
            &mut self.search,
            &mut self.memo_filter,
            &mut self.history_filter,
        ];
        typed.into_iter().filter(|words| repeats(words)).for_each(String::clear);
        self.filters.retain(|words| !repeats(words));
        self.kept_filters.retain(|name, words| !repeats(name) && !repeats(words));
        self.orders.retain(|words| !repeats(words));
        self.becoming.retain(|words, becomes| !repeats(words) && !repeats(becomes));
        let told = |step: &Step| matches!(step, Step::Type(words) if repeats(words));
        if self.macro_steps.iter().any(told) {
            self.macro_steps.clear(); // half a macro does something else
        }
    }
}
