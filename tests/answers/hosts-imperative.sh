# two-hosts-two-services: 100
kubectl -n sites create ingress sites --class nginx --rule 'blog.example.com/*=blog:80' --rule 'forum.example.com/*=forum:80'
ip=$(kubectl -n sites get ingress sites -o jsonpath='{.status.loadBalancer.ingress[0].ip}')
for host in blog forum other; do curl -s -o /dev/null -w "$host %{http_code}\n" -H "Host: $host.example.com" http://$ip/; done
