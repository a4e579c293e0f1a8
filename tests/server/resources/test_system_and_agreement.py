"""The pages of a weapon system and of an agreement, over real HTTP."""

from tests.server.resources.pages import page_at


def test_a_weapon_system_is_shown_by_where_it_is_or_might_be(project_address: str):
    page = page_at(project_address, "/id/system/thaad")

    assert page.paragraphs["what"] == [
        "under consideration THAAD in Japan",
        "in place THAAD in South Korea",
    ]
    assert ("under consideration", "hedged") in page.badges
    assert "What is claimed about it 15" in page.headings


def test_a_system_without_a_deployment_says_so(project_address: str):
    page = page_at(project_address, "/id/system/russian-nuclear-deterrent")

    assert "No deployment of it is coded." in page.texts


def test_an_agreement_is_shown_by_who_invokes_it_and_for_what(project_address: str):
    page = page_at(project_address, "/id/agreement/us-japan-security-treaty")
    at = page.headings.index("Who invokes it, and for what 3")

    assert page.headings[at + 1].startswith("What is claimed about it")
    assert ("United States", "/id/actor/united-states") in page.links
    assert list(zip(page.paragraphs["who"][:3], page.paragraphs["says"][:3], strict=True)) == [
        (
            "Russia says, as author of the column (probably Yu Koizumi) reports (by 2017-05):",
            "The islands come under the security treaty of the United States and Japan.",
        ),
        (
            "Vladimir Putin says, as author of the column (probably Yu Koizumi) reports (2016-12):",
            "Japan owes the United States obligations by the security treaty.",
        ),
        (
            "author of the column (probably Yu Koizumi) imputes to Vladimir Putin that this is "
            "probable (2016-12):",
            "The islands come under the security treaty of the United States and Japan.",
        ),
    ]


def test_an_agreement_that_nobody_invokes_says_so(project_address: str):
    page = page_at(project_address, "/id/agreement/russia-japan-2-plus-2")

    assert "No claim is coded that names it as a reason." in page.texts
