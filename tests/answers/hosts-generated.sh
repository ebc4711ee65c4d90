# two-hosts-two-services: 100
kubectl create ingress sites -n sites --class=nginx --rule='blog.example.com/=blog:80' --rule='forum.example.com/=forum:80' --dry-run=client -o yaml > sites.yaml
sed -i 's/pathType: Exact/pathType: Prefix/' sites.yaml
kubectl create -f sites.yaml
kubectl get ing -A
