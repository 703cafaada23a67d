"""The stylesheet: look.md's values as Qt style rules, written once for both sets of colours."""

from __future__ import annotations

from app.ui.theme.colors import Colors

_RULES = """
QWidget {{ color: {text}; }}
QMainWindow, QDialog, #content, #pageColumn, #dialogColumn, QScrollArea, QStackedWidget {{ background: {page}; }}
QScrollArea {{ border: none; }}
QLabel {{ background: transparent; }}

#header {{ background: {header}; border-bottom: 1px solid {header}; }}
#header #product {{ color: #FFFFFF; font-size: 11pt; font-weight: 600; }}
#header #accountLabel {{ color: #C3CCDA; }}
#header QComboBox {{ background: {header}; color: #FFFFFF; border: 1px solid {header_line}; }}
#header QComboBox QLineEdit {{ background: transparent; color: #FFFFFF; border: none; padding: 0; min-height: 0; }}
#noAccountOfThisName {{ background: {card}; color: {muted}; border: 1px solid {line}; padding: 6px 10px; }}
#header QComboBox:hover {{ border-color: #9FB6D9; }}
#header QComboBox:focus {{ border: 2px solid {header_focus}; padding: 5px 9px; }}

#settingsMenu {{ background: {menu}; border: none; border-right: 1px solid {line}; padding: 12px 8px; outline: none; }}
#settingsMenu::item {{ color: {text}; border: 2px solid transparent; border-radius: 6px; padding: 5px 13px;
    margin: 1px 0; }}
#settingsMenu::item:hover {{ background: {hover}; }}
#settingsMenu::item:selected {{ background: {selected}; color: {on_selected}; font-weight: 600; }}
#settingsMenu::item:selected:focus {{ border: 2px solid {on_selected}; }}
#settingsMenu::item:disabled {{ color: {muted}; background: transparent; padding: 12px 8px 2px 8px; }}

QLabel[kind="title"] {{ font-size: 17pt; font-weight: 600; }}
QLabel[kind="subtitle"] {{ font-size: 13pt; font-weight: 600; }}
QLabel[kind="section"] {{ font-size: 11pt; font-weight: 600; }}
QLabel[kind="heading"] {{ font-weight: 600; }}
QLabel[kind="hint"] {{ color: {muted}; font-size: 9pt; }}
QLabel[kind="muted"] {{ color: {muted}; }}
QLabel[kind="source"] {{ color: {muted}; font-size: 9pt; border: 1px solid transparent; border-radius: 4px; }}
QLabel[kind="source"]:focus {{ border-color: {accent}; }}
QLabel[kind="countdown"] {{ font-size: 15pt; font-weight: 600; }}
QLabel[kind="warning"] {{ color: {warning_text}; font-weight: 600; }}
QLabel[kind="error"] {{ color: {bad}; }}
QLabel[kind="passphrase"] {{ font-family: {monospaced}; font-size: 13pt; padding: 8px 0; }}
QLabel[kind="mono"] {{ font-family: {monospaced}; font-size: 9pt; }}
QLabel[kind="verdict"] {{ font-size: 11pt; font-weight: 600; }}

QFrame[kind="card"] {{ background: {card}; border: 1px solid {line}; border-radius: 10px; }}
QFrame[kind="card"][tone="warning"] {{ background: {warning_card}; border-color: {warning_line}; }}
QFrame[kind="card"][tone="bad"] {{ background: {bad_card}; border-color: {bad_line}; }}
QFrame[kind="card"][tone="good"] {{ border-color: {good}; }}
QLabel[tone="good"] {{ color: {good}; }}
QLabel[tone="warning"] {{ color: {warning_text}; }}
QLabel[tone="bad"] {{ color: {bad}; }}

QLabel[kind="badge"] {{ border-radius: 8px; padding: 2px 10px; min-height: 13px; font-size: 8pt; font-weight: 600; }}
QLabel[badge="Production"] {{ background: {production}; color: {on_production}; }}
QLabel[badge="QA"] {{ background: {qa}; color: {on_qa}; }}
QLabel[badge="Practice"] {{ background: {practice}; color: {on_practice}; }}

QPushButton {{ background: {card}; border: 1px solid {field_line}; border-radius: 6px; padding: 6px 14px;
    min-height: 18px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {selected}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {muted}; border-color: {line}; background: transparent; }}
QPushButton[kind="filled"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[kind="filled"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[kind="filled"]:focus {{ border: 1px solid {accent}; padding: 2px 10px; min-height: 26px;
    outline: 2px solid {on_accent}; }}
QPushButton[kind="filled"]:disabled {{ background: {hover}; color: {muted}; border-color: {hover}; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {accent};
    padding: 2px 6px; font-size: 9pt; min-height: 16px; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {accent}; padding: 1px 5px; }}
QPushButton[kind="header"] {{ background: transparent; color: #FFFFFF; border: 1px solid {header_line};
    padding: 5px 12px; }}
QPushButton[kind="header"]:hover {{ border-color: #9FB6D9; }}
QPushButton[kind="header"]:pressed {{ border-color: {header_focus}; }}
#menuBar {{ background: transparent; border: none; }}
#menuBar::item {{ background: transparent; color: #FFFFFF; border: 1px solid {header_line}; border-radius: 6px;
    padding: 6px 12px; }}
#menuBar::item:selected, #menuBar::item:pressed {{ border: 2px solid {header_focus}; padding: 5px 11px; }}
QPushButton[kind="header"]:focus {{ border: 2px solid {header_focus}; padding: 4px 11px; }}
QMenu {{ background: {card}; color: {text}; border: 1px solid {line}; padding: 6px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border: 1px solid transparent; border-radius: 6px; }}
QMenu::item:selected {{ background: {selected}; color: {text}; border-color: {accent}; }}
QMenu::item:disabled {{ color: {muted}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 6px 4px; }}
QPushButton[kind="choice"] {{ text-align: left; padding: 14px 16px; }}
QPushButton[kind="choice"]:focus {{ padding: 13px 15px; }}

QLineEdit, QComboBox, QDateTimeEdit, QSpinBox {{ background: {field}; border: 1px solid {field_line};
    border-radius: 6px; padding: 6px 10px; min-height: 18px;
    selection-background-color: {accent}; selection-color: {on_accent};
    placeholder-text-color: {muted}; }}
QLineEdit:focus, QComboBox:focus, QDateTimeEdit:focus, QSpinBox:focus {{ border: 2px solid {accent};
    padding: 5px 9px; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0px; height: 0px; border: none; }}
QSpinBox QLineEdit {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QPlainTextEdit {{ background: {field}; border: 1px solid {field_line}; border-radius: 6px; padding: 4px 6px;
    font-family: {monospaced}; font-size: 9pt; selection-background-color: {accent};
    selection-color: {on_accent}; }}
QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 3px 5px; }}
#helpText {{ background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
#helpText:focus {{ border-color: {accent}; }}
QLineEdit[face="mono"] {{ font-family: {monospaced}; font-size: 9pt; }}
QLineEdit[face="mono"][tight="true"] {{ font-size: 7.7pt; }}
QLineEdit[state="revealed"] {{ border-color: {warning_text}; }}
QComboBox::drop-down, QDateTimeEdit::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow, QDateTimeEdit::down-arrow {{ image: url({chevron}); width: 12px; height: 12px; }}
#header QComboBox::down-arrow {{ image: url({chevron_header}); }}
QComboBox QAbstractItemView {{ background: {card}; color: {text}; border: 1px solid {line}; padding: 4px;
    selection-background-color: {selected}; selection-color: {text}; outline: none; }}

QRadioButton, QCheckBox {{ spacing: 8px; padding: 3px 4px; border: 2px solid transparent; border-radius: 5px; }}
QRadioButton:focus, QCheckBox:focus {{ border-color: {accent}; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {field_line}; border-radius: 8px;
    background: {field}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {accent}; background: {on_accent}; }}

QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {field_line}; border-radius: 3px;
    background: {field}; }}
QCheckBox::indicator:checked {{ border-color: {accent}; image: url({tick}); }}

QTabWidget::pane {{ border: none; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {muted}; border: none; border-bottom: 2px solid transparent;
    padding: 8px 2px; margin-right: 26px; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 600; border-bottom: 2px solid {accent}; }}
QTabBar::tab:selected:focus {{ color: {on_selected}; background: {selected}; border: 2px solid {on_selected};
    padding: 6px 0 8px 0; }}

QProgressBar {{ background: {track}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QProgressBar[tone="warning"]::chunk {{ background: {warning_text}; }}

QTableView {{ background: {card}; border: 1px solid {line}; border-radius: 8px; padding: 1px;
    gridline-color: transparent; selection-background-color: {selected}; selection-color: {text}; outline: none; }}
QTableView:focus {{ border: 2px solid {accent}; padding: 0; }}
QTableView::item {{ padding: 4px 7px; border-bottom: 1px solid {line}; }}
QHeaderView, QTableCornerButton::section {{ background: transparent; border: none; }}
QHeaderView::section {{ background: {card}; color: {muted}; border: none; border-bottom: 1px solid {line};
    padding: 6px 10px; font-size: 9pt; font-weight: 600; }}

QListWidget {{ background: {card}; border: 1px solid {line}; border-radius: 10px; padding: 8px; outline: none; }}
QListWidget:focus {{ border: 2px solid {accent}; padding: 7px; }}
QListWidget::item {{ color: {text}; border: 2px solid transparent; border-radius: 6px; padding: 5px 8px; }}
QListWidget::item:hover {{ background: {hover}; }}
QListWidget::item:selected {{ background: {selected}; color: {on_selected}; font-weight: 600; }}
QListWidget::item:selected:focus {{ border-color: {on_selected}; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {field_line}; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

#statusLine, #reminderLine, #undoLine {{ background: {card}; border-top: 1px solid {line}; }}
#noticeBar[filled="true"] {{ background: {warning_card}; border: 1px solid {warning_line}; border-radius: 8px; }}
QToolTip {{ background: {card}; color: {text}; border: 1px solid {line}; }}
"""


def stylesheet(colors: Colors, chevron: str, chevron_header: str, tick: str, monospaced: str) -> str:
    """The rules with a theme's colours; chevrons and tick are paths of images, `monospaced` names font families."""
    values = {name: getattr(colors, name) for name in Colors.__annotations__}
    return _RULES.format(chevron=chevron, chevron_header=chevron_header, tick=tick, monospaced=monospaced, **values)
