//! Makes the sample projects out of their written sources, gesture by gesture: `sample [STUDY [DIR]]`.
//!
//! Without a name every study is made, where it is kept. Two runs make the same bytes. A sample that is there
//! is replaced; any other project is left alone.

#[path = "sample/making.rs"]
mod making;

use std::path::{Path, PathBuf};

use emic::store::Folder;

fn main() -> making::Done {
    let mut given = std::env::args_os().skip(1);
    let Some(name) = given.next() else {
        return making::STUDIES.iter().try_for_each(|name| put(name, &making::kept(name)));
    };
    let name = name.to_str().filter(|name| making::STUDIES.contains(name));
    let name = name.ok_or_else(|| format!("name one of {}", making::STUDIES.join(", ")))?;
    put(name, &given.next().map_or_else(|| making::kept(name), PathBuf::from))
}

/// Makes a study aside, and puts it in the place of what was made of it before.
fn put(name: &str, folder: &Path) -> making::Done {
    let study = making::study(name)?;
    if folder.exists() && Folder::open(folder)?.id() != study.id()? {
        return Err(format!("{} is another project; name a folder that is not there", folder.display()).into());
    }
    let above = folder.parent().ok_or("name a folder")?;
    let aside = tempfile::Builder::new().prefix(".sample-").tempdir_in(above)?;
    making::make(&study, aside.path())?;
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::rename(aside.keep(), folder)?;
    Ok(())
}
