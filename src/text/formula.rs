//! Words that a spreadsheet would take for a formula, and run.

/// Signs that open a formula, the wide ones of East Asian keyboards too.
const SIGNS: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The words of a cell so that no spreadsheet takes them for a formula: an apostrophe stands before those that
/// look like one. A number is one in either sense.
pub fn guarded(cell: &str) -> String {
    let is_formula = opens_formula(cell) && cell.parse::<f64>().is_err();
    if is_formula { format!("'{cell}") } else { cell.to_string() }
}

/// The words of a cell that was written with a guard before them.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| opens_formula(rest)).unwrap_or(cell)
}

fn opens_formula(cell: &str) -> bool {
    // Blanks before the sign do not stop every program.
    cell.trim_start().starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_guarded_and_a_number_is_not() {
        for cell in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1", "- I said", "-1,5"]
        {
            assert_eq!(guarded(cell), format!("'{cell}"));
            assert_eq!(unguarded(&guarded(cell)), cell);
        }
        for cell in ["", "felt heard", "-1.5", "+3", "1e5", "'tis", "a=b", "–"] {
            assert_eq!(guarded(cell), cell);
            assert_eq!(unguarded(cell), cell);
        }
    }
}
