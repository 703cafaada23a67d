"""Users and groups that hold what SCIM needs, as django-scim2's documentation says (its page "Models")."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django_scim.models import AbstractSCIMGroupMixin, AbstractSCIMUserMixin


class Group(AbstractSCIMGroupMixin):  # type: ignore[misc]  # django-scim2 has no types
    """A group; the adapter of django-scim2 reads its members as `user_set`."""

    name = models.CharField(max_length=100, unique=True)


class User(AbstractSCIMUserMixin, AbstractUser):  # type: ignore[misc]  # neither has Django
    """A user; the adapter of django-scim2 reads its groups as `scim_groups`."""

    scim_groups = models.ManyToManyField(Group, related_name="user_set")
