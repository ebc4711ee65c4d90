# frontend-cannot-reach-backend: 100
port=$(kubectl -n webshop get deploy backend -o jsonpath='{.spec.template.spec.containers[0].ports[0].containerPort}')
kubectl -n webshop get svc backend -o json | jq --argjson p $port '.spec.selector.app = "backend" | .spec.ports[0].targetPort = $p' > svc.json
kubectl replace -f svc.json
kubectl -n webshop delete netpol backend
kubectl -n webshop apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: backend}
spec:
  podSelector: {matchLabels: {app: backend}}
  policyTypes: [Ingress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: frontend}}}]
YAML
