"""The mock as it is deployed: replicas, a load balancer, processes that are killed."""
