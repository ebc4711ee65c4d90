# frontend-cannot-reach-backend: 100
kubectl config set-context --current --namespace=webshop
kubectl exec deploy/frontend -- curl -sS -m 2 backend:8080
kubectl get ep backend
kubectl get svc backend -o jsonpath='{.spec.selector}{"\n"}'
kubectl get pods --show-labels
kubectl set selector svc backend app=backend
kubectl exec deploy/frontend -- curl -sS -m 2 backend:8080
kubectl patch svc backend --type=json -p '[{"op": "replace", "path": "/spec/ports/0/targetPort", "value": 5678}]'
kubectl exec deploy/frontend -- curl -sS -m 2 backend:8080
kubectl patch netpol backend -p '{"spec": {"ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "frontend"}}}]}]}}'
kubectl exec deploy/frontend -- curl -sS -m 2 backend:8080 | grep hello && echo repaired
