//! What commands ask of the server: which requests, and what they do when one is refused.

use crate::{
    cluster::{Kind, LoadOptions, controllers, load},
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
    let now = session.now.clone();
    let reply = session.run(line, &now);
    format!("{}{}", reply.stdout(), reply.stderr())
}

fn count(session: &Session, kind: Kind) -> usize {
    session.cluster.objects_in(kind, "default").count()
}

#[test]
fn a_deletion_leaves_or_takes_what_is_owned() {
    for (flag, left, warning) in [
        ("", 0, ""),
        ("--cascade=foreground", 0, ""),
        ("--cascade=orphan", 2, ""),
        (
            "--cascade=false",
            2,
            "warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.\n",
        ),
    ] {
        let mut session = session();
        run(&mut session, "kubectl create deploy web --image=nginx --replicas=2");
        let said = run(&mut session, &format!("kubectl delete deploy web {flag}"));
        assert_eq!(
            said,
            format!("deployment.apps \"web\" deleted from default namespace\n{warning}"),
            "{flag}"
        );
        assert_eq!(count(&session, Kind::Pod), left, "{flag}");
    }
    for command in ["delete", "apply", "replace"] {
        let said = run(&mut session(), &format!("echo > f; kubectl {command} -f f --cascade=no"));
        assert_eq!(
            said,
            "error: invalid cascade value (no). Must be \"background\", \"foreground\", or \"orphan\"\n",
            "{command}"
        );
    }
}

#[test]
fn what_is_replaced_by_force_leaves_orphans_if_told_to() {
    let mut session = session();
    run(
        &mut session,
        "kubectl create deploy web --image=nginx -o yaml --dry-run=client > web.yaml; kubectl apply -f web.yaml",
    );
    let pod = run(&mut session, "kubectl get pod -o name");
    run(&mut session, "kubectl replace --force --cascade=orphan -f web.yaml");
    // The new Deployment adopts what the old one left.
    assert_eq!(run(&mut session, "kubectl get pod -o name"), pod);
    run(&mut session, "kubectl replace --force -f web.yaml");
    assert_ne!(run(&mut session, "kubectl get pod -o name"), pod);
    // What can not be changed is made anew, by an apply that may force it.
    run(&mut session, "sed -i 's/app: web/app: other/' web.yaml; kubectl label pod --all kept=yes");
    let said = run(&mut session, "kubectl apply --force --cascade=orphan -f web.yaml");
    assert!(said.contains("deployment.apps/web configured"), "{said}");
    let kept = run(&mut session, "kubectl get pod -l kept=yes -o name");
    assert_eq!(kept.lines().count(), 1, "{kept}");
}

#[test]
fn a_debug_container_is_a_change_that_the_server_may_refuse() {
    let mut session = session();
    run(&mut session, "kubectl run web --image=nginx");
    let version = "kubectl get pod web -o jsonpath={.metadata.resourceVersion}";
    let before = run(&mut session, version);
    assert_eq!(run(&mut session, "kubectl debug web --image=busybox -c help"), "");
    assert_ne!(run(&mut session, version), before);
    let names = "kubectl get pod web -o jsonpath={.spec.ephemeralContainers[*].name}";
    assert_eq!(run(&mut session, names), "help");
    assert_eq!(
        run(&mut session, "kubectl debug web --image=busybox -c web"),
        "The Pod \"web\" is invalid: spec.ephemeralContainers[1].name: Duplicate value: \"web\"\n"
    );
    let said = run(&mut session, "kubectl debug web --image=busybox -c help");
    assert!(
        said.contains("existing ephemeral containers \"help\" may not be changed") || said.is_empty(),
        "{said}"
    );
    let said = run(&mut session, "kubectl debug web --image=busybox -c more --target=nobody");
    assert_eq!(
        said,
        "The Pod \"web\" is invalid: spec.ephemeralContainers[1].targetContainerName: Not found: \"nobody\"\n"
    );
    run(&mut session, "kubectl debug web --image=alpine -c more --target=web");
    assert_eq!(run(&mut session, names), "help more");
    // By no other way.
    let patch =
        "kubectl patch pod web -p '{\"spec\":{\"ephemeralContainers\":[{\"name\":\"x\",\"image\":\"y\"}]}}'";
    assert!(run(&mut session, patch).contains("pod updates may not change fields other than"));
    assert_eq!(run(&mut session, names), "help more");
}

