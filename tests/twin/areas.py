"""What every institution has, and regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from sim.machine import chance

if TYPE_CHECKING:
    from tests.twin.care_side import MunicipalityAgent, ProviderAgent
    from tests.twin.model import TwinModel
    from tests.twin.partnership import PartnershipAgent
    from tests.twin.schools import SchoolAgent

CATCHMENT = 3


class Institution(mesa.Agent):
    """An agent made from one row of the drawn population."""

    model: TwinModel

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model)
        self.row = row
        self.id = int(record["id"])
        self.key = record["key"]

    def draw(self, purpose: int, index: int) -> float:
        return float(chance.draw(self.key, purpose, index))


class AreaAgent(Institution):
    """A region: what lies in it, and the regions of the same province."""

    def __init__(self, model: TwinModel, row: int, record: dict[str, Any]) -> None:
        super().__init__(model, row, record)
        self.schools: list[SchoolAgent] = []
        self.providers: list[ProviderAgent] = []
        self.munis: list[MunicipalityAgent] = []
        self.po_parts: list[PartnershipAgent] = []
        self.vo_parts: list[PartnershipAgent] = []
        self.near: list[AreaAgent] = []

    @property
    def first_part(self) -> PartnershipAgent:
        """The partnership whose levers count for the municipalities and the youth care of the area."""
        return (self.po_parts or self.vo_parts)[0]

    @property
    def catchment(self) -> list[AreaAgent]:
        """Areas whose special schools serve this one: itself and the nearest of the province."""
        return self.near[:CATCHMENT]

    def special(self, level: int, profile: int) -> list[SchoolAgent]:
        return [k for k in self.schools if k.level == level and k.profile == profile]
