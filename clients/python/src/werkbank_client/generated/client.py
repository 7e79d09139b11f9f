"""All operations of the service, in groups."""

from ..calls import AsyncSend, Send
from .api.accounts import Accounts, AsyncAccounts
from .api.api_keys import ApiKeys, AsyncApiKeys
from .api.audit import AsyncAudit, Audit
from .api.catalogue import AsyncCatalogue, Catalogue
from .api.documents import AsyncDocuments, Documents
from .api.estimates import AsyncEstimates, Estimates
from .api.events import AsyncEvents, Events
from .api.files import AsyncFiles, Files
from .api.members import AsyncMembers, Members
from .api.messages import AsyncMessages, Messages
from .api.operations import AsyncOperations, Operations
from .api.organizations import AsyncOrganizations, Organizations
from .api.processes import AsyncProcesses, Processes
from .api.projects import AsyncProjects, Projects
from .api.requests import AsyncRequests, Requests
from .api.roles import AsyncRoles, Roles
from .api.verification import AsyncVerification, Verification
from .api.webhooks import AsyncWebhooks, Webhooks
from .api.workflow import AsyncWorkflow, Workflow


class Api:
    """Every operation of the service, grouped as in its reference."""

    def __init__(self, send: Send) -> None:
        self.accounts = Accounts(send)
        self.api_keys = ApiKeys(send)
        self.audit = Audit(send)
        self.catalogue = Catalogue(send)
        self.documents = Documents(send)
        self.estimates = Estimates(send)
        self.events = Events(send)
        self.files = Files(send)
        self.members = Members(send)
        self.messages = Messages(send)
        self.operations = Operations(send)
        self.organizations = Organizations(send)
        self.processes = Processes(send)
        self.projects = Projects(send)
        self.requests = Requests(send)
        self.roles = Roles(send)
        self.verification = Verification(send)
        self.webhooks = Webhooks(send)
        self.workflow = Workflow(send)


class AsyncApi:
    """Every operation of the service, grouped as in its reference."""

    def __init__(self, send: AsyncSend) -> None:
        self.accounts = AsyncAccounts(send)
        self.api_keys = AsyncApiKeys(send)
        self.audit = AsyncAudit(send)
        self.catalogue = AsyncCatalogue(send)
        self.documents = AsyncDocuments(send)
        self.estimates = AsyncEstimates(send)
        self.events = AsyncEvents(send)
        self.files = AsyncFiles(send)
        self.members = AsyncMembers(send)
        self.messages = AsyncMessages(send)
        self.operations = AsyncOperations(send)
        self.organizations = AsyncOrganizations(send)
        self.processes = AsyncProcesses(send)
        self.projects = AsyncProjects(send)
        self.requests = AsyncRequests(send)
        self.roles = AsyncRoles(send)
        self.verification = AsyncVerification(send)
        self.webhooks = AsyncWebhooks(send)
        self.workflow = AsyncWorkflow(send)
