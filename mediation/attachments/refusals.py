"""What is not taken in as an attachment, each with a sentence that says how to go on."""

from mediation.kernel.errors import Conflict, Forbidden, Refused
from mediation.kernel.text import N_


class BadFile(Refused):
    """A file that is not taken; nothing of the form it came with is written."""

    is_slip = True


class FileTooBig(BadFile):
    """Larger than the county allows (county default)."""

    message = N_("“{name}”有{size}，超过{limit}的上限，没有保存。请改小或者分成几份，再选一次。")


class EmptyFile(BadFile):
    """Nothing in it."""

    message = N_("“{name}”是空的，没有保存。请检查后重新选择。")


class UnknownFile(BadFile):
    """Neither a photograph, nor sound, nor a paper: whatever its name says."""

    message = N_(
        "“{name}”的内容不是照片、录音、PDF 或办公文档，没有保存。文件名不算数，请拍照或另存为 PDF 后再传。"
    )


class FilmNotTaken(BadFile):
    """Films are not kept (county default): they would fill the disk."""

    message = N_("“{name}”是视频，这里不收视频。请截几张照片，或者只录声音。")


class UnreadableFormat(BadFile):
    """A photograph in a format that only some phones read."""

    message = N_(
        "“{name}”是 HEIC 格式，很多电脑打不开，没有保存。请在手机相机设置里选“兼容性最佳”（JPEG）后重拍。"
    )


class BrokenPicture(BadFile):
    """A photograph that breaks off or cannot be read."""

    message = N_("“{name}”打不开，可能没有传完整或者已经损坏，没有保存。请重新拍照或重新选择。")


class PictureBomb(BadFile):
    """A picture that would fill the memory when unfolded."""

    message = N_("“{name}”展开后太大（{width}×{height}），没有保存。请用手机正常拍照，或者先缩小。")


class MacroPaper(BadFile):
    """A paper that carries a program."""

    message = N_("“{name}”里带有宏程序，为了安全没有保存。请另存为 PDF 后再传。")


class TooManyFiles(Refused):
    """More files at once than the county allows (county default)."""

    message = N_("一次最多附{limit}份文件，这次是{count}份，都没有保存。请分几次附上。")
    is_slip = True


class CaseFull(Refused):
    """More files than one case keeps (county default)."""

    message = N_("本案最多保存{limit}份附件，已有{count}份。请先移除用不着的，再附上新的。")


class NothingChosen(Refused):
    """A form without any file."""

    message = N_("还没有选择照片、录音或文件，请先选择。")
    is_slip = True


class NotYourCase(Forbidden):
    """Somebody who may look but does not work on the case."""

    message = N_("您可以查看本案，但不参与办理，不能看或者附上照片、录音和文件。")


class NotYoursToRemove(Forbidden):
    """Only who attached it, while the case is open, or the lead (county default)."""

    message = N_("只有附上的人（结案以前）或者本案现在的负责人才能移除它。请联系他们。")


class AlreadyRemoved(Conflict):
    """Somebody removed it before."""

    message = N_("这份附件已经移除，没有重复处理。")
