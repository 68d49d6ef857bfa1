import re

import pytest

from core.learn.lessons import LESSONS, explaining, text
from ui.lessons.frame import PICTURES
from ui.train_settings import SETTINGS


def test_every_lesson_has_a_picture_and_keys_are_its_own():
    keys = [lesson.key for lesson in LESSONS]
    assert len(set(keys)) == len(keys)
    assert set(PICTURES) == set(keys)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)
def test_every_lesson_is_short_and_says_what_to_try(lesson):
    said = text(lesson.key)
    paragraphs = [part for part in said.body.split("\n\n") if not part.startswith("$$")]
    assert 2 <= len(paragraphs) <= 4
    assert len(said.body.split()) < 260
    assert said.try_this
    # Maths is closed, and no heading was overlooked.
    whole = said.body + said.try_this + said.exact + said.origin
    assert whole.count("$") % 2 == 0
    assert not re.search(r"^#", whole, re.MULTILINE)


def test_settings_that_lessons_explain_are_on_train():
    assert {name for lesson in LESSONS for name in lesson.settings} <= set(SETTINGS)


def test_a_setting_leads_to_its_first_lesson():
    assert explaining("activation").key == "activations"
    assert explaining("no such setting") is None
