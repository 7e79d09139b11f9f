"""Says where things are: the settings that every process of an installation agrees on."""

from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from service.values.addresses import host_and_port, parsed_host
from service.values.environment import PREFIX
from service.values.secret_files import values_of_files

#: Addresses that stand for all of a machine, and one of them that can be called.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class Places(BaseSettings):
    """Where data, servers and addresses are; how settings are read from the environment."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        str_strip_whitespace=True,
        populate_by_name=True,
        extra="ignore",
        hide_input_in_errors=True,  # it holds secrets, and errors end in logs
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the code says, then variables, then the files that variables name."""
        named = values_of_files(cls.model_fields)
        return init_settings, env_settings, InitSettingsSource(settings_cls, named)

    var_dir: Path = Field(Path("var"), description="Folder for everything that is kept or logged.")
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("WERKBANK_DATABASE_URL", "DATABASE_URL"),
        repr=False,
        description="SQLAlchemy URL, SQLite or PostgreSQL; empty: SQLite under the var folder.",
    )
    redis_url: str = Field(
        "",
        validation_alias=AliasChoices("WERKBANK_REDIS_URL", "REDIS_URL"),
        repr=False,
        description="Redis or Valkey; empty: `werkbank up` starts a Valkey of its own.",
    )
    host: str = Field("127.0.0.1", description="Address that the web process listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port of the web process.")
    flower_port: int = Field(5555, ge=1, le=65535, description="Port of Flower.")
    public_url: str = Field(
        "", description="How others reach this service, for links; empty: host and port."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="The least important lines that are still logged."
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def name_level(cls, level: Any) -> Any:
        """Levels are named in capitals; people write them in any case."""
        return level.strip().upper() if isinstance(level, str) else level

    @field_validator("host")
    @classmethod
    def check_host(cls, host: str) -> str:
        """An IPv6 address goes with and without its brackets; raises ValueError."""
        return parsed_host(host)

    @property
    def bind(self) -> str:
        """Host and port that the web process listens on, as URLs write them."""
        return host_and_port(self.host, self.port)

    @property
    def local_url(self) -> str:
        """Where the web process answers on this machine, whatever address it listens on."""
        return f"http://{host_and_port(_EVERYWHERE.get(self.host, self.host), self.port)}"

    def var(self, *parts: str) -> Path:
        """The path of `parts` under the var folder, absolute; its parent folder exists."""
        path = self.var_dir.absolute().joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path
