"""The words that show who speaks, and on what condition."""

import re
from collections.abc import Iterator
from typing import Final

from kg.extraction.verbs import BASE, PARTICIPLE, SPEECH, THINKING

_ADVERB: Final = (
    r"(?:(?:(?-i:[a-z]+ly)|also|again|twice|still|always|once|often|now|further|then|even|not"
    r"|never|long|since|thus|yet|already|just) )*"
)
_HAVE: Final = rf"(?:(?:has|have|had|was|is|are|were) )?{_ADVERB}(?:been )?"


_PLURAL: Final = (
    r"(?<!to )(?<!will )(?<!would )(?<!can )(?<!could )(?<!may )(?<!might )(?<!must )(?<!should )"
    r"(?<!not )(?<!cannot )(?<!n['’]t )"
    r"(?:reject|deny|accuse|condemn|criticize|criticise|denounce|oppose|warn|acknowledge|complain"
    r"|dismiss|insist|allege|contend|assert|argue)"
)
"""Bases of verbs, as they stand behind a plural."""
_OF_MANY: Final = (
    rf"(?P<plural>(?:(?<=[a-z]s )|(?<=[a-z], )|(?<=[Tt]hey )|(?<=often )|(?<=also )"
    rf"|(?<=ly ))(?:{BASE}))(?=[ ,:])"
)
"""A base right behind a plural: "envoys say"; only of a role, as actors have one form."""
_OF_THINGS: Final = (
    "raise|voice|express|see|call|add|repeat|demand|answer|observe|imply|reveal|specify"
)
"""Bases that tell behind an auxiliary of what a thing does, too."""
_TO_SAY: Final = (
    r"(?:(?:used|hurr(?:ied|ies)|rush(?:ed|es)|lik(?:es?|ed)|went on|go(?:es)? on|continue[sd]?"
    r"|prefer(?:s|red)?|chose"
    r"|hasten(?:s|ed)"
    r"|(?:was|were|is|are) (?:quick|careful|at pains|forced|obliged|fond|the (?:only|first|last"
    r"|latest)"
    r"(?: [\w’'-]+){0,4})) (?:to|of)|(?:would|did|does)(?: only| also| not| merely| later)?"
    rf"(?! (?:{_OF_THINGS})\b)) (?:{BASE})"
)
"""A base behind what says that it was done: "used to warn", "was the first to call"."""
REPORTING: Final = re.compile(
    rf"\b{_HAVE}(?P<cue>quoted(?: [^,.;“”\"]{{1,60}})? as saying|{_TO_SAY}|{_PLURAL}|{_OF_MANY}"
    rf"|{SPEECH}|"
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
    r"|acknowledg(?:ed|es)|admitt?(?:ed|s)|remark(?:ed|s)|added|adds|observ(?:ed|es)|complain(?:ed"
    r"|s)"
    r"|caution(?:ed|s)|objected|objects(?= (?:to|that)\b|[:,])|continu(?:es|ed)(?=[,:.])"
    r"|agree[sd](?=[,.;:])|promis(?:ed|es)|threaten(?:ed|s)"
    r"|oppos(?:ed|es)"
    r"|(?:express|voic|rais|reiterat|signall?|convey)(?:ed|es|s)(?: [“\"]?\w+){0,3}? [“\"]?"
    r"(?:views?|opinions?|sentiments?|belief|conviction|misgivings|s[ck]epticism|optimism"
    r"|frustration"
    r"|outrage|dismay|surprise|sympathy|satisfaction|gratitude|willingness|solidarity|determination"
    r"|understanding|disappointment|anger|objections?|suspicions?|criticism|readiness|openness)"
    r"|(?:express|voic|rais)(?:ed|es|s)(?: [“\"]?\w+){0,2}? [“\"]?"
    r"(?:concerns?|hopes?|support|opposition|interest|regret|readiness|fears?|doubts?|displeasure"
    r"|alarm|worr(?:y|ies)|reservations|confidence)|welcom(?:ed|es)|describ(?:ed|es)"
    r"|characteri[sz](?:ed|es)|highlight(?:ed|s)|underlin(?:ed|es)|underscor(?:ed|es)"
    r"|point(?:ed|s) out|ma(?:de|kes?) (?:it |this |that )?(?:clear|plain|known|public|explicit)"
    r"|wrote|writes|testified|advocat(?:es?|ed)"
    r"|warning that|saying(?: that)?|arguing that|stating that|claiming that|noting that"
    r"|lodge[sd]? a protest|issue[sd]? a (?:statement|protest|warning)|filed a protest"
    r"|reaffirm(?:ed|s)|repeat(?:ed|s)(?= (?:that|this|its|his|her|the))|repl(?:ied|ies)"
    r"|answer(?:ed|s)|respond(?:ed|s)(?= (?:that|by|with|[“\"]))|retort(?:ed|s)"
    r"|counter(?:ed|s)(?= (?:that|by|[“\"]))|disagree[sd]?|alleg(?:ed|es)|contend(?:ed|s)"
    r"|conclud(?:ed|es)|provid(?:es|ed)(?= that)|reasoned|estimat(?:ed|es)|predict(?:ed|s)"
    r"|suggest(?:ed|s)|post(?:ed|s)"
    r"(?= (?:on|that))|dismiss(?:ed|es)|declin(?:ed|es) to|justif(?:ied|ies)|convey(?:ed|s)"
    r"|recall(?:ed|s)(?= that)|quipp?(?:ed|s)|prais(?:ed|es)|hail(?:ed|s)|blam(?:ed|es)"
    r"|label(?:l?ed|s)|brand(?:ed|s)|dubb(?:ed|s)|appeal(?:ed|s) (?:to|for)|call(?:ed|s) upon"
    r"|call(?:ed|s)(?= (?:it|the|this|that|these|those|its|his|her|their|such|any|both|him|them"
    r"|what)\b)|held that|rul(?:ed|es)(?= (?:that|in)\b)|found that|(?:shot|fired|hit|pushed) back"
    r"|remind(?:ed|s)|assur(?:ed|es)|(?:is|was) of the (?:same )?opinion"
    r"|hold(?:s|ing)? (?:a |the )?(?:\w+ ){0,3}?view|holds that|tak(?:es|ing) the (?:\w+ )?view"
    r"|took the (?:\w+ )?view|sp(?:eaks|oke) of|speculat(?:ed|es)|elaborated"
    r"|ask(?:ed|s)(?=(?: \w+ly)? (?:whether|why|how|that|for)\b)|advis(?:ed|es)"
    r"|apologi[sz](?:ed|es)"
    r"|(?:has|have) been (?:saying|warning|arguing)|puts? it(?= (?!in (?!\d|an? |his |her )|on\b"
    r"|to (?!me\b|us\b)"
    r"|into\b|at\b)"
    r"|[,:.—])"
    r"|point(?:s|ed) to"
    r"|ma(?:de|kes?) (?:the|a|an|this|that|much the) (?:\w+ ){0,2}(?:case|point|argument|claim"
    r"|pledge|promise"
    r"|proposal|appeal|plea|statement|remark|declaration|observation|suggestion"
    r"|prediction)(?! of\b)"
    r"|let(?:s)? (?:it be|slip|it) (?:known|slip|that)"
    r"|(?:wav|brush|shrug|laugh|play|talk|rul)(?:ed|es|s|g?s|ged)"
    r" (?:it|this|that|them|these|him|her|the \w+|such \w+) (?:away|aside|off|down|up|out)"
    rf"|show(?:s|ed)?(?= that\b)|(?:{PARTICIPLE})(?= that\b)"
    r"|dr(?:ew|aws?|awn) (?:[\w’ ]{1,20} )?attention|maintained(?= [\w ]{1,40} that\b)"
    r"|compar(?:ed|es)(?= [\w’ -]{1,60} (?:to|with)\b)|referred(?= [\w ]{1,30} to\b)"
    r"|puts? the blame"
    r"|citing(?= (?:the|its|his|her|their|an?|what|[a-z]+)\b)"
    r"|(?:did|does)(?: not|n['’]t) (?:conceal|hide)|ma(?:de|kes?) no attempt to (?:conceal|hide)"
    r"|(?:confin|limit)(?:ed|es|s) (?:him|her|it|them)sel(?:f|ves) to"
    r"|h[eo]lds? fast to|(?:favou?red|championed|backed|preferred|espoused)(?= by\b)"
    r"|found(?= (?:no|little|evidence|signs?)\b)|(?:shares?|shared) (?:the|this|that|these"
    r"|those) (?:\w+ )?"
    r"(?:view|assessment|concerns?|opinion)|subscrib(?:es|ed) to"
    r"|t(?:akes?|ook|aken) (?:a|an|the) (?:\w+ ){1,2}(?:view|line|position|stance)"
    r"|calling(?= (?:it|the|this|that|these|them|for|on|him|her|such|what|[“\"‘])\b)"
    r"|ma(?:de|kes?) no (?:secret|bones)|le(?:ft|aves?) no doubt"
    r"|keeps? (?:saying|repeating|insisting|warning)|did so|emphasi[sz]ing|stressing"
    r"|urging|accusing|claiming"
    r"|rul(?:ed|es) (?:it|this|that|them) out|begs? to differ|(?:go(?:es|ne)?"
    r"|went) so far as to(?= )"
    r"|press(?:ed|es)(?= (?:the|for|him|her|them|it)\b)|endors(?:ed|es)"
    r")\b"
)
IMPUTING: Final = re.compile(
    rf"\b{_HAVE}(?P<cue>"
    rf"(?P<plural>(?:(?<=[a-z]s )|(?<=[a-z], )|(?<=often )|(?<=ly ))(?:{THINKING}))(?= )|"
    r"finds? (?:this|that|it|them) (?:\w+(?:ing|able|ible)|hard|odd|strange)|ha(?:s|d|ve) (?:no"
    r"|little|every) (?:desire|intention|wish|interest|appetite|plans?|doubts?"
    r"|illusions?|incentive)|interpret(?:s|ed)|constru(?:es|ed)|fears?|feared|concerned|worr(?:y"
    r"|ies|ied)|wants?|wanted"
    r"|seek(?:s|ing)?|sought|hop(?:es|ed)"
    r"|intend(?:s|ed)|aim(?:s|ed)|understands?|(?:well )?aware|believ(?:es?|ed)|consider(?:s|ed)?"
    r"(?= (?:it|that|the|this|such|\w+ as))|thinks?|regard(?:s|ed)|view(?:s|ed)|perceiv(?:es?|ed)"
    r"|hint(?:s|ed)|g[ai]ve?s? to understand|let(?:s)? it be understood"
    r"|signal+(?:s|ed)(?= (?:that|its|his|her|to|an?|the)\b)"
    r"|prefer(?:s|red)|expect(?:s|ed)|feel(?:s)?|felt|calculat(?:es|ed)|alarmed|uneasy|wary"
    r"|(?<!any )(?<!an )(?<!the )(?<!every )(?<!no )(?<!this )(?<!new )(?<!its )"
    r"attempt(?:s|ed|ing)?(?= to\b)|(?:fearing|hoping|believing|suspecting|worrying)\b|tr(?:y|ies"
    r"|ied|ying)(?= to\b)"
    r"|suspects?|doubts?|s(?:ees|aw(?= (?:in|it|this|that|the|no|a|an|any|little)\b))|adamant"
    r"|confident|certain that|sceptical|skeptical"
    r"|determined|reluctant|unwilling|keen|eager|convinced|sanguine|optimistic|pessimistic"
    r"|unconvinced|unimpressed|unmoved"
    r"|dismissive|doubtful|hopeful|so sure|unsure|lukewarm|defiant|supportive of|critical of"
    r"|in favou?r of|opposed to|open to|at odds with|will blackmail|appears? to|seems? to"
    r"|planned to send"
    r")\b",
    re.IGNORECASE,
)
_STANCE: Final = (
    r"(?:logic|aim|goal|purpose|intentions?|strategy|interests?|position|view|stance|calculations?"
    r"|thinking|motives?|message|objective|ambitions?|concerns?|policy|attitude|reading)"
)
_WEIGHED: Final = (
    r"less|more|far|as(?! follows)|hardly|anything|nothing|well|not|under|in|un\w+|widely|generally"
    r"|clear(?! that)"
    r"|\w+ed"
)
"""What is only said of a stance, by which nobody takes it."""
OF_STANCE: Final = re.compile(
    rf"\b(?P<cue>{_STANCE} (?:of|to|for) (?:the )?)"
    rf"(?![^,;:“”\"]{{1,60}} (?:is|was|remains|has been) (?:{_WEIGHED})\b)"
    r"(?=[A-Z“\"]|(?:\w+ )?(?:government|side|ministry|administration)\b)|\b(?P<own>(?:'s|’s) "
    rf"(?:\w+ )?{_STANCE}) (?:(?:is|was|remains|has been|had been)(?! (?:{_WEIGHED})\b)|lies"
    rf"|that)\b"
    r"|(?:^\s*|[,:;—] |\b(?:that|and|but|while) )(?P<for>[Ff]or (?:the )?)(?=[A-Z][^,.;:]{1,40},)"
    r"|\b(?:solution|option|choice|answer|problem|question|priority|threat|danger|risk|challenge"
    r"|lesson"
    r"|outcome|point|line) (?P<so>for (?:the )?)(?=[A-Z][\w.’' ]{1,40} (?:is|was|remains)\b)"
    r"|(?P<theirs>(?:'s|’s) (?:\w+ )?(?:view|eyes|calculus|calculation|reading|opinion|telling"
    r"|assessment"
    r"|estimation|account|reckoning|judge?ment|perspective|logic|mind|thinking|understanding|words"
    r"|interpretation|standpoint))(?=,|:)"
    rf"|\b(?P<mine>[Ii]n the (?:eyes|view) of (?:the )?)",
)
ACCORDING: Final = re.compile(
    r"\b(?P<cue>according to|in the words of|(?-i:^Under(?= (?:the|an?|its|this) (?:[\w’'-]+ ){0,3}"
    r"(?:proposal|plan|draft|blueprint|scheme|initiative)\b))"
    r"|(?-i:[Ww]hat(?= (?:the )?[A-Z][\w.’ -]{1,40} (?:has |have )?(?:calls?|called|termed"
    r"|considers?)\b))"
    r"|how (?:it|this|that|things|matters) (?:is|are|was|looks?) (?:seen |viewed "
    r"|perceived )?(?:in|from)"
    r"(?= (?:the )?(?-i:[A-Z]))"
    r"|by (?:one|another|some|its own) (?:estimate|account|count|calculation|reckoning)s? (?:of"
    r"|from|by)"
    r"|(?:formulated|coined|articulated) by"
    r"|(?-i:[Ii]f(?= (?:the )?[A-Z][\w.’ ]{1,40} (?:is|are) to be believed))"
    r"|(?:interpreted|seen|read|viewed|perceived|taken|understood|regarded|construed)"
    r"(?: \w+)? in(?= (?:the )?[A-Z][\w ]{1,30} as\b)"
    r"|in the (?:opinion|assessment|judge?ment|estimation|reading|account|telling"
    r"|interpretation) of"
    r"|(?:(?<=^)|(?<=[,;:—] ))from the (?:standpoint|point of view|perspective|viewpoint) of"
    r"|(?:(?:counter-?)?argument|view|position|stance|case|claim|thesis|theory"
    r"|reading)s?[,—–\s]+(?:\w+ )?(?:"
    r"advanced|made|taken|put forward"
    r"|voiced|articulated|championed|espoused|favou?red|popularized|held|shared|defended)"
    r"(?: [\w ]{1,30})? by|as (?:stated|reported|noted|explained) by|the words of"
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
    r"|were) (?:(?-i:[a-z]+ly) |often "
    r"|also |further |later |sometimes )*"
    r"(?:said|objected|held|maintained|contended|asserted|pointed out|assumed|believed|noted"
    r"|argued|reported|claimed|thought|alleged|rumou?red|stated"
    r"|suggested|expected that|feared|suspected|announced|accused of|estimated (?:at|to|that))"
    r"|(?:is|are|was|were) (?:(?-i:[a-z]+ly) )?(?:considered|regarded as|viewed as|seen as"
    r"|perceived as"
    r"|deemed|(?:thought|said|believed|held|reported|rumou?red|alleged|supposed) to)"
    r"|there (?:is|are) (?:the |an? |those |some )?(?:\w+ )?"
    r"(?:arguments?|view|opinion|voices|fears?|claims?|speculation|suspicions?|talk|hopes?"
    r"|consensus"
    r"|expectations?|belief|feeling|sense|concerns?)"
    r"(?= (?:that|who|among)\b)|I am told|we are told|we were told|word has it"
    r"|the (?:official|standard|stock|usual|conventional|received|prevailing|common|general"
    r"|dominant|widespread) (?:reason|opinion|feeling|mood|consensus"
    r"|assumption|expectation|impression|belief"
    r"|explanation|line"
    r"|version|answer|argument|wisdom|view|position|narrative"
    r"|story)(?:,[^,;]{2,170},)?(?: (?:(?:is|was|holds) that"
    r"|has it|goes)\b|(?=:))"
    r"|(?:first|second|third|other|latter|former)(?: (?:reading|view|argument|explanation|school"
    r"|camp"
    r"|interpretation|theory|position)(?:,(?![^,]*\b(?:we|I)\b) [^,]{1,60},)?|, (?:popular"
    r"|favou?red|heard|held|common"
    r"|widespread)"
    r"[^,]{1,60},) (?:is|holds|was|argues|maintains) that"
    r"|(?:^|, )(?:in|on|under|by) (?:this|that|such a) (?:telling|view|reading|account|logic"
    r"|argument"
    r"|interpretation|reasoning)(?=,)"
    r"|(?:the|this) (?:argument|thinking|theory|reasoning|logic|story|thesis|saying|joke) (?:goes"
    r"|runs)"
    r"|(?:one|another|an? (?:second|third)|a common|the usual) (?:\w+ )?(?:school of thought|camp"
    r"|view"
    r"|argument|theory|interpretation|reading|explanation) (?:holds|has it|goes|is) that"
    r"|(?:some|many|few|most|others) in (?:the )?\w+ (?:worry|fear|believe|think|say|argue|see)"
    rf"|(?:some|many|few|most|others|several) (?:often |also )?(?:{BASE}|{THINKING}|point)(?= )"
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
IN_DOCUMENT: Final = re.compile(
    r"In (?=(?:an?|the|its) (?:[\w’.-]+ ){0,5}(?:survey|poll|study|report)\b[^,]{0,80},)"
)
"""A document at the start of a sentence that it is the source of."""
QUOTED: Final = re.compile(
    r"[“\"«](?P<words>[^”\"»]{12,}?)[”\"»]|(?<!\w)‘(?P<single>(?:[^‘’]|’(?=\w)){12,}?)’(?!\w)"
)
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
