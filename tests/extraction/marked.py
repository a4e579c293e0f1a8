"""Texts of our own, in which ``[[…]]`` marks each name that a coder would mark."""

import re
from dataclasses import dataclass

_MARK = re.compile(r"\[\[|\]\]")

SOUTH_CHINA_SEA = """
[[Manila]] draws a line

The [[Philippines]] summoned the Chinese ambassador on Tuesday after a vessel of the [[China Coast Guard]] blocked a supply boat
near [[Second Thomas Shoal]]. [[Foreign Secretary Teresa Lazaro]] said that the manoeuvre had put twelve sailors at risk. [[Beijing]]
denied this and accused [[Manila]] of staging the incident for the cameras.

Under the [[Mutual Defense Treaty]] of 1951, [[Washington]] is bound to help if Philippine ships come under attack. [[Admiral Samuel Paparo]],
who leads the [[[[U.S.]] Indo-Pacific Command]], called the shoal a test of resolve. [[Vietnam]] and [[Malaysia]] kept silent. According to
[[ASEAN]] diplomats, the [[Code of Conduct]] will not be signed this year. A ruling of 2016 under [[UNCLOS]] found no legal basis for the
Chinese claims in the [[South China Sea]], but [[China]] does not accept it. The [[Philippine Navy]] has asked for [[BrahMos]] missiles from [[India]].
"""
SENKAKU = """
Ships in the night

Four Chinese patrol ships sailed within twelve miles of the [[Senkaku Islands]] on 3 May, the [[Japan Coast Guard]] reported. [[China]]
calls the islands [[Diaoyu]] and says that they have been its territory since the [[Ming Dynasty]]. [[Tokyo]] lodged a protest with the
[[Chinese Embassy]] within the hour. [[Chief Cabinet Secretary Yoshimasa Hayashi]] told reporters that [[Japan]] would respond calmly but firmly.

The [[United States]] has stated several times that [[Article 5]] of the [[[[Japan]]-[[US]] Security Treaty]] covers the islands. [[Taiwan]],
which claims them too, asked both sides for restraint. In [[Okinawa]], the governor warned that the build-up on [[Yonaguni]] and [[Ishigaki]]
could make the prefecture a target. [[Hayashi]] did not comment on whether the [[Maritime Self-Defense Force]] would be sent.
"""
AEGIS_ASHORE = """
Why the radars stayed on paper

In June 2020 [[Japan]] gave up its plan to build two [[Aegis Ashore]] sites in [[Akita]] and [[Yamaguchi]]. [[Defense Minister Taro Kono]]
explained that boosters of the [[SM-3]] interceptor could fall on houses. [[Russia]] had opposed the purchase from the start: the
[[Russian Foreign Ministry]] argued that the [[Mk-41]] launcher could fire [[Tomahawk]] missiles as well. [[Lockheed Martin]] rejected that.
[[North Korea]] tested a [[Hwasong-14]] in 2017, and [[Seoul]] accepted [[THAAD]] in the same year. Analysts believe that [[Tokyo]] will now put the
[[SPY-7]] radar on ships. [[Kono]] said he had told [[Prime Minister Shinzo Abe]] on the phone. The [[Liberal Democratic Party]] was not asked.
"""
INF = """
After the treaty

The [[INF Treaty]] ended on 2 August 2019, when [[Washington]] left it. [[NATO]] had said that the [[9M729]] missile broke the treaty;
[[Moscow]] denied it and pointed to launchers in [[Romania]] and [[Poland]]. [[Kazakhstan]], which had signed the treaty as a successor of the
[[Soviet Union]], called on both sides to talk. [[President Tokayev]] offered to host a meeting in [[Astana]]. [[Sergei Ryabkov]], a deputy foreign
minister, warned that [[Russia]] would answer any deployment in [[Asia]]. [[Ryabkov]] added that a moratorium was still possible. [[Germany]] welcomed the
idea, while the [[Pentagon]] did not. The [[United Nations]] called the end of the treaty a loss. In [[Kaliningrad]] the [[Iskander-M]] stayed where it was.
"""
TEXTS = {
    name: re.sub(r"(?<=\S)\n(?=\S)", " ", text.strip())
    for name, text in (
        ("south-china-sea", SOUTH_CHINA_SEA),
        ("senkaku", SENKAKU),
        ("aegis-ashore", AEGIS_ASHORE),
        ("inf", INF),
    )
}
"""Each paragraph is one line, as in a text."""


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the half-open code points of its names."""

    text: str
    names: frozenset[tuple[int, int]]


def read_marks(marked: str) -> Marked:
    """Take the marks out of a text and say where they were."""
    text, starts, names = "", [], set()
    place = 0
    for mark in _MARK.finditer(marked):
        text += marked[place : mark.start()]
        place = mark.end()
        if mark[0] == "[[":
            starts.append(len(text))
        else:
            names.add((starts.pop(), len(text)))
    return Marked(text + marked[place:], frozenset(names))
