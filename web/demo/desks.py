"""What people in the demo do around their tasks: comments, follows, hands that change, somebody away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from mediation.bootstrap import System
from mediation.casework import returning
from mediation.casework.model import WorkItem
from mediation.comments import operations as comments
from mediation.inbox import operations as inbox
from mediation.inbox.queries import Asked
from mediation.kernel.clock import day_of
from mediation.kernel.errors import Refused
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.queries import parties
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.people.operations import set_absence
from mediation.people.queries import identity

Act = Callable[[UnitOfWork, WorkItem, Identity], object]


class Desks:
    """Acts as several people of the demo, each act in a transaction of its own.

    What the rules refuse on the day the demo is made (nobody free, due too soon) is left out.
    """

    def __init__(self, system: System, *, now: datetime) -> None:
        self._system, self._now, self._today = system, now, day_of(now)

    def stir(self) -> None:
        """Do it all."""
        self._talk()
        self._ask_others()
        self._pass_on()
        self._follow()
        self._go_away()
        self._keep_lists()

    def _talk(self) -> None:
        for place, (login, visibility, text) in enumerate(
            (
                ("village", "case", "@王秀兰 这家老人耳背，去的时候说慢一点，最好请组长一起。"),
                ("mediator", "case", "已和组长约好，明天上午九点一起去。"),
                (
                    "mediator",
                    "mediators",
                    "分开谈时一方说，对方先认个错，钱可以少一半。先不要对另一方讲。",
                ),
                ("mediator", "unit", "村部的投影仪坏了，开会前请记录员先试一下。"),
                ("mediator2", "self", "记得带卷尺和相机。"),
            )
        ):
            self._on("mediator", place // 3, login, self._comment(visibility, text))
        self._on("town", 0, "town", self._comment("case", "请村里三天内把现场照片补齐。"))

    def _ask_others(self) -> None:
        question = {"question": "方案里由村里出运费，行不行？", "answer_by": self._today + timedelta(days=2)}
        self._on("mediator", 1, "mediator", self._task(inbox.add_cosigner, to="village", **question))
        words = {"words": "请先去量一下尺寸，拍两张照片。"}
        self._on("mediator", 2, "mediator", self._task(inbox.delegate, to="mediator2", **words))
        self._on("mediator", 3, "mediator", self._task(inbox.set_follow_up, on=self._today))
        self._on("mediator", 4, "village", self._task(inbox.nudge, words="当事人又来问了。"))

    def _pass_on(self) -> None:
        self._on("towncase", 0, "town", self._replace)
        self._on("mediator", 5, "mediator", self._send_back)

    def _replace(self, uow: UnitOfWork, item: WorkItem, by: Identity) -> object:
        disputing = [party.id for party in parties(uow.session, item.case_id) if party.side != "child"]
        agreed = inbox.PartiesAgreed(party_ids=disputing, form="oral", given_on=self._today, relation="无")
        reason = "谭建国手上案件多，换人调解。"
        hand_over = self._task(inbox.hand_over, to="towncase2", agreed=agreed, reason=reason)
        return hand_over(uow, item, by)

    def _send_back(self, uow: UnitOfWork, item: WorkItem, by: Identity) -> object:
        places = returning.places(uow.session, item.id)
        if not places:
            return None
        reason = "现场没有看全，东头的界石还没量。"
        return returning.send_back(
            uow, item_id=item.id, to=places[0].element, reason=reason, by=by, at=self._now
        )

    def _follow(self) -> None:
        for owner, place, login in (
            ("mediator", 0, "village"),
            ("mediator", 2, "village"),
            ("mediator", 1, "leader"),
            ("grid", 0, "grid"),
        ):
            self._on(owner, place, login, self._case(inbox.follow))
        self._on("mediator", 0, "village", self._copy)

    def _copy(self, uow: UnitOfWork, item: WorkItem, by: Identity) -> object:
        copied = [self._id(uow, "town")]
        return self._case(inbox.copy_in, person_ids=copied, note="两家都在找镇里，请您知道。")(uow, item, by)

    def _go_away(self) -> None:
        for login, substitute, first, last, reason in (
            ("mediator2", "mediator", 3, 7, "县里培训"),
            ("towncase2", "towncase", 0, 2, "外出开会"),
            ("branch", "group", 1, 4, "休假"),
        ):
            with self._system.uow() as uow:
                set_absence(
                    uow,
                    person_id=self._id(uow, login),
                    substitute_id=self._id(uow, substitute),
                    from_on=self._today + timedelta(days=first),
                    to_on=self._today + timedelta(days=last),
                    reason=reason,
                    by=self._who(uow, login).speaker(),
                    at=self._now,
                )
                uow.commit()

    def _keep_lists(self) -> None:
        for login, name, asked, shared in (
            ("mediator", "本周到期的邻里纠纷", Asked(box="mine", kind="neighbour", due="week"), False),
            ("village", "我名下逾期的", Asked(box="late"), True),
        ):
            with self._system.uow() as uow:
                who = self._who(uow, login)
                unit_id = who.posts[0].unit_id if shared else None
                inbox.save_list(uow, name=name, asked=asked, unit_id=unit_id, by=who, at=self._now)
                uow.commit()

    def _comment(self, visibility: str, text: str) -> Act:
        def write(uow: UnitOfWork, item: WorkItem, by: Identity) -> object:
            unit_id = by.posts[0].unit_id if visibility == "unit" else None
            given = {"visibility": visibility, "text": text, "unit_id": unit_id}
            return self._case(comments.add, **given)(uow, item, by)

        return write

    def _task(self, operation: Callable[..., object], *, to: str = "", **given: Any) -> Act:
        def act(uow: UnitOfWork, item: WorkItem, by: Identity) -> object:
            receiver = {"to_id": self._id(uow, to)} if to else {}
            return operation(uow, item_id=item.id, **receiver, **given, by=by, at=self._now)

        return act

    def _case(self, operation: Callable[..., object], **given: Any) -> Act:
        return lambda uow, item, by: operation(uow, case_id=item.case_id, **given, by=by, at=self._now)

    def _on(self, owner: str, place: int, login: str, act: Act) -> None:
        """Let ``login`` do something about the task in that place on the desk of ``owner``."""
        with self._system.session() as session:
            found = session.scalars(
                select(WorkItem.id)
                .join(Person, Person.id == WorkItem.person_id)
                .where(Person.login == owner, WorkItem.state == "open", WorkItem.parent_id.is_(None))
                .where(WorkItem.process != "oversight", WorkItem.sort_at > self._now)
                .order_by(WorkItem.id)
            ).all()
        if place >= len(found):
            return
        with self._system.uow() as uow:
            try:
                act(uow, uow.get(WorkItem, found[place]), self._who(uow, login))
                uow.commit()
            except Refused:
                return

    def _who(self, uow: UnitOfWork, login: str) -> Identity:
        return identity(uow.session, self._id(uow, login), self._today, locality=self._system.locality)

    def _id(self, uow: UnitOfWork, login: str) -> int:
        return uow.session.scalars(select(Person.id).where(Person.login == login)).one()
