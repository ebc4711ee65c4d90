# two-hosts-two-services: 80, loses other-hosts
kubectl apply -n sites -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: sites}
spec:
  ingressClassName: nginx
  rules:
  - host: blog.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: blog, port: {number: 80}}}}]}
  - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: forum, port: {number: 80}}}}]}
YAML
