"""The ladder: where an escalation stands on it, what became of each attempt, who took it and how it ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def upgrade() -> None:
    """Go up. An escalation that is open goes on from the first rung."""
    # Column by column: SQLite would make the table anew for a batch, which the rows that point at it forbid.
    for column in (
        _number("step"),
        sa.Column("step_at", _MOMENT, nullable=True),
        _number("deed"),
        _number("tries"),
        sa.Column("looked_at", _MOMENT, nullable=True),
        _text("acknowledged_name", 120),
        sa.Column("acknowledged_way", sa.String(length=40), nullable=True),
        _text("outcome_center", 120),
        _text("outcome_incident", 80),
        sa.Column("outcome_at", _MOMENT, nullable=True),
    ):
        op.add_column("escalations", column)
    op.execute(
        "UPDATE escalations SET acknowledged_way = 'desk',"
        " acknowledged_name = (SELECT name FROM staff WHERE staff.id = escalations.acknowledged_by)"
        " WHERE acknowledged_by IS NOT NULL"
    )
    for column in (
        _text("target", 120),
        _text("address", 64),
        sa.Column("means", sa.String(length=40), nullable=False, server_default="desk"),
        sa.Column("state", sa.String(length=40), nullable=False, server_default="taken"),
        _text("code", 40),
        _text("sid", 80),
        sa.Column("ended_at", _MOMENT, nullable=True),
    ):
        op.add_column("escalation_attempts", column)
    op.create_index(op.f("ix_escalation_attempts_address"), "escalation_attempts", ["address"], unique=False)


def downgrade() -> None:
    """Go down: where each escalation stands on the ladder is forgotten."""
    op.drop_index(op.f("ix_escalation_attempts_address"), "escalation_attempts")
    for name in ("ended_at", "sid", "code", "state", "means", "address", "target"):
        op.drop_column("escalation_attempts", name)
    for name in (
        "outcome_at",
        "outcome_incident",
        "outcome_center",
        "acknowledged_way",
        "acknowledged_name",
        "looked_at",
        "tries",
        "deed",
        "step_at",
        "step",
    ):
        op.drop_column("escalations", name)
