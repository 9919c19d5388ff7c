#!/bin/sh
# Writes every report of both sample studies, and the pages of one, in the forms that other programs open, and opens them there:
# Word documents and workbooks in LibreOffice, HTML in Chromium, LaTeX in pdflatex. Whoever changes a form looks at
# the pictures; that nothing refuses a file is checked here. Not part of `cargo test`: those programs are large.
#
#     cargo build && tests/looks.sh target/debug/emic [FOLDER]
set -eu

emic=$(realpath "${1:-target/debug/emic}")
looks=${2:-$(mktemp -d)}
samples=$(dirname "$(realpath "$0")")/../sample-data
mkdir -p "$looks"
cd "$looks"
cp -r "$samples/peer-work" study
cp -r "$samples/leaders" leaders
study=$looks/study
export HOME="$looks/home" EMIC_DATA_DIR="$looks/data" EMIC_CONFIG="$looks/config" EMIC_CODER=looks
mkdir -p "$HOME"

# Some reports ask for phases, and for two codes on the same words.
"$emic" edit - --project "$study" --coder mara >/dev/null <<'END'
{"AddAttribute":{"name":"phase","on":"Document","values":{"Ordered":["1","2"]}}}
{"SetAttribute":{"attribute":"phase","subject":{"Document":"FG1"},"value":"1"}}
{"SetAttribute":{"attribute":"phase","subject":{"Document":"FG2"},"value":"2"}}
{"ApplyCode":{"document":"FG1","span":[358,653],"code":"Discrimination"}}
END

has() { command -v "$1" >/dev/null 2>&1; }
failed=0
bad() { echo "BAD  $*"; failed=1; }

# Every table and page that there is a command for.
write() {
    name=$1
    shift
    for form in $forms; do
        ending=$form
        [ "$form" != latex ] || ending=tex
        "$emic" "$@" "$form" --project "$study" >"$name.$ending" || [ $? -eq 1 ] || bad "$name.$ending: not written"
    done
}

# The same of what is a page, which no workbook holds.
pages() {
    all=$forms
    forms="html latex docx"
    write "$@"
    forms=$all
}

# Every report of the study: their names begin so, crosstabs are by this attribute, and one code is looked at.
reports() {
    for report in $("$emic" report --help | sed -n 's/^ *- \([a-z-]*\): .*/\1/p' | sort -u); do
        case $report in
        table | csv | tsv | json | jsonl | md | html | latex | docx | xlsx | svg | plot | text) continue ;;
        crosstab | phases) write "$1-$report" report "$report" --by "$2" --format ;;
        code) pages "$1-$report" report "$report" --code "$3" --format ;;
        quotations) pages "$1-$report" report "$report" --format ;;
        *) write "$1-$report" report "$report" --format ;;
        esac
    done
}

forms="html latex docx xlsx"
study=$looks/leaders
reports leaders site "$("$emic" codes --project "$study" --format csv | sed -n 3p | cut -d, -f1)"
study=$looks/study
reports report gender Discrimination
write report-frequency-by-person report frequency --by case --format
for list in excerpts documents cases codes memos log; do
    write "$list" "$list" --format
done
forms="html latex docx"
write page-codebook codebook --format
write page-memos memos --full

if has soffice; then
    for ending in docx xlsx; do
        soffice --headless --convert-to pdf --outdir "pdf/$ending" ./*."$ending" >"soffice-$ending.log" 2>&1 || true
        count=0
        for file in *."$ending"; do
            [ -s "pdf/$ending/${file%.*}.pdf" ] || bad "$file: LibreOffice does not open it"
            count=$((count + 1))
        done
        echo "opened $count files in LibreOffice: $looks/pdf/$ending"
    done
else
    echo "skipped documents and workbooks: there is no soffice"
fi

if has chromium; then
    count=0
    for file in *.html; do
        chromium --headless --no-sandbox --hide-scrollbars --window-size=1000,1300 --screenshot="$looks/$file.png" \
            "file://$looks/$file" >chromium.log 2>&1 && [ -s "$file.png" ] || bad "$file: Chromium does not draw it"
        count=$((count + 1))
    done
    echo "drew $count pages in Chromium: $looks"
else
    echo "skipped pages: there is no chromium"
fi

if has pdflatex; then
    count=0
    for file in *.tex; do
        {
            printf '%s\n' '\documentclass{article}\usepackage[T1]{fontenc}\usepackage{array,booktabs,longtable}' \
                '\begin{document}'
            cat "$file"
            printf '%s\n' '\end{document}'
        } >"whole-$file"
        # Tables that go on over pages need to be set until they know their widths.
        for _ in 1 2 3; do
            pdflatex -interaction=nonstopmode -halt-on-error "whole-$file" >"$file.log" 2>&1 || bad "$file: see $looks/$file.log"
        done
        count=$((count + 1))
    done
    echo "set $count fragments with pdflatex: $looks"
else
    echo "skipped LaTeX: there is no pdflatex"
fi
exit $failed
