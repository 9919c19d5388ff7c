//! The code tree of a dump.

use std::collections::HashMap;

use super::dump::Planner;
use super::one_line;
use crate::exchange::json::{CodeRecord, own_path, state_word};
use crate::project::*;

impl Planner<'_> {
    /// Plans the codes, all in use, so that codings can be made; gives the edits that put away and merge.
    pub fn codes(&mut self, records: Vec<CodeRecord>) -> Vec<Edit> {
        let mut tree = Tree::of(records);
        for cut in tree.cut_circles(Tree::parent) {
            tree.parents[cut] = None;
            self.fidelity.changed("codes that stood under themselves, now at the top", tree.name(cut));
        }
        let here = Here::of(self.project);
        let first = self.project.codes().map(|(_, code)| code.rank).max().unwrap_or(0);
        let mut codes: Vec<Option<CodeId>> = vec![None; tree.records.len()];
        let mut new = vec![false; tree.records.len()];
        for place in tree.in_order(Tree::parent) {
            let id = tree.records[place].id.clone();
            let meant = self.meant(&id).map(CodeId);
            let found =
                self.same_code(meant, &tree, place).or_else(|| here.same(&tree.records[place], tree.in_use(place)));
            let code = found.unwrap_or_else(|| CodeId(self.id_for("code", &id)));
            if found.is_none() {
                let parent = tree.parents[place].and_then(|above| codes[above]);
                let rank = first.saturating_add(RANK_STEP.saturating_mul(place as u64 + 1));
                let name = tree.name(place).to_owned();
                let from = self.excerpt(&tree.records[place].from);
                self.plan.edits.push(Edit::AddCode { code, name, parent, rank, from });
                new[place] = true;
            }
            self.define(code, &tree.records[place]);
            if tree.records[place].given && self.project.code(code).is_none_or(|code| !code.given) {
                self.plan.edits.push(Edit::SetGiven { code, given: true });
            }
            codes[place] = Some(code);
        }
        self.remember(&tree, &codes);
        self.states(&mut tree, &codes, &new)
    }

    /// The code here that a code of the file is by its id, wherever it came to stand and whatever it came to be called.
    fn same_code(&mut self, meant: Option<CodeId>, tree: &Tree, place: usize) -> Option<CodeId> {
        let id = meant.filter(|&id| self.project.code(id).is_some())?;
        if (state_word(self.project, id) == "active") != tree.in_use(place) {
            return None;
        }
        if own_path(self.project, id) != tree.records[place].path {
            let path = tree.records[place].path.join(" > ");
            self.fidelity.changed("codes that have another name or place there; those here stay", path);
        }
        Some(id)
    }

    fn define(&mut self, code: CodeId, record: &CodeRecord) {
        let CodeRecord { definition, include, exclude, example, .. } = record;
        let arrived = Definition {
            definition: definition.clone(),
            include: include.clone(),
            exclude: exclude.clone(),
            example: example.clone(),
        };
        let here = self.project.code(code).map(|code| code.definition.clone()).unwrap_or_default();
        if here == Definition::default() && arrived != here {
            self.plan.edits.push(Edit::DefineCode { code, definition: arrived });
        } else if arrived != here && arrived != Definition::default() {
            self.fidelity
                .changed("codes whose definition differs from the one here, which stays", record.path.join(" > "));
        }
    }

    fn remember(&mut self, tree: &Tree, codes: &[Option<CodeId>]) {
        for (record, &code) in tree.records.iter().zip(codes) {
            let Some(code) = code else { continue };
            if !record.id.is_empty() && self.codes.insert(record.id.clone(), code).is_some() {
                self.fidelity.changed("codes with the id of another, which take its place", record.path.join(" > "));
            }
            self.codes_by_path.entry(record.path.clone()).or_insert(code);
        }
    }

    /// What is merged goes last to first: into a code only when that stands where it will stand.
    fn states(&mut self, tree: &mut Tree, codes: &[Option<CodeId>], new: &[bool]) -> Vec<Edit> {
        for circle in tree.cut_circles(Tree::stands_on) {
            // Parents make no circle any more, so somewhere round this one a code is merged.
            let mut round = std::iter::successors(Some(circle), |&at| tree.stands_on(at)).take(tree.records.len());
            let Some(cut) = round.find(|&at| tree.merged[at].is_some()) else { continue };
            tree.merged[cut] = None;
            tree.records[cut].state = "active".to_owned();
            self.fidelity.changed("codes merged into themselves, now in use", tree.name(cut));
        }
        let mut states = Vec::new();
        for place in tree.in_order(Tree::stands_on) {
            let Some(code) = codes[place].filter(|_| new[place]) else { continue };
            match (tree.records[place].state.as_str(), tree.merged[place].and_then(|into| codes[into])) {
                ("merged", Some(into)) => states.push(Edit::MergeCode { code, into: Some(into) }),
                ("merged" | "retired", _) => states.push(Edit::RetireCode { code, retired: true }),
                ("active" | "", _) => {}
                (other, _) => self.fidelity.changed("codes in a state that emic does not know, now in use", other),
            }
        }
        states
    }
}

