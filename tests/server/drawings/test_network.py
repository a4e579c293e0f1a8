"""The network of actors and propositions."""

from dataclasses import replace

from server.drawings.network import Conflict, Network, Node, Stand, draw, ordered
from tests.server.drawings.outline import outline

RUSSIA, AUTHOR = Node("r", "Russia", "/r"), Node("a", "author", "/a")
TIED, FREE = Node("tied", "It is tied.", "/tied"), Node("free", "It is not tied.", "/free")
NETWORK = Network(
    "n",
    "Who says what",
    (RUSSIA, AUTHOR),
    (TIED, FREE),
    (
        Stand("r", "tied", "says", "/c1", "Russia says"),
        Stand("a", "tied", "denies", "/c2", "author denies"),
        Stand("r", "free", "imputed", "/c3", "author imputes to Russia"),
    ),
    (Conflict("tied", "free", "excludes", "/tied", "They exclude each other"),),
)


def test_ways_to_stand_to_a_proposition_differ_in_a_word_and_not_only_in_their_line():
    assert outline(draw(NETWORK)) == [
        ("/tied", "edge excludes", "They exclude each other", ["hit", "line"], []),
        ("/c1", "edge says", "Russia says", ["hit", "line"], []),
        ("/c2", "edge denies", "author denies", ["hit", "line"], ["not"]),
        ("/c3", "edge imputed", "author imputes to Russia", ["hit", "line"], ["imputed"]),
        ("/a", "node actor", "author", ["rect"], ["author"]),
        ("/r", "node actor", "Russia", ["rect"], ["Russia"]),
        ("/tied", "node proposition", "It is tied.", ["rect"], ["It is tied."]),
        ("/free", "node proposition", "It is not tied.", ["rect"], ["It is not tied."]),
    ]


def test_the_same_network_is_drawn_alike_in_whatever_order_it_comes():
    turned = replace(NETWORK, actors=(AUTHOR, RUSSIA), propositions=(FREE, TIED))

    assert draw(turned) == draw(NETWORK)


def test_lines_that_need_not_cross_do_not():
    actors = tuple(Node(f"a{i}", "", "") for i in range(6))
    propositions = tuple(Node(f"p{i}", "", "") for i in range(6))
    stands = tuple(Stand(f"a{i}", f"p{(i * 5 + 2) % 6}", "says", "", "") for i in range(6))
    left, right = ordered(Network("n", "", actors, propositions, stands))

    assert [(node.key, f"p{(int(node.key[1]) * 5 + 2) % 6}") for node in left] == [
        (one.key, other.key) for one, other in zip(left, right, strict=True)
    ]
