"""Forms that designers draw: form-js JSON in, fields to show and answers to trust out. No Flask."""

from web.forms.components import BadForm, Option
from web.forms.form import Form, Invalid, build
from web.forms.sentences import Sentence
from web.forms.views import FieldView, OptionView

__all__ = ["BadForm", "FieldView", "Form", "Invalid", "Option", "OptionView", "Sentence", "build"]
