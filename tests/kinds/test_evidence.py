"""What names and values tell about two records: slips of the fingers, and how the rarity of a value counts."""

from __future__ import annotations

import pytest

from crm_cli.kinds.evidence import Evidence
from crm_cli.kinds.known import Known
from crm_cli.kinds.named import slip
from crm_cli.kinds.suspects import pairs


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("frost", "forst", True),
        ("frost", "frots", True),
        ("elizabeth", "elisabet", True),
        ("connolly", "yllonnoc", True),
        ("frost", "snow", False),
        ("jon", "jan", False),
        ("shop 12", "shop 13", False),
        ("2219", "2291", False),
    ],
)
def test_a_slip_of_the_fingers_is_seen_in_words_of_four_letters_or_more(
    one: str, other: str, is_slip: bool
) -> None:
    assert (slip(one, other) > 0) is is_slip
    assert slip(one, other) == slip(other, one)


def people(*told: tuple[str, dict[str, str]]) -> list[Known]:
    return [
        Known(place, name, tuple(name.lower().split()), {key: (value,) for key, value in values.items()})
        for place, (name, values) in enumerate(told, start=1)
    ]


def test_what_many_have_tells_less_than_what_few_have() -> None:
    crowd = people(*[("Ann Lee", {"city": "almaty"})] * 400, *[("Ann Lee", {"city": "oslo"})] * 2)
    evidence = Evidence(crowd, is_person=True)
    common, rare = evidence.judge(crowd[0], crowd[1]), evidence.judge(crowd[-2], crowd[-1])
    assert common.certainty < rare.certainty
    assert common.reasons == ("same name", "same city almaty")


def test_what_contradicts_is_told_last_and_takes_away() -> None:
    two = people(
        ("Ann Lee", {"city": "oslo", "birthday": "19900314"}),
        ("Ann Lee", {"city": "oslo", "birthday": "19741102"}),
    )
    judged = Evidence(two, is_person=True).judge(*two)
    assert judged.reasons == ("same name", "same city oslo", "but another birthday")
    assert judged.certainty < 0.9


def test_names_that_do_not_agree_are_never_certain() -> None:
    shared = {"phone": "+77012345671", "street": "abay 1", "city": "oslo", "email": "smith@a.example"}
    two = people(("Ida Smith", shared), ("Joe Smith", shared))
    judged = Evidence(two, is_person=True).judge(*two)
    assert judged.is_unlike
    assert judged.certainty <= 0.9


def test_each_pair_is_looked_at_once_and_never_a_record_with_itself() -> None:
    many = people(*[("Eh Eha Ehan", {"city": "oslo", "birthday": "19900314"})] * 6)
    found = [*pairs(many)]
    assert found == [(one, other) for one in range(6) for other in range(one + 1, 6)]
