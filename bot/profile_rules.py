"""Reads a city's inclusion and exclusion rules. It must never read a rule it does not wholly understand."""

from __future__ import annotations

import re
from datetime import date

from bot.profile_fields import Field
from bot.program.conditions import AllOf, AnyOf, Condition, NotSo, SlotIs, UrgencyIs
from bot.program.profile import Approval, Rule
from bot.program.readable import READABLE
from bot.vocabulary import Route, RuleKind, Slot, Urgency

_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*-\d+")
_HOUSE = "HOUSE-"


def read_approval(field: Field) -> Approval:
    """Return who approved which edition of the rules, and when."""
    found = field.fields("version approver approved_on")
    return Approval(found["version"].text(), found["approver"].text(), _day(found["approved_on"]))


def read_rules(field: Field, approval: Approval) -> tuple[Rule, ...]:
    """Return the rules in order; one without an approval of its own has `approval`. Ids are refused twice."""
    rules: list[Rule] = []
    for item in field.items(at_least=1):
        rule = _read_rule(item, approval)
        if rule.id in {earlier.id for earlier in rules}:
            item.wrong(f"`{rule.id}` is the id of another rule")
        rules.append(rule)
    if not any(rule.kind is RuleKind.INCLUSION for rule in rules):
        field.wrong("has no inclusion: the team would take nobody")
    return tuple(rules)


def _read_rule(item: Field, approval: Approval) -> Rule:
    found = item.fields("id kind when sends_to says", "team source approval")
    rule_id = found["id"].text()
    if not _RULE_ID.fullmatch(rule_id) or rule_id.startswith(_HOUSE):
        found["id"].wrong("must be an id like PSR-5 (HOUSE is the house's own)")
    kind, route = found["kind"].choice(RuleKind), found["sends_to"].choice(Route)
    if kind is RuleKind.EXCLUSION and route is Route.TEAM:
        found["sends_to"].wrong("an exclusion cannot send to the team")
    return Rule(
        id=rule_id,
        kind=kind,
        condition=read_condition(found["when"]),
        route=route,
        says=found["says"].text(),
        approval=read_approval(found["approval"]) if "approval" in found else approval,
        team=found["team"].text() if "team" in found else "",
        source=found["source"].text() if "source" in found else "",
    )


def read_condition(field: Field) -> Condition:
    """Return the condition written under `field`: `slot`, `urgency`, `all`, `any` or `not`."""
    found = field.fields("", "slot part is assumed urgency all any not")
    if "slot" in found:
        return _read_slot(field)
    if len(found) != 1 or not found.keys() & {"urgency", "all", "any", "not"}:
        field.wrong("must be one of: slot with is, urgency, all, any, not")
    if "urgency" in found:
        return UrgencyIs(found["urgency"].choices(Urgency, at_least=1))
    if "not" in found:
        return NotSo(read_condition(found["not"]))
    if "all" in found:
        return AllOf(tuple(read_condition(item) for item in found["all"].items(at_least=1)))
    return AnyOf(tuple(read_condition(item) for item in found["any"].items(at_least=1)))


def _read_slot(field: Field) -> SlotIs:
    found = field.fields("slot is", "part assumed")
    slot = found["slot"].choice(Slot)
    part = found["part"].text() if "part" in found else None
    values = found["is"].texts(at_least=1)
    known = READABLE.get((slot, part))
    if known is None:
        parts = ", ".join(str(part or "the whole") for name, part in READABLE if name is slot)
        field.wrong(f"a rule cannot read this of {slot.value} (it can read: {parts or 'nothing'})")
    if odd := [value for value in values if value not in known]:
        found["is"].wrong(f"`{odd[0]}` is not one of: {', '.join(sorted(known))}")
    assumed = _assumed_no(found["assumed"]) if "assumed" in found else False
    return field.built(lambda: SlotIs(slot, values, part, assumed))


def _assumed_no(field: Field) -> bool:
    if field.text() != "no":
        field.wrong("can only be `no`: what to take it for where nobody asked or spoke of it")
    return True


def _day(field: Field) -> date:
    return field.built(lambda: date.fromisoformat(field.text()))
