# expose-a-deployment: 80, loses inside-only
kubectl -n shop create service nodeport web-service --tcp=80:8080
kubectl -n shop patch service web-service --type merge -p '{"spec":{"selector":{"app":"storefront"}}}'
