"""What the drop box puts on the page that someone starts from."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.today import Message
from cvi.incidents.models import PROGRAM, DropBoxMessage


def messages(user: User) -> Iterator[Message]:
    """Yield how many messages to this user's teams nobody has handled."""
    teams = user.teams_for(Permission.READ_DROP_BOX, PROGRAM)
    waiting = DropBoxMessage.objects.for_teams(teams).waiting().count() if teams else 0
    if waiting:
        text = ngettext(
            "%(count)s message in the drop box waits for you.",
            "%(count)s messages in the drop box wait for you.",
            waiting,
        )
        yield Message(text % {"count": waiting}, reverse("incidents:message_list"), _("Read"))
