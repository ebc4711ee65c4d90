# expose-a-deployment: 100
export ns=shop do='--dry-run=client -o json'
kubectl create service clusterip web-service --tcp=80:8080 -n $ns $do | jq '.spec.selector = {app: "storefront"}' | kubectl apply -n $ns -f -
KUBE_EDITOR="sed -i 's/name: 80-8080/name: http/'" kubectl -n $ns edit svc web-service
kubectl -n $ns run probe --rm -i --restart=Never --image=busybox:1.36 -- wget -qO- -T 2 http://web-service.shop.svc.cluster.local > page.html
grep -c 'Welcome to nginx' page.html
