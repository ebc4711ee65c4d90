//! kubectl's generators once more: each line is typed into the lab's shell, and each object sent to the API; what is stored
//! then is compared.

use kubedrill::{
    cluster::{Kind, LoadOptions, api::kind_of_body, load},
    shell::Session,
};
use serde_json::Value;

use super::asked::{Asked, yaml};

const NOW: &str = "2026-11-22T12:00:00Z";

/// What matters of an object: its kind, name and `spec` as the server keeps it.
type Stored = (Kind, String, Value);

/// A shell on a cluster with the Deployments that questions speak of.
fn shell(asked: &Asked) -> Session {
    let mut session =
        Session::new(load(&[], &LoadOptions::default()).expect("an empty cluster").cluster, NOW, 1);
    if let Some(name) =
        asked.stem.split("There is a Deployment `").nth(1).and_then(|rest| rest.split('`').next())
    {
        let made = session.run(&format!("kubectl create deployment {name} --image=nginx:1.29"), NOW);
        assert_eq!(made.status, 0, "{}", made.stderr());
    }
    session
}

/// The one object that came while `change` was at work.
fn new_in(session: &mut Session, change: impl FnOnce(&mut Session) -> bool) -> Option<Stored> {
    const KINDS: [Kind; 3] = [Kind::Service, Kind::Ingress, Kind::Deployment];
    let before = session.cluster.clone();
    if !change(session) {
        return None;
    }
    let objects = KINDS.into_iter().flat_map(|kind| session.cluster.objects(kind));
    let new: Vec<_> = objects.filter(|object| before.get(object.key()).is_none()).collect();
    let [object] = new.as_slice() else { panic!("{} new objects", new.len()) };
    Some((object.kind(), object.name().to_owned(), object.json()["spec"].clone()))
}

/// What the line makes, or `None` where kubectl refuses.
fn typed(asked: &Asked, line: &str) -> Option<Stored> {
    new_in(&mut shell(asked), |session| session.run(line.trim().trim_matches('`'), NOW).status == 0)
}

/// What the server makes of the object.
fn created(asked: &Asked, object: &Value) -> Option<Stored> {
    new_in(&mut shell(asked), |session| {
        session.write_file("object.json", &object.to_string()).expect("a file");
        session.run("kubectl create -f object.json", NOW).status == 0
    })
}

pub fn command(asked: &Asked) -> Vec<bool> {
    let wanted = created(asked, &asked.objects[0]).expect("an object that can be created");
    asked.each(|line| typed(asked, line).as_ref() == Some(&wanted))
}

pub fn makes(asked: &Asked) -> Vec<bool> {
    let made = typed(asked, &asked.shown).expect("a command that works");
    // A choice shows what it may differ in; the version follows from the kind.
    let version = |kind: &Value| match kind.as_str() {
        Some("Ingress") => "networking.k8s.io/v1",
        Some("Deployment") => "apps/v1",
        _ => "v1",
    };
    asked.each(|choice| {
        let mut object = yaml(choice);
        object["apiVersion"] = version(&object["kind"]).into();
        assert!(kind_of_body(&object).is_ok(), "{object}");
        created(asked, &object).as_ref() == Some(&made)
    })
}
