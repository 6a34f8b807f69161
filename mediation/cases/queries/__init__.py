"""Every read of disputes."""

from mediation.cases.queries.details import (
    attempts,
    police_receipt_number,
    protection_acts,
    ratings,
    receipts,
    records,
)
from mediation.cases.queries.files import CaseFile, case_file, case_view
from mediation.cases.queries.naming import masked, unit_names
from mediation.cases.queries.reading import case_numbered, recent
from mediation.cases.queries.views import (
    AttemptView,
    CaseLine,
    CasePage,
    CaseView,
    RatingView,
    ReceiptView,
    RecordView,
)
from mediation.cases.queries.visibility import knows_names, may_see, shown_text, viewer, visible_to

__all__ = [
    "AttemptView",
    "CaseFile",
    "CaseLine",
    "CasePage",
    "CaseView",
    "RatingView",
    "ReceiptView",
    "RecordView",
    "attempts",
    "case_file",
    "case_numbered",
    "case_view",
    "knows_names",
    "masked",
    "may_see",
    "police_receipt_number",
    "protection_acts",
    "ratings",
    "receipts",
    "recent",
    "records",
    "shown_text",
    "unit_names",
    "viewer",
    "visible_to",
]
