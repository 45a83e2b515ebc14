-- Who may do what in a PostgreSQL database of facts: three roles, each with no more than it needs.
--
--   the owner     makes the schema and brings it up to date (`importer migrate`); it is who runs this
--   the importer  reads and writes rows (`importer run`, `watch`, `revert` ...). It can neither delete any nor change the schema
--   the api       reads
--
-- Run it once, behind `importer migrate`; a second time does no harm. Tables that later migrations make are granted too.
--
--   importer migrate --database-url postgres://owner@HOST/facts
--   psql postgres://owner@HOST/facts --set=importer=importer --set=api=api --file=deploy/postgres/roles.sql
--
-- Roles that are not there are made, without a password: give each one with \password, or let them in by certificate.

\set ON_ERROR_STOP on
\set QUIET on
BEGIN;

SELECT format('CREATE ROLE %I LOGIN', wanted)
FROM unnest(ARRAY[:'importer', :'api']) AS wanted
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted)
\gexec

SELECT format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database())
\gexec
-- Rows wait in temporary tables until all of a file are known.
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), :'importer'),
       format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), :'api')
\gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"importer", :"api";

GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO :"importer";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :"importer";
-- Which migrations were applied is for the owner to say.
REVOKE INSERT, UPDATE ON seaql_migrations FROM :"importer";
GRANT SELECT ON ALL TABLES IN SCHEMA public TO :"api";

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO :"importer";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO :"importer";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO :"api";

COMMIT;
