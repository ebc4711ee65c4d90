//! Command lines that say the same, and such that only look so.

use proptest::prelude::*;

use super::equal;

#[test]
fn the_same_command_in_other_words() {
    for (a, b) in [
        ("kubectl get pods", "k get po"),
        ("k get svc web -n prod -o yaml", "kubectl -n prod get service web --output=yaml"),
        ("k get svc -nprod -ojson", "k get services --namespace prod -o=json"),
        ("k get po -A", "k get pods --all-namespaces=true"),
        ("k get po --all-namespaces web", "k get po web --all-namespaces"),
        ("k exec -it web -- sh -c 'echo a'", "k exec web -t -i -- sh -c \"echo a\""),
        ("k exec -it web -c app -- sh", "k exec --stdin --tty web --container=app -- sh"),
        ("k patch svc web -p '{\"a\":1}'", "k patch svc web --patch={\\\"a\\\":1}"),
        ("k logs -f deploy/web", "k logs --follow deployments/web"),
        ("k logs -p web", "k logs web --previous"),
        ("k run web --image nginx -l app=web", "k run web --labels=app=web --image=nginx"),
        ("k get netpol,ing", "k get networkpolicies,Ingress"),
        ("k get networkpolicies.networking.k8s.io", "k get netpol"),
        ("k create deploy web --image nginx -r 3", "k create deployment web --replicas=3 --image=nginx"),
        ("k create svc clusterip web --tcp=80:8080", "k create service clusterip web --tcp 80:8080"),
        ("k expose deploy web --port 80", "kubectl expose deployment web --port=80"),
        ("k explain po.spec", "k explain pods.spec"),
        (
            "k rollout restart deploy coredns -n kube-system",
            "k -n kube-system rollout restart deployment coredns",
        ),
        ("k auth can-i get po", "k auth can-i get pods"),
        ("k delete po web --force --grace-period 0", "k delete pod web --grace-period=0 --force"),
        ("k get po -o name|wc -l", "k get po -o name | wc -l"),
        (
            "k create deploy w --image i --dry-run=client -o yaml>f",
            "k create deploy w --image=i -oyaml --dry-run=client > f",
        ),
        ("k get po -l 'app=a,b=c'", "k get po --selector app=a,b=c"),
        ("curl -s  'http://web'", "curl -s http://web"),
    ] {
        assert!(equal(a, b), "{a}\n{b}");
    }
}

#[test]
fn another_command_that_only_looks_the_same() {
    for (a, b) in [
        ("k get pods", "k get svc"),
        ("k get po web", "k get po"),
        ("k get po svc", "k get po service"),
        ("k get po a b", "k get po b a"),
        ("k get po -n a", "k get po -n b"),
        ("k get po -n a", "k get po"),
        ("k get po -w", "k get po --watch=false"),
        ("k get po --all foo", "k get po --all=foo"),
        ("k create service clusterip w", "k create services clusterip w"),
        ("k create deploy w --dry-run=client", "k create deploy w --dry-run client"),
        ("k exec web -- get po", "k exec web -- get pods"),
        ("k exec web -- a -b", "k exec web -b -- a"),
        ("k exec web -- a b", "k exec web -- 'a b'"),
        ("k exec web -- sh", "k exec web sh"),
        ("k get pods.apps", "k get pods"),
        ("k get po | wc", "k get po '|' wc"),
        ("k get po -o name > f", "k get po -o name >> f"),
        ("k get po 'a", "k get po a"),
        ("kubect get po", "kubectl get po"),
        ("", "k"),
    ] {
        assert!(!equal(a, b), "{a}\n{b}");
    }
}

fn flag() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "-n prod",
        "-nprod",
        "--namespace=prod",
        "-o yaml",
        "-ojson",
        "-A",
        "-it",
        "--tty",
        "-l app=web",
        "--selector='a b'",
        "--watch",
        "-w",
        "-f x.yaml",
        "--port 80",
        "--image=nginx",
        "--all",
        "--dry-run=client",
        "--from-literal a=b",
        "-v=6",
        "-z",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_flags_does_not_matter(
        (flags, shuffled) in prop::collection::vec(flag(), 0..6).prop_flat_map(|flags| (Just(flags.clone()), Just(flags).prop_shuffle())),
        place in 0..4_usize,
    ) {
        let words = ["get", "svc", "web"];
        let flags = flags.join(" ");
        let before = words[..place.min(3)].join(" ");
        let after = words[place.min(3)..].join(" ");
        let a = format!("kubectl {before} {} {after} -- x -y", shuffled.join(" "));
        let b = format!("k get services web {flags} -- x -y");
        prop_assert!(equal(&a, &b), "{}\n{}", a, b);
        prop_assert!(equal(&b, &a));
    }

    #[test]
    fn a_flag_more_or_less_is_another_command(flags in prop::collection::vec(flag(), 0..5), more in flag()) {
        let a = format!("k get svc {}", flags.join(" "));
        let longer = format!("{a} {more}");
        prop_assert!(!equal(&a, &longer));
    }
}
