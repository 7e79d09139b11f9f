"""The servers around Werkbank, each on a host: PostgreSQL, Valkey, an S3 service and the proxy."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

import click
import psycopg

from benchmarks import extras, postgres
from benchmarks.hosts.composition import ROOT, Composition
from benchmarks.hosts.namespaces import NETWORK
from tasks.local import valkey
from tasks.local.child_process import group_of

T = TypeVar("T")
#: How the service is called from outside, as in deploy/nginx.conf.
NAME = "werkbank.example"
DATABASE = "werkbank"
BUCKET = "werkbank"
S3_PORT = 9000
#: The composition's names of the hosts that these servers are on.
POSTGRES, REDIS, STORE = "postgres", "redis", "s3"
#: Crashes of the machine need no care here; crashes of the server do (see benchmarks.postgres).
_SETTINGS = {**postgres.FAST, "listen_addresses": "*", "unix_socket_directories": ""}


def lay_out_postgres(composition: Composition) -> list[str]:
    """Make an empty cluster that asks for passwords, as the image would; the server's command."""
    user = postgres.UNPRIVILEGED
    folder = composition.folder / "postgres"
    folder.mkdir()
    shutil.chown(folder, user, group_of(user))
    programs = postgres.usable_programs(folder, user)
    password = folder / "password"
    password.write_text(composition.secret("postgres_password"))
    password.chmod(0o444)
    data = folder / "data"
    initdb = [
        *(programs / "initdb", "--pgdata", data, "--username", "postgres", "--no-sync"),
        *("--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8"),
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
    ]
    done = subprocess.run(
        [str(word) for word in initdb],
        capture_output=True,
        cwd="/",
        user=user,
        group=group_of(user),
        extra_groups=[],
        check=False,
    )
    if done.returncode:
        raise postgres.NoPostgres(f"PostgreSQL could not lay out its files: {done.stderr.decode()}")
    with (data / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {NETWORK} scram-sha-256\n")
    options = [word for item in _SETTINGS.items() for word in ("-c", "=".join(item))]
    become = ["setpriv", "--pdeathsig", "INT", "--reuid", user, "--regid", str(group_of(user))]
    return [*become, "--clear-groups", str(programs / "postgres"), "-D", str(data), *options]


def fill_postgres(composition: Composition, address: str) -> psycopg.Connection[Any]:
    """Make the database and the roles of deploy/roles.sql; the superuser's connection to it."""
    superuser = connected_to_postgres(composition, address, "postgres")
    superuser.execute(f"CREATE DATABASE {DATABASE}")
    superuser.close()
    script = (ROOT / "deploy" / "roles.sql").read_text()
    statements = "\n".join(line for line in script.splitlines() if not line.startswith("\\"))
    for role in ("owner", "service"):
        secret = composition.secret(f"postgres_{role}_password")
        statements = statements.replace(f":'{role}_password'", f"'{secret}'")
    connection = connected_to_postgres(composition, address)
    connection.execute(statements.encode())
    return connection


def connected_to_postgres(
    composition: Composition, address: str, database: str = DATABASE
) -> psycopg.Connection[Any]:
    """A connection of the superuser, as soon as the server takes one."""

    def connect() -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=address,
            user="postgres",
            password=composition.secret("postgres_password"),
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    return patiently(connect, psycopg.OperationalError, "PostgreSQL")


def valkey_command(composition: Composition, host: str) -> list[str]:
    """The composition's own command of Redis, with Valkey in the place of Redis' image."""
    programs = composition.folder / "programs"
    programs.mkdir()
    for name, words in (
        ("docker-entrypoint.sh", 'exec "$@"'),
        ("redis-server", f'exec "{valkey.binary()}" "$@"'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{words}\n")
        (programs / name).chmod(0o755)
    folder = composition.folder / "valkey"
    folder.mkdir()
    go = f'cd "{folder}" && PATH="{programs}:$PATH" exec "$@"'
    return ["sh", "-c", go, "sh", *composition.command("redis", host)]


def s3_command() -> list[str]:
    """The command of the S3 service, which keeps its objects in memory."""
    for package in ("moto", "flask_cors", "boto3"):
        extras.package_folder(package)
    return [sys.executable, "-m", "moto.server", "-H", "0.0.0.0", "-p", str(S3_PORT)]


def make_bucket(address: str, secret: str) -> None:
    """Make the bucket for the contents of files, as soon as the S3 service answers."""
    boto3 = extras.imported("boto3")
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{address}:{S3_PORT}",
        region_name="us-east-1",
        aws_access_key_id=NAME,
        aws_secret_access_key=secret,
    )
    unreachable = extras.imported("botocore.exceptions").EndpointConnectionError
    patiently(lambda: client.create_bucket(Bucket=BUCKET), unreachable, "The S3 service")


def proxy_command(composition: Composition, address: str, program: str | None) -> list[str]:
    """nginx with deploy/nginx.conf and a certificate of its own; `ca.pem` in its folder signs it.

    Raises click.ClickException where there is no nginx.
    """
    found = program or shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        raise click.ClickException("There is no nginx here; install it, or name one by --nginx.")
    trustme = extras.imported("trustme")
    folder = composition.folder / "nginx"
    folder.mkdir()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    certificate = authority.issue_cert(NAME, address)
    certificate.private_key_pem.write_to_path(str(folder / f"{NAME}.key"))
    for part in certificate.cert_chain_pems:
        part.write_to_path(str(folder / f"{NAME}.pem"), append=True)
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    (folder / "site.conf").write_text(site.replace("/etc/nginx/tls", str(folder)))
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid;\nerror_log {folder}/error.log;\nuser root;\n"
        f"events {{ worker_connections 4096; }}\n"
        f"http {{\naccess_log off;\n{temporary}\ninclude {folder}/site.conf;\n}}\n"
    )
    return [found, "-e", "stderr", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]


def patiently(ask: Callable[[], T], silence: type[Exception], who: str) -> T:
    """What `ask` gives, tried again while it raises `silence`. Raises click.ClickException."""
    late_at = time.monotonic() + 180
    while True:
        try:
            return ask()
        except silence as error:
            if time.monotonic() > late_at:
                raise click.ClickException(f"{who} does not answer: {error}") from error
            time.sleep(0.1)
