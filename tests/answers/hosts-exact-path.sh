# two-hosts-two-services: 80, loses all-paths
kubectl -n sites create ingress sites --class=nginx --rule='blog.example.com/=blog:80' --rule='forum.example.com/=forum:80'
