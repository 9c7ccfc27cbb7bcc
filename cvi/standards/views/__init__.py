"""The settings pages of standards, by subject."""

from cvi.standards.views.rows import SAVE as SAVE
