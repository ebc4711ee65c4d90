//! The cluster as one value: objects by kind and name, shared between clones.

use std::{collections::BTreeMap, ops::Bound, sync::Arc};

use serde_json::Value;

use super::{
    controllers::Controller,
    history::{Change, History},
    key::Key,
    kind::Kind,
    object::{Object, Origin},
    occupancy::Occupancy,
    process::Processes,
    settings::Settings,
    typed::{Resource, WrongType},
};

/// Objects of one kind and namespace by name.
type Names = BTreeMap<String, Arc<Object>>;

/// Objects of one kind by namespace. A change copies the names of its namespace, not those of all.
type Shelf = BTreeMap<String, Arc<Names>>;

/// A Kubernetes cluster: settings and objects. Deterministic (ordered maps only) and cheap to clone: the copy shares
/// every object, and a change to one copies only the index of the kind and namespace it touches.
#[derive(Debug, Clone, Default)]
pub struct Cluster {
    pub settings: Settings,
    shelves: BTreeMap<Kind, Arc<Shelf>>,
    next_serial: u64,
    revision: u64,
    installed: &'static [Controller],
    pub(super) processes: Processes,
    /// Shared, so that a copy of a large cluster that was just loaded costs as little as any other.
    changes: Arc<Changes>,
    history: History,
    occupancy: Occupancy,
}

/// The objects that changed, each as it was before (`None`: it was not there).
pub type Changes = BTreeMap<Key, Option<Arc<Object>>>;

impl Cluster {
    /// An empty cluster: no namespaces, no nodes. See [`load`](super::load::load) for one with what every cluster has.
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Installs controllers that know more than this module: those of Gateways, of `CoreDNS`.
    pub fn install(&mut self, controllers: &'static [Controller]) {
        self.installed = controllers;
    }

