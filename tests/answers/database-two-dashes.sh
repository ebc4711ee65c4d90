# only-web-reaches-the-database: 60, loses others-in-the-namespace other-namespaces
cat <<'YAML' | kubectl create -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: db-from-web
  namespace: data
spec:
  podSelector:
    matchLabels:
      app: db
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: app
    - podSelector:
        matchLabels:
          app: web
    ports:
    - port: 3306
YAML
