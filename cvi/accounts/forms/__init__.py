"""What is asked at sign-in, about the people who work here, and about the places they work in."""

from cvi.accounts.forms.people import CodeAppForm as CodeAppForm
from cvi.accounts.forms.people import DraftForm as DraftForm
from cvi.accounts.forms.people import InviteAcceptForm as InviteAcceptForm
from cvi.accounts.forms.people import RoleGiveForm as RoleGiveForm
from cvi.accounts.forms.people import SignInForm as SignInForm
from cvi.accounts.forms.people import StaffInviteForm as StaffInviteForm
from cvi.accounts.forms.people import StepUpForm as StepUpForm
from cvi.accounts.forms.people import UnlockForm as UnlockForm
from cvi.accounts.forms.places import PLACE_FORMS as PLACE_FORMS
