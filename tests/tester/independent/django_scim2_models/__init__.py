"""A Django app with the models that django-scim2 asks a project to have."""
