#!/usr/bin/env python3
"""Computes an award round again from the auditors' record, with nothing of Hearth's: scores, places, draw, winners and the root.

    recompute.py RECORD [ROOT]     ROOT is the one that was published, hexadecimal or base64

Says what agrees and what does not, and ends with 1 where anything does not. What is computed stands in docs/decisions/0017-award-rounds.md."""
import base64, hashlib, hmac, json, sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from fractions import Fraction

ONE = 10**9  # all figures are whole numbers of billionths
LEVELS = {"QUEUE_CHANNEL_SHIFT_TENURE": ["queue", "channel", "shift", "tenure"], "QUEUE_CHANNEL_SHIFT": ["queue", "channel", "shift"],
          "CHANNEL_SHIFT": ["channel", "shift"], "CHANNEL": ["channel"], "EVERYBODY": []}

def rounded(number): return round(Fraction(number) * ONE)  # halves to the even one
def number(text): return int(text.replace(".", ""))  # nine digits behind the dot
def canonical(value): return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
def prefixed(*parts): return b"".join(len(p).to_bytes(4, "big") + p for p in (p if isinstance(p, bytes) else p.encode() for p in parts))
def mac(key, *parts): return hmac.new(key, prefixed(*parts), "sha256").digest()

def ranks(values):
    """How many are below each, and how many are equal to it."""
    order = sorted(values)
    return [(bisect_left(order, v), bisect_right(order, v) - bisect_left(order, v)) for v in values]

def standing(below, tied, size, steps):
    """0 for the lowest step of a group, 100 for the highest; the mean of what somebody takes up of several."""
    def total(x):
        full = x // size
        return Fraction(size * full * (full - 1), 2) + full * (x - full * size)
    start, end = steps * below, steps * (below + tied)
    return rounded(100 * (total(end) - total(start)) / ((steps - 1) * (end - start)))

def prior(figures):
    """a and b of the beta distribution of the rates of a group, by moments."""
    seen = [(f["hits"], f["of"]) for f in figures if f["of"]]
    k, n, others, strength = sum(h for h, _ in seen), sum(o for _, o in seen), len(seen) - 1, Fraction(1000)
    if not n:
        return ONE, ONE
    if 0 < k < n:
        q = Fraction(sum(rounded(Fraction(h * h, o)) for h, o in seen), ONE)
        x = (q - Fraction(k * k, n)) * n * n / (k * (n - k)) - others
        y = n - Fraction(sum(o * o for _, o in seen), n) - others
        if x > 0:
            strength = min(Fraction(1000), max(Fraction(2), (y - x) / x))
    a = rounded(Fraction(rounded(strength), ONE) * Fraction(k, n))
    return a, rounded(strength) - a

def worths(criterion, rows):
    """What is ranked, the better the higher."""
    figures, sign = [r["figures"][criterion["id"]] for r in rows], 1 if criterion["direction"] == "HIGHER" else -1
    if criterion["form"] == "VALUE":
        return [sign * number(f["value"]) for f in figures]
    a, b = (ONE, ONE) if criterion["kind"] == "TEAM" else prior(figures)
    return [sign * rounded(Fraction(f["hits"] * ONE + a, f["of"] * ONE + a + b)) for f in figures]

