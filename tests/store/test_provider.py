import pytest

from quizzes.store.access import SESSION, require
from quizzes.store.errors import NotListed, NotSignedIn, NotVerified, SignInOver, StoreAway
from quizzes.store.provider import Listed, folded
from quizzes.store.tickets import InStore

NOW = 1_800_000_000.0
ADA = {"iss": "https://id.example", "sub": "1", "email": "ada@uni.example", "email_verified": True, "iat": NOW}


def test_an_e_mail_of_the_list_comes_in_and_is_told_its_colleagues():
    listed = Listed([" Ada@Uni.example", "emmy@uni.example", ""])
    instructor = listed.admit(ADA | {"email": "ADA@uni.EXAMPLE "}, now=NOW)
    require(instructor)
    assert instructor.who == "ada@uni.example"
    assert instructor.colleagues == ("emmy@uni.example",)


@pytest.mark.parametrize(
    "email", [None, "", 1, ["ada@uni.example"], "eve@uni.example", "ada@uni.example\0", "аda@uni.example", "x" * 10**5]
)
def test_any_other_does_not(email):
    with pytest.raises(NotListed):
        Listed(["ada@uni.example"]).admit(ADA | {"email": email}, now=NOW)


def test_who_is_turned_away_is_told_which_address_it_was():
    for email, named in (("eve@uni.example", "eve@uni.example"), (None, "?")):
        with pytest.raises(NotListed) as caught:
            Listed(["ada@uni.example"]).admit(ADA | {"email": email}, now=NOW)
        assert named in str(caught.value)


def test_letters_that_only_look_alike_in_lower_case_are_others():
    assert folded("\u212aate@uni.example") != folded("Kate@uni.example") == "kate@uni.example"


@pytest.mark.parametrize("said", [None, False, "false", "yes", 1.5])
def test_an_e_mail_that_nobody_has_verified_comes_in_only_where_the_provider_is_trusted(said):
    with pytest.raises(NotVerified):
        Listed(["ada@uni.example"]).admit(ADA | {"email_verified": said}, now=NOW)
    require(Listed(["ada@uni.example"], trusting=True).admit(ADA | {"email_verified": said}, now=NOW))


def test_a_sign_in_is_held_once_and_ends_after_twelve_hours():
    clock = [0.0]
    listed = Listed(["ada@uni.example"], clock=lambda: clock[0])
    first = listed.admit(ADA, now=NOW)
    assert listed.admit(ADA, first, now=NOW + 5) is first
    later = listed.admit(ADA | {"iat": NOW + 5}, first, now=NOW + 5)
    assert later is not first
    clock[0] = SESSION
    with pytest.raises(NotSignedIn):
        require(first)
    with pytest.raises(SignInOver):
        listed.admit(ADA, first, now=NOW + SESSION)
    future = listed.admit(ADA | {"iat": NOW + 1e9}, now=NOW)
    clock[0] += SESSION
    assert not future.signed_in


def test_signing_out_ends_it_for_every_tab_and_every_server_and_no_other(engine):
    first, other = (Listed(["ada@uni.example"], tickets=InStore(lambda: engine)) for _ in range(2))
    tabs = [first.admit(ADA, now=NOW) for _ in range(2)]
    elsewhere = first.admit(ADA | {"sub": "2"}, now=NOW)
    first.sign_out(tabs[0])
    for tab in tabs:
        assert not tab.signed_in
    for one in (first, other):
        with pytest.raises(SignInOver):
            one.admit(ADA, tabs[0], now=NOW)
    require(elsewhere)
    require(other.admit(ADA | {"iat": NOW + 1}, now=NOW + 1))


def test_a_sign_in_works_while_the_database_is_away():
    def away():
        raise StoreAway

    listed = Listed(["ada@uni.example"], tickets=InStore(away))
    instructor = listed.admit(ADA, now=NOW)
    require(instructor)
    with pytest.raises(StoreAway):
        listed.sign_out(instructor)
    assert not instructor.signed_in
