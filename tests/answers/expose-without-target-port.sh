# expose-a-deployment: 30, loses reached-on-80 all-pods-behind-it
cat <<YAML | kubectl apply -f -
apiVersion: v1
kind: Service
metadata: {name: web-service, namespace: shop}
spec:
  selector: {app: storefront}
  ports: [{port: 80}]
YAML
