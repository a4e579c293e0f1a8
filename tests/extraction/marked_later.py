"""Further marked texts of our own, written after the rules; docs/new-article.md has how they did."""

from typing import Final

SECOND_THOMAS: Final = """
What a rusting ship is worth

[[Rear Adm. Roy Trinidad]], spokesman of the [[Philippine Navy]] for the [[West Philippine Sea]], said on Monday that three vessels of the [[People’s Liberation Army Navy]] (the [[PLAN]]) had shadowed the [[BRP Sierra Madre]]. He was answering a claim by [[Mao Ning]] of the [[Chinese Ministry of Foreign Affairs]] that the ship had been “illegally grounded”. [[Gilberto Teodoro Jr.]], the defence secretary, told [[Rappler]] the opposite.

The [[Permanent Court of Arbitration]] in [[The Hague]] ruled in July 2016 that the nine-dash line has no basis in law. [[Hanoi]] took note; [[Phnom Penh]] did not. [[Ray Powell]] of [[Stanford University]] thinks that [[Xi Jinping]] would rather wait, and so does [[Collin Koh]], who teaches at the [[S. Rajaratnam School of International Studies]]. The [[EU]] and the [[G7]] issued statements within hours, as did [[Canberra]] and [[Ottawa]].

[[US]] [[Secretary of Defense Lloyd Austin]] promised four more sites under the [[Enhanced Defense Cooperation Agreement]] ([[EDCA]]), one of them on [[Balabac Island]], south of [[Palawan]]. [[Task Force Ayungin]] was set up for the purpose. The [[Mischief Reef]] runway, [[Fiery Cross]] and [[Subi Reef]] can already take [[J-11]] fighters and [[HQ-9]] batteries.
"""
SENKAKU_LATER: Final = """
Three miles and no further

At 4 a.m. the [[Haijing 1303]] crossed the line off [[Uotsuri Island]], the [[11th Regional Coast Guard Headquarters]] in [[Naha]] announced. [[Tokyo]]’s ambassador, [[Kenji Kanasugi]], called on the [[Chinese Foreign Ministry]]. [[Wang Wenbin]] replied that the [[Diaoyu Dao]] had been [[China]]’s since ancient times. In the [[Diet]], [[Itsunori Onodera]] of the [[LDP]] asked why the [[Coast Guard Law]] of 2021 had drawn so little protest.

[[Prime Minister Fumio Kishida]] and [[President Joe Biden]] repeated at [[Camp David]] that [[Article V]] applies. [[Taipei]] protested too, though [[Ma Ying-jeou]] had signed a fisheries agreement with [[Japan]] in 2013. [[NHK]] showed pictures taken from an [[MQ-9B SeaGuardian]]; the [[Yomiuri Shimbun]] wrote of a new normal. The [[Japan Air Self-Defense Force]] scrambled [[F-15J]] jets from [[Naha Air Base]]. [[Kishida]] later spoke with [[Yoon Suk Yeol]] by telephone. [[Shintaro Ishihara]]’s plan of 2012 to buy three of the islands is still remembered in [[Beijing]].
"""
INF_LATER: Final = """
The missile that nobody wanted to name

[[John Bolton]] flew to [[Moscow]] in October 2018 to tell [[Vladimir Putin]] that the [[United States]] would leave the [[Intermediate-Range Nuclear Forces Treaty]]. [[Sergey Lavrov]] called it a mistake. The [[Novator 9M729]], which [[NATO]] knows as the [[SSC-8]], had been tested at [[Kapustin Yar]]. [[Jens Stoltenberg]] said there was a last chance; [[Heiko Maas]] warned of a new arms race in [[Europe]], and [[Federica Mogherini]] appealed to both.

In [[Beijing]], [[Hua Chunying]] rejected any treaty that would bind the [[PLA Rocket Force]] and its [[DF-21D]] and [[DF-26]] missiles. [[Mike Pompeo]] had wanted just that. [[Australia]] said it would host none; [[South Korea]]’s [[Moon Jae-in]] was not asked. By 2023 the [[Army]] had a [[Typhon]] battery of its own, and [[Dark Eagle]] was late. [[Mikhail Gorbachev]] and [[Ronald Reagan]] had signed the treaty in [[Washington]] in December 1987; [[Kazakhstan]] and [[Belarus]] destroyed the last [[SS-23]] launchers at [[Saryozek]] and [[Stankovo]].
"""
AEGIS_LATER: Final = """
Second thoughts in [[Akita]]

[[Governor Norihisa Satake]] learned from the newspapers that [[Araya]] had been chosen. The [[Ministry of Defense]] had measured the angle of the mountains on [[Google Earth]], as the [[Akita Sakigake Shimpo]] found out, and [[Takeshi Iwaya]] had to apologise. [[Raytheon]] offered the [[SPY-6]], [[Lockheed Martin]] the [[Long Range Discrimination Radar]]. The price rose to 450 billion yen. [[Kono]] stopped the plan in June 2020, and [[Shinzo Abe]]’s [[National Security Council]] agreed within ten days.

[[Maria Zakharova]] had called it a threat to the [[Russian Far East]]; [[Nikolai Patrushev]] raised it with [[Shotaro Yachi]]. [[Japan]] answered that the sites served its own defence. What followed were two ships with the [[Aegis Weapon System]], to be built by [[Mitsubishi Heavy Industries]] at [[Nagasaki]]. The [[Asahi Shimbun]] asked whether the [[Ground Self-Defense Force]] had ever wanted [[Aegis Ashore]]. [[Poland]] got its own at [[Redzikowo]], [[Romania]] at [[Deveselu]].
"""
LATER: Final = {
    "second-thomas": SECOND_THOMAS.strip(),
    "senkaku-later": SENKAKU_LATER.strip(),
    "inf-later": INF_LATER.strip(),
    "aegis-later": AEGIS_LATER.strip(),
}
