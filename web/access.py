"""Who may open which page. Every route says so; an app with one that does not say does not start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.kernel.errors import Forbidden
from mediation.kernel.text import N_
from web import asking, naming, rescue, visits
from web.language import word

View = TypeVar("View", bound=Callable[..., Any])

TITLES = {
    "report_case": N_("登记纠纷"),
    "act_on_case": N_("办理案件"),
    "see_subtree": N_("查看辖区案件"),
    "see_all": N_("查看全部案件"),
    "manage_units": N_("管理单位"),
    "manage_people": N_("管理人员"),
    "publish_process": N_("发布流程"),
    "supervise": N_("督办工作"),
    "audit": N_("审计"),
    "lower_risk": N_("调低风险等级"),
    "manage_calendar": N_("维护工作日历"),
    "manage_system": N_("维护系统运行"),
}
NAMED = 8
"""How many posts a refusal names; where almost everybody has the permission it would be a page of them."""


class PermissionMissing(Forbidden):
    """No post of the person allows this page."""

    message = N_(
        "您现任的职务没有{needed}的权限，有这项权限的是{posts}。如果工作需要，请找他们，或者联系本单位负责人。"
    )


@dataclass(frozen=True)
class Access:
    """What a page asks of its visitor.

    :ivar public: open to everybody
    :ivar permissions: one of these some post of the visitor's must allow; none: being signed in is enough
    """

    public: bool = False
    permissions: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "public" if self.public else " or ".join(self.permissions) or "signed in"


def public(view: View) -> View:
    """Open the page to everybody."""
    return _declare(view, Access(public=True))


def signed_in(view: View) -> View:
    """Open the page to everybody who is signed in; what they see there is scoped by the queries."""
    return _declare(view, Access())


def requires(*permissions: str) -> Callable[[View], View]:
    """Open the page to those with a post that allows one of ``permissions``."""
    for permission in permissions:
        if permission not in TITLES:
            raise ValueError(f"no permission is called {permission!r}")
    return lambda view: _declare(view, Access(permissions=permissions))


def check_may(*permissions: str) -> None:
    """Check that some post of the visitor's allows one of ``permissions``.

    :raises PermissionMissing: none does; it names the posts that do, so that one knows whom to ask
    """
    if asking.person().may(*permissions):
        return
    roles = asking.locality().roles.values()
    names = [naming.role_name(role.key) for role in roles if role.permissions.intersection(permissions)]
    posts = _("、").join(names[:NAMED])
    if len(names) > NAMED:
        posts = _("%(posts)s等%(n)s个职务", posts=posts, n=len(names))
    needed = _("“%(what)s”", what=_("”或“").join(word(TITLES[each]) for each in permissions))
    raise PermissionMissing(needed=needed, posts=posts)


def declared(app: Flask) -> dict[str, Access]:
    """Return what each route asks for.

    :raises RuntimeError: routes that do not say
    """
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if silent:
        raise RuntimeError(f"routes that do not declare access: {', '.join(sorted(silent))}")
    return {name: view.access for name, view in app.view_functions.items()}


def check() -> Response | tuple[str, int] | None:
    """Let the visitor in, send them to sign in, or refuse.

    :raises PermissionMissing: signed in, without the post
    """
    if request.endpoint is None:
        g.person = visits.visitor()
        return None
    access: Access = current_app.view_functions[request.endpoint].access
    if access.public:
        return None
    g.person = visits.visitor()
    if g.person is None:
        return _to_sign_in()
    if access.permissions:
        check_may(*access.permissions)
    return None


def _to_sign_in() -> Response | tuple[str, int]:
    """Send the visitor to the door, with what they typed; a script is told, its page stays as it is."""
    if by_script():
        answer = jsonify(said=_("登录已过期，请重新登录。这一页上填的内容还在。"))
        answer.status_code = 401
        return answer
    if request.method not in ("GET", "HEAD", "POST"):
        abort(401)
    door = rescue.door() if request.accept_mimetypes.best != "application/json" else None
    if door is not None:
        return door
    wanted = request.full_path.rstrip("?") if request.method == "GET" else rescue.came_from()
    return redirect(url_for("entrance.sign_in", next=wanted), code=303)


def by_script() -> bool:
    """Say whether a script of an open page asks, not somebody who leaves that page."""
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]  # a view is marked for its request
    return view
