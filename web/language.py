"""Chinese first, English second: which one a visitor reads, and the domain's sentences in it."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, g, request, session
from flask_babel import Babel, get_locale, get_translations, gettext

from mediation.kernel.errors import Refused
from web import visits
from web.forms import Sentence

LANGUAGES = {"zh": "中文", "en": "English"}
babel = Babel()


def init_app(app: Flask) -> None:
    """Set the languages up and give templates what they need to speak."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "zh")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Shanghai")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    babel.init_app(app, locale_selector=_chosen)
    app.jinja_env.globals.update(
        language=language,
        LANGUAGES=LANGUAGES,
        is_large=visits.is_large,
        preferred=visits.preferred,
    )
    app.jinja_env.filters.update(said=said, word=word)
    app.jinja_env.install_gettext_callables(
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )


def _catalogue() -> Any:
    """Return the visitor's sentences, looked up once a request: a page asks for more than a hundred."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue


def _chosen() -> str:
    """The visitor's own choice, else the account's, else Chinese."""
    chosen = session.get(visits.LANGUAGE) if request else None
    if chosen not in LANGUAGES:
        person = g.get("person")
        chosen = person.language if person is not None else None
    return chosen if chosen in LANGUAGES else "zh"


def language() -> str:
    """Return the language of this request, "zh" or "en"."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def told(template: str, params: Mapping[str, Any] | None = None) -> str:
    """Return a Chinese ``{named}`` template in the visitor's language, filled in."""
    filled = {key: said(value) if _speaks(value) else value for key, value in (params or {}).items()}
    return gettext(template).format(**filled)


def _speaks(value: Any) -> bool:
    return isinstance(value, str) or hasattr(value, "message")


def word(text: Any) -> str:
    """Return a word of the field in the visitor's language; what the catalogue lacks stays Chinese."""
    return gettext(str(text)) if text else ""


def said(sentence: Any) -> str:
    """Return a refusal or a form's sentence in the visitor's language."""
    if isinstance(sentence, Refused):
        return told(sentence.message, sentence.params)
    if isinstance(sentence, Sentence):
        return told(sentence.template, sentence.params)
    if hasattr(sentence, "message") and hasattr(sentence, "params"):
        return told(sentence.message, sentence.params)
    return word(sentence)
