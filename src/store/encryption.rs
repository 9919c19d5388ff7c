//! Whether a folder lies on an encrypted disk, as far as the system says.

use std::fs;
use std::path::{Path, PathBuf};

/// File systems that are encryption themselves.
const ENCRYPTING: [&str; 5] = ["ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs"];

/// What the system says of the encryption of a folder's disk, in words.
pub fn encryption_of(path: &Path) -> String {
    let there = path.ancestors().find_map(|path| path.canonicalize().ok());
    let mounts = fs::read_to_string("/proc/self/mountinfo");
    match (there, mounts) {
        (Some(there), Ok(mounts)) => said(&there, &mounts, &layers),
        _ => "cannot be told on this system".to_string(),
    }
}

/// Where a folder is mounted: device as `major:minor`, file system, source.
struct Mount<'a> {
    device: &'a str,
    system: &'a str,
    source: &'a str,
}

fn said(path: &Path, mounts: &str, layers: &dyn Fn(&Mount) -> Option<Vec<String>>) -> String {
    let Some(mount) = mount_of(path, mounts) else { return "cannot be told on this system".to_string() };
    if ENCRYPTING.contains(&mount.system) {
        return format!("yes ({})", mount.system);
    }
    match layers(&mount) {
        Some(layers) if layers.iter().any(|layer| layer.starts_with("CRYPT-")) => "yes (dm-crypt)".to_string(),
        Some(_) => "none found under it; a disk may encrypt by itself, ask who runs this machine".to_string(),
        None => format!("cannot be told of {}; ask who runs this machine", mount.system),
    }
}

/// The mount with the longest path above the folder; of two in one place, the later one.
fn mount_of<'a>(path: &Path, mounts: &'a str) -> Option<Mount<'a>> {
    let read = |line: &'a str| {
        let (place, kind) = line.split_once(" - ")?;
        let place: Vec<&str> = place.split(' ').collect();
        let kind: Vec<&str> = kind.split(' ').collect();
        let point = PathBuf::from(place.get(4)?.replace("\\040", " "));
        let mount = Mount { device: place.get(2)?, system: kind.first()?, source: kind.get(1)? };
        path.starts_with(&point).then(|| (point.as_os_str().len(), mount))
    };
    mounts.lines().filter_map(read).max_by_key(|(length, _)| *length).map(|(_, mount)| mount)
}

/// What device-mapper says of a disk and of those beneath it; `None` where it is no disk of this machine.
fn layers(mount: &Mount) -> Option<Vec<String>> {
    let by_number = Path::new("/sys/dev/block").join(mount.device);
    let by_name = || {
        let device = Path::new(mount.source).canonicalize().ok()?;
        Some(Path::new("/sys/class/block").join(device.file_name()?))
    };
    let first = if by_number.exists() { by_number } else { by_name().filter(|path| path.exists())? };
    let (mut found, mut left, mut looked_at) = (Vec::new(), vec![first], 0);
    while let Some(disk) = left.pop().filter(|_| looked_at < 100) {
        looked_at += 1;
        found.extend(fs::read_to_string(disk.join("dm/uuid")));
        // A part of a disk is named beneath the whole.
        let beneath = fs::read_dir(disk.join("slaves")).into_iter().flatten().flatten();
        left.extend(beneath.map(|entry| entry.path()));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "20 1 253:1 / / rw - ext4 /dev/mapper/root rw\n\
                          21 20 8:1 / /boot rw - ext4 /dev/sda1 rw\n\
                          22 20 0:40 / /home/my\\040data rw - fuse.gocryptfs /x rw\n\
                          23 20 0:41 / /home/net rw - nfs4 server:/x rw\n";

    fn of(path: &str) -> String {
        let layers = |mount: &Mount| match mount.device {
            "253:1" => Some(vec!["LVM-abc".to_string(), "CRYPT-LUKS2-def".to_string()]),
            "8:1" => Some(Vec::new()),
            _ => None,
        };
        said(Path::new(path), MOUNTS, &layers)
    }

    #[test]
    fn the_nearest_mount_says_whether_it_is_encrypted() {
        assert_eq!(of("/home/ana"), "yes (dm-crypt)");
        assert_eq!(of("/home/my data/study"), "yes (fuse.gocryptfs)");
        assert!(of("/boot/x").starts_with("none found"));
        assert_eq!(of("/home/net/ana"), "cannot be told of nfs4; ask who runs this machine");
    }

    #[test]
    fn something_is_said_of_every_folder() {
        assert!(!encryption_of(&std::env::temp_dir().join("not/there")).is_empty());
    }
}
