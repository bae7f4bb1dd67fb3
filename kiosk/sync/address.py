"""Where the gateway lives and which addresses belong to it; no request is made here."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from kiosk.domain.errors import ConfigurationInvalid

_DEFAULT_PORTS = {"http": 80, "https": 443}


class ForeignAddress(ValueError):
    """An address the gateway named that is not on its own origin: the token must not go there."""


@dataclass(frozen=True, slots=True)
class GatewayAddress:
    """The configured gateway, without trailing slash and without `/v1`: also the audience of our assertions."""

    url: str
    origin: str

    @classmethod
    def parse(cls, configured: str) -> "GatewayAddress":
        """Read the configured URL; ConfigurationInvalid when it is no plain http(s) address."""
        text = configured.strip().rstrip("/").removesuffix("/v1").rstrip("/")
        try:
            parts = urlsplit(text)
            origin = _origin(text)
        except ValueError as error:
            raise ConfigurationInvalid(
                "the gateway's URL cannot be read; write for example https://gateway.example.vn"
            ) from error
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ConfigurationInvalid("the gateway's URL must hold no password, query or fragment")
        return cls(url=text, origin=origin)

    def call(self, path: str) -> str:
        """The URL of a contract path such as `/v1/health`."""
        return self.url + path

    def own(self, named: str, *, relative_to: str | None = None) -> str:
        """The absolute URL the gateway named, relative or not; ForeignAddress unless it is on its own origin.

        The URL is put together anew from its parts, so that no other reader can find another host in it.
        """
        if not named or any(character <= " " or character in "\\\x7f" for character in named):
            raise ForeignAddress("not a clean address")
        try:
            joined = urljoin(relative_to or self.url + "/", named)
            parts = urlsplit(joined)
            origin = _origin(joined)
        except ValueError as error:
            raise ForeignAddress("not an address") from error
        if origin != self.origin or parts.username is not None or parts.password is not None:
            raise ForeignAddress("an address of another origin")
        return self.origin + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError("not an http address")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port
    return f"{parts.scheme}://{host}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")
