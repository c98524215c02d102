"""The mock as it is deployed: replicas, a load balancer, workers, and killed processes."""
