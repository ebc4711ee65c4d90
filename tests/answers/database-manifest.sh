# only-web-reaches-the-database: 100
kubectl get pods -A -l 'app in (web, db)' --show-labels
vim_is_not_needed() { cat > "$1"; }
vim_is_not_needed db.yaml <<'YAML'
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata:
  name: db-from-web
  namespace: data
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: ["Ingress"]
  ingress:
  - from:
    - podSelector: {matchLabels: {app: web}}
      namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: app}}
    ports:
    - {protocol: TCP, port: 3306}
YAML
kubectl apply -f db.yaml && kubectl describe netpol -n data db-from-web
