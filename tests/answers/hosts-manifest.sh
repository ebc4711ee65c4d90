# two-hosts-two-services: 100
rule() { printf '  - host: %s.example.com\n    http:\n      paths:\n      - path: /\n        pathType: Prefix\n        backend:\n          service:\n            name: %s\n            port:\n              number: 80\n' $1 $1; }
{
  cat <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: sites
  namespace: sites
spec:
  ingressClassName: nginx
  rules:
YAML
  rule blog
  rule forum
} > ingress.yaml
kubectl apply -f ingress.yaml
kubectl -n sites describe ingress sites
