"""Which form asks about which kind of standard."""

from cvi.standards.forms.base import StandardForm
from cvi.standards.forms.kinds import (
    ConsentRuleForm,
    CriteriaSetForm,
    DeadlineRuleForm,
    HolidayForm,
    InstrumentForm,
    ListItemForm,
    PhaseForm,
    ProtocolForm,
    ThresholdForm,
)
from cvi.standards.forms.programs import ProgramModelForm
from cvi.standards.models import (
    ConsentRule,
    CriteriaSet,
    DeadlineRule,
    Holiday,
    Instrument,
    ListItem,
    PhaseStandard,
    ProgramModel,
    Protocol,
    Standard,
    Threshold,
)

FORMS: dict[type[Standard], type[StandardForm]] = {
    ConsentRule: ConsentRuleForm,
    CriteriaSet: CriteriaSetForm,
    DeadlineRule: DeadlineRuleForm,
    Holiday: HolidayForm,
    Instrument: InstrumentForm,
    ListItem: ListItemForm,
    PhaseStandard: PhaseForm,
    ProgramModel: ProgramModelForm,
    Protocol: ProtocolForm,
    Threshold: ThresholdForm,
}
