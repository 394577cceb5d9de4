"""The owner's own files: positions, schools, skills and the profile."""

from __future__ import annotations

from bot.archive.limits import Limits, check_limit
from bot.archive.rows import Kind, OwnProfile, Position
from bot.archive.table import Table, tidy
from bot.text import fold

POSITION_COLUMNS = ("company name", "title", "finished on")
"""What makes a file Positions.csv; without the last nobody can say which one is current."""

EDUCATION_COLUMNS = ("school name",)
"""What makes a file Education.csv."""

SKILL_COLUMNS = ("name",)
"""What makes a file Skills.csv."""

PROFILE_COLUMNS = ("first name", "last name")
"""What makes a file Profile.csv."""


def read_positions(limits: Limits, table: Table) -> list[Position]:
    """The positions; one without an end is current.

    Raises:
        UserError: `archive_too_big`.
    """
    positions: list[Position] = []
    for title, company, finished in table.rows("title", "company name", "finished on"):
        position = Position(tidy(title) or None, tidy(company) or None, current=not finished.strip())
        if position.title or position.company:
            positions.append(position)
            check_limit(len(positions), limits.own_rows, Kind.POSITIONS.value)
    return positions


def read_education(limits: Limits, table: Table) -> list[str]:
    """The names of the schools, one a row.

    Raises:
        UserError: `archive_too_big`.
    """
    schools: list[str] = []
    for (school,) in table.rows("school name"):
        if tidy(school):
            schools.append(tidy(school))
            check_limit(len(schools), limits.own_rows, "schools")
    return schools


def read_skills(limits: Limits, table: Table) -> list[str]:
    """The skills, none twice.

    Raises:
        UserError: `archive_too_big`.
    """
    skills: dict[str, str] = {}
    for (skill,) in table.rows("name"):
        if tidy(skill):
            skills.setdefault(fold(skill), tidy(skill))
            check_limit(len(skills), limits.own_rows, Kind.SKILLS.value)
    return list(skills.values())


def read_profile(table: Table) -> OwnProfile:
    """The owner's name and whether a summary is filled in, from the one row that the file has."""
    profile: OwnProfile | None = None
    for first, last, summary in table.rows("first name", "last name", "summary"):
        has_summary = bool(tidy(summary)) if table.has("summary") else None
        profile = profile or OwnProfile(tidy(f"{first} {last}") or None, has_summary)
    return profile or OwnProfile(None, None)
