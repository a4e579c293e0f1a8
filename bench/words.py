"""Invented words: phrases in three languages that no text holds, of a wanted length."""

import random
from typing import Final

_ENGLISH: Final = (
    "amber northern coastal quiet upper paper hollow early distant silver level narrow "
    "council harbour radar garden ledger corridor lantern meadow signal bridge archive orchard "
    "weighs reports doubts expects repeats offers declines recalls measures postpones "
    "beside against within before after beyond under toward the a every another"
)
_RUSSIAN: Final = (
    "янтарный северный тихий верхний бумажный дальний узкий ранний "
    "совет гавань радар сад журнал коридор фонарь луг сигнал мост архив "
    "взвешивает сообщает сомневается ожидает повторяет предлагает откладывает "
    "рядом против внутри прежде после за под к каждый другой"
)
_JAPANESE: Final = (
    "琥珀の 北の 静かな 上の 紙の 遠い 狭い 早い 評議会が 港が 電探が 庭が 帳簿が 廊下が 灯籠が "
    "草原が 信号が 橋が 書庫が 量る 伝える 疑う 待つ 繰り返す 申し出る "
    "延ばす 傍らで 前に 後に 下で"
)
_LANGUAGES: Final = {"en": (_ENGLISH, " "), "ru": (_RUSSIAN, " "), "ja": (_JAPANESE, "")}
_POOL: Final = 512


class Phrases:
    """Phrases of one length and language, made once; each use adds a number that is its own."""

    def __init__(self, length: int, language: str | None, seed: str) -> None:
        text, space = _LANGUAGES[language or "en"]
        words = text.split()
        chance = random.Random(f"{seed} {length} {language}")  # noqa: S311 -- nothing is kept secret
        self._phrases = [_phrase(length, words, space, chance) for _ in range(_POOL)]

    def phrase(self, number: int, chance: float) -> str:
        """Return one of them, chosen by ``chance`` (0 to below 1), with the number at its end."""
        return f"{self._phrases[int(chance * _POOL)]} {number}"


def _phrase(length: int, words: list[str], space: str, chance: random.Random) -> str:
    phrase = chance.choice(words)
    # The number that follows is six characters or so.
    while len(phrase) < length - 8:
        phrase += space + chance.choice(words)
    return phrase.capitalize()
