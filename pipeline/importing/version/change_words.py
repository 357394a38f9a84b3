"""Words of the list of changes: kinds of change, reasons for a choice, refusals with hints."""

from __future__ import annotations

#: What became of a piece in the new file.
KINDS = {
    "changed": "changed",
    "new": "new",
    "gone": "gone",
    "moved": "moved",
    "withheld": "withheld words",
    "not-compared": "not compared",
}
WHY = {
    "changed": "the new file has other words here",
    "both": "both this text and the new file have other words than the earlier file",
    "new": "the new file has this besides",
    "gone": "the new file does not have this",
    "moved": "the new file has this in another place",
    "withheld": "something is withheld here, and the words around it changed",
    "slot-differs": (
        "something is withheld here, the words around it changed, and in its place stand others "
        "than before: the slot goes on holding the former ones"
    ),
    "slot-words": "what stands in the place of a slot may not be what the slot holds",
    "no-place": "something is withheld here, and the words around it changed too much",
}
#: Message and hint.
REFUSALS = {
    "slot-words": (
        "its words would stand in the text as plain words",
        "keep the slot; if the words are others now, run 'dossier release', write them, and "
        "withhold them anew",
    ),
    "no-place": (
        "the place of what is withheld cannot be told, and its words would stand there in plain",
        "keep it, and write the other words of this paragraph by hand",
    ),
    "gives-away": (
        "it holds words that this text withholds",
        "keep it; if it is to stand, write it by hand and mark the words: [[ground: words]]",
    ),
    "unknown-words": (
        "a slot of this text has no place in the new file that can be told; its words may stand "
        "here in plain",
        "give the earlier file with --base, or the key with --key; or keep it, and write by hand "
        "what is to stand",
    ),
    "their-slot": (
        "the new file withholds something here for which there is no ground yet",
        "keep it, and write it by hand as [[ground: words]] or with a slot",
    ),
    "hangs": (
        "it hangs on something that this text does not have",
        "keep it, and write by hand what is to stand",
    ),
    "ends-mark": (
        "a section that is marked to be withheld as a whole would not be marked any more",
        "run 'dossier seal' first; or keep it, and write it by hand",
    ),
    "marked-within": (
        "a part of this figure is marked to be withheld by a key, which would be lost",
        "run 'dossier seal' first; or keep it, and write it by hand",
    ),
}
