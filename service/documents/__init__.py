"""Documents that people and shops receive: the dossier of a request as PDF and as zip."""
