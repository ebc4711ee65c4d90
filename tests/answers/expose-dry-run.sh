# expose-a-deployment: 100
kubectl config set-context --current --namespace shop
kubectl expose deployment storefront --name=web-service --port=80 --dry-run=client -o yaml > svc.yaml
sed -i 's/targetPort: 80$/targetPort: 8080/' svc.yaml
kubectl create -f svc.yaml
kubectl describe service web-service
