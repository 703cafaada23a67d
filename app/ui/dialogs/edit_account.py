"""The dialog Edit account: its name, environment, endpoint, and what else is known of it. The token is not touched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.domain.accounts import Account, AccountId, Environment
from app.domain.plain_text import shown
from app.domain.text import tr
from app.domain.typed_input import Field, Typed
from app.ui.dialogs.account_form import AccountForm
from app.ui.dialogs.awaited import Dialog
from app.ui.widgets.announce import announce
from app.ui.widgets.basics import button, label
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.question import Question

NO_TWIN = tr("None")


class EditAccountDialog(Dialog):
    """Signals: `save` (the button), `environment_changed`; `question.answered`."""

    save = Signal()
    environment_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Edit account"), "editAccount", width=640)
        self._twin_part = QWidget()
        self.form = AccountForm()
        self._environment: Environment | None = None
        self.form.edited.connect(self._edited)
        self._lay_out_twin()
        self.question = Question("saveQuestion")
        self._save = button(tr("Save changes"), kind="filled")
        self._save.setDefault(True)
        self._save.clicked.connect(self.save)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.column.addWidget(self.form)
        self.column.addWidget(self._twin_part)
        self.column.addWidget(label(tr("The token stays as it is. These are kept on this computer only."), kind="hint"))
        self.column.addWidget(self.question)
        self.column.addStretch(1)
        self.column.addLayout(Flow(self._save, cancel, right=True))
        self.form.name.setFocus()

    def _lay_out_twin(self) -> None:
        down = QVBoxLayout(self._twin_part)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self._twin = ComboBox()
        self._twin.setObjectName("twinAccount")
        self._twin.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        heading = label(tr("Twin account"), kind="heading")
        heading.setBuddy(self._twin)
        down.addWidget(heading)
        down.addWidget(self._twin)
        self._twin_hint = label(kind="hint", wrap=True)
        down.addWidget(self._twin_hint)

    def _edited(self) -> None:
        self.question.close_question()
        if self.form.environment is not self._environment:
            self._environment = self.form.environment
            self.environment_changed.emit()

    def offer_twins(self, accounts: Sequence[Account], chosen: AccountId | None) -> None:
        """The accounts of the other environment, one of which may be this one's twin."""
        self._twin.clear()
        self._twin.addItem(NO_TWIN, None)
        for account in accounts:
            self._twin.addItem(shown(account.name), account.id)
        self._twin.setCurrentIndex(max(self._twin.findData(chosen), 0))
        of_production = self.form.environment is Environment.PRODUCTION
        self._twin_hint.setText(
            tr("Your QA account of the same kind: before you hand out this one, it is said whether that was tested.")
            if of_production
            else tr(
                "Your production account of the same kind: before that goes out, it is said whether this was tested."
            )
        )
        self._twin_part.setVisible(bool(accounts))

    @property
    def twin(self) -> AccountId | None:
        """The chosen twin; None: none."""
        chosen: AccountId | None = self._twin.currentData()
        return chosen

    def typed(self) -> Typed:
        """What stands in the fields."""
        form = self.form
        return Typed(
            form.name.text(), form.environment, form.endpoint.text(), None, form.settings_page.text(), needs_token=False
        )

    def show_problems(self, problems: dict[Field, str]) -> None:
        self.form.show_problems(problems)
        if problems:
            announce(self, next(iter(problems.values())))
