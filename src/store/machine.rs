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
