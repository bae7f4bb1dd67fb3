"""An invented country that signs chips: its certificate, its document signers, its revocation list."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import new
from pathlib import Path

from asn1crypto import algos, cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from kiosk.devices.chips import tlv
from kiosk.devices.chips.oids import encode_oid

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
SHA256_OID = "2.16.840.1.101.3.4.2.1"
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def curve_key() -> ec.EllipticCurvePrivateKey:
    """As most countries use them."""
    return ec.generate_private_key(ec.BrainpoolP256R1())


def _name(words: str, code: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, code), x509.NameAttribute(NameOID.COMMON_NAME, words)]
    )


@dataclass
class Signer:
    """A document signer with its key."""

    certificate: x509.Certificate
    key: PrivateKey
    pss: bool = False

    def security_object(self, groups: dict[int, bytes]) -> bytes:
        """EF.SOD over these data groups."""
        listed = b"".join(
            tlv.element(
                0x30,
                tlv.element(0x02, bytes([number])) + tlv.element(0x04, new("sha256", content).digest()),
            )
            for number, content in sorted(groups.items())
        )
        algorithm = tlv.element(0x30, tlv.element(0x06, encode_oid(SHA256_OID)))
        content = tlv.element(0x30, tlv.element(0x02, b"\0") + algorithm + tlv.element(0x30, listed))
        return tlv.element(0x77, self._signed(content))

    def _signed(self, content: bytes) -> bytes:
        own = asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": [LDS_SECURITY_OBJECT]}),
                cms.CMSAttribute({"type": "message_digest", "values": [new("sha256", content).digest()]}),
            ]
        )
        signature, algorithm = self._sign(attributes.dump())
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number}),
                ),
                "digest_algorithm": {"algorithm": "sha256"},
                "signed_attrs": attributes,
                "signature_algorithm": algorithm,
                "signature": signature,
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [{"algorithm": "sha256"}],
                "encap_content_info": {"content_type": LDS_SECURITY_OBJECT, "content": content},
                "certificates": [own],
                "signer_infos": [signer],
            }
        )
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())

    def _sign(self, data: bytes) -> tuple[bytes, algos.SignedDigestAlgorithm]:
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(hashes.SHA256())), algos.SignedDigestAlgorithm(
                {"algorithm": "sha256_ecdsa"}
            )
        if self.pss:
            way = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
            return self.key.sign(data, way, hashes.SHA256()), algos.SignedDigestAlgorithm(
                {
                    "algorithm": "rsassa_pss",
                    "parameters": {
                        "hash_algorithm": {"algorithm": "sha256"},
                        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
                        "salt_length": 32,
                    },
                }
            )
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256()), algos.SignedDigestAlgorithm(
            {"algorithm": "sha256_rsa"}
        )


class Country:
    """A country signing authority."""

    def __init__(
        self,
        words: str = "CSCA of a test",
        *,
        ends: datetime | None = None,
        key: PrivateKey | None = None,
        code: str = "VN",
    ) -> None:
        self._code = code
        self._name = _name(words, code)
        self._key = key or curve_key()
        self.certificate = self._certificate(
            self._name, self._key, ends or NOW + timedelta(days=3650), authority=True
        )

    def _certificate(
        self, subject: x509.Name, key: PrivateKey, ends: datetime, *, authority: bool
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=3650))
            .not_valid_after(ends)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )
        if authority:
            builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return builder.sign(self._key, hashes.SHA256())

    def signer(
        self, *, ends: datetime | None = None, key: PrivateKey | None = None, pss: bool = False
    ) -> Signer:
        """A document signer of this country."""
        key = key or curve_key()
        until = ends or NOW + timedelta(days=3000)
        certificate = self._certificate(
            _name("Document signer of a test", self._code), key, until, authority=False
        )
        return Signer(certificate, key, pss)

    def install(self, folder: Path, name: str = "country.cer") -> None:
        """As the operator does."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(self.certificate.public_bytes(serialization.Encoding.DER))

    def revoke(self, folder: Path, signer: Signer) -> None:
        """Put a revocation list that names the signer beside the certificates."""
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(signer.certificate.serial_number)
            .revocation_date(NOW - timedelta(days=1))
            .build()
        )
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._name)
            .last_update(NOW - timedelta(days=1))
            .next_update(NOW + timedelta(days=90))
            .add_revoked_certificate(entry)
            .sign(self._key, hashes.SHA256())
        )
        (folder / "country.crl").write_bytes(listed.public_bytes(serialization.Encoding.DER))