def bands(criterion, rows):
    """Cuts a group by exposure into at most four bands of eight or more."""
    places = ranks([r["contacts"] for r in rows])
    for count in range(min(4, len(rows) // 8) if criterion["kind"] in ("QUALITY", "OUTCOME") else 1, 1, -1):
        band = [count * (2 * below + tied) // (2 * len(rows)) for below, tied in places]
        if min(Counter(band)[b] for b in range(count)) >= 8:
            return band, count
    return [0] * len(rows), 1

def compare(criterion, peers):
    """With whom everybody is compared on a criterion, and how they stand."""
    groups, found, teams = defaultdict(list), {}, criterion["kind"] == "TEAM"
    for row in peers:
        for level, names in LEVELS.items():
            groups[level, *(row[n] for n in names)].append(row)
    def level_of(row):
        for level, names in LEVELS.items():
            group = groups[level, *(row[n] for n in names)]
            if len({r["team"] for r in group}) >= 2 if teams else len(group) >= 8:
                return level
        return "EVERYBODY"
    for (level, *_), group in groups.items():
        band, count = bands(criterion, group)
        for b in range(count):
            among = [row for row, of in zip(group, band) if of == b]
            worth = dict(zip((r["team" if teams else "label"] for r in among), worths(criterion, among)))  # a team counts once
            place = dict(zip(worth, ranks(worth.values())))
            for row in among:
                if level_of(row) == level:
                    compared = {"level": level, "size": len(worth), "band": b + 1, "bands": count}
                    found[row["label"]] = compared, standing(*place[row["team" if teams else "label"]], len(worth), 2 if teams else 8)
    return found

def panel(marks, standing_labels):
    """The mean of where each member puts somebody among those to whom they gave a mark."""
    places, members = defaultdict(list), defaultdict(list)
    for mark in marks:
        members[mark["panelist"]].append(mark)
    for given in members.values():
        for mark, (below, tied) in zip(given, ranks([m["points"] for m in given])):
            places[mark["label"]].append(rounded(Fraction(100 * (2 * below + tied), 2 * len(given))))
    return {label: rounded(Fraction(sum(places[label]), len(places[label]) * ONE)) for label in standing_labels}

def winners(order, rule, heads, drawn):
    """Labels; without a draw all who share a place win as soon as one of them does."""
    won, teams, left = set(), Counter(), rule["seats"]
    seats = {site: rule["seats"] * n // sum(heads.values()) for site, n in heads.items()}
    by_rest = sorted(heads, key=lambda s: (-(rule["seats"] * heads[s] % sum(heads.values())), -heads[s], s))
    for site in by_rest[:rule["seats"] - sum(seats.values())]:
        seats[site] += 1
    for sites in [seats, None] if rule["by_site"] else [None]:
        at = 0
        while at < len(order) and left > 0:
            tied = [r for r in order if r["place"] == order[at]["place"]] if not drawn else [order[at]]
            at += len(tied)
            for row in [r for r in tied if r["label"] not in won and (not rule["per_team"] or teams[r["team"]] < rule["per_team"]) and (sites is None or sites[r["site"]] > 0)]:
                won.add(row["label"])
                teams[row["team"]] += 1
                left -= 1
                if sites is not None:
                    sites[row["site"]] -= 1
    return [r["label"] for r in order if r["label"] in won]

def weighed(nominations, rows):
    """Why each nomination does not count, and why each piece of its evidence does not. What was taken back, or is gone, is as it is said."""
    barred = {r["label"]: r["barred"] for r in rows}
    pairs, named, found = {(n["by"], n["for"]) for n in nominations if n["barred"] != "WITHDRAWN"}, set(), []
    def why(n):
        if n["barred"] == "WITHDRAWN":
            return "WITHDRAWN"
        if barred.get(n["for"], "EMPLOYED_TOO_SHORT") in ("EMPLOYED_TOO_SHORT", "COOL_DOWN", "JUDGES"):
            return "NOT_OF_ROUND"
        return "RECIPROCAL" if (n["for"], n["by"]) in pairs else ""  # so is who nominates themselves
    by_others = {n["for"] for n in nominations if not why(n) and n["by"] != n["manager"]}
    for n in nominations:
        no, evidence = why(n) or ("" if n["for"] in by_others else "MANAGER_ALONE"), []
        for e in n["evidence"]:
            evidence.append(no or ("GONE" if e["barred"] == "GONE" else "NAMED_BEFORE" if (n["for"], e["name"]) in named else ""))
            if not no:
                named.add((n["for"], e["name"]))
        found.append((no, evidence))
    return found

def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()

def main(path, published=None):
    record, wrong = json.load(open(path, encoding="utf-8")), []
    def agree(what, pairs):
        pairs = list(pairs)
        differing = [(of, said, found) for of, said, found in pairs if said != found]
        print(f"{'DIFFER' if differing else 'agree '}  {what}: {len(pairs) - len(differing)} of {len(pairs)}")
        for of, said, found in differing[:5]:
            print(f"        {of}: the record says {said}, computed is {found}")
        wrong.extend(differing)
    head, entries = record["head"], record["entries"]
    rows, scheme, rule = [e["row"] for e in entries], head["scheme"], head["rule"]
    peers, stands = sorted((r for r in rows if r["peer"]), key=lambda r: r["label"]), [r for r in rows if r["stands"]]
    weights = lambda *kinds: sum(c["weight"] for c in scheme["criteria"] if not kinds or c["kind"] in kinds)
    agree("the scheme keeps to the guardrail", [("version, weights, team, volume", (record["version"], weights() + scheme["panel"], weights("TEAM") >= 30, weights("VOLUME") <= 20), (2, 100, True, True))])
    agree("each label is there once", [("labels", len({r["label"] for r in rows}), len(rows))])
    agree("who stands is a peer, and not barred", ((r["label"], r["peer"], not r["barred"]) for r in stands))

    nominations = head.get("nominations", [])
    agree("nominations", ((n["nomination"], (n["barred"], [e["barred"] for e in n["evidence"]]), w) for n, w in zip(nominations, weighed(nominations, rows))))
    nominated, rests = {n["for"] for n in nominations if not n["barred"]}, {r["label"] for r in head.get("rests", []) if r["ended"] >= head["rests_since"]}
    agree("who stands was nominated", ((r["label"], r["stands"], r["label"] in nominated) for r in rows if r["stands"] or r["barred"] == "NOT_NOMINATED"))
    agree("who won lately rests", ((r["label"], r["barred"] == "COOL_DOWN", r["label"] in rests) for r in rows if r["barred"] != "DISQUALIFIED"))

    for c in scheme["criteria"]:
        found = compare(c, peers)
        agree(f"standing by {c['id']}", ((r["label"], (r["compared"][c["id"]], number(r["standings"][c["id"]])), found[r["label"]]) for r in peers))
    marks = panel(head["marks"], [r["label"] for r in stands]) if scheme["panel"] else {}
    agree("the panel's marks", ((r["label"], number(r["panel"]), marks.get(r["label"], 0)) for r in rows))
    sums = {r["label"]: scheme["panel"] * number(r["panel"]) + sum(c["weight"] * number(r["standings"][c["id"]]) for c in scheme["criteria"]) for r in peers}
    scores = {label: rounded(Fraction(total, 100 * ONE)) for label, total in sums.items()}
    agree("scores", ((r["label"], number(r["score"]), scores.get(r["label"], 0)) for r in rows))
    ahead = sorted(-scores[r["label"]] for r in stands)
    places = {r["label"]: 1 + bisect_left(ahead, -scores[r["label"]]) for r in stands}
    agree("places", ((r["label"], r["place"], places.get(r["label"], 0)) for r in rows))

    parties = sorted(head["parties"], key=lambda p: p["party"])
    revealed = [p for p in parties if p["secret"]]
    before = lambda one, other: one.rstrip("Z") < other.rstrip("Z")  # fractions of a second may follow
    agree("there are two parties, who committed before nominations opened", [("parties", len({p["party"] for p in parties}), 2)] + [
        (p["party"], before(p["committed"], head["opened"]), True) for p in parties])
    agree("secrets are what was committed to", ((p["party"], p["commitment"], hashlib.sha256(prefixed(
        "hearth award commitment 1", head["round"], p["party"], bytes.fromhex(p["salt"]), bytes.fromhex(p["secret"]))).hexdigest()) for p in revealed))
    drawn, lots = len(revealed) == 2, {}
    if drawn:
        seed = mac(b"hearth award seed 1", head["round"], *(part for p in parties for part in (p["party"], bytes.fromhex(p["secret"]))))
        lots = {r["label"]: mac(seed, "hearth award order 1", head["round"], r["person"]).hex() for r in stands if r["person"]}
    erased = {r["label"]: r["lot"] for r in stands if drawn and not r["person"]}
    agree("lots", ((r["label"], r["lot"], (lots | erased).get(r["label"], "")) for r in rows))
    order = sorted(stands, key=lambda r: (places[r["label"]], r["lot"], r["label"]))
    won = winners([dict(r, place=places[r["label"]]) for r in order], rule, Counter(r["site"] for r in rows), drawn)
    agree("winners", [("winners", head["winners"], won)] + [(r["label"], r["won"], r["label"] in won) for r in rows])

    told = [e for e in entries if e["salt"]]
    agree("leaves", ((e["row"]["label"], e["leaf"], hashlib.sha256(b"\0" + canonical({"row": e["row"], "salt": e["salt"]})).hexdigest()) for e in told))
    if len(told) < len(entries):
        print(f"        {len(entries) - len(told)} are of people who were erased: their leaves and lots are taken as they stand")
    leaves = [hashlib.sha256(b"\0" + canonical({"head": head, "salt": record["head_salt"]})).digest()] + [bytes.fromhex(e["leaf"]) for e in entries]
    root = root_of(sorted(leaves)).hex()
    agree("the root", [("root", record["root"], root)])
    if published:
        published = published if len(published) == 64 else base64.b64decode(published).hex()
        agree("the root is the one that was published", [("root", published, root)])
    print("ALL AGREES" if not wrong else f"{len(wrong)} DIFFER")
    return 1 if wrong else 0

if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