#[test]
fn a_drain_asks_for_data_first_and_heeds_budgets() {
    let mut session = session();
    session
        .write_file(
            "bare.yaml",
            "{apiVersion: v1, kind: Pod, metadata: {name: bare}, spec: {nodeName: worker, volumes: [{name: d, emptyDir: {}}], containers: [{name: c, image: nginx}]}}\n",
        )
        .unwrap();
    run(&mut session, "kubectl apply -f bare.yaml");
    let drain = "kubectl drain worker --ignore-daemonsets";
    let others = "--pod-selector='k8s-app!=kube-dns,!nothing'";
    let said = run(&mut session, &format!("{drain} --force {others}"));
    assert!(
        said.contains(
            "cannot delete Pods with local storage (use --delete-emptydir-data to override): default/bare"
        ) && !said.contains("declare no controller"),
        "{said}"
    );
    assert_eq!(count(&session, Kind::Pod), 1);
    let said = run(&mut session, &format!("{drain} --force --delete-emptydir-data {others}"));
    assert!(said.contains("pod/bare evicted\n") && said.contains("node/worker drained\n"), "{said}");
    assert_eq!(count(&session, Kind::Pod), 0);

    run(
        &mut session,
        "kubectl uncordon worker; kubectl cordon worker2; kubectl create deploy web --image=nginx --replicas=2",
    );
    session
        .write_file(
            "pdb.yaml",
            "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}\n",
        )
        .unwrap();
    run(&mut session, "kubectl apply -f pdb.yaml");
    let allowed = "kubectl get pdb web -o jsonpath={.status.disruptionsAllowed}/{.status.currentHealthy}";
    assert_eq!(run(&mut session, allowed), "1/2");
    let before = session.now.clone();
    let said = run(&mut session, &format!("{drain} --timeout=20s --pod-selector=app=web"));
    let held = "(will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.\n";
    assert_eq!(said.matches(held).count(), 4, "{said}");
    assert_eq!(said.matches(" evicted\n").count(), 1, "{said}");
    assert!(said.contains("global timeout reached: 20s") && !said.contains("node/worker drained"), "{said}");
    assert_eq!((before.as_str(), session.now.as_str()), (NOW, "2026-11-27T08:00:20Z"));
    assert_eq!(run(&mut session, allowed), "0/1");
    // Without a timeout it goes on until it is stopped.
    let said = run(&mut session, &format!("{drain} --pod-selector=app=web"));
    assert!(said.contains(held) && said.contains("as Ctrl-C would"), "{said}");
    let said = run(&mut session, &format!("{drain} --pod-selector=app=web --disable-eviction"));
    assert!(said.ends_with("node/worker drained\n"), "{said}");
}

#[test]
fn a_budget_counts_the_pods_that_their_managers_want() {
    for (rule, status) in [
        ("minAvailable: 2", "2/3/1/3"),
        ("minAvailable: 50%", "2/3/1/3"),
        ("maxUnavailable: 1", "2/3/1/3"),
        ("maxUnavailable: 40%", "1/3/2/3"),
        ("minAvailable: 4", "4/3/0/3"),
    ] {
        let mut session = session();
        let budget = format!(
            "{{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {{name: b}}, spec: {{{rule}, selector: {{matchLabels: {{app: web}}}}}}}}\n"
        );
        session.write_file("b.yaml", &budget).unwrap();
        run(&mut session, "kubectl apply -f b.yaml");
        let shown = "kubectl get pdb b -o jsonpath={.status.desiredHealthy}/{.status.currentHealthy}/{.status.disruptionsAllowed}/{.status.expectedPods}";
        assert!(run(&mut session, shown).ends_with("/0/0/0"), "{rule}");
        run(&mut session, "kubectl create deploy web --image=nginx --replicas=3");
        assert_eq!(run(&mut session, shown), status, "{rule}");
    }
}

