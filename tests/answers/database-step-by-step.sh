# only-web-reaches-the-database: 100
kubectl config set-context --current --namespace=data
kubectl create -f - <<'YAML'
{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "db-from-web"},
 "spec": {"podSelector": {"matchLabels": {"app": "db"}}, "policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "web"}}}]}]}}
YAML
kubectl patch netpol db-from-web --type=json -p '[{"op": "add", "path": "/spec/ingress/0/from/0/namespaceSelector", "value": {"matchLabels": {"kubernetes.io/metadata.name": "app"}}}]'
kubectl patch netpol db-from-web --type=json -p '[{"op": "add", "path": "/spec/ingress/0/ports", "value": [{"port": 3306, "protocol": "TCP"}]}]'
kubectl get netpol db-from-web -o jsonpath='{.spec.ingress[0].from[*]}{"\n"}'
