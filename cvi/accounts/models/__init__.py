"""Agencies, teams, users, the roles that users hold in them, and how users are let in."""

from cvi.accounts.models.people import Acting as Acting
from cvi.accounts.models.people import Emergency as Emergency
from cvi.accounts.models.people import Membership as Membership
from cvi.accounts.models.people import TeamGrant as TeamGrant
from cvi.accounts.models.people import User as User
from cvi.accounts.models.people import end_of as end_of
from cvi.accounts.models.places import Agency as Agency
from cvi.accounts.models.places import OfficePlace as OfficePlace
from cvi.accounts.models.places import Site as Site
from cvi.accounts.models.places import Team as Team
from cvi.accounts.models.places import Zone as Zone
from cvi.accounts.models.sign_in import Device as Device
from cvi.accounts.models.sign_in import DraftKey as DraftKey
from cvi.accounts.models.sign_in import Invitation as Invitation
from cvi.accounts.roles import Program as Program
