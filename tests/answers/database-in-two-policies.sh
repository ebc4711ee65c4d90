# only-web-reaches-the-database: 100
cd /tmp
for name in db-closed db-from-web; do
  printf 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: %s\n  namespace: data\nspec:\n  podSelector:\n    matchLabels:\n      app: db\n  policyTypes:\n  - Ingress\n' $name > $name.yaml
done
cat >> db-from-web.yaml <<'YAML'
  ingress:
  - ports:
    - port: 3306
      endPort: 3306
    from:
    - namespaceSelector:
        matchExpressions:
        - {key: kubernetes.io/metadata.name, operator: In, values: [app]}
      podSelector:
        matchExpressions:
        - {key: app, operator: In, values: [web]}
YAML
kubectl apply -f db-closed.yaml -f db-from-web.yaml
kubectl -n app exec deploy/report -- nc -zv -w 1 db.data 3306
