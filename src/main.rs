//! Hands the arguments to the library and turns the outcome into an exit code.

fn main() {}
