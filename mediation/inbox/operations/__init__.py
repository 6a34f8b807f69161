"""What people do with tasks short of doing them: take, put back, pass on, ask about, nudge, copy."""

from mediation.inbox.operations.claiming import claim, release
from mediation.inbox.operations.copying import copy_in, follow, unfollow, withdraw_copy
from mediation.inbox.operations.cosigning import add_cosigner, answer_cosign, drop_cosigner
from mediation.inbox.operations.delegating import delegate, give_back
from mediation.inbox.operations.follow_up import set_follow_up
from mediation.inbox.operations.handing import hand_over
from mediation.inbox.operations.mediators import PartiesAgreed
from mediation.inbox.operations.nudging import nudge
from mediation.inbox.operations.recusing import declare_recusal
from mediation.inbox.operations.saved_lists import delete_list, rename_list, save_list, share_list
from mediation.inbox.operations.taking_back import take_back

__all__ = [
    "PartiesAgreed",
    "add_cosigner",
    "answer_cosign",
    "claim",
    "copy_in",
    "declare_recusal",
    "delegate",
    "delete_list",
    "drop_cosigner",
    "follow",
    "give_back",
    "hand_over",
    "nudge",
    "release",
    "rename_list",
    "save_list",
    "set_follow_up",
    "share_list",
    "take_back",
    "unfollow",
    "withdraw_copy",
]
