//! A form in which an answer can be written.

/// A form of tables, or of pages.
pub struct Format<T: 'static> {
    /// What the command line calls it.
    pub name: &'static str,
    /// How the name of a file in this form ends.
    pub ending: &'static str,
    /// What the help says of it.
    pub says: &'static str,
    /// Writes it.
    pub write: Write<T>,
}

/// What writes an answer in some form.
pub enum Write<T> {
    /// Gives words, which a screen can show; a width in cells, where there is one to fit.
    Words(fn(&T, Option<usize>) -> String),
    /// Gives words too, a row a line for programs: nothing that is said above or beneath the rows stands there.
    Rows(fn(&T) -> String),
    /// Gives bytes for another program, which no screen can show.
    Bytes(fn(&T) -> Vec<u8>),
}

impl<T> Format<T> {
    /// The answer in this form; a width in cells, where there is a screen to fit.
    pub fn bytes(&self, answer: &T, screen: Option<usize>) -> Vec<u8> {
        match self.write {
            Write::Words(write) => write(answer, screen).into_bytes(),
            Write::Rows(write) => write(answer).into_bytes(),
            Write::Bytes(write) => write(answer),
        }
    }

    /// Whether a screen can show it.
    pub fn is_words(&self) -> bool {
        matches!(self.write, Write::Words(_) | Write::Rows(_))
    }

    /// Whether rows alone stand in it, under the names that columns have for programs.
    pub fn is_rows_alone(&self) -> bool {
        matches!(self.write, Write::Rows(_))
    }
}
