# frontend-cannot-reach-backend: 100
export KUBE_EDITOR="sed -i -e 's/app: back-end/app: backend/' -e 's/targetPort: 80$/targetPort: 5678/' -e 's/app: front$/app: frontend/'"
kubectl -n webshop edit service backend
kubectl -n webshop edit networkpolicy backend
