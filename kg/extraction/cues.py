"""The words that show who speaks, and on what condition."""

import re
from collections.abc import Iterator
from typing import Final

from kg.extraction.lexicon import words

_ADVERB: Final = (
    r"(?:(?:(?-i:[a-z]+ly)|also|again|twice|still|always|once|often|now|further|then|even|not"
    r"|never) )*"
)
_HAVE: Final = rf"(?:(?:has|have|had|was|is|are|were) )?{_ADVERB}(?:been )?"


def _forms(verb: str) -> str:
    """Return a pattern for the third person and the past of a verb, and of what goes with it.

    >>> [_forms(verb) for verb in ("deny", "muse", "quip", "rule out")]
    ['den(?:ies|ied)', 'muse[sd]', 'quip(?:s|p?ed)', 'rule[sd] out']
    """
    head, space, rest = verb.partition(" ")
    if head.endswith("e"):
        formed = f"{head}[sd]"
    elif head.endswith("y") and head[-2] not in "aeiou":
        formed = f"{head[:-1]}(?:ies|ied)"
    elif head.endswith(("s", "sh", "ch", "x", "o")):
        formed = f"{head}(?:es|ed)"
    else:
        formed = f"{head}(?:s|{head[-1]}?ed)"
    return formed + space + rest


_SPEECH: Final = "|".join(sorted(map(_forms, words("speech")), key=lambda each: -len(each)))
_PLURAL: Final = (
    r"(?<!to )(?<!will )(?<!would )(?<!can )(?<!could )(?<!may )(?<!might )(?<!must )(?<!should )"
    r"(?<!not )(?<!cannot )(?<!n['’]t )"
    r"(?:reject|deny|accuse|condemn|criticize|criticise|denounce|oppose|warn|acknowledge|complain"
    r"|dismiss|insist|allege|contend|assert|argue)"
)
"""Bases of verbs, as they stand behind a plural."""
REPORTING: Final = re.compile(
    rf"\b{_HAVE}(?P<cue>{_PLURAL}|{_SPEECH}|"
    r"sa(?:id|ys?)|stat(?:ed|es)|not(?:ed|es)|stress(?:ed|es)|emphasi[sz](?:ed|es)|reiterat(?:ed"
    r"|es)"
    r"|argu(?:ed|es)|warn(?:ed|s)|declar(?:ed|es)|announc(?:ed|es)|told|tells"
    r"|claim(?:ed|s)(?! (?:of|to|on|over|in|by|and|are|were)\b)"
    r"|explain(?:ed|s)|indicated|report(?:ed|s)(?! to\b)|confirm(?:ed|s)|pledg(?:ed|es)|vow(?:ed|s)"
    r"|accus(?:ed|es)|condemn(?:ed|s)|criticis?z?(?:ed|es)|denounc(?:ed|es)|protest(?:ed|s)(?= )"
    r"|den(?:ied|ies)|refus(?:ed|es)|reject(?:ed|s)"
    r"|demanded(?! (?:by|of)\b)|demands(?= )(?! (?:on|for|of|from|by|to|in|are|were)\b)"
    r"|call(?:ed|s) (?:on|for)"
    r"|urg(?:ed|es)|propos(?:ed|es)|insist(?:ed|s)|assert(?:ed|s)|maintain(?:ed|s)(?=,? that|,)"
    r"|offer(?:ed|s)(?! by)"
    r"|acknowledg(?:ed|es)|admitt?(?:ed|s)|remark(?:ed|s)|added|adds|observ(?:ed|es)|complain(?:ed|s)"
    r"|caution(?:ed|s)|object(?:ed|s) |promis(?:ed|es)|threaten(?:ed|s)|oppos(?:ed|es)"
    r"|(?:express|voic|rais)(?:ed|es|s)(?: [“\"]?\w+){0,2}? [“\"]?"
    r"(?:concerns?|hopes?|support|opposition|interest|regret|readiness|fears?|doubts?|displeasure"
    r"|alarm|worr(?:y|ies)|reservations|confidence)|welcom(?:ed|es)|describ(?:ed|es)"
    r"|characteri[sz](?:ed|es)|highlight(?:ed|s)|underlin(?:ed|es)|underscor(?:ed|es)"
    r"|point(?:ed|s) out|made (?:it )?clear|wrote|writes|testified|advocat(?:es?|ed)"
    r"|warning that|saying(?: that)?|arguing that|stating that|claiming that|noting that"
    r"|lodge[sd]? a protest|issue[sd]? a (?:statement|protest|warning)|filed a protest"
    r"|reaffirm(?:ed|s)|repeat(?:ed|s)(?= (?:that|this|its|his|her|the))|repl(?:ied|ies)"
    r"|answer(?:ed|s)|respond(?:ed|s)(?= (?:that|by|with|[“\"]))|retort(?:ed|s)"
    r"|counter(?:ed|s)(?= (?:that|by|[“\"]))|disagree[sd]?|alleg(?:ed|es)|contend(?:ed|s)"
    r"|conclud(?:ed|es)(?= that)|estimat(?:ed|es)|predict(?:ed|s)|suggest(?:ed|s)|post(?:ed|s)"
    r"(?= (?:on|that))|dismiss(?:ed|es)|declin(?:ed|es) to|justif(?:ied|ies)|convey(?:ed|s)"
    r"|recall(?:ed|s)(?= that)|quipp?(?:ed|s)|prais(?:ed|es)|hail(?:ed|s)|blam(?:ed|es)"
    r"|label(?:l?ed|s)|brand(?:ed|s)|dubb(?:ed|s)|appeal(?:ed|s) (?:to|for)|call(?:ed|s) upon"
    r"|call(?:ed|s)(?= (?:it|the|this|that|these|those|its|his|her|their|such|any|both|him|them"
    r"|what)\b)|held that|rul(?:ed|es)(?= (?:that|in)\b)|found that|(?:shot|fired|hit|pushed) back"
    r"|remind(?:ed|s)|assur(?:ed|es)|(?:is|was) of the (?:same )?opinion|makes? (?:it )?clear"
    r"|hold(?:s|ing)? (?:a |the )?(?:\w+ ){0,3}?view|holds that|tak(?:es|ing) the (?:\w+ )?view"
    r"|took the (?:\w+ )?view|sp(?:eaks|oke) of|speculat(?:ed|es)|complain(?:ed|s)|elaborated"
    r"|ask(?:ed|s)(?=(?: \w+ly)? (?:whether|why|how|that|for)\b)|advis(?:ed|es)"
    r"|apologi[sz](?:ed|es)"
    r"|(?:has|have) been (?:saying|warning|arguing)"
    r"|keeps? (?:saying|repeating|insisting|warning)|did so|emphasi[sz]ing|stressing"
    r"|urging|accusing|claiming"
    r"|rul(?:ed|es) (?:it|this|that|them) out|begs? to differ|so far as to (?:call|claim|suggest)"
    r"|press(?:ed|es)(?= (?:the|for|him|her|them|it)\b)|endors(?:ed|es)"
    r")\b"
)
IMPUTING: Final = re.compile(
    rf"\b{_HAVE}(?P<cue>"
    r"fears?|feared|concerned|worr(?:y|ies|ied)|wants?|wanted|seek(?:s|ing)?|sought|hop(?:es|ed)"
    r"|intend(?:s|ed)|aim(?:s|ed)|understands?|(?:well )?aware|believ(?:es?|ed)|consider(?:s|ed)?"
    r"(?= (?:it|that|the|this|such|\w+ as))|thinks?|regard(?:s|ed)|view(?:s|ed)|perceiv(?:es?|ed)"
    r"|hint(?:s|ed)|g[ai]ve?s? to understand|let(?:s)? it be understood"
    r"|signal+(?:s|ed)(?= (?:that|its|his|her|to|an?|the)\b)"
    r"|prefer(?:s|red)|expect(?:s|ed)|feel(?:s)?|felt|calculat(?:es|ed)|alarmed|uneasy|wary"
    r"|attempt(?:s|ed|ing)?(?= to\b)|tr(?:y|ies|ied|ying)(?= to\b)"
    r"|suspects?|doubts?|believ(?:es?|ed)|adamant|confident|certain that|sceptical|skeptical"
    r"|determined|reluctant|unwilling|keen|eager|convinced|will blackmail|appears? to|seems? to"
    r"|planned to send"
    r")\b",
    re.IGNORECASE,
)
_STANCE: Final = (
    r"(?:logic|aim|goal|purpose|intentions?|strategy|interests?|position|view|stance|calculations?"
    r"|thinking|motives?|message|objective|ambitions?|concerns?|policy|attitude|reading)"
)
OF_STANCE: Final = re.compile(
    rf"\b(?P<cue>{_STANCE} (?:of|to|for) (?:the )?)"
    r"(?=[A-Z“\"]|(?:\w+ )?(?:government|side|ministry|administration)\b)|\b(?P<own>(?:'s|’s) "
    rf"(?:\w+ )?{_STANCE}) (?:is|was|remains|has|had|lies|that)\b|\b(?P<for>for )(?=[A-Z])"
    rf"|\b(?P<mine>in the (?:eyes|view) of (?:the )?)",
)
ACCORDING: Final = re.compile(
    r"\b(?P<cue>according to|in the words of|as (?:stated|reported|noted|explained) by|the words of"
    r"|(?-i:Per(?= (?:the )?[A-Z]))"
    r"|as told by"
    r"|(?:drew|draws|drawing|prompt(?:ed|ing)|provok(?:ed|ing)|spark(?:ed|ing)|met with|amid)"
    r"(?: \w+){0,2} (?:criticism|condemnations?|protests?|objections?|rebukes?|warnings?|anger"
    r"|praise) from"
    r"|citing|quoting|(?:statements?|remarks?|comments?) (?:of|by|from))\s+",
    re.IGNORECASE,
)
GENERIC: Final = re.compile(
    r"\b(?P<cue>(?:it (?:is|was|has been|has \w+ been)|(?:has|have|had) been|is|are|was"
    r"|were) (?:often |widely "
    r"|generally |commonly |also |further |previously |later |sometimes )*"
    r"(?:said|assumed|believed|noted|argued|reported|claimed|thought|alleged|rumou?red|stated"
    r"|suggested|expected that|feared|suspected|announced|accused of|estimated (?:at|to|that))"
    r"|there (?:is|are) (?:the |an? |those |some )?(?:\w+ )?"
    r"(?:arguments?|view|opinion|voices|fears?|claims?)"
    r"(?= (?:that|who))|I am told|we are told|we were told|word has it"
    r"|(?:some|many|few|most|others) in (?:the )?\w+ (?:worry|fear|believe|think|say|argue|see)"
    r"|(?:some|many|few|most) (?:have )?(?:said|say|argued?|believed?|attributed?|saw|see|think"
    r"|fear)"
    r"|reportedly|allegedly|(?:some |many |most |other |several )?"
    r"(?:[\w.]+ ){0,3}?(?:analysts|observers"
    r"|experts|critics|commentators|islanders|residents|people|others|historians|researchers"
    r"|sources|officials|specialists|scholars|media|reports)(?: \w+)? "
    r"(?:say|argue|believe|note|think|suspect|see|hold|consider|assume|attribute[ds]?"
    r"|are convinced|claim|suggest|advocate|contend|warn|fear|point out)s?)\b",
    re.IGNORECASE,
)
IMPERSONAL: Final = re.compile(
    r"(?:^|[,;:—–] )\s*(?:but |and |however, )?it (?:is|was|has been|had been) (?:\w+ )?"
    r"(?:said|reported|stated|claimed|alleged|rumou?red|believed|assumed|thought|suggested|noted)\b"
    r"(?! by)",
    re.IGNORECASE,
)
"""Before "it is reported" nobody speaks, and behind it only who is told of."""
IN_VIEW: Final = re.compile(
    r"\b(?P<cue>in (?:his|her|their) (?:own )?(?:view|opinion|reading|assessment|estimat(?:e|ion)"
    r"|words|account|judge?ment)|according to (?:him|her|them)|^for (?:him|her|them)(?=,))\b",
    re.IGNORECASE,
)
QUOTED: Final = re.compile(r"[“\"«](?P<words>[^”\"»]{12,}?)[”\"»]")
CONDITION: Final = re.compile(
    r"\b(?P<cue>if|unless|until|as long as|provided(?: that)?|in the event (?:of|that)"
    r"|on condition(?: that)?"
    r"|in case(?: of)?|otherwise|only (?:if|when|after)|should (?:the|it|they|he|she))\b",
    re.IGNORECASE,
)


def conditions(words: str) -> Iterator[str]:
    """Yield the words that make what is said depend on something."""
    for found in CONDITION.finditer(words):
        yield found["cue"]
