//! What the machine has: room on the disk, who may read a folder, the size of the terminal.

use std::path::Path;

/// Bytes free to this person where that folder is, or would be made.
pub fn free_space(path: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let there = path.ancestors().find(|path| path.exists())?;
        let disk = rustix::fs::statvfs(there).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// The mode bits of a folder; `None` where there is none, or none are known.
pub fn mode_of(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        Some(std::fs::metadata(path).ok()?.permissions().mode() & 0o7777)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Has this program leave no picture of its memory behind, and lets no other of the same person's look into it.
///
/// Where the system does not know how, nothing is done.
pub fn forbid_core_dumps() {
    #[cfg(unix)]
    {
        let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
        let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
    }
    // A core that is piped into a program of the system's does not ask for the limit.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Columns and rows of the terminal that standard output or standard error is.
pub fn screen_size() -> Option<(u16, u16)> {
    #[cfg(unix)]
    {
        let size =
            |found: rustix::io::Result<rustix::termios::Winsize>| found.ok().map(|size| (size.ws_col, size.ws_row));
        let out = size(rustix::termios::tcgetwinsize(std::io::stdout()));
        let found = out.or_else(|| size(rustix::termios::tcgetwinsize(std::io::stderr())));
        found.filter(|&(columns, rows)| columns > 0 && rows > 0)
    }
    #[cfg(not(unix))]
    {
        None
    }
}

/// Columns of the terminal, else 80.
pub fn screen_columns() -> usize {
    screen_size().map_or(80, |(columns, _)| usize::from(columns))
}
