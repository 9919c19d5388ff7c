#!/usr/bin/env bash
# Plants, one after the other, the mistakes that a count of people and excerpts is most easily made with, and says
# which tests find each:
#
#     tests/mutations.sh
#
# It works in a copy of what is committed. Ends with 1 where a mistake is found by no test.
set -euo pipefail

here="$(cd "$(dirname "$0")/.." && pwd)"
copy="$(mktemp -d)"
trap 'rm -rf "$copy"' EXIT
git clone --quiet "$here" "$copy/emic"
cd "$copy/emic"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$here/target}"
# Each mistake compiles emic anew: not optimising it is quicker than quicker tests.
export CARGO_PROFILE_TEST_OPT_LEVEL=0
missed=0

# plant WHAT FILE OLD NEW: the first OLD in FILE becomes NEW; tests must fail.
plant() {
    python3 - "$2" "$3" "$4" <<'END'
import sys
path, old, new = sys.argv[1:]
words = open(path).read()
assert words.count(old) >= 1, f"{path} no longer has: {old}"
open(path, "w").write(words.replace(old, new, 1))
END
    if found="$(cargo test --quiet --no-fail-fast --test oracles --test analysis --test cli 2>&1)"; then
        echo "$1: NO TEST FAILS"
        missed=1
    elif grep -q '^error\[' <<< "$found"; then
        echo "$1: does not compile"
        missed=1
    else
        echo "$1: $(grep -aoE '^    [a-z_:]+$' <<< "$found" | sort -u | wc -l) tests fail, $(grep -aoE '^    [a-z_:]+$' <<< "$found" | sort -u | head -1 | tr -d ' ') among them"
    fi
    git checkout --quiet -- .
}

# Whoever speaks is asked of one excerpt alone, and of all of a document in a sweep.
speakers='turns_sharing(&document.turns, span).map(|turn| turn.speaker).collect()'
in_sweep='turns_sharing(self.turns, span).map(|turn| usize::from(turn.speaker))'
people=src/project/people.rs
plant 'the first speaker alone' $people "$speakers" "${speakers/.collect()/.take(1).collect()}"
plant 'the first speaker alone, in a sweep' $people "$in_sweep" "$in_sweep.take(1)"
plant 'everybody in the document' $people "$speakers" 'document.turns.iter().map(|turn| turn.speaker).collect()'
plant 'everybody in the document, in a sweep' $people "$in_sweep" "${in_sweep/turns_sharing(self.turns, span)/self.turns.iter()}"
plant 'the interviewer too' $people 'found.role == Role::Participant' 'found.role != Role::Observer'
plant 'documents for people' $people 'Some(case) => Person::Case(self.person(case))' 'Some(_) => Person::Speaker(id, speaker)'
plant 'one excerpt a coder' src/analysis/layer.rs '*other == span)' '*other == span && here.is_empty())'
plant 'subcodes with their code' src/analysis/layer.rs 'own: &own' 'own: &subtree'
exit "$missed"
