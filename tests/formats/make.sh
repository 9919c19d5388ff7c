#!/usr/bin/env bash
# Makes the sample project in which every kind of change stands, and its dump:
#
#     tests/formats/make.sh target/debug/emic tests/formats/2
#
# Everything is done by the program itself, by coders and about people who do not exist. A format that emic has once
# written must always be read: make a new sample beside the old ones, and leave those as they are.
set -euo pipefail

emic="$(realpath "$1")"
sample="$(realpath -m "$2")"
[ ! -e "$sample" ] || { echo "$sample is there already; samples are never made over" >&2; exit 1; }
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" EMIC_DATA_DIR="$work/data" EMIC_CONFIG="$work/config" EMIC_CODER=ada EMIC_PROJECT="$work/every"
cd "$work"

# Makes changes as one act, and prints the ids of what they add.
edit() { printf '%s\n' "$@" | "$emic" edit; }

cat > Group.txt <<'END'
Interviewer: How did it begin?
Tilda: They saw me as a patient, not as staff.
Oskar: One said thank you. I felt heard.
Interviewer: And then?
Tilda: Boundaries are hard.
Oskar: Nobody had asked before.
END
cat > Talk.txt <<'END'
Interviewer: What helps?
Pelle: My colleagues do, every dya.
Interviewer: Anything else?
Pelle: Time to think.
END
cat > Leaving.txt <<'END'
Interviewer: Why did you stop?
Wanja: The quarry road was too far for me.
Interviewer: Thank you.
Wanja: Write that down.
END

"$emic" new ./every
"$emic" import --yes --speakers '^(\w+):' Group.txt Talk.txt Leaving.txt
edit '{"NameProject":{"name":"Every change"}}'

# Documents, people, attributes.
edit '{"RetitleDocument":{"document":"Group","title":"Group 1"}}' '{"SetKind":{"document":"Group 1","kind":"FocusGroup"}}' \
    '{"PlaceDocument":{"document":"Leaving","rank":1}}'
