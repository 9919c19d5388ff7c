//! Makes the sample project out of its written sources, gesture by gesture: `sample [DIR]`.
//!
//! Two runs make the same bytes. A sample that is there is replaced; any other project is left alone.

#[path = "sample/making.rs"]
mod making;

use std::path::{Path, PathBuf};

use emic::store::Folder;

fn main() -> making::Done {
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join("peer-work");
    let folder = std::env::args_os().nth(1).map_or(usual, PathBuf::from);
    if folder.exists() && Folder::open(&folder)?.id() != making::ID {
        return Err(format!("{} is another project; name a folder that is not there", folder.display()).into());
    }
    let above = folder.parent().ok_or("name a folder")?;
    let aside = tempfile::Builder::new().prefix(".sample-").tempdir_in(above)?;
    making::make(aside.path())?;
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::rename(aside.keep(), &folder)?;
    Ok(())
}