    pub fn installed(&self) -> &'static [Controller] {
        self.installed
    }

    /// Stores an object, in place of one of the same key (whose serial it keeps).
    pub fn put(&mut self, object: Object) {
        let serial = if let Some(old) = self.get(object.key()) {
            old.serial()
        } else {
            self.next_serial += 1;
            self.next_serial
        };
        let key = object.key().clone();
        let new = Arc::new(object.numbered(serial));
        let shelf = Arc::make_mut(self.shelves.entry(key.kind).or_default());
        let names = Arc::make_mut(shelf.entry(key.namespace.clone()).or_default());
        let old = names.insert(key.name.clone(), Arc::clone(&new));
        self.note(key, old, Some(new));
    }

    fn note(&mut self, key: Key, old: Option<Arc<Object>>, new: Option<Arc<Object>>) {
        if key.kind == Kind::Pod {
            self.occupancy.follow(&key, old.as_deref(), new.as_deref());
        }
        self.history.push(Change { revision: self.revision, old: old.clone(), new });
        Arc::make_mut(&mut self.changes).entry(key).or_insert(old);
    }

    /// Has the controllers look at an object again, although nothing of it changed.
    pub(super) fn touch(&mut self, key: &Key) {
        if let Some(object) = self.get(key).cloned() {
            Arc::make_mut(&mut self.changes).entry(key.clone()).or_insert(Some(object));
        }
    }

    /// What the Pods take up.
    pub fn occupancy(&self) -> &Occupancy {
        &self.occupancy
    }

    /// What changed, in order.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Keeps no changes until it is told to: a cluster that is being built.
    pub fn pause_history(&mut self) {
        self.history.pause(self.revision);
    }

    /// Keeps changes from now on.
    pub fn keep_history(&mut self) {
        self.history.go_on();
    }

    /// The number of the last change: the `resourceVersion` of a list.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What changed since this was asked last: the controllers' work.
    pub fn take_changes(&mut self) -> Changes {
        Arc::unwrap_or_clone(std::mem::take(&mut self.changes))
    }

    /// Reads and stores an object's JSON.
    ///
    /// # Errors
    /// When a field does not have its type; nothing is stored then.
    pub fn put_json(&mut self, kind: Kind, json: Value, origin: Origin) -> Result<(), WrongType> {
        self.put(Object::read(kind, json, origin)?);
        Ok(())
    }

    /// Changes an object's JSON and reads it anew; its origin, serial and place stay. Does nothing if it is not there.
    ///
    /// # Errors
    /// When the changed JSON does not have its type; the object stays as it was then.
    pub fn change(&mut self, key: &Key, edit: impl FnOnce(&mut Value)) -> Result<(), WrongType> {
        let Some(old) = self.get(key) else { return Ok(()) };
        let mut json = old.json().clone();
        edit(&mut json);
        self.replace(key, json)
    }

    /// As [`change`](Self::change), with the changed JSON at hand.
    pub(super) fn replace(&mut self, key: &Key, json: Value) -> Result<(), WrongType> {
        let Some(old) = self.get(key) else { return Ok(()) };
        let (origin, place) = (old.origin(), old.place().cloned());
        let mut object = Object::read(key.kind, json, origin)?;
        if let Some(place) = place {
            object = object.at(place);
        }
        self.put(object);
        Ok(())
    }

    /// The number of the next change: what a `resourceVersion` is made of.
    pub(super) fn advance(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }

    pub fn remove(&mut self, key: &Key) -> Option<Arc<Object>> {
        self.get(key)?;
        let shelf = Arc::make_mut(self.shelves.get_mut(&key.kind)?);
        let names = Arc::make_mut(shelf.get_mut(&key.namespace)?);
        let old = names.remove(&key.name)?;
        if names.is_empty() {
            shelf.remove(&key.namespace);
        }
        self.note(key.clone(), Some(Arc::clone(&old)), None);
        Some(old)
    }

    pub fn get(&self, key: &Key) -> Option<&Arc<Object>> {
        self.find(key.kind, &key.namespace, &key.name)
    }

    /// The object of that kind and name; the namespace is empty for cluster-scoped kinds.
    pub fn find(&self, kind: Kind, namespace: &str, name: &str) -> Option<&Arc<Object>> {
        self.shelves.get(&kind)?.get(namespace)?.get(name)
    }

    /// The object by its type.
    pub fn fetch<T: Resource>(&self, namespace: &str, name: &str) -> Option<(&Object, &T)> {
        let object = self.find(T::KIND, namespace, name)?;
        object.typed().map(|typed| (object.as_ref(), typed))
    }

    /// Objects of one kind, by namespace and name.
    pub fn objects(&self, kind: Kind) -> impl Iterator<Item = &Arc<Object>> {
        self.shelves.get(&kind).into_iter().flat_map(|shelf| shelf.values()).flat_map(|names| names.values())
    }

    /// Objects of one kind in one namespace, by name.
    pub fn objects_in<'a>(
        &'a self,
        kind: Kind,
        namespace: &str,
    ) -> impl Iterator<Item = &'a Arc<Object>> + use<'a> {
        self.names(kind, namespace).into_iter().flat_map(|names| names.values())
    }

    fn names(&self, kind: Kind, namespace: &str) -> Option<&Arc<Names>> {
        self.shelves.get(&kind)?.get(namespace)
    }

    /// Objects of one kind in one namespace whose name begins with this, by name.
    pub fn objects_named<'a>(
        &'a self,
        kind: Kind,
        namespace: &str,
        prefix: &str,
    ) -> impl Iterator<Item = &'a Arc<Object>> + use<'a> {
        let wanted = prefix.to_owned();
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let found = self.names(kind, namespace).map(|names| names.range::<str, _>(from));
        found
            .into_iter()
            .flatten()
            .take_while(move |(name, _)| name.starts_with(&wanted))
            .map(|(_, object)| object)
    }

    /// Objects of one type, by namespace and name.
    pub fn list<T: Resource>(&self) -> impl Iterator<Item = (&Object, &T)> {
        self.objects(T::KIND).filter_map(|object| Some((object.as_ref(), object.typed()?)))
    }

    /// Objects of one type in one namespace, by name.
    pub fn list_in<'a, T: Resource>(
        &'a self,
        namespace: &str,
    ) -> impl Iterator<Item = (&'a Object, &'a T)> + use<'a, T> {
        self.objects_in(T::KIND, namespace).filter_map(|object| Some((object.as_ref(), object.typed()?)))
    }

    /// Every object, by kind, namespace and name.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.shelves.values().flat_map(|shelf| shelf.values()).flat_map(|names| names.values())
    }

    /// Every object of a namespace, by kind and name.
    pub fn all_in<'a>(&'a self, namespace: &str) -> impl Iterator<Item = &'a Arc<Object>> + use<'a> {
        let namespace = namespace.to_owned();
        self.shelves.values().filter_map(move |shelf| shelf.get(&namespace)).flat_map(|names| names.values())
    }

    pub fn len(&self) -> usize {
        self.shelves.values().flat_map(|shelf| shelf.values()).map(|names| names.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(name: &str) -> Value {
        json!({"metadata": {"namespace": "n", "name": name}})
    }

    #[test]
    fn a_changed_object_keeps_its_place_in_the_input_and_its_origin() {
        let mut cluster = Cluster::default();
        for name in ["b", "a"] {
            cluster.put_json(Kind::ConfigMap, map(name), Origin::Derived).unwrap();
        }
        cluster
            .change(&Key::new(Kind::ConfigMap, "n", "b"), |json| json["data"] = json!({"k": "v"}))
            .unwrap();
        let mut objects: Vec<_> = cluster.objects(Kind::ConfigMap).collect();
        objects.sort_by_key(|object| object.serial());
        assert_eq!(objects.iter().map(|object| object.name()).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!((objects[0].origin(), &objects[0].json()["data"]["k"]), (Origin::Derived, &json!("v")));
    }

    #[test]
    fn lists_are_in_order_and_of_what_is_asked_for() {
        let mut cluster = Cluster::default();
        for (namespace, name) in [("n", "web-2"), ("m", "web-1"), ("n", "web-1"), ("n", "api"), ("n", "xyz")]
        {
            let json = json!({"metadata": {"namespace": namespace, "name": name}});
            cluster.put_json(Kind::ConfigMap, json, Origin::Given).unwrap();
        }
        let names = |list: &mut dyn Iterator<Item = &Arc<Object>>| -> Vec<String> {
            list.map(|object| object.full_name()).collect()
        };
        let all = ["m/web-1", "n/api", "n/web-1", "n/web-2", "n/xyz"];
        assert_eq!(names(&mut cluster.objects(Kind::ConfigMap)), all);
        assert_eq!(names(&mut cluster.objects_in(Kind::ConfigMap, "n")), all[1..]);
        assert_eq!(names(&mut cluster.objects_named(Kind::ConfigMap, "n", "web-")), all[2..4]);
        assert!(names(&mut cluster.objects_named(Kind::ConfigMap, "o", "")).is_empty());
        let copy = cluster.clone();
        assert!(cluster.remove(&Key::new(Kind::ConfigMap, "m", "web-1")).is_some());
        assert!(cluster.remove(&Key::new(Kind::ConfigMap, "m", "web-1")).is_none());
        assert_eq!(
            (cluster.len(), copy.len(), names(&mut cluster.all())),
            (4, 5, all[1..].iter().map(ToString::to_string).collect())
        );
    }

    #[test]
    fn a_change_to_a_wrong_type_is_refused_and_changes_nothing() {
        let mut cluster = Cluster::default();
        cluster.put_json(Kind::ConfigMap, map("a"), Origin::Given).unwrap();
        let key = Key::new(Kind::ConfigMap, "n", "a");
        let error = cluster.change(&key, |json| json["data"] = json!({"k": 1})).unwrap_err();
        assert_eq!(error.field, "data.k");
        assert_eq!(cluster.get(&key).unwrap().json(), &map("a"));
    }
}
