# frontend-cannot-reach-backend: 27, loses port reached others-blocked
kubectl -n webshop label netpol backend app=frontend
kubectl -n webshop set selector svc/backend app=backend
kubectl -n webshop annotate svc backend repaired=yes
