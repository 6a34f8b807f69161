"""The keys that do something at the desk: a page of their own, and a sheet laid over any page."""

from flask import Blueprint, render_template

from mediation.kernel.text import N_
from web.access import by_script, signed_in

bp = Blueprint("keys", __name__)
# In groups: heading, then each key with what it does; keep-keys.js does them.
KEYS = (
    (
        N_("列表里"),
        (
            (("j",), N_("下一行")),
            (("k",), N_("上一行")),
            (("Enter", "o"), N_("打开这一行")),
            (("c",), N_("认领这一行")),
            (("x",), N_("勾选这一行")),
        ),
    ),
    (
        N_("到处"),
        (
            (("/",), N_("查找")),
            (("g i",), N_("去待办")),
            (("g s",), N_("去查找")),
            (("g d",), N_("去我的草稿")),
            (("?",), N_("看这张表")),
            (("Esc",), N_("关掉打开的小窗")),
        ),
    ),
    (N_("填表时"), ((("Ctrl Enter",), N_("提交")),)),
)


@bp.get("/keys")
@signed_in
def index() -> str:
    """Show the keys; a script gets the sheet alone."""
    return render_template("pages/parts/keys_over.html" if by_script() else "pages/keys.html", groups=KEYS)
