//! Many things by id.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Id;

/// Ids on one page.
const PAGE: u64 = 64;

/// Things by id, in the order of their ids.
///
/// The things made one after the other in a log stand together on a page and without their ids, so that they take
/// little more than their own size; a tree that grows in their order leaves half of each leaf empty.
#[derive(Clone)]
pub(super) struct IdMap<K, T> {
    pages: BTreeMap<u64, Page<T>>,
    ids: PhantomData<K>,
}

#[derive(Clone, PartialEq)]
struct Page<T> {
    /// One bit for each id, from the lowest on: whether its thing is there.
    there: u64,
    things: Vec<T>,
}

impl<T> Page<T> {
    /// Where the thing of an id stands or would, and whether it does.
    fn find(&self, bit: u64) -> (usize, bool) {
        let before = self.there & (bit - 1);
        (before.count_ones() as usize, self.there & bit != 0)
    }
}

/// The page of an id, and its bit there.
fn place<K: Into<Id>>(id: K) -> (u64, u64) {
    let bits = id.into().to_bits();
    (bits / PAGE, 1 << (bits % PAGE))
}

/// The ids of a page that are there.
fn ids_of<K: From<Id>>(page: u64, there: u64) -> impl Iterator<Item = K> {
    (0..PAGE).filter(move |bit| there >> bit & 1 == 1).map(move |bit| K::from(Id::from_bits(page * PAGE + bit)))
}

impl<K: Copy + Into<Id> + From<Id>, T> IdMap<K, T> {
    pub fn get(&self, id: &K) -> Option<&T> {
        let (page, bit) = place(*id);
        let page = self.pages.get(&page)?;
        let (at, there) = page.find(bit);
        if there { page.things.get(at) } else { None }
    }

    /// The thing of that id, made where none is there.
    pub fn or_default(&mut self, id: K) -> &mut T
    where
        T: Default,
    {
        let (page, bit) = place(id);
        let page = self.pages.entry(page).or_default();
        let (at, there) = page.find(bit);
        if !there {
            page.there |= bit;
            page.things.insert(at, T::default());
        }
        &mut page.things[at]
    }

    /// Puts a thing there, and gives back the one that stood there.
    pub fn insert(&mut self, id: K, thing: T) -> Option<T> {
        let (page, bit) = place(id);
        let page = self.pages.entry(page).or_default();
        match page.find(bit) {
            (at, true) => Some(std::mem::replace(&mut page.things[at], thing)),
            (at, false) => {
                page.there |= bit;
                page.things.insert(at, thing);
                None
            }
        }
    }

    /// Puts a thing there, or none, and gives back the one that stood there.
    pub fn swap(&mut self, id: K, thing: Option<T>) -> Option<T> {
        match thing {
            Some(thing) => self.insert(id, thing),
            None => self.remove(&id),
        }
    }

    pub fn remove(&mut self, id: &K) -> Option<T> {
        let (number, bit) = place(*id);
        let page = self.pages.get_mut(&number)?;
        let (at, there) = page.find(bit);
        if !there {
            return None;
        }
        page.there &= !bit;
        let thing = page.things.remove(at);
        if page.things.is_empty() {
            self.pages.remove(&number);
        }
        Some(thing)
    }

    pub fn iter(&self) -> impl Iterator<Item = (K, &T)> {
        self.pages.iter().flat_map(|(&number, page)| ids_of(number, page.there).zip(&page.things))
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (K, &mut T)> {
        self.pages.iter_mut().flat_map(|(&number, page)| ids_of(number, page.there).zip(&mut page.things))
    }

    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.pages.values().flat_map(|page| &page.things)
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.pages.values_mut().flat_map(|page| &mut page.things)
    }

    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    pub fn len(&self) -> usize {
        self.pages.values().map(|page| page.things.len()).sum()
    }

    /// Takes away what is not wanted.
    #[cfg(test)]
    pub fn retain(&mut self, wanted: impl Fn(&T) -> bool) {
        let unwanted: Vec<K> = self.iter().filter(|(_, thing)| !wanted(thing)).map(|(id, _)| id).collect();
        unwanted.iter().for_each(|id| drop(self.remove(id)));
    }

    #[cfg(test)]
    pub fn keys(&self) -> impl Iterator<Item = K> {
        self.iter().map(|(id, _)| id)
    }
}

impl<T> Default for Page<T> {
    fn default() -> Page<T> {
        Page { there: 0, things: Vec::new() }
    }
}

impl<K, T> Default for IdMap<K, T> {
    fn default() -> IdMap<K, T> {
        IdMap { pages: BTreeMap::new(), ids: PhantomData }
    }
}

impl<K, T: PartialEq> PartialEq for IdMap<K, T> {
    fn eq(&self, other: &IdMap<K, T>) -> bool {
        self.pages == other.pages
    }
}

impl<K: Copy + Into<Id> + From<Id> + fmt::Debug, T: fmt::Debug> fmt::Debug for IdMap<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Copy + Into<Id> + From<Id> + Serialize, T: Serialize> Serialize for IdMap<K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(self.len()))?;
        self.iter().try_for_each(|(id, thing)| map.serialize_entry(&id, thing))?;
        map.end()
    }
}

impl<'de, K, T> Deserialize<'de> for IdMap<K, T>
where
    K: Copy + Into<Id> + From<Id> + Deserialize<'de>,
    T: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<IdMap<K, T>, D::Error> {
        struct All<K, T>(PhantomData<(K, T)>);

        impl<'de, K, T> Visitor<'de> for All<K, T>
        where
            K: Copy + Into<Id> + From<Id> + Deserialize<'de>,
            T: Deserialize<'de>,
        {
            type Value = IdMap<K, T>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<IdMap<K, T>, A::Error> {
                let mut map = IdMap::default();
                while let Some((id, thing)) = entries.next_entry()? {
                    map.insert(id, thing);
                }
                Ok(map)
            }
        }

        deserializer.deserialize_map(All(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::project::{CodingId, LogId};

    proptest! {
        #[test]
        fn it_is_a_tree_of_ids(acts in vec((0..2_u64, 0..200_u32, any::<bool>()), 0..300)) {
            let (mut map, mut tree) = (IdMap::default(), BTreeMap::new());
            for (nth, (log, number, puts)) in acts.into_iter().enumerate() {
                let id = CodingId(LogId::from_random(log << 24).thing(number).unwrap());
                match puts {
                    true => prop_assert_eq!(map.insert(id, nth), tree.insert(id, nth)),
                    false => prop_assert_eq!(map.remove(&id), tree.remove(&id)),
                }
                prop_assert_eq!(map.get(&id), tree.get(&id));
            }
            prop_assert_eq!(map.len(), tree.len());
            prop_assert!(map.iter().eq(tree.iter().map(|(&id, thing)| (id, thing))));
            let other: IdMap<CodingId, usize> = postcard::from_bytes(&postcard::to_stdvec(&tree).unwrap()).unwrap();
            prop_assert!(other == map);
            prop_assert_eq!(postcard::to_stdvec(&map).unwrap(), postcard::to_stdvec(&tree).unwrap());
        }
    }
}
