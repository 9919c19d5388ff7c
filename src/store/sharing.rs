//! Who may read a project folder, and what that means on this machine.

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::private::Access;

/// Who may read a project folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sharing {
    /// Its owner alone.
    Private,
    /// The members of that group.
    Group(String),
}

/// Sharing with a group that this person is in.
///
/// # Errors
/// There is no such group on this machine, or they are not in it.
pub fn sharing_with(group: &str) -> Result<Sharing, StoreError> {
    let name = || group.to_string();
    let id = group_id(group).ok_or_else(|| StoreError::NoGroup { name: name() })?;
    if is_mine(id) { Ok(Sharing::Group(name())) } else { Err(StoreError::NotOfGroup { name: name() }) }
}

/// What it means on this machine: where the group is not known, everything is its owner's alone.
pub(super) fn access(sharing: &Sharing) -> Access {
    match sharing {
        Sharing::Private => Access::Owner,
        Sharing::Group(name) => group_id(name).map_or(Access::Owner, Access::Group),
    }
}

/// The number of a group, wherever this machine keeps its groups. Its own list is read first: the system is asked
/// through a socket.
#[cfg(unix)]
fn group_id(name: &str) -> Option<u32> {
    let listed = std::fs::read_to_string("/etc/group").ok().and_then(|list| id_in(&list, name));
    listed.or_else(|| asked_id(name))
}

/// The number of a group in a list as `/etc/group` is one: `study:x:1003:ada,ben`.
#[cfg(unix)]
fn id_in(list: &str, name: &str) -> Option<u32> {
    let fields = list.lines().map(|line| line.split(':').collect::<Vec<_>>());
    fields.filter(|fields| fields.first() == Some(&name)).find_map(|fields| fields.get(2)?.trim().parse().ok())
}

#[cfg(unix)]
fn asked_id(name: &str) -> Option<u32> {
    nix::unistd::Group::from_name(name).ok().flatten().map(|group| group.gid.as_raw())
}

#[cfg(not(unix))]
fn group_id(_name: &str) -> Option<u32> {
    None
}

#[cfg(unix)]
fn is_mine(id: u32) -> bool {
    let groups = rustix::process::getgroups().unwrap_or_default();
    rustix::process::geteuid().is_root()
        || rustix::process::getegid().as_raw() == id
        || groups.iter().any(|group| group.as_raw() == id)
}

#[cfg(not(unix))]
fn is_mine(_id: u32) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_in_the_list_by_its_whole_name() {
        let list = "root:x:0:\n# study\nstudy2:x:7:ada\nstudy:x:1003:ada,ben\nodd\nodd2:x:y:\n+::::\n";
        assert_eq!((id_in(list, "study"), id_in(list, "root")), (Some(1003), Some(0)));
        assert_eq!(
            (id_in(list, "stud"), id_in(list, "odd"), id_in(list, "odd2"), id_in(list, "+")),
            (None, None, None, None)
        );
    }
}
