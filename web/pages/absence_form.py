"""The form that says from when to when somebody is away and who stands in; for oneself and for others."""

from flask_babel import gettext as _

from mediation.people import choices
from mediation.people import queries as known
from mediation.people.rules import REASON_AT_MOST
from web import asking, naming
from web.forms import Form, build


def form_for(person_id: int) -> Form:
    """Return the form with the colleagues who may stand in for somebody."""
    session, today, locality = asking.reading(), asking.today(), asking.locality()
    me = asking.person()
    who = me if me.person_id == person_id else known.identity(session, person_id, today, locality=locality)
    offered = choices.substitutes_for(session, who, today, locality=locality)
    colleagues = [
        {
            "value": each.id,
            "label": f"{each.name}（{each.post}）",
            "label_en": f"{each.name} ({naming.role_name(each.role)})",
        }
        for each in offered
    ]
    needed = {"required": True}
    day = {"type": "datetime", "subtype": "date", "validate": needed}
    fields = [
        {
            "type": "select",
            "key": "substitute_id",
            "label": _("由谁代理"),
            "description": _(
                "本单位的同事；本单位没有别人时，是上级单位的同事。代理人自己也外出时，由他的代理人接着办。"
            ),
            "values": colleagues,
            "validate": needed,
        },
        {**day, "key": "from_on", "label": _("外出第一天")},
        {**day, "key": "to_on", "label": _("外出最后一天")},
        {
            "type": "textfield",
            "key": "reason",
            "label": _("事由"),
            "description": _("如开会、培训、休假；不必写病情。"),
            "validate": {"maxLength": REASON_AT_MOST},
        },
    ]
    return build({"id": "absence", "components": fields})
