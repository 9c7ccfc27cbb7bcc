"""What is asked about a standard and its lines. `FORMS` and `LINES` name the forms of each kind."""

from cvi.standards.forms.forms_of import FORMS as FORMS
from cvi.standards.forms.lines import LINES as LINES
from cvi.standards.forms.programs import ModelCopyForm as ModelCopyForm
from cvi.standards.forms.sheet import RetireForm as RetireForm
from cvi.standards.forms.sheet import Sheet as Sheet
