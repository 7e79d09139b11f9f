"""The former name of `service.streaming`; goes with the next release."""
