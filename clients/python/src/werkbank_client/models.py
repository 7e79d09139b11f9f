"""What operations take and answer with."""

from werkbank_client.generated.models import *  # noqa: F403