/// The codes of the project, by what a code of the file could be the same as: whether it is in use, and its path.
struct Here(HashMap<(bool, Vec<String>), Vec<CodeId>>);

impl Here {
    fn of(project: &Project) -> Here {
        let mut here: HashMap<_, Vec<CodeId>> = HashMap::new();
        for (id, _) in project.codes() {
            let path = own_path(project, id).into_iter().map(str::to_owned).collect();
            here.entry((state_word(project, id) == "active", path)).or_default().push(id);
        }
        Here(here)
    }

    /// Where siblings share a name, the first.
    fn same(&self, record: &CodeRecord, in_use: bool) -> Option<CodeId> {
        self.0.get(&(in_use, record.path.clone()))?.first().copied()
    }
}

/// The codes of the file by place, each with the place of what it stands on.
struct Tree {
    records: Vec<CodeRecord>,
    parents: Vec<Option<usize>>,
    merged: Vec<Option<usize>>,
}

impl Tree {
    fn of(mut records: Vec<CodeRecord>) -> Tree {
        for record in &mut records {
            if record.path.is_empty() {
                record.path.push(record.id.clone());
            }
            record.path.iter_mut().for_each(|name| *name = one_line(name, "unnamed"));
        }
        let mut by_id: HashMap<&str, usize> = HashMap::new();
        let mut by_path: HashMap<&[String], usize> = HashMap::new();
        for (place, record) in records.iter().enumerate() {
            by_id.entry(&record.id).or_insert(place);
            by_path.entry(&record.path).or_insert(place);
        }
        let named = |id: &str| by_id.get(id).copied().filter(|_| !id.is_empty());
        let above = |path: &[String]| path.split_last().and_then(|(_, above)| by_path.get(above).copied());
        let parents = records.iter().map(|record| named(&record.parent).or_else(|| above(&record.path))).collect();
        let merged = records.iter().map(|record| named(&record.merged_into)).collect();
        Tree { parents, merged, records }
    }

    fn name(&self, place: usize) -> &str {
        self.records[place].path.last().map_or("", String::as_str)
    }

    fn in_use(&self, place: usize) -> bool {
        matches!(self.records[place].state.as_str(), "" | "active")
    }

    fn parent(&self, place: usize) -> Option<usize> {
        self.parents[place]
    }

    /// The code it is part of, else the one it stands under.
    fn stands_on(&self, place: usize) -> Option<usize> {
        self.merged[place].or(self.parents[place])
    }

    /// Every place after the one it stands on.
    fn in_order(&self, below: fn(&Tree, usize) -> Option<usize>) -> Vec<usize> {
        let mut placed = vec![false; self.records.len()];
        let mut order = Vec::with_capacity(placed.len());
        for place in 0..placed.len() {
            let mut way = Vec::new();
            let mut next = Some(place);
            while let Some(at) = next.filter(|&at| !placed[at]) {
                placed[at] = true;
                way.push(at);
                next = below(self, at);
            }
            order.extend(way.into_iter().rev());
        }
        order
    }

    /// One place of every circle.
    fn cut_circles(&self, below: fn(&Tree, usize) -> Option<usize>) -> Vec<usize> {
        let mut walk = vec![usize::MAX; self.records.len()];
        let mut cuts = Vec::new();
        for place in 0..walk.len() {
            let (mut at, mut next) = (place, Some(place));
            while let Some(here) = next.filter(|&here| walk[here] == usize::MAX) {
                walk[here] = place;
                at = here;
                next = below(self, here);
            }
            if next.is_some_and(|here| walk[here] == place) {
                cuts.push(at);
            }
        }
        cuts
    }
}
