"""Reads what can be set from the environment, with a default for whatever a newcomer leaves out.

The table in docs/settings.md comes from the descriptions below.
"""

import warnings
from functools import cache
from typing import Self

from pydantic import AliasChoices, Field, model_validator

from service.values.access_settings import AccessSettings
from service.values.addresses import (
    check_contacts,
    check_origins,
    networks,
    split_host_and_port,
    sqlite_url,
    with_driver,
)
from service.values.amounts import parsed_amounts
from service.values.emails import parsed
from service.values.environment import PREFIX, former_variables, unknown_variables
from service.values.mail_settings import MailSettings
from service.values.production import production_faults, refuse
from service.values.secret_files import secret_in
from service.values.secret_keys import key_list
from service.values.storage_settings import StorageSettings

_MIB = 1024 * 1024


class Settings(AccessSettings, MailSettings, StorageSettings):
    """All settings; each is read from `WERKBANK_` followed by its name in capitals.

    A variable that is empty counts as unset. Raises ValueError (pydantic's) with a sentence when
    a value makes no sense, and outside the embedded mode when a secret is missing or a variable
    begins with `WERKBANK_` and is no setting.
    """

    # Work
    lease_s: float = Field(
        60, gt=0, description="Seconds that a worker may take for a step of a process."
    )
    worker_silence_s: float = Field(
        10,
        gt=0,
        description="Seconds after which what a worker had in hand goes to another one, if it no "
        "longer says that it is alive.",
    )
    recovery_interval_s: float = Field(
        5,
        gt=0,
        validation_alias=AliasChoices("WERKBANK_RECOVERY_INTERVAL_S", "WERKBANK_SWEEP_INTERVAL_S"),
        description="Seconds between two searches for forgotten work and past deadlines.",
    )
    max_attempts: int = Field(5, ge=1, description="Attempts before a process is parked.")
    work_item_patience_s: float = Field(
        20,
        gt=0,
        validation_alias=AliasChoices("WERKBANK_WORK_ITEM_PATIENCE_S", "WERKBANK_BELL_PATIENCE_S"),
        description="Seconds after which a task that no worker began is published again.",
    )
    answer_window_h: float = Field(
        48, gt=0, description="Hours that contractors have to answer a request."
    )
    quotes_valid_days: int = Field(14, ge=1, description="Days that the quotes of a record bind.")
    mail_attempts: int = Field(
        3, ge=1, description="Attempts to mail a request before the inbox alone must do."
    )
    worker_concurrency: int = Field(2, ge=1, description="Pool processes of one worker.")
    workers_per_organization: int = Field(
        8, ge=1, description="Pool processes that work for one organisation at a time."
    )
    web_processes: int = Field(1, ge=1, description="Processes that serve requests.")
    web_threads: int = Field(16, ge=2, description="Requests each serves at a time.")
    max_streams: int = Field(
        10_000, ge=1, description="Event streams that one web process has open at a time."
    )
    streams_per_party: int = Field(
        256, ge=0, description="Of these, most of one organisation or visitor; 0: no limit."
    )
    streams_per_address: int = Field(
        192, ge=0, description="Of these, most from one address; 0: no limit."
    )

    traces_url: str = Field(
        "",
        description="Where spans are sent by OTLP over HTTP, as in "
        "`http://collector:4318/v1/traces`; empty: nothing is traced. Wants `werkbank[traces]`.",
    )

    # Slow and broken clients
    request_head_s: float = Field(
        10, gt=0, description="Seconds that the line and the headers of a request may take."
    )
    least_bytes_per_s: int = Field(
        1024,
        ge=1,
        description="Bytes a second at which bodies have to come, and answers to be taken.",
    )
    slow_after_s: float = Field(
        10, gt=0, description="Seconds over which these bytes are counted: so long may be a pause."
    )
    keep_alive_s: int = Field(
        15, ge=1, description="Seconds that a connection may rest between two requests."
    )
    connections_per_address: int = Field(
        256,
        ge=1,
        description="Connections, streams among them, that one address has at a time in each web "
        "process. Those of trusted proxies are not counted: the callers are whom they name.",
    )
    max_waiting_bytes: int = Field(
        4096 * _MIB,
        ge=1,
        description="Bytes of uploads that wait on disk (`spool` in the var folder) until they are "
        "whole, in each web process.",
    )

    # Trying out
    sandbox: bool | None = Field(
        None,
        description="Take orders of the sandbox, whose contractors answer by themselves; unset: as "
        "embedded.",
    )
    sandbox_delay_s: float = Field(
        1, ge=0, description="Seconds after which a contractor of the sandbox makes its next move."
    )

    # Limits
    max_upload_bytes: int = Field(512 * _MIB, ge=1, description="Largest file that is accepted.")
    organization_quota: str = Field(
        "projects=5000,processes=50000,files=100000,bytes=107374182400",
        description="What an organisation may have stored, unless its operator lets it have more.",
    )
    visitor_quota: str = Field(
        "projects=20,processes=100,files=200,bytes=268435456",
        description="What a visitor may have stored.",
    )
    organizations_per_user: int = Field(
        100,
        ge=0,
        description="Organisations that one account may have founded and not deleted, its own "
        "among them; 0: no limit.",
    )
    max_triangles: int = Field(20_000_000, ge=1, description="Largest mesh that is analysed.")
    analysis_memory_bytes: int = Field(
        4096 * _MIB, ge=256 * _MIB, description="Address space that one analysis may take."
    )
    confinement_required: bool = Field(
        False,
        description="Read no model where the kernel cannot keep the process that does from files, "
        "connections and programs; otherwise what is lacking is logged.",
    )
    analysis_timeout_s: float = Field(
        40, gt=0, description="Seconds that one analysis may take, at most 3/4 of the lease."
    )

    scan_command: str = Field(
        "",
        description="Looks for malware in every file that is sent: the command, with its "
        "arguments, gets the path as its last one and ends with 0 (clean) or 1 (refused).",
    )
    scan_clamd: str = Field(
        "",
        description="The same by clamd: `host:3310` or `unix:/run/clamd.sock`. Its "
        "`StreamMaxLength` must be no less than the largest upload.",
    )
    scan_timeout_s: float = Field(
        60, gt=0, description="Seconds that a scan may take; after them the sender tries again."
    )

    # Webhooks
    webhook_allowed_networks: str = Field(
        "",
        description="Networks beside the public ones that webhooks may call, as in "
        "`10.0.0.0/8,127.0.0.1/32`; also without TLS.",
    )
    webhook_timeout_s: float = Field(
        15, gt=0, le=50, description="Seconds that a whole call of a webhook may take."
    )
    webhook_calls: int = Field(
        16, ge=1, description="Calls of webhooks that are under way at the same time."
    )

    # How long things are kept
    event_retention_days: int = Field(90, ge=1, description="Days that events can be read again.")
    visitor_draft_days: int = Field(14, ge=1, description="Days that drafts of visitors are kept.")
    audit_retention_days: int = Field(
        730, ge=30, description="Days that entries of audit logs, and keys that ended, are kept."
    )
    mail_retention_days: int = Field(
        90, ge=1, description="Days that is known which mails were sent, to whom and about what."
    )
    sign_in_retention_days: int = Field(
        180, ge=1, description="Days after which a device that was not used is a new one again."
    )
    unconfirmed_account_days: int = Field(
        7,
        ge=1,
        description="Days after which an account is deleted that was never confirmed and has "
        "nothing.",
    )
    idempotency_hours: int = Field(24, ge=1, description="Hours that an answer can be replayed.")

    @model_validator(mode="after")
    def complete(self) -> Self:
        """Fill in what follows from other settings, and refuse to be open to everyone."""
        self.database_url = with_driver(self.database_url) or sqlite_url(
            self.var_dir / "werkbank.sqlite3"
        )
        if self.embedded is None:
            self.embedded = self.database_url.startswith("sqlite")
        if self.sandbox is None:
            self.sandbox = self.embedded
        for name in ("email_confirmation", "contractor_approval"):
            if getattr(self, name) is None:
                setattr(self, name, not self.embedded)
        for name in ("secret_key", "encryption_keys", "history_keys"):
            if self.embedded and not getattr(self, name):
                setattr(self, name, secret_in(self.var_dir / name))
        self.public_url = (self.public_url or self.local_url).rstrip("/")
        self._check()
        return self

    def _check(self) -> None:
        """Raise ValueError for what makes no sense, UnfitForProduction unless embedded."""
        for name in ("encryption_keys", "history_keys", "former_secret_keys"):
            if keys := getattr(self, name):
                key_list(keys, f"{PREFIX}{name.upper()}")
        if self.flower_basic_auth and ":" not in self.flower_basic_auth:
            raise ValueError(f"{PREFIX}FLOWER_BASIC_AUTH must have the form name:password")
        parsed_amounts(self.organization_quota)
        parsed_amounts(self.visitor_quota)
        networks(self.webhook_allowed_networks)
        networks(self.trusted_proxies)
        check_origins(self.shared_with)
        check_contacts(self.security_contacts)
        if self.scan_clamd and not self.scan_clamd.startswith("unix:/"):
            split_host_and_port(self.scan_clamd)
        parsed(self.mail_sender)
        if self.first_operator:
            parsed(self.first_operator)
        if not self.embedded:
            refuse([*unknown_variables(type(self).model_fields), *production_faults(self)])

    @property
    def broker_url(self) -> str:
        """The Redis that is named, else the Valkey that `werkbank up` runs here; empty: none."""
        port = self.var_dir / "valkey" / "port"
        if self.redis_url or not self.embedded or not port.is_file():
            return self.redis_url
        return f"redis://127.0.0.1:{port.read_text()}/0"


@cache
def settings() -> Settings:
    """The settings of this process, read once; tests call `settings.cache_clear()`.

    Warns (FutureWarning) of each variable that goes by a former name.
    """
    for sentence in former_variables():
        warnings.warn(sentence, FutureWarning, stacklevel=2)
    return Settings()
