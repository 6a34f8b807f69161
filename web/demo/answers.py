"""What people in the demo answer: believable words for each task, settled unless a plan says else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Scene:
    """What an answer may need to know.

    :ivar parties: ids of the disputing parties, applicant first
    :ivar names: their names
    :ivar mediators: ids of those who may be appointed at the unit that holds the case
    :ivar recorders: ids of the recorders there
    """

    at: datetime
    today: date
    parties: Sequence[int]
    names: Sequence[str]
    mediators: Sequence[int]
    recorders: Sequence[int]

    def later(self, days: int, hour: int) -> datetime:
        """Return the hour of a day to come."""
        return (self.at + timedelta(days=days)).replace(hour=hour, minute=0)

    def due(self, days: int) -> str:
        """Return a day to come as promises are written."""
        return (self.today + timedelta(days=days)).isoformat()


Answers = Callable[[Scene], Mapping[str, Any]]

_TALKS = "把两家请到一起，先听各自说完，再到现场看了一遍，双方都让了一步。"


def _accept(scene: Scene) -> Mapping[str, Any]:
    return {"decision": "accept"}


def _talk(scene: Scene) -> Mapping[str, Any]:
    attended = [str(party) for party in scene.parties]
    return {
        "talked_on": scene.today,
        "kind": "talk",
        "attended": attended,
        "decision": "settled",
        "note": _TALKS,
    }


def _settlement(scene: Scene) -> Mapping[str, Any]:
    return {
        "form": "private",
        "terms": "一周内由责任方修好，双方今后有事先打招呼，互不追究此前争执。",
        "in_force_on": scene.today,
        "promises": f"{scene.names[1]}|修复到位并清理现场|{scene.due(7)}|",
    }


def _appoint(scene: Scene) -> Mapping[str, Any]:
    return {
        "mediators": [str(person) for person in scene.mediators[:2]],
        "recorder": str(scene.recorders[0]) if scene.recorders else "",
        "relation": "",
        "parties_agree": True,
    }


def _rights(scene: Scene) -> Mapping[str, Any]:
    return {"told_on": scene.today, "all_told": True}


def _inquire(scene: Scene) -> Mapping[str, Any]:
    return {
        "findings": "走访了双方和三户邻居，查看了现场，基本事实双方没有争议，分歧在费用分担。",
        "evidence": "现场照片四张，邻居证言两份。",
    }


def _notice(scene: Scene) -> Mapping[str, Any]:
    return {"session_at": scene.later(4, 9), "open_session": True}


def _session(scene: Scene) -> Mapping[str, Any]:
    return {
        "attended": [str(party) for party in scene.parties],
        "decision": "agreed",
        "summary": "双方陈述后，调解员按共同认可的丈量结果提出方案，双方当场表示接受。",
    }


def _draft(scene: Scene) -> Mapping[str, Any]:
    return {
        "disputes": "双方对费用分担和今后的使用方式有争议。",
        "terms": "一、费用由双方各半承担；二、共用部位由双方共同维护；三、双方互谅，不再就此事争执。",
        "promises": f"{scene.names[1]}|支付应承担的费用|{scene.due(10)}|600",
        "cooling_off_hours": 0,
    }


def _sign(scene: Scene) -> Mapping[str, Any]:
    return {
        "decision": "signed",
        "signed": [str(party) for party in scene.parties],
        "identities_checked": True,
        "read_aloud": True,
    }


ANSWERS: Mapping[str, Answers] = {
    "decide_merge": lambda scene: {"decision": "separate"},
    "grid_accept": _accept,
    "grid_talk": _talk,
    "grid_settlement": _settlement,
    "branch_accept": _accept,
    "branch_talk": _talk,
    "branch_settlement": _settlement,
    **{f"{level}_accept": _accept for level in ("village", "town", "county")},
    **{f"{level}_appoint": _appoint for level in ("village", "town", "county")},
    **{f"{level}_rights": _rights for level in ("village", "town", "county")},
    **{f"{level}_inquire": _inquire for level in ("village", "town")},
    **{f"{level}_route": lambda scene: {"decision": "session"} for level in ("village", "town")},
    **{f"{level}_notice": _notice for level in ("village", "town", "county")},
    **{f"{level}_session": _session for level in ("village", "town", "county")},
    "county_conference": lambda scene: {
        "decision": "mediate",
        "instruction": "由专业调委会主持调解，卫健部门派员参加。",
        "attendees": "矛调指导中心、卫健局、司法局",
    },
    "county_conclude": lambda scene: {"decision": "end", "reason": "双方差距大，告知诉讼途径。"},
    "draft_agreement": _draft,
    "collect_signatures": _sign,
    "sign_mediator": lambda scene: {"mediator_signed": True},
    "seal_agreement": lambda scene: {"sealed": True, "in_force_on": scene.today},
    "register_oral": lambda scene: {"registered_on": scene.today, "seal": True},
    "register_oral_branch": lambda scene: {"registered_on": scene.today, "seal": True},
    "ask_confirmation": lambda scene: {"decision": "no"},
    "file_confirmation": lambda scene: {"filed_on": scene.today, "court": "浏阳市人民法院"},
    "confirmation_result": lambda scene: {
        "decision": "confirmed",
        "ruling_number": "(2026)湘0181民特31号",
        "decided_on": scene.today,
    },
    "confirm_performance": lambda scene: {
        "decision": "done",
        "performed_on": scene.today,
        "paid_yuan": "600",
        "evidence": "现场查看并拍照，对方当面认可。",
    },
    "return_visit": lambda scene: {
        "visited_on": scene.today,
        "kept": True,
        "satisfied": "yes",
        "note": "上门看过，两家已正常来往。",
    },
    "confirm_feedback": lambda scene: {"told_on": scene.today, "applicant_said": "知道了，满意。"},
    "collect_rating": lambda scene: {f"score_{party}": "5" for party in scene.parties},
    "complete_dossier": lambda scene: {
        "papers": [
            "registration",
            "rights_notice",
            "identities",
            "mediation_record",
            "agreement",
            "back_cover",
        ],
        "complete": True,
    },
    "tell_remedies": lambda scene: {"remedies_told": True, "method": "written"},
    "police_receipt": lambda scene: {
        "receipt_number": "官派出警0417",
        "arrived_note": "民警到场控制，收缴铁锹一把。",
    },
    "town_receipt": lambda scene: {"measures": "值班领导到场，双方隔开，安排人员夜间值守。"},
    "department_receipt": lambda scene: {"decision": "object", "reason": "不属本部门执法范围，属邻里纠纷。"},
    "redirect_case": lambda scene: {"unit_code": "430181104219", "reason": "按属地由村先行调解。"},
    "propose_hearing": lambda scene: {
        "matter": "group",
        "households_total": 24,
        "proposer": "village",
        "topic": "组内水沟改道怎么走、钱怎么出",
    },
    "hearing_consents": lambda scene: {
        "consenting": [str(party) for party in scene.parties],
        "form": "written",
    },
    "name_facilitator": lambda scene: {"facilitator_name": "刘光辉", "relation": "none"},
    "hearing_notice": lambda scene: {"hearing_at": scene.later(4, 19), "place": "青桥屋场晒谷坪"},
    "hearing_sign_in": lambda scene: {"present": 19},
    "call_back": lambda scene: {"called_on": scene.today, "said": "说明了情况，当事人表示理解。"},
    "explain_lateness": lambda scene: {"explanation": "当事人外出务工，约了两次才碰上面，本周内办结。"},
    "town_instruction": lambda scene: {
        "owner": str(scene.mediators[0]),
        "finish_by": scene.today + timedelta(days=5),
        "instruction": "五日内组织双方见面，结果报我。",
    },
}


def up(reason: str) -> Answers:
    """Answer a talk that did not settle it."""
    return lambda scene: {
        "talked_on": scene.today,
        "kind": "night_talk",
        "attended": [str(party) for party in scene.parties],
        "decision": "up",
        "reason": reason,
    }
