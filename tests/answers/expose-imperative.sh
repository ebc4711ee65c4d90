# expose-a-deployment: 100
alias k=kubectl
k -n shop get deploy,pods -o wide
k -n shop expose deploy storefront --name web-service --port 80 --target-port 8080
k -n shop get endpointslices -l kubernetes.io/service-name=web-service
k -n shop exec client -- curl -s -o /dev/null -w '%{http_code}\n' http://web-service/
