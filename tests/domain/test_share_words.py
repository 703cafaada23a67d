from __future__ import annotations

from app.domain.share_format import ShareFormat
from app.domain.share_words import can_and_cannot


def test_only_a_page_is_stopped_by_mail_filters() -> None:
    assert "Mail filters" in can_and_cannot(ShareFormat.PAGE)
    assert "Mail filters" not in can_and_cannot(ShareFormat.AGE)


def test_a_share_does_not_end_before_the_old_token() -> None:
    for form in ShareFormat:
        assert "once the old token has ended too" in can_and_cannot(form)
