"""Reads what the explanations of one case's clocks are made from, each thing once and only if asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from mediation.clocks.book import work_calendar
from mediation.clocks.due import due
from mediation.clocks.explaining.view import Explanation, Known, explain
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations.settling import changes_of
from mediation.clocks.policies import is_in_table
from mediation.clocks.rules import Count
from mediation.parties.queries import PartyView, mask_names, parties


class Explainer:
    """Explains the clocks of one case.

    :ivar at: the present; None leaves out what depends on it
    :ivar in_full: every date is said with its year
    """

    def __init__(
        self, session: Session, case_id: int, at: datetime | None = None, *, in_full: bool = False
    ) -> None:
        self.in_full = in_full
        self._session, self._case_id, self.at = session, case_id, at
        self._in_table: dict[str, bool] = {}

    @cached_property
    def _parties(self) -> tuple[PartyView, ...]:
        return parties(self._session, self._case_id)

    def count(self, clock: Clock, entries: Sequence[ClockEntry]) -> Count | None:
        """Count the clock as its ledger and the calendar of now say; None while it is paused."""
        calendar = work_calendar(self._session)
        return due(clock.counted_from, clock.exact_amount, clock.unit, changes_of(entries), calendar)

    def explain(self, clock: Clock, entries: Sequence[ClockEntry], counted: Count | None) -> Explanation:
        """Return why ``clock`` ends when it does."""
        known = Known(
            clock=clock,
            entries=entries,
            counted=counted,
            signing=self._signing() if any(entry.kind == "extended" for entry in entries) else {},
            mask=self._mask,
            gone=not self._is_known(clock.policy),
            at=self.at,
            in_full=self.in_full,
        )
        return explain(known)

    def _signing(self) -> Mapping[int, str]:
        """For a child the guardian signs as a party."""
        return {each.id: each.alias for each in self._parties if each.side != "child"}

    def _mask(self, text: str) -> str:
        return mask_names(text, self._parties) if text else ""

    def _is_known(self, policy: str) -> bool:
        if policy not in self._in_table:
            self._in_table[policy] = is_in_table(self._session, policy, self.at)
        return self._in_table[policy]
