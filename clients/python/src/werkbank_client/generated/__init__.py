"""Made from the service's API document by `make client`; changes by hand are lost."""