turns="$(grep -ho 'title:"Group",.*' every/log/*.ron | grep -o 'turns:"[^"]*"' | cut -d'"' -f2)"
edit '{"SetTurns":{"document":"Group 1","speakers":[{"label":"Interviewer","role":"Interviewer"},{"label":"Tilda","role":"Participant"},{"label":"Oscar","role":"Participant"}],"turns":"'"$turns"'"}}'
edit '{"AddCase":{"name":"P9"}}' '{"RenameCase":{"case":"P9","name":"P3"}}' '{"RenameCase":{"case":"Tilda","name":"P1"}}' \
    '{"RenameCase":{"case":"Oskar","name":"P2"}}'
edit '{"MapSpeaker":{"document":"Group 1","label":"Oscar","role":"Participant","case":"P2"}}'
edit '{"JoinCases":{"case":"P3","into":"P2"}}'
edit '{"AddAttribute":{"name":"age","on":"Case","values":"Text"}}'
edit '{"DefineAttribute":{"attribute":"age","name":"age in years","values":"Number"}}'
edit '{"SetAttribute":{"attribute":"age in years","subject":{"Case":"P1"},"phase":"first","value":"41"}}'

# Codes.
edit '{"AddCode":{"name":"Roles"}}' '{"AddCode":{"name":"Being herd"}}' '{"AddCode":{"name":"Thanks"}}' '{"AddCode":{"name":"Limits"}}' \
    '{"AddCode":{"name":"Unused"}}' '{"AddCode":{"name":"Boundaries are hard","from":{"document":"Group 1","span":[151,170]}}}'
edit '{"RenameCode":{"code":"Being herd","name":"Being heard"}}'
edit '{"DefineCode":{"code":"Roles","definition":{"definition":"Who one is to others","include":"","exclude":"","example":"not as staff"}}}'
edit '{"MoveCode":{"code":"Boundaries are hard","parent":"Limits"}}'
edit '{"MergeCode":{"code":"Thanks","into":"Being heard"}}'
edit '{"RetireCode":{"code":"Unused","retired":true}}'
edit '{"SetGiven":{"code":"Roles","given":true}}' '{"SetGiven":{"code":"Limits","given":true}}'
edit '{"SetGiven":{"code":"Limits","given":false}}'

# Codings, memos, comparisons.
coding="$(edit '{"ApplyCode":{"document":"Group 1","span":[38,80],"code":"Limits"}}')"
other="$(edit '{"ApplyCode":{"document":"Group 1","span":[88,107],"code":"Being heard"}}')"
edit '{"RecodeCoding":{"coding":"'"$coding"'","code":"Roles"}}' '{"ResizeCoding":{"coding":"'"$coding"'","span":[38,64]}}' \
    '{"FlagCoding":{"coding":"'"$coding"'","flag":"KeyQuote","set":true}}'
edit '{"Attribute":{"document":"Group 1","span":[88,107],"speakers":["Tilda","Oscar"]}}'
edit '{"Remove":{"thing":{"Coding":"'"$other"'"}}}'
edit '{"Restore":{"thing":{"Coding":"'"$other"'"}}}'
memo="$(edit '{"AddMemo":{"on":{"Code":"Roles"},"kind":"Analytic","words":"Whose words are these?"}}')"
edit '{"WriteMemo":{"memo":"'"$memo"'","kind":"Decision","words":"Whose words are these? Theirs."}}'
edit '{"AddMemo":{"on":{"Code":"Roles"},"kind":"Dimension","words":"Seen from without."}}'
edit '{"AddMemo":{"on":"Project","kind":"Sufficiency","words":"Not claimed: two talks and a group."}}'
edit '{"MoveMemo":{"memo":"'"$memo"'","on":{"Code":"Being heard"}}}'
edit '{"Compare":{"code":"Roles","excerpts":[{"document":"Group 1","span":[38,64]},{"document":"Group 1","span":[88,107]}],"decision":"Kept"}}'

# Themes.
edit '{"AddTheme":{"claim":"Being herd takes time"}}' '{"RewordTheme":{"theme":"Being herd takes time","claim":"Being heard takes time"}}'
theme="Being heard takes time"
edit '{"TakeStand":{"theme":"'"$theme"'","document":"Group 1","span":[88,107],"stand":"For"}}' \
    '{"TakeStand":{"theme":"'"$theme"'","document":"Group 1","span":[151,170],"stand":"Against"}}' \
    '{"TakeStand":{"theme":"'"$theme"'","document":"Group 1","span":[151,170],"stand":null}}'
edit '{"MarkNegative":{"theme":"'"$theme"'","who":{"Case":"P1"},"done":"Limited"}}' \
    '{"MarkNegative":{"theme":"'"$theme"'","who":{"Value":["age in years","41"]},"done":"Explained"}}'
edit '{"SearchEvidence":{"theme":"'"$theme"'","query":"code:Limits"}}'

# Coders.
edit '{"AddCoder":{"name":"ben"}}' '{"AddCoder":{"name":"bne"}}'
edit '{"JoinCoders":{"coder":"bne","into":"ben"}}' '{"RenameCoder":{"coder":"ben","name":"Ben"}}'
edit '{"Assign":{"coder":"Ben","document":"Talk","state":"Open"}}'

# Words written anew, and what is done in them afterwards; a rule, with its reason; something taken back.
sed 's/dya/day/' Talk.txt > Talk-corrected.txt
"$emic" revise Talk Talk-corrected.txt --yes
edit '{"ApplyCode":{"document":"Talk","span":[32,45],"code":"Being heard"}}'
"$emic" autocode --code Limits --words hard
"$emic" undo

# Two copies in which something does not fit together, joined.
cp -r every copy
edit '{"MoveCode":{"code":"Roles","parent":"Being heard"}}'
EMIC_CODER=Ben EMIC_PROJECT="$work/copy" edit '{"MoveCode":{"code":"Being heard","parent":"Roles"}}'
"$emic" join ./copy
# What does not fit is said with exit code 1.
change="$({ "$emic" check --format jsonl || true; } | grep -o 'emic settle [a-z0-9-]*' | head -n 1 | cut -d" " -f3)"
"$emic" settle "$change"

# Somebody does not count any more, and somebody is erased.
"$emic" withdraw P1 --stop
"$emic" withdraw Wanja --remove --yes

"$emic" check
"$emic" dump > "$sample.json"
mkdir -p "$sample"
cp -r every/project.ron every/log every/texts "$sample"
