"""An authenticator of the outside world that is software: it makes passkeys, and signs with them.

It does what WebAuthn (Level 3) says in chapter 6, and, where a test wants it, something else.
"""

import json
import secrets
import struct
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

#: Flags of what an authenticator says (WebAuthn, 6.1).
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftwareAuthenticator:
    """One passkey, for a page of `origin`; `counter` is what it has signed so far."""

    def __init__(self, origin, rp_id):
        self.origin, self.rp_id = origin, rp_id
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.user_handle = None
        self.counter = 0

    def create(self, options, **otherwise):
        """What `navigator.credentials.create()` answers, as JSON."""
        self.user_handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        cose = cbor2.dumps(otherwise.get("public_key", key))
        length = struct.pack(">H", len(self.credential_id))
        attested = bytes(16) + length + self.credential_id + cose
        data = self._data(ATTESTED, **otherwise) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        answer = {
            "clientDataJSON": self._client_data("webauthn.create", options, **otherwise),
            "attestationObject": attestation,
        }
        return self._credential(answer)

    def get(self, options, **otherwise):
        """What `navigator.credentials.get()` answers, as JSON."""
        self.counter = otherwise.pop("counter", self.counter + 1)
        client_data = self._client_data("webauthn.get", options, **otherwise)
        data = self._data(0, **otherwise)
        signature = self.key.sign(data + sha256(client_data).digest(), ec.ECDSA(SHA256()))
        answer = {
            "clientDataJSON": client_data,
            "authenticatorData": data,
            "signature": signature,
            "userHandle": base64url_to_bytes(self.user_handle) if self.user_handle else None,
        }
        return self._credential({name: value for name, value in answer.items() if value})

    def _credential(self, answer):
        id = bytes_to_base64url(self.credential_id)
        response = {name: bytes_to_base64url(value) for name, value in answer.items()}
        return {
            "id": id,
            "rawId": id,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }

    def _client_data(self, kind, options, challenge=None, origin=None, **_otherwise):
        return json.dumps(
            {
                "type": kind,
                "challenge": challenge or options["challenge"],
                "origin": origin or self.origin,
                "crossOrigin": False,
            }
        ).encode()

    def _data(self, flags, rp_id=None, verified=True, **_otherwise):
        flags |= PRESENT | (VERIFIED if verified else 0)
        digest = sha256((rp_id or self.rp_id).encode()).digest()
        return digest + struct.pack(">BI", flags, self.counter)
