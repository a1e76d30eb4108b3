"""Make ``extract/gazetteers/organisations.tsv.gz`` from ROR, Hipo and the US listings.

    python -m training.shipped_gazetteers ../shared/data/gaz

A line is: key, type, country (ISO 3166-1), city, flag, IRI; sorted, so that a reader can bisect.
The flag is ``a`` for an acronym, ``p`` for a company of the S&P 500. Sources and licences: NOTICE.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from extract.gazetteers.shipped import Organisation, key_of
from kg.model import EntityType
from kg.resolve.names import without_weak
from training.gazetteers import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGET = Path(__file__).parents[1] / "extract" / "gazetteers" / "organisations.tsv.gz"
ROR_TYPES = {"education": EntityType.UNIVERSITY, "facility": EntityType.RESEARCH_INSTITUTE}
_NOT_SHARES = re.compile(
    r"%|\b(Depositary Shares|Preferred|Warrants?|Units?|Rights?|Notes?|Debentures?|Acquisition)\b"
)
_SHARE_WORDS = re.compile(
    r"\s*(\(.*|-? ?\b((Uns|S)ponsored|Class [A-Z]|American [Dd]epositary|Common|Ordinary)\b.*)$"
)
_SHORTEST_ACRONYM = 4
_FEWEST_LONGER = 2


def research_organisations(folder: Path) -> Iterator[Organisation]:
    """Yield ROR's universities and facilities, each under its name and its aliases."""
    for row in table(folder / "organisations_ror_part.tsv.gz"):
        kinds = [kind for name, kind in ROR_TYPES.items() if name in row["types"].split("|")]
        if len(kinds) != 1:
            continue
        iri = f"https://ror.org/{row['ror_id']}"
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            acronym = name != row["name"] and " " not in name
            if acronym and len(name) < _SHORTEST_ACRONYM:
                continue
            yield Organisation(
                key_of(name, kinds[0]),
                kinds[0],
                row["country_code"],
                row["city"],
                "a" if acronym else "",
                iri,
            )


def universities(folder: Path) -> Iterator[Organisation]:
    """Yield Hipo's universities by the domain of each."""
    kind = EntityType.UNIVERSITY
    for row in table(folder / "universities_hipo.tsv.gz"):
        if row["domain"]:
            iri = f"https://{row['domain'].strip().lower()}/"
            yield Organisation(key_of(row["name"], kind), kind, row["country_code"], "", "", iri)


def companies(folder: Path) -> Iterator[Organisation]:
    """Yield listed companies by ticker; one of several share classes, none if they disagree."""
    tickers: dict[str, dict[str, str]] = defaultdict(dict)
    prominent: set[str] = set()
    short: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    for row in table(folder / "companies_us_listed.tsv.gz"):
        if _NOT_SHARES.search(row["name"]):
            continue
        name = _SHARE_WORDS.sub("", row["name"]).strip(" ,-")
        key = key_of(name, EntityType.COMPANY)
        if row["list"] in {"NASDAQ", "NYSE"}:
            tickers[key][row["ticker"]] = row["list"]
        else:
            prominent.add(row["ticker"])
            if not re.search(r"['’]s$", name):  # the key of Foo's is that of Foo, too
                named[key].add(row["ticker"])
            if shorter := without_weak(name, EntityType.COMPANY):
                short[shorter].add(key)
    families = _families(tickers)
    for key, found in tickers.items():
        ticker = _main_ticker(found, prominent)
        if ticker and (key not in families or ticker in prominent):
            yield _listed(key, ticker, found[ticker], prominent)
    exchanges = {ticker: name for found in tickers.values() for ticker, name in found.items()}
    for key, (ticker, *others) in named.items():
        if key not in tickers and not others and ticker in exchanges:
            yield _listed(key, ticker, exchanges[ticker], prominent)
    for shorter, keys in short.items():
        found = tickers.get(min(keys), {})
        ticker = _main_ticker(found, prominent) if found else None
        if ticker and len(keys) == 1 and shorter not in tickers:
            yield _listed(shorter, ticker, found[ticker], prominent)


def _families(keys: Iterable[str]) -> set[str]:
    """Return names with which those of several other companies begin."""
    known = sorted(keys)
    rows = zip(known, known[1:], known[_FEWEST_LONGER:], strict=False)
    return {key for key, second, third in rows if second.startswith(key) and third.startswith(key)}


def _main_ticker(found: dict[str, str], prominent: set[str]) -> str | None:
    """Return the ticker that the others of the company are made from."""
    candidates = sorted(found, key=lambda ticker: (len(ticker), ticker))
    first = candidates[0]
    if all(ticker.startswith(first) for ticker in candidates):
        return first
    known = [ticker for ticker in candidates if ticker in prominent]
    return known[0] if len(known) == 1 else None


def _listed(key: str, ticker: str, exchange: str, prominent: set[str]) -> Organisation:
    flag = "p" if ticker in prominent else ""
    iri = f"urn:ticker:{exchange}:{ticker}"
    return Organisation(key, EntityType.COMPANY, "", "", flag, iri)


def organisations(folder: Path) -> list[Organisation]:
    """Return all, sorted; a university that ROR has under the same key goes without its domain."""
    ror = set(research_organisations(folder))
    labels = set(_labels(folder))
    systems = _systems({*ror, *universities(folder)})
    ror = {one for one in ror if (one.key, one.country) not in systems - labels}
    known = {(one.key, one.country) for one in ror if one.type is EntityType.UNIVERSITY}
    unclear = known | systems
    domains = {one for one in universities(folder) if (one.key, one.country) not in unclear}
    found = ror | domains | set(companies(folder))
    return sorted(one for one in found if one.key and re.fullmatch(r"[^\s\"<>\\^`{|}]+", one.iri))


def _labels(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield key and country of each university by the name that ROR itself uses."""
    for row in table(folder / "organisations_ror_part.tsv.gz"):
        yield key_of(row["name"], EntityType.UNIVERSITY), row["country_code"]


def _systems(found: set[Organisation]) -> set[tuple[str, str]]:
    """Return names with which those of several campuses begin: California State University."""
    known = sorted({(one.country, one.key) for one in found if one.type is EntityType.UNIVERSITY})
    systems = set()
    for at, (country, key) in enumerate(known):
        longer = known[at + 1 : at + 1 + _FEWEST_LONGER]
        if len(longer) == _FEWEST_LONGER and all(
            other == country and name.startswith(key) for other, name in longer
        ):
            systems.add((key, country))
    return systems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of the gazetteers' sources")
    found = organisations(parser.parse_args().folder)
    lines = "".join("\t".join(one) + "\n" for one in found)
    TARGET.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {len(found)} lines, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
