#!/usr/bin/env python3
"""Computes the contract vectors from the written rules, with Python's standard library alone.

Shares no code with p2pd: what both agree on is the contract. Prints contract.json to standard output:

    python3 docs/vectors/make.py > docs/vectors/contract.json
"""
import base64
import hashlib
import hmac
import ipaddress
import json
import re

KIB = 1 << 10
MIB = 1 << 20
BLOCKS_MAX = 32768

# --- content -----------------------------------------------------------------------------------


def patterned(length):
    """Byte i = (i*31 + (i div 256)*7 + 11) mod 256."""
    return bytes((i * 31 + i // 256 * 7 + 11) % 256 for i in range(length))


def b64(raw):
    return base64.b64encode(raw).decode()


def ni_name(digest):
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def content(length, block_size):
    data = patterned(length)
    digests = [
        hashlib.sha256(data[at : at + block_size]).digest() for at in range(0, length, block_size)
    ]
    head = f"p2pd-content-v1\n{length}\n{block_size}\n".encode("ascii")
    return {
        "length": length,
        "blockSize": block_size,
        "blocks": len(digests),
        "contentId": hashlib.sha256(head + b"".join(digests)).hexdigest(),
        "digest": b64(hashlib.sha256(data).digest()),
        "firstBlockName": ni_name(digests[0]) if digests else None,
        "blockDigests": b64(b"".join(digests)),
    }


def default_block_size(length):
    size = 256 * KIB
    while size < 16 * MIB and -(-length // size) > 8192:
        size *= 2
    return size if -(-length // size) <= BLOCKS_MAX else None


def layout(length, block_size, ranges):
    """Which blocks the bytes first..last touch, and which bytes those blocks are."""
    touched = []
    for first, last in ranges:
        low, high = first // block_size, last // block_size
        touched.append(
            {
                "first": first,
                "last": last,
                "blocks": str(low) if low == high else f"{low}-{high}",
                "firstOfBlocks": low * block_size,
                "lastOfBlocks": min((high + 1) * block_size, length) - 1,
            }
        )
    return {
        "length": length,
        "blockSize": block_size,
        "blocks": -(-length // block_size),
        "ranges": touched,
    }


# --- names -------------------------------------------------------------------------------------

UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
LABEL = r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
CHARS_MAX = 4096


class Refused(Exception):
    pass


def require(condition):
    if not condition:
        raise Refused


def normal_host(host):
    if host.startswith("[") and host.endswith("]"):
        literal = host[1:-1]
        require("%" not in literal)
        try:
            packed = ipaddress.IPv6Address(literal).packed
        except ValueError:
            raise Refused
        return "[" + ipv6_text(packed) + "]"
    try:
        ascii_host = host.encode("idna").decode().lower() if not host.isascii() else host.lower()
    except UnicodeError:
        raise Refused
    require(re.fullmatch(rf"{LABEL}(\.{LABEL})*", ascii_host))
    require(len(ascii_host) <= 253 and all(len(label) <= 63 for label in ascii_host.split(".")))
    return ascii_host


def ipv6_text(packed):
    """RFC 5952 section 4: hexadecimal groups always, the first longest run of zeros shortened."""
    groups = [packed[i] << 8 | packed[i + 1] for i in range(0, 16, 2)]
    best, best_length = -1, 1
    for start in range(8):
        end = start
        while end < 8 and groups[end] == 0:
            end += 1
        if end - start > best_length:
            best, best_length = start, end - start
    text = [f"{group:x}" for group in groups]
    if best < 0:
        return ":".join(text)
    return ":".join(text[:best]) + "::" + ":".join(text[best + best_length :])


def normal_path(path):
    segments = []
    for segment in path[1:].split("/"):
        raw = segment.encode("utf-8")
        require(not re.search(rb"%(?![0-9A-Fa-f]{2})", raw))
        decoded = re.sub(rb"%(..)", lambda m: bytes([int(m.group(1), 16)]), raw)
        require(decoded not in (b"", b".", b".."))
        require(b"/" not in decoded and b"\0" not in decoded)
        segments.append("".join(chr(b) if b in UNRESERVED else f"%{b:02X}" for b in decoded))
    return "/" + "/".join(segments)


def normal_name(url):
    require(len(url) <= CHARS_MAX)
    scheme, found, rest = url.partition("://")
    ports = {"http": 80, "https": 443, "spp": 1111}
    require(found and scheme.lower() in ports)
    rest = re.split(r"[?#]", rest)[0]
    require("/" in rest)
    authority, path = rest[: rest.index("/")], rest[rest.index("/") :]
    host, port = authority, ports[scheme.lower()]
    if ":" in authority and not authority.endswith("]"):
        host, _, digits = authority.rpartition(":")
        require(re.fullmatch(r"[0-9]{1,5}", digits) and 1 <= int(digits) <= 65535)
        port = int(digits)
    suffix = "" if port in (80, ports[scheme.lower()]) else f":{port}"
    name = "http://" + normal_host(host) + suffix + normal_path(path)
    require(len(name) <= CHARS_MAX)
    return name


def refused(url):
    try:
        normal = normal_name(url)
    except Refused:
        return url
    raise AssertionError(f"{url} is valid: {normal}")


VALID_NAMES = [
    "http://CDN.Example.com:80/a film.mp4",
    "spp://cdn.example.com/movie.mpg",
    "spp://cdn.example.com:1111/movie.mpg",
    "https://cdn.example.com:443/movie.mpg?t=1#x",
    "http://cdn.example.com:8080/movie.mpg",
    "http://localhost:7080/%c3%bc%7e.mkv",
    "http://[2001:DB8::1]:7080/q%3F%23%2525.bin",
    "http://cdn.example.com/a+b(c).mp4",
    "HTTP://cdn.example.com/deep/er/film.mp4",
    "http://cdn.example.com:443/film.mp4",
    "https://cdn.example.com:80/film.mp4",
    "spp://cdn.example.com:80/film.mp4",
    "http://cdn.example.com:1111/film.mp4",
    "http://cdn.example.com:0080/film.mp4",
    "http://127.0.0.1:7080/film.mp4",
    "http://m\u00fcnchen.example/\u00fcber.mp4",
    "http://[0:0:0:0:0:0:0:1]/film.mp4",
    "http://[::]/film.mp4",
    "http://[2001:db8:0:0:1:0:0:1]/film.mp4",
    "http://[2001:db8:0:1:1:1:1:1]/film.mp4",
    "http://[::ffff:192.0.2.1]:8080/film.mp4",
    "http://cdn.example.com/...",
    "http://cdn.example.com/.hidden",
    "http://cdn.example.com/%FF%0A%5C",
    "http://cdn.example.com/a%CC%88 and \u00e4",
    "http://cdn.example.com/a;v=1,2:3@4&5!$'*",
]

REFUSED_NAMES = [
    "http://cdn.example.com/../x",
    "http://cdn.example.com/a/./b",
    "http://cdn.example.com/a%2Fb",
    "http://cdn.example.com/a%00b",
    "http://cdn.example.com//a",
    "ftp://cdn.example.com/a",
    "http://cdn.example.com/%zz",
    "http:///a",
    "http://user@cdn.example.com/a",
    "",
    "cdn.example.com/a",
    "/a",
    "http:/cdn.example.com/a",
    "http://cdn.example.com",
    "http://cdn.example.com/",
    "http://cdn.example.com/a/",
    "http://cdn.example.com?/a",
    "http://cdn.example.com/%2e%2E/a",
    "http://cdn.example.com/a%2",
    "http://cdn.example.com/a%",
    "http://cdn.example.com/a\u0000b",
    "http://cdn.example.com:0/a",
    "http://cdn.example.com:65536/a",
    "http://cdn.example.com:+80/a",
    "http://cdn.example.com./a",
    "http://cdn..example.com/a",
    "http://-cdn.example.com/a",
    "http://cdn example.com/a",
    "http://2001:db8::1/a",
    "http://[2001:db8::1/a",
    "http://[192.0.2.1]/a",
    "http://[fe80::1%25eth0]/a",
    "http://[1::2::3]/a",
    "http://[00001::1]/a",
    "http://[1:2:3:4:5:6:7:8:9]/a",
    "http://[::ffff:192.0.2.256]/a",
    "http://[::ffff:192.0.02.1]/a",
    "http://" + "a" * 64 + ".example.com/a",
    "http://cdn.example.com/" + "a" * 4074,
    "http://cdn.example.com/" + " " * 1358,
]

# --- block sets --------------------------------------------------------------------------------


def block_set_text(members):
    ranges = []
    for member in sorted(members):
        if ranges and ranges[-1][1] == member - 1:
            ranges[-1][1] = member
        else:
            ranges.append([member, member])
    return ",".join(f"{a}" if a == b else f"{a}-{b}" for a, b in ranges)


VALID_SETS = [[], [0], [0, 1, 2, 3], [0, 1, 3, 5, 6], [7, 9, 10, 4096, 32766, 32767]]

# --- publications: Ed25519 as in RFC 8032 section 5.1, the slow and plain way ---------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y):
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P != 0:
        x = x * ROOT % P
    return x if x % 2 == 0 else P - x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y), BASE_Y)


def add(p, q):
    (x1, y1), (x2, y2) = p, q
    product = D * x1 * x2 * y1 * y2
    x3 = (x1 * y2 + x2 * y1) * pow(1 + product, P - 2, P)
    y3 = (y1 * y2 + x1 * x2) * pow(1 - product, P - 2, P)
    return x3 % P, y3 % P


def multiply(scalar, point):
    result = (0, 1)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def encode(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def number_of(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def secret_of(seed):
    expanded = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(expanded[:32], "little") & ~7 & (1 << 254) - 1 | 1 << 254
    return scalar, expanded[32:]


def public_key(seed):
    return encode(multiply(secret_of(seed)[0], BASE))


def sign(seed, message):
    scalar, prefix = secret_of(seed)
    nonce = number_of(prefix, message) % ORDER
    commitment = encode(multiply(nonce, BASE))
    challenge = number_of(commitment, public_key(seed), message) % ORDER
    return commitment + ((nonce + challenge * scalar) % ORDER).to_bytes(32, "little")


def signed_text(p):
    lines = [
        "p2pd-publication-v1",
        p["url"],
        p["contentId"],
        p["length"],
        p["blockSize"],
        p["digest"],
        p["mediaType"],
        p["lastModified"],
        p["version"],
        p["expires"],
        "true" if p["peers"] else "false",
        " ".join(p["mirrors"]),
    ]
    return "".join(f"{line}\n" for line in lines)


def publication(seed_hex, film, **changes):
    seed = bytes.fromhex(seed_hex)
    unsigned = {
        "url": "http://cdn.example.com/a%20film.mp4",
        "contentId": film["contentId"],
        "length": film["length"],
        "blockSize": film["blockSize"],
        "digest": film["digest"],
        "mediaType": "video/mp4",
        "lastModified": 1700000000000,
        "version": 1700000001000,
        "expires": 1700604801000,
        "peers": True,
        "mirrors": ["http://mirror.example.org/a.mp4", "http://mirror2.example.org/a.mp4"],
    }
    unsigned.update(changes)
    text = signed_text(unsigned)
    signature = sign(seed, text.encode("utf-8"))
    return {
        "seedHex": seed_hex,
        "signedText": text,
        "publication": {
            **unsigned,
            "publisher": b64(public_key(seed)),
            "signature": b64(signature),
        },
    }


# --- host identity -----------------------------------------------------------------------------


def identity_proof(token, nonce):
    proof = hmac.new(token.encode(), nonce.encode(), hashlib.sha256).hexdigest()
    return {"token": token, "nonce": nonce, "proof": proof}


def vectors():
    contents = [
        content(length, block_size)
        for length, block_size in [
            (0, 256 * KIB),
            (1, 256 * KIB),
            (256 * KIB - 1, 256 * KIB),
            (256 * KIB, 256 * KIB),
            (256 * KIB + 1, 256 * KIB),
            (1000000, 256 * KIB),
            (1000000, 64 * KIB),
            (0, 16 * KIB),
            (16 * KIB + 1, 16 * KIB),
        ]
    ]
    seed_hex = "0ac2b22b23311ad0f63b7d850a22fcb97960a786b552ef52fe66a5ab1c594139"
    return {
        "about": "The wire contract in fixed examples. "
        "Test bytes: byte i = (i*31 + (i div 256)*7 + 11) mod 256.",
        "contents": contents,
        "defaultBlockSizes": [
            {"length": length, "blockSize": default_block_size(length)}
            for length in [
                0,
                1,
                2 << 30,
                (2 << 30) + 1,
                4 << 30,
                8 << 30,
                100 << 30,
                512 << 30,
                (512 << 30) + 1,
            ]
        ],
        "layouts": [
            layout(1, 16 * KIB, [(0, 0)]),
            layout(
                1000000,
                64 * KIB,
                [(0, 0), (65535, 65535), (65535, 65536), (65536, 131071), (0, 999999), (999999, 999999)],
            ),
            layout(
                100 << 30,
                16 * MIB,
                [(0, (100 << 30) - 1), (2**31 - 1, 2**31), (2**32, 2**33), ((100 << 30) - 1,) * 2],
            ),
        ],
        "names": {
            "valid": [[url, normal_name(url)] for url in VALID_NAMES],
            "refused": [refused(url) for url in REFUSED_NAMES],
        },
        "blockSets": {
            "valid": [[block_set_text(members), members] for members in VALID_SETS],
            "readableButNeverWritten": [["0-0", [0]], ["0-1,2-3", [0, 1, 2, 3]], ["4,5", [4, 5]]],
            "refused": [
                "3-1",
                "0-3,2-5",
                "5,1",
                "a",
                "-1",
                "0-",
                "0,,1",
                " 0",
                "0-99999999999",
                "00-1",
                "0-01",
                "1,1",
                "0,",
                ",0",
                "0-1-2",
                "32768",
                "0-32768",
                "99999999999",
                "0 ",
                "+1",
                "0x1",
                "\u0661",
                "*,1",
                "**",
            ],
        },
        "digests": {
            "raw": "00" * 31 + "ff",
            "base64": b64(bytes(31) + b"\xff"),
            "name": ni_name(bytes(31) + b"\xff"),
            "refusedNames": [
                "ni:///sha-256;",
                "ni:///sha-256;" + "A" * 42,
                "ni:///sha-256;" + "A" * 43 + "=",
                "ni:///sha-256;" + "A" * 42 + "B",
                "ni:///sha-256;" + "A" * 44,
                "ni:///sha-256;" + "/" + "A" * 42,
                "ni:///sha-512;" + "A" * 43,
                "ni://host/sha-256;" + "A" * 43,
            ],
            "refusedBase64": ["", "A" * 43, "A" * 42 + "B=", "_" + "A" * 42 + "=", "A" * 44],
        },
        "publication": publication(seed_hex, contents[5]),
        "morePublications": [
            publication(
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                contents[0],
                url="http://[2001:db8::1]:7080/%C3%BCber.webm",
                mediaType="video/webm",
                version=1700000001001,
                peers=False,
                mirrors=[],
            )
        ],
        "identityProof": identity_proof(
            "an.example.host-token", "00112233445566778899aabbccddeeff"
        ),
    }


if __name__ == "__main__":
    print(json.dumps(vectors(), indent=1))
