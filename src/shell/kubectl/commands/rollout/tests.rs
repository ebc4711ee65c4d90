//! The history of a workload, going back in it, and a rollout that is given up.

use crate::{
    cluster::{LoadOptions, controllers, load},
    shell::Session,
};

const NOW: &str = "2026-11-27T08:00:00Z";

fn session() -> Session {
    let mut cluster = load(&[], &LoadOptions::default()).unwrap().cluster;
    controllers::run(&mut cluster, NOW);
    Session::new(cluster, NOW, 1)
}

/// What a line prints, errors after the rest.
fn run(session: &mut Session, line: &str) -> String {
    // What was waited for, the session adds itself.
    let reply = session.run(line, NOW);
    format!("{}{}", reply.stdout(), reply.stderr())
}

fn manifest(kind: &str, image: &str) -> String {
    let service = if kind == "StatefulSet" { "serviceName: db, " } else { "" };
    format!(
        "apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: db}}\nspec: {{{service}selector: {{matchLabels: {{app: db}}}}, \
         template: {{metadata: {{labels: {{app: db}}}}, spec: {{containers: [{{name: c, image: \"{image}\"}}]}}}}}}\n"
    )
}

fn apply(session: &mut Session, kind: &str, image: &str) {
    let text = manifest(kind, image);
    session.write_file("db.yaml", &text).unwrap();
    let said = run(session, "kubectl apply -f db.yaml");
    assert!(said.contains("created") || said.contains("configured"), "{said}");
}

#[test]
fn a_stateful_set_and_a_daemon_set_have_a_history_and_go_back_in_it() {
    for (kind, shown) in [("StatefulSet", "statefulset.apps/db"), ("DaemonSet", "daemonset.apps/db")] {
        let mut session = session();
        let word = kind.to_lowercase();
        apply(&mut session, kind, "redis:7");
        let undo = format!("kubectl rollout undo {word}/db");
        assert_eq!(run(&mut session, &undo), "error: no last revision to roll back to\n");
        apply(&mut session, kind, "redis:8");
        let history = run(&mut session, &format!("kubectl rollout history {word}/db"));
        assert_eq!(
            history.trim_end(),
            format!("{shown} \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>")
        );
        let one = run(&mut session, &format!("kubectl rollout history {word}/db --revision=1"));
        assert!(one.starts_with(&format!("{shown} with revision #1\nPod Template:\n")), "{one}");
        assert!(one.contains("redis:7") && !one.contains("$patch"), "{one}");
        assert_eq!(run(&mut session, &undo), format!("{shown} rolled back\n"));
        let image = "{.spec.template.spec.containers[0].image}";
        let images = run(&mut session, &format!("kubectl get {word} db -o jsonpath='{image}'"));
        assert_eq!(images, "redis:7");
        let history = run(&mut session, &format!("kubectl rollout history {word}/db"));
        assert!(history.contains("2         <none>\n3         <none>"), "{history}");
        let far = run(&mut session, &format!("{undo} --to-revision=9"));
        assert_eq!(far, "error: unable to find specified revision 9 in history\n");
        let same = run(&mut session, &format!("{undo} --to-revision=3"));
        assert_eq!(same, format!("{shown} skipped rollback (current template already matches revision 3)\n"));
    }
}

#[test]
fn revisions_can_be_looked_at() {
    let mut session = session();
    apply(&mut session, "DaemonSet", "redis:7");
    let table = run(&mut session, "kubectl get controllerrevisions");
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["NAME", "CONTROLLER", "REVISION", "AGE"]);
    assert_eq!(rows[1][1..3], ["daemonset.apps/db", "1"]);
}

#[test]
fn a_rollout_that_does_not_move_exceeds_its_deadline_and_the_deployment_says_so() {
    let mut session = session();
    run(&mut session, "kubectl create deployment web --image=nginx:nope");
    let said = run(&mut session, "kubectl rollout status deployment/web");
    assert_eq!(
        said,
        "Waiting for deployment \"web\" rollout to finish: 0 of 1 updated replicas are available...\nerror: deployment \"web\" exceeded its progress deadline\n"
    );
    let condition = "{.status.conditions[?(@.type==\"Progressing\")].reason}";
    let reason = run(&mut session, &format!("kubectl get deployment web -o jsonpath='{condition}'"));
    assert_eq!(reason, "ProgressDeadlineExceeded");
    // It is known now: nothing is waited for.
    let said = run(&mut session, "kubectl rollout status deployment/web");
    assert_eq!(said, "error: deployment \"web\" exceeded its progress deadline\n");
}

#[test]
fn time_alone_gives_a_rollout_up() {
    let condition =
        "kubectl get deployment web -o jsonpath='{.status.conditions[?(@.type==\"Progressing\")].reason}'";
    let begun = || {
        let mut session = session();
        run(&mut session, "kubectl create deployment web --image=nginx:nope");
        assert_eq!(run(&mut session, condition), "ReplicaSetUpdated");
        session
    };
    let mut slept = begun();
    run(&mut slept, "sleep 599");
    assert_eq!(run(&mut slept, condition), "ReplicaSetUpdated");
    run(&mut slept, "sleep 2");
    assert_eq!(run(&mut slept, condition), "ProgressDeadlineExceeded");
    // The learner's own time, between two lines.
    let mut looked = begun();
    let reply = looked.run(condition, "2026-11-27T08:10:01Z");
    assert_eq!(reply.stdout(), "ProgressDeadlineExceeded");
    let mut waited = begun();
    let wait = "kubectl wait --for=condition=Progressing=False deployment/web --timeout=900s";
    assert_eq!(run(&mut waited, wait), "deployment.apps/web condition met\n");
    assert_eq!(waited.now, "2026-11-27T08:10:01Z", "no longer than it takes");
    let mut watched = begun();
    let status = run(&mut watched, "kubectl rollout status deployment/web --timeout=900s");
    assert!(status.ends_with("error: deployment \"web\" exceeded its progress deadline\n"), "{status}");
    let mut short = begun();
    let status = run(&mut short, "kubectl rollout status deployment/web --timeout=30s");
    assert!(status.ends_with("error: timed out waiting for the condition\n"), "{status}");
    assert_eq!(short.now, "2026-11-27T08:00:30Z");
}

/// A short process of `run -i` waits, and its Pod, which has ended by now, is there for it meanwhile.
#[test]
fn an_attended_process_that_waits_keeps_its_pod() {
    let mut session = session();
    let said = run(
        &mut session,
        "kubectl run t --image=busybox --rm -i --restart=Never -- sh -c 'sleep 2; nslookup kubernetes.default.svc.cluster.local | tail -3'",
    );
    assert!(said.contains("Address: 10.96.0.1"), "{said}");
}
