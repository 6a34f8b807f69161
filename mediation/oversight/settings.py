"""What a locality may set for 督办; the defaults are county defaults."""

from dataclasses import dataclass, fields

from mediation.kernel.locality import Locality


@dataclass(frozen=True)
class OversightSettings:
    """Settings under ``oversight`` of locality.yaml.

    :ivar instruction_prefix: what the number of a 督办单 begins with
    """

    instruction_prefix: str = "督"


def of(locality: Locality) -> OversightSettings:
    """Return the locality's settings over the defaults."""
    given = locality.settings.get("oversight", {})
    known = {each.name for each in fields(OversightSettings)}
    return OversightSettings(**{key: value for key, value in given.items() if key in known})
