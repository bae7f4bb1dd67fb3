"""Why a secure line was refused is told apart: the clock here, the name there, or who vouches for it."""

from pathlib import Path

import pytest

from kiosk.domain.dossier import DossierState
from kiosk.domain.errors import ConfigurationInvalid, LinkRefused
from tests.fakes.connect_proxy import ConnectProxy
from tests.fakes.gateway import WireGateway
from tests.sync.certificates import Authority, tls_server
from tests.sync.kit import Kit, content_of, kit_at


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def refusal(url: str, ca: Path | None, *, skew_s: float = 0.0) -> tuple[str, float | None]:
    with kit_at(url, ca=ca, skew_s=skew_s) as kiosk:
        with pytest.raises(LinkRefused) as caught:
            kiosk.client.health()
        assert kiosk.client.link.problem == caught.value.code
        return caught.value.code, kiosk.client.link.clock_skew_s


def test_an_authority_of_our_own_is_trusted(authority: Authority) -> None:
    with tls_server(authority.server()) as url, kit_at(url, ca=authority.ca) as kiosk:
        assert not kiosk.client.health().maintenance
        assert kiosk.client.link.online


def test_an_authority_nobody_knows_is_not(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path)
    with tls_server(authority.server()) as url:
        assert refusal(url, other.ca)[0] == "tls_not_trusted"
        assert refusal(url, None)[0] == "tls_not_trusted"


def test_another_name_is_said(authority: Authority) -> None:
    with tls_server(authority.server(address="127.0.0.2")) as url:
        assert refusal(url, authority.ca)[0] == "tls_wrong_name"


def test_a_clock_two_years_behind_is_said(authority: Authority) -> None:
    certificate = authority.server(from_days=700, to_days=760)
    with tls_server(certificate, date="Sun, 22 Nov 2099 09:00:00 GMT") as url:
        code, skew_s = refusal(url, authority.ca)
    assert code == "clock_wrong"
    assert skew_s is not None
    assert skew_s < -86400.0


def test_a_clock_two_years_ahead_is_said(authority: Authority) -> None:
    certificate = authority.server(from_days=-800, to_days=-700)
    with tls_server(certificate, date="Sun, 22 Nov 2020 09:00:00 GMT") as url:
        code, skew_s = refusal(url, authority.ca)
    assert code == "clock_wrong"
    assert skew_s is not None
    assert skew_s > 86400.0


def test_a_certificate_that_ran_out_is_not_blamed_on_the_clock(authority: Authority) -> None:
    with tls_server(authority.server(from_days=-20, to_days=-10)) as url:
        assert refusal(url, authority.ca)[0] == "tls_not_trusted"


def test_a_dossier_goes_over_a_secure_line(authority: Authority) -> None:
    content = content_of(3_000_000)
    with WireGateway(authority.server()) as gateway, kit_at(gateway.url, ca=authority.ca) as kiosk:
        dossier = kiosk.enrol().queue_dossier(content)
        kiosk.drain()
        assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
        assert gateway.stored(dossier.documents[0].id) == content


def test_a_dossier_goes_over_a_secure_line_through_a_proxy(authority: Authority) -> None:
    content = content_of(1_000_000)
    with WireGateway(authority.server()) as gateway, ConnectProxy() as proxy:
        with kit_at(gateway.url, ca=authority.ca, proxy=proxy.url) as kiosk:
            dossier = kiosk.enrol().queue_dossier(content)
            kiosk.drain()
            assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
        assert gateway.stored(dossier.documents[0].id) == content
        assert proxy.asked == [gateway.url.removeprefix("https://")] * len(proxy.asked) != []


def test_an_authority_that_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for path in (tmp_path / "none.pem", tmp_path / "empty.pem"):
        with pytest.raises(ConfigurationInvalid):
            Kit("https://portal.example", ca=path)
