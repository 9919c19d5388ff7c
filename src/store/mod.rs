//! The only room that touches files: the project folder, its logs, texts and vault, bytes in and out.
//!
//! What is called saved here was synced to the disk first. Folders and files are their owner's alone.
//! Every error says what could not be done, where, why in plain words, and what to do next.

mod backup;
mod coded_line;
mod disk;
mod drafts;
mod encryption;
mod erasing;
mod error;
mod faulty;
mod files;
mod folder;
mod git;
mod heads;
mod hidden;
mod home;
mod joining;
mod known;
mod line;
mod log;
mod machine;
mod out_folder;
mod passing;
mod policy;
mod private;
mod quick;
mod recover;
mod sample;
mod scribe;
mod sealing;
mod sent;
mod sharing;
mod shelf;
mod sound;
mod tail;
mod watch;
mod writer;

pub use backup::{Backup, backup};
pub use disk::{Disk, FolderDisk, Originals, original_name, project_original_name};
pub use encryption::encryption_of;
pub use erasing::{Erased, erase_from_keys, is_erasing};
pub use error::StoreError;
pub use faulty::{Failure, Failures, Faulty};
pub use files::{
    Files, Out, Overwrite, files_in, files_under, is_there, open_input, paths_like, read_if_there, read_input,
    typed_path, write_output,
};
pub use folder::{Folder, Outside};
pub use git::{Came, GitTrouble, Repository};
pub use heads::{Head, head_of_all};
pub use hidden::ask_hidden;
pub use home::{Found, Home, How, Listed};
pub use joining::Joined;
pub use known::{Known, LogMark};
pub use log::{FORMAT, Fault, Header, LogRead, Newer, SetAside, read_log};
pub use machine::{forbid_core_dumps, free_space, mode_of, screen_columns, screen_size};
pub use out_folder::write_folder;
pub use policy::Policy;
pub use private::put_private;
pub use recover::{Left, Rescued, recover};
pub use sample::{SAMPLE_NAME, SampleWork, Scratch, is_sample, put_sample};
pub use scribe::Scribe;
pub use sealing::{Passphrase, seal};
pub use sent::{NamesIn, REGISTER, Sent, note_sent, pseudonym_keys, register, sent};
pub use sharing::{Sharing, sharing_with};
pub use shelf::TextShelf;
pub use sound::{damaged_texts, open_to_others};
pub use tail::Arrived;
pub use watch::Watch;
pub use writer::{Batch, Saved, Writer, new_log};
