"""Reading persons, posts and vacancies."""

from mediation.people.identity import Identity, PostView
from mediation.people.queries.away import AwayPage, AwayView, away_below, staff_below
from mediation.people.queries.identities import AbsenceView, absences, identity
from mediation.people.queries.persons import (
    PersonView,
    by_login,
    holders,
    people_at,
    people_named,
    people_with_role,
    person,
)
from mediation.people.queries.routing import Vacancy, holder_for, holders_for, vacancies
from mediation.people.rules import Routed

__all__ = [
    "AbsenceView",
    "AwayPage",
    "AwayView",
    "Identity",
    "PersonView",
    "PostView",
    "Routed",
    "Vacancy",
    "absences",
    "away_below",
    "by_login",
    "holder_for",
    "holders",
    "holders_for",
    "identity",
    "people_at",
    "people_named",
    "people_with_role",
    "person",
    "staff_below",
    "vacancies",
]
