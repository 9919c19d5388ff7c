//! What leaves sealed with a passphrase, and what comes in so: the age format, which `age -d` opens too.

use std::io::{self, Read, Write};
use std::path::Path;

use super::error::StoreError;

/// How a sealed file begins.
const OPENING: &[u8] = b"age-encryption.org/v1\n";

/// The most bytes that are looked at before a file is known to be sealed, and in which its header must end.
pub(super) const HEADER: usize = 4_096;

/// The fewest characters of a passphrase that seals; fewer are guessed in days.
const FEWEST: usize = 8;

/// The work (2 to the power of) that sealing takes, and so every guess: about a second.
#[cfg(feature = "seal")]
const WORK: u8 = 18;

/// The most work that opening takes: some seconds and a gigabyte of memory. A file may ask for any amount.
#[cfg(feature = "seal")]
const MOST_WORK: u8 = 20;

/// What a file is sealed with; never shown, and never kept.
pub struct Passphrase(String);

impl Passphrase {
    /// The passphrase that opens a file, as it was typed.
    pub fn of(typed: String) -> Passphrase {
        Passphrase(typed)
    }

    /// A passphrase to seal with.
    ///
    /// # Errors
    /// Why it is none: it is too short, or this emic cannot seal.
    pub fn to_seal(typed: String) -> Result<Passphrase, String> {
        if cfg!(not(feature = "seal")) {
            return Err(
                "this emic was built without sealing; dump without --seal, then seal the file with `age -p`".into()
            );
        }
        let n = typed.chars().count();
        if n < FEWEST {
            return Err(format!(
                "a passphrase of {n} characters is soon guessed; take {FEWEST} or more, best four words that nobody would put together"
            ));
        }
        Ok(Passphrase(typed))
    }

    /// Whether it is the same, typed again.
    pub fn is(&self, again: &str) -> bool {
        self.0 == again
    }

    #[cfg(feature = "seal")]
    fn secret(self) -> age::secrecy::SecretString {
        self.0.into()
    }
}

/// Whether bytes are the start of a sealed file.
pub(super) fn is_sealed(start: &[u8]) -> bool {
    start.starts_with(OPENING)
}

/// Passes on what `write` writes, sealed.
///
/// # Errors
/// It could not be written.
#[cfg(feature = "seal")]
pub fn seal(
    passphrase: Passphrase,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.secret());
    recipient.set_work_factor(WORK);
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let mut sealed = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?.wrap_output(out)?;
    write(&mut sealed)?;
    sealed.finish()?.flush()
}

/// What stands in a sealed file. `start` are its first bytes, as many as there are up to [`HEADER`]; the
/// passphrase is asked for when the file is known to need one.
///
/// # Errors
/// It needs a key, asks for too much work, or the passphrase is another.
#[cfg(feature = "seal")]
pub(super) fn open<'a, E: From<StoreError>>(
    path: &Path,
    start: Vec<u8>,
    rest: impl Read + 'a,
    passphrase: impl FnOnce() -> Result<Passphrase, E>,
) -> Result<Box<dyn Read + 'a>, E> {
    // A header without an end would be read, and parsed again and again, to the end of the file.
    if !start.windows(5).any(|five| five == b"\n--- ") {
        return Err(not_opened(path, "its header is damaged, or was cut short; copy it again").into());
    }
    let sealed = io::Cursor::new(start).chain(rest);
    let sealed = age::Decryptor::new(sealed).map_err(|error| not_opened(path, why(&error)))?;
    if !sealed.is_scrypt() {
        return Err(not_opened(path, "it is sealed with a key, not with a passphrase; open it with `age -d`").into());
    }
    let mut identity = age::scrypt::Identity::new(passphrase()?.secret());
    identity.set_max_work_factor(MOST_WORK);
    let identities = std::iter::once(&identity as &dyn age::Identity);
    let opened = sealed.decrypt(identities).map_err(|error| not_opened(path, why(&error)))?;
    Ok(Box::new(opened))
}

/// Seals nothing: this emic was built without.
///
/// # Errors
/// Always; no [`Passphrase::to_seal`] is made either.
#[cfg(not(feature = "seal"))]
pub fn seal(_: Passphrase, _: &mut dyn Write, _: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(feature = "seal"))]
pub(super) fn open<'a, E: From<StoreError>>(
    path: &Path,
    _: Vec<u8>,
    _: impl Read + 'a,
    _: impl FnOnce() -> Result<Passphrase, E>,
) -> Result<Box<dyn Read + 'a>, E> {
    Err(not_opened(path, "this emic was built without sealing; open it with `age -d`").into())
}

pub(super) fn not_opened(path: &Path, why: &'static str) -> StoreError {
    StoreError::NotOpened { path: path.to_path_buf(), why }
}

#[cfg(feature = "seal")]
fn why(error: &age::DecryptError) -> &'static str {
    use age::DecryptError::*;
    match error {
        DecryptionFailed | KeyDecryptionFailed | NoMatchingKeys => {
            "this is not its passphrase; type it as it was when it was sealed, capitals and spaces too"
        }
        ExcessiveWork { .. } => {
            "it asks for more work than the passphrase of any file should (over 2^20); ask who sent it, or open it with `age -d`"
        }
        _ => "its header is damaged, or was cut short; copy it again",
    }
}
