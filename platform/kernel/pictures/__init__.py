"""Cut-paper pictures as SVG text: houses, motifs, the frieze of the square and its skyline.

Everything here is deterministic (the same words give the same bytes, on every machine and in every
process) and carries no styles: a shape has a class (`c-brick`, `c-blue`, …) that the style sheet
paints for the light, the dark and the forced colours. So a picture can be made when a row is
written and kept as text.
"""

from kernel.pictures.houses import KINDS, house
from kernel.pictures.marks import emblem
from kernel.pictures.motifs import MOTIFS, motif
from kernel.pictures.people import avatar_ink, initials
from kernel.pictures.square import frieze, skyline

__all__ = [
    "KINDS",
    "MOTIFS",
    "avatar_ink",
    "emblem",
    "frieze",
    "house",
    "initials",
    "motif",
    "skyline",
]
