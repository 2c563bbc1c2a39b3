"""The log."""

from __future__ import annotations

from channels.twin.journal import KEPT, Entry, EntryKind, Journal


def test_entries_are_numbered_and_found_by_kind_number_and_message():
    journal = Journal()
    for sid in ("SM1", "SM2"):
        journal.write(Entry(EntryKind.WEBHOOK, sid=sid))
        journal.write(Entry(EntryKind.DELIVERY, sid=sid))
    assert [entry.number for entry in journal.read()] == [1, 2, 3, 4]
    assert [entry.number for entry in journal.read(EntryKind.DELIVERY)] == [2, 4]
    assert [entry.number for entry in journal.read(after=3)] == [4]
    assert [entry.number for entry in journal.read(sid="SM2")] == [3, 4]


def test_numbers_go_on_after_the_log_was_cleared():
    journal = Journal()
    journal.write(Entry(EntryKind.REST))
    journal.clear()
    journal.write(Entry(EntryKind.REST))
    assert [entry.number for entry in journal.read()] == [2]


def test_the_oldest_entries_fall_off():
    journal = Journal()
    for _ in range(KEPT + 3):
        journal.write(Entry(EntryKind.REST))
    assert len(journal.read()) == KEPT
    assert journal.read()[0].number == 4