#[test]
fn a_scale_is_asked_for_by_its_subresource() {
    let mut session = session();
    run(
        &mut session,
        "kubectl create deploy web --image=nginx; kubectl create service clusterip web --tcp=80",
    );
    for (line, said) in [
        ("scale deploy web --replicas=2", "deployment.apps/web scaled\n"),
        ("scale deploy web --replicas=3 --current-replicas=5", "error: Expected replicas to be 5, was 2\n"),
        ("scale deploy web --replicas=3 --current-replicas=2", "deployment.apps/web scaled\n"),
        ("scale deploy web --replicas=1 --resource-version=1", ""),
        (
            "scale svc web --replicas=2",
            "Error from server (NotFound): the server could not find the requested resource\n",
        ),
        (
            "patch deploy web --subresource=scale --type=merge -p '{\"spec\":{\"replicas\":4}}'",
            "scale.autoscaling/web patched\n",
        ),
        ("get deploy web -o jsonpath={.spec.replicas}", "4"),
    ] {
        let shown = run(&mut session, &format!("kubectl {line}"));
        if line.contains("resource-version") {
            assert!(shown.starts_with("error: Expected resource version to be 1, was "), "{shown}");
        } else {
            assert_eq!(shown, said, "{line}");
        }
    }
}

#[test]
fn a_status_is_replaced_alone() {
    let mut session = session();
    let gateway = |class: &str, status: &str| {
        format!(
            "{{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {{name: g}}, spec: {{gatewayClassName: {class}, listeners: [{{name: a, port: 80, protocol: HTTP}}]}}{status}}}\n"
        )
    };
    session.write_file("old.yaml", &gateway("a", "")).unwrap();
    session.write_file("new.yaml", &gateway("b", ", status: {addresses: [{value: 192.0.2.9}]}")).unwrap();
    run(&mut session, "kubectl apply -f old.yaml");
    // What the server stored, before the controllers of Gateways saw it.
    let shown = run(
        &mut session,
        "kubectl replace --subresource=status -f new.yaml -o jsonpath={.spec.gatewayClassName}/{.status.addresses[0].value}",
    );
    assert_eq!(shown, "a/192.0.2.9");
    assert_eq!(
        run(&mut session, "kubectl replace --subresource=scale -f new.yaml"),
        "error: invalid subresource value: \"scale\". Must be one of [status]\n"
    );
}

#[test]
fn a_watch_shows_what_time_changes_and_ends() {
    let mut session = session();
    run(
        &mut session,
        "kubectl create deploy web --image=nginx:nope; kubectl create deploy other --image=nginx",
    );
    run(&mut session, "kubectl patch deploy web -p '{\"spec\":{\"progressDeadlineSeconds\":30}}'");
    let said = run(&mut session, "kubectl get deploy -w");
    let names: Vec<&str> = said.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["NAME", "other", "web", "web", "^C"], "{said}");
    assert_eq!(session.now, "2026-11-27T08:01:00Z");
    assert_eq!(run(&mut session, "kubectl get deploy web --watch-only"), "^C\n");
    let before = session.now.clone();
    let aside = session.run("kubectl get deploy web -w &", "2026-11-27T07:00:00Z");
    assert!(!aside.stderr().contains("^C"));
    assert_eq!(session.now, before);
    assert_eq!(
        run(&mut session, "kubectl get pods,svc -w").lines().last(),
        Some("error: you may only specify a single resource type")
    );
}
