"""Checks one signature with a public key as certificates carry it: RSA (PKCS #1, PSS) and ECDSA; by `cryptography`."""

from typing import Any

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PublicKeyInfo
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from kiosk.devices.chips.curves import Curve, curve_of_oid, known_curve

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "secp224r1": ec.SECP224R1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "secp521r1": ec.SECP521R1,
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpoolP384r1": ec.BrainpoolP384R1,
    "brainpoolP512r1": ec.BrainpoolP512R1,
}


class MethodUnknown(Exception):
    """A kind of key, curve or digest that is not checked here; the argument names it."""


def hash_named(name: str) -> hashes.HashAlgorithm:
    """The digest of a name such as sha256. MethodUnknown for others."""
    kind = _HASHES.get(name)
    if kind is None:
        raise MethodUnknown(f"digest {name}")
    return kind()


def digest(name: str, data: bytes) -> bytes:
    """Of the data. MethodUnknown for digests that are not listed here."""
    context = hashes.Hash(hash_named(name))
    context.update(data)
    return context.finalize()


def curve_of(key: PublicKeyInfo) -> Curve:
    """The curve of an elliptic key, named or spelt out, as states' certificates do. MethodUnknown for others."""
    domain = key["algorithm"]["parameters"]
    if domain.name == "named":
        curve = curve_of_oid(domain.chosen.dotted)
    elif domain.name == "specified":
        spelt = domain.chosen
        base = spelt["base"].native
        width = (len(base) - 1) // 2
        generator = int.from_bytes(base[1 : 1 + width], "big"), int.from_bytes(base[1 + width :], "big")
        a, b = (int.from_bytes(spelt["curve"][part].native, "big") for part in ("a", "b"))
        prime = spelt["field_id"]["parameters"].native
        curve = known_curve(prime, a, b, generator, spelt["order"].native)
    else:
        curve = None
    if curve is None:
        raise MethodUnknown("elliptic curve")
    return curve


def public_key(key: PublicKeyInfo) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    """For `cryptography`. MethodUnknown for keys of other kinds; ValueError for impossible ones."""
    if key.algorithm in ("rsa", "rsassa_pss"):
        numbers = key["public_key"].parsed.native
        return rsa.RSAPublicNumbers(numbers["public_exponent"], numbers["modulus"]).public_key()
    if key.algorithm != "ec":
        raise MethodUnknown(f"key {key.algorithm}")
    curve = curve_of(key)
    kind = _CURVES.get(curve.name)
    if kind is None:
        raise MethodUnknown(f"curve {curve.name}")
    return ec.EllipticCurvePublicKey.from_encoded_point(kind(), key["public_key"].native)


def fits(
    key: PublicKeyInfo,
    algorithm: SignedDigestAlgorithm,
    signature: bytes,
    data: bytes,
    digest_name: str | None = None,
) -> bool:
    """Whether `signature` over `data` was made with the key's secret half.

    `digest_name` is for algorithms that name none. MethodUnknown where it cannot be told.
    """
    try:
        known = public_key(key)
        kind = algorithm.signature_algo
        if isinstance(known, ec.EllipticCurvePublicKey):
            known.verify(signature, data, ec.ECDSA(_hash_of(algorithm, digest_name)))
        elif kind == "rsassa_pss":
            known.verify(signature, data, *_pss(algorithm["parameters"]))
        elif kind == "rsassa_pkcs1v15":
            known.verify(signature, data, padding.PKCS1v15(), _hash_of(algorithm, digest_name))
        else:
            raise MethodUnknown(f"signature {kind}")
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError, KeyError, TypeError) as error:
        raise MethodUnknown(type(error).__name__) from error
    return True


def _hash_of(algorithm: SignedDigestAlgorithm, digest_name: str | None) -> hashes.HashAlgorithm:
    try:
        name = str(algorithm.hash_algo)
    except ValueError:
        if digest_name is None:
            raise
        name = digest_name
    return hash_named(name)


def _pss(parameters: Any) -> tuple[padding.PSS, hashes.HashAlgorithm]:
    mask = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
    salt_bytes = parameters["salt_length"].native
    chosen = hash_named(parameters["hash_algorithm"]["algorithm"].native)
    return padding.PSS(padding.MGF1(hash_named(mask)), salt_bytes), chosen
