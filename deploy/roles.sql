-- Run once by the image of PostgreSQL, as its superuser, when the volume is empty.
-- Two roles: the owner of the tables, whom only `werkbank migrate` is, and the service, which reads and writes rows and
-- can neither change tables nor read what is not its own.
\set ON_ERROR_STOP on
\set owner_password `cat /run/secrets/postgres_owner_password`
\set service_password `cat /run/secrets/postgres_service_password`
CREATE ROLE werkbank_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE werkbank_service LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'service_password';
ALTER SCHEMA public OWNER TO werkbank_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO werkbank_service;
ALTER DEFAULT PRIVILEGES FOR ROLE werkbank_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO werkbank_service;
ALTER DEFAULT PRIVILEGES FOR ROLE werkbank_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO werkbank_service;
