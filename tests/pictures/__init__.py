"""Pictures of every page and dialog of the real program.

    python -m tests.pictures [--only light-100]

All go to tests/pictures/out (not kept); those that README shows go to packaging/pictures as well.
"""
