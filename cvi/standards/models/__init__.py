"""What a site may change without a programmer. Each row is one version, in force between days."""

from cvi.standards.models.base import SINCE as SINCE
from cvi.standards.models.base import Basis as Basis
from cvi.standards.models.base import Part as Part
from cvi.standards.models.base import Standard as Standard
from cvi.standards.models.base import is_code as is_code
from cvi.standards.models.base import line_of as line_of
from cvi.standards.models.criteria import CriteriaSet as CriteriaSet
from cvi.standards.models.criteria import Criterion as Criterion
from cvi.standards.models.holidays import Holiday as Holiday
from cvi.standards.models.lists import ListItem as ListItem
from cvi.standards.models.lists import ValueList as ValueList
from cvi.standards.models.numbers import Threshold as Threshold
from cvi.standards.models.numbers import Unit as Unit
from cvi.standards.models.phases import PhaseStandard as PhaseStandard
from cvi.standards.models.programs import OWNED as OWNED
from cvi.standards.models.programs import ProgramModel as ProgramModel
from cvi.standards.models.protocols import Protocol as Protocol
from cvi.standards.models.protocols import ProtocolStep as ProtocolStep
from cvi.standards.models.rules import ConsentRule as ConsentRule
from cvi.standards.models.rules import DeadlineRule as DeadlineRule
from cvi.standards.models.screening import Band as Band
from cvi.standards.models.screening import Instrument as Instrument
from cvi.standards.models.screening import InstrumentItem as InstrumentItem
